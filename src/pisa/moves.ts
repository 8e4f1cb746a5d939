/**
 * The steps of the adversarial search: take a dependency away, add one, or change one weight. Every step changes
 * something: a kind of step that is impossible here (no dependency left, every pair connected, weights frozen) is not
 * drawn, and a change that the range cuts to nothing is drawn again. Freezing follows the meaning of the option: equal
 * speeds freeze speeds, equal links freeze bandwidths.
 */
import type { Rng } from '../rng.js';
import type { Candidate, CandidateSpace } from './candidate.js';

/** `additive`: plus U(−0.1, 0.1), as published. `scale`: times e^N, N normal with deviation 0.25: the same on every scale. */
export type StepKind = 'additive' | 'scale';

/** What a step needs beside the candidate. */
export interface StepOptions {
  readonly space: CandidateSpace;
  readonly kind: StepKind;
  readonly rng: Rng;
}

type Move = (candidate: Candidate, options: StepOptions) => void;

const LARGEST_CHANGE = 0.1; // of an additive step, either way
const LOG_DEVIATION = 0.25; // of a scaling step

/** Changes a candidate in place. */
export function step(candidate: Candidate, options: StepOptions): void {
  const moves = possibleMoves(candidate, options.space);
  moves[options.rng.integer(moves.length)](candidate, options);
}

function possibleMoves(candidate: Candidate, space: CandidateSpace): Move[] {
  const moves: Move[] = [changeWork];
  if (candidate.edges.length > 0) moves.push(removeEdge, changeSize);
  if (freePairs(candidate).length > 0) moves.push(addEdge);
  if (!space.equalSpeeds) moves.push(changeSpeed);
  if (!space.equalLinks && candidate.speed.length > 1) moves.push(changeBandwidth);
  return moves;
}

/** Pairs of tasks between which an edge may be added: not connected yet, and no way leads back. */
function freePairs({ work, edges }: Candidate): (readonly [from: number, to: number])[] {
  const n = work.length;
  const reaches = new Uint8Array(n * n); // [from·n + to]
  for (const [from, to] of edges) reaches[from * n + to] = 1;
  const direct = reaches.slice();
  for (let via = 0; via < n; via++) {
    for (let from = 0; from < n; from++) {
      if (!reaches[from * n + via]) continue;
      for (let to = 0; to < n; to++) if (reaches[via * n + to]) reaches[from * n + to] = 1;
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let from = 0; from < n; from++) {
    for (let to = 0; to < n; to++) {
      if (from !== to && !direct[from * n + to] && !reaches[to * n + from]) pairs.push([from, to]);
    }
  }
  return pairs;
}

function removeEdge({ edges }: Candidate, { rng }: StepOptions): void {
  edges.splice(rng.integer(edges.length), 1);
}

function addEdge(candidate: Candidate, { rng, space }: StepOptions): void {
  const pairs = freePairs(candidate);
  const [from, to] = pairs[rng.integer(pairs.length)];
  const [low, high] = space.weights;
  candidate.edges.push([from, to, low + rng() * (high - low)]);
}

function changeSize({ edges }: Candidate, options: StepOptions): void {
  const edge = options.rng.integer(edges.length);
  const [from, to, size] = edges[edge];
  edges[edge] = [from, to, changed(size, options)];
}

function changeWork({ work }: Candidate, options: StepOptions): void {
  const task = options.rng.integer(work.length);
  work[task] = changed(work[task], options);
}

function changeSpeed({ speed }: Candidate, options: StepOptions): void {
  const processor = options.rng.integer(speed.length);
  speed[processor] = changed(speed[processor], options);
}

function changeBandwidth({ speed, bandwidth }: Candidate, options: StepOptions): void {
  const m = speed.length;
  const from = options.rng.integer(m);
  const to = (from + 1 + options.rng.integer(m - 1)) % m;
  bandwidth[from * m + to] = changed(bandwidth[from * m + to], options);
  bandwidth[to * m + from] = bandwidth[from * m + to];
}

function changed(weight: number, { kind, rng, space }: StepOptions): number {
  const [low, high] = space.weights;
  let next = weight;
  while (next === weight) {
    const drawn =
      kind === 'additive' ? weight + (2 * rng() - 1) * LARGEST_CHANGE : weight * Math.exp(LOG_DEVIATION * normal(rng));
    next = Math.min(high, Math.max(low, drawn));
  }
  return next;
}

/** Box & Muller (1958), one of the pair. */
function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}
