/**
 * The instances among which the adversarial search walks: a handful of tasks with work, dependencies with sizes, a
 * handful of related processors, symmetric links. All weights lie in a range (PISA: Coleman & Krishnamachari 2024,
 * arXiv 2403.07120: 3 to 5 processors, a chain of 3 to 5 tasks to begin with, weights in [0.1, 1]).
 */
import { type DagInstance, numberedNames, relatedInstance } from '../plan/instance.js';
import type { Rng } from '../rng.js';
import type { Edge } from '../sim/dag.js';

/** n tasks, m processors. Changed in place by the moves. */
export interface Candidate {
  readonly work: Float64Array; // [n]
  readonly edges: Edge[]; // task, task, size
  readonly speed: Float64Array; // [m]
  readonly bandwidth: Float64Array; // [m·m] symmetric; the diagonal is not used
}

/** Where candidates lie. */
export interface CandidateSpace {
  readonly tasks: readonly [least: number, most: number];
  readonly processors: readonly [least: number, most: number];
  readonly weights: readonly [least: number, most: number]; // > 0
  /** Speeds stay equal, for schedulers made for homogeneous processors. */
  readonly equalSpeeds: boolean;
  /** Bandwidths stay equal, for schedulers made for homogeneous links. */
  readonly equalLinks: boolean;
}

/** As published. */
export const DEFAULT_CANDIDATE_SPACE: CandidateSpace = Object.freeze<CandidateSpace>({
  tasks: [3, 5],
  processors: [3, 5],
  weights: [0.1, 1],
  equalSpeeds: false,
  equalLinks: false,
});

function between([least, most]: readonly [number, number], rng: Rng): number {
  return least + Math.floor(rng() * (most - least + 1));
}

/** A random chain on random processors. Weights that must stay equal begin, and stay, at the upper end of their range. */
export function randomCandidate(space: CandidateSpace, rng: Rng): Candidate {
  const [low, high] = space.weights;
  const weight = () => low + rng() * (high - low);
  const n = between(space.tasks, rng);
  const m = between(space.processors, rng);
  const work = Float64Array.from({ length: n }, weight);
  const edges: Edge[] = Array.from({ length: n - 1 }, (_, i) => [i, i + 1, weight()]);
  const speed = Float64Array.from({ length: m }, () => (space.equalSpeeds ? high : weight()));
  const bandwidth = new Float64Array(m * m).fill(high);
  for (let from = 0; from < m && !space.equalLinks; from++) {
    for (let to = from + 1; to < m; to++) {
      bandwidth[from * m + to] = weight();
      bandwidth[to * m + from] = bandwidth[from * m + to];
    }
  }
  return { work, edges, speed, bandwidth };
}

/** A copy that does not change with the original. */
export function copyCandidate({ work, edges, speed, bandwidth }: Candidate): Candidate {
  return { work: work.slice(), edges: [...edges], speed: speed.slice(), bandwidth: bandwidth.slice() };
}

/** The candidate as an instance of static scheduling. */
export function candidateInstance(candidate: Candidate, name: string): DagInstance {
  const { work, edges, speed, bandwidth } = copyCandidate(candidate);
  const m = speed.length;
  const graph = { name, tasks: numberedNames('t', work.length), work, edges };
  const links = { bandwidth, startup: new Float64Array(m * m), contention: 'none' as const };
  return relatedInstance(graph, { names: numberedNames('P', m), speed, ...links }, 'pisa');
}
