/**
 * Problems for the benchmarks of static scheduling: layered random graphs that are a pure function of their size, and
 * the recorded timing instances with the makespans that HEFT must give on them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberedNames, relatedInstance } from '../../plan/instance.js';
import { type Contention, compileProblem, type DagProblem } from '../../planner.js';
import { createRng } from '../../rng.js';
import type { Edge } from '../../sim/dag.js';

export interface LayeredSize {
  readonly tasks: number; // n
  readonly processors: number; // m
  readonly equalLinks?: boolean; // all bandwidths 1; default: each pair has its own
  readonly contention?: Contention;
}

const SENDERS = 3; // predecessors of a task, at most
const MEAN_COST = 20;

/** √n layers of √n tasks, each with up to 3 predecessors in the layer before; costs unrelated; transfers as long as tasks. */
export function layeredProblem({ tasks: n, processors: m, equalLinks = false, contention }: LayeredSize): DagProblem {
  const rng = createRng(`bench/dag/${n}`);
  const width = Math.max(1, Math.round(Math.sqrt(n)));
  const edges: Edge[] = [];
  for (let task = width; task < n; task++) {
    const above = (Math.floor(task / width) - 1) * width;
    const senders = new Set(Array.from({ length: SENDERS }, () => above + Math.floor(rng() * width)));
    for (const from of senders) edges.push([from, task, MEAN_COST * (0.2 + 1.6 * rng())]);
  }
  const cost = new Float64Array(n * m);
  for (let task = 0; task < n; task++) {
    const mean = 2 * MEAN_COST * rng();
    for (let k = 0; k < m; k++) cost[task * m + k] = mean * (0.5 + rng());
  }
  const bandwidth = new Float64Array(m * m).fill(1);
  for (let from = 0; from < m && !equalLinks; from++)
    for (let to = 0; to < from; to++) bandwidth[from * m + to] = bandwidth[to * m + from] = 0.5 + rng();
  return compileProblem({
    taskCount: n,
    processorCount: m,
    cost,
    edges,
    bandwidth,
    startup: new Float64Array(m * m),
    ...(contention === undefined ? {} : { contention }),
  });
}

/** A timing instance. */
export interface RecordedProblem {
  readonly name: string;
  readonly problem: DagProblem;
  readonly makespans: Readonly<Record<string, number>>; // by algorithm, e.g. `HEFT@paper`
}

interface RecordedFile {
  readonly cost: readonly number[]; // [task] work
  readonly speed: readonly number[]; // [processor]
  readonly edges: readonly Edge[];
  readonly bw: readonly (readonly number[])[]; // [from][to]; the diagonal is not used
}

/** The timing instances of a folder, smallest first; empty where there is none. */
export function recordedProblems(folder: string): RecordedProblem[] {
  const expected = join(folder, 'bench_expected.json');
  if (!existsSync(expected)) return [];
  const makespans = JSON.parse(readFileSync(expected, 'utf8')) as Record<string, Pick<RecordedProblem, 'makespans'>>;
  return readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ''))
    .filter((name) => makespans[name] !== undefined)
    .map((name) => {
      const file = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as RecordedFile;
      return { name, problem: readProblem(name, file), makespans: makespans[name].makespans };
    })
    .sort((a, b) => a.problem.cost.length - b.problem.cost.length);
}

function readProblem(name: string, { cost, speed, edges, bw }: RecordedFile): DagProblem {
  const m = speed.length;
  const graph = { name, tasks: numberedNames('T', cost.length), work: Float64Array.from(cost), edges };
  const links = {
    bandwidth: Float64Array.from(bw.flat()),
    startup: new Float64Array(m * m),
    contention: 'none',
  } as const;
  const processors = { names: numberedNames('P', m), speed: Float64Array.from(speed), ...links };
  return relatedInstance(graph, processors, `bench: ${name}`).problem;
}
