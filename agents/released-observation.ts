/**
 * Numbers that the released SoCRATES and SCARL observe alike (EpiSci/SoCRATES@e246978): of the jobs inside, and of
 * single tasks. Per job its longest open way and how long it waited for its start; the share of tasks that are not placed; per task
 * a one-hot of its processor, its age, unfinished predecessors, and its state. One departure: tasks placed earlier at the
 * same instant no longer count as unplaced, because a view does not tell them from those placed before.
 */
import {
  NODE_PLACED,
  NODE_READY,
  NODE_RUNNING,
  NODE_WAITING,
  type PlacementGraph,
  type PlacementView,
} from '../src/placement.js';
import type { JobProgress } from './job-progress.js';

const EPSILON = 1e-5; // added to times that divide
const PREDECESSOR_SCALE = 10;
const STATES = 3; // ready or placed, running, waiting
const TASK_NUMBERS = 2 + STATES; // beside the one-hot: age, unfinished predecessors

export interface ObservationSizes {
  readonly jobs: number; // slots for jobs
  readonly tasks: number; // slots for tasks per job
  readonly processors: number; // length of the one-hot
}

/** Numbers of all jobs together. */
export function jobColumns({ jobs }: Pick<ObservationSizes, 'jobs'>): number {
  return 2 * jobs + 1;
}

/** Numbers of one task. */
export function taskColumns({ processors }: Pick<ObservationSizes, 'processors'>): number {
  return processors + TASK_NUMBERS;
}

/** Writes the numbers of the oldest jobs from `offset` on; the rest of the slots is 0. */
export function writeJobs(
  view: PlacementView,
  progress: JobProgress,
  {
    sizes,
    values,
    offset,
  }: { readonly sizes: ObservationSizes; readonly values: Float32Array; readonly offset: number },
): void {
  const { graph } = view;
  const { jobs, tasks } = sizes;
  values.fill(0, offset, offset + jobColumns(sizes));
  const shown = Math.min(jobs, graph.jobCount);
  for (let job = 0; job < shown; job++) {
    values[offset + job] = progress.longestPath[job] / (isCanonical(graph, job) ? 4 : 5);
    const started = progress.startedAt[job];
    if (started >= 0) values[offset + jobs + 1 + job] = (started - graph.jobArrival[job]) / (started + EPSILON);
  }
  let unplaced = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.state[node] === NODE_WAITING || graph.state[node] === NODE_READY) unplaced++;
  }
  values[offset + jobs] = unplaced / (jobs * tasks);
}

/** Where the numbers of a task go. */
export interface TaskTarget {
  readonly values: Float32Array;
  readonly offset: number;
  readonly processors: number; // length of the one-hot; further processors show in none of its places
}

/** Writes the numbers of one task of the graph. */
export function writeTask(
  view: PlacementView,
  progress: JobProgress,
  node: number,
  { values, offset, processors }: TaskTarget,
): void {
  const { graph, now } = view;
  for (let i = 0; i < processors; i++) values[offset + i] = graph.resource[node] === i ? 1 : 0;
  const readyAt = progress.readyAt[node];
  const state = graph.state[node];
  const at = offset + processors;
  values[at] = readyAt >= 0 ? (now - readyAt) / (now + EPSILON) : 0;
  values[at + 1] = progress.openPredecessors[node] / PREDECESSOR_SCALE;
  values[at + 2] = state === NODE_READY || state === NODE_PLACED ? 1 : 0;
  values[at + 3] = state === NODE_RUNNING ? 1 : 0;
  values[at + 4] = state === NODE_WAITING ? 1 : 0;
}

/** The node of the item in a slot, or −1 if the graph does not have it. */
export function nodeOfItem(graph: PlacementGraph, slot: number): number {
  for (let node = 0; node < graph.nodeCount; node++) if (graph.nodeItem[node] === slot) return node;
  return -1;
}

/** Successors by task of the ten-task graph of Topcuoglu et al. 2002, whose ways the release divides by 4 and not by 5. */
const CANONICAL = [[1, 2, 3, 4, 5], [7, 8], [6], [7, 8], [8], [7], [9], [9], [9], []] as const;

function isCanonical(graph: PlacementGraph, job: number): boolean {
  const first = graph.jobStart[job];
  if (graph.jobStart[job + 1] - first !== CANONICAL.length) return false;
  for (let task = 0; task < CANONICAL.length; task++) {
    const successors = CANONICAL[task];
    const start = graph.successorStart[first + task];
    if (graph.successorStart[first + task + 1] - start !== successors.length) return false;
    for (let i = 0; i < successors.length; i++) if (graph.successor[start + i] !== first + successors[i]) return false;
  }
  return true;
}
