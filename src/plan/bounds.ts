/**
 * What no schedule can beat, and the two times by which results are normalised. All bounds leave out communication, so
 * they hold with and without contention:
 *   critical path: longest chain of least costs, started no earlier than releases and free processors allow;
 *   area: the least costs of all open tasks, spread over the free time of all processors;
 *   assignment: the same with weighted processors. For weights λ ≥ 0, Σ_i min_k λ_k w_ik ≤ Σ_k λ_k load_k (weak duality
 *     of the linear assignment relaxation of R‖Cmax); λ starts at the mean speeds, where it is work / Σ speed on related
 *     machines, and a few multiplicative steps raise it;
 *   Fernández: work that must lie inside an interval [a, b] if the schedule is as short as its critical path, against the
 *     capacity of the processors (Fernández & Bussell 1973, doi 10.1109/TC.1973.5009153), at least costs, over a limited
 *     number of interval ends.
 * Tasks that are already placed keep their times: they bound the makespan by their finish, release their successors at
 * that finish, and take their time from the area; their own predecessors are not looked at. The critical path is exact;
 * the other bounds are lessened by the most that the rounding of their sums could have added (parts in 10¹³ for a
 * hundred tasks), so that no bound exceeds a makespan that was summed in another order.
 */
import type { DagProblem } from '../planner.js';
import { Timeline } from '../sim/timeline.js';
import { type ProblemGraph, problemGraph } from './problem-graph.js';

/** Lower bounds on the makespan, in the time unit of the problem. */
export interface LowerBounds {
  readonly criticalPath: number;
  readonly area: number;
  readonly assignment: number; // mostly above `area`; 0 for a single processor
  readonly fernandez: number; // at least `criticalPath`
  readonly best: number; // the largest of all
}

/** Every bound of a problem. Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
export function lowerBounds(
  problem: DagProblem,
  graph: ProblemGraph = problemGraph(problem, 'plan/bounds'),
): LowerBounds {
  const least = minimumCosts(problem);
  const windows = timeWindows(problem, graph, least);
  const free = freeFrom(problem);
  const placed = latestFixed(problem);
  const sums = 1 - (2 * problem.taskCount + 2 * problem.processorCount + 16) * EPSILON;
  const area = Math.max(placed, sums * areaBound(problem, least, free));
  const assignment = Math.max(placed, sums * assignmentBound(problem, free));
  const differences = 1 - problem.taskCount * (windows.depth + 4) * EPSILON;
  const fernandez = Math.max(windows.criticalPath, differences * intervalBound(problem, least, windows));
  const best = Math.max(windows.criticalPath, area, assignment, fernandez);
  return { criticalPath: windows.criticalPath, area, assignment, fernandez, best };
}

const EPSILON = 2 ** -53;

/** [task] least processing time over the processors; that of a placed task is the time it takes where it is. */
export function minimumCosts(problem: DagProblem): Float64Array {
  const { taskCount: n, processorCount: m, cost, fixedProcessor, fixedStart, fixedFinish } = problem;
  const least = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let time = Number.POSITIVE_INFINITY;
    if (fixedProcessor[task] >= 0) time = fixedFinish[task] - fixedStart[task];
    else for (let k = 0; k < m; k++) time = Math.min(time, cost[task * m + k]);
    least[task] = time;
  }
  return least;
}

/** cpMin, by which SLR divides: longest path of least costs; releases and busy processors do not count. */
export function minimumCriticalPath(problem: DagProblem, graph = problemGraph(problem, 'plan/bounds')): number {
  const least = minimumCosts(problem);
  const { predecessorStart, predecessor, order } = graph;
  const finish = new Float64Array(order.length);
  let longest = 0;
  for (let i = 0; i < order.length; i++) {
    const task = order[i];
    let ready = 0;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      ready = Math.max(ready, finish[predecessor[row]]);
    }
    finish[task] = ready + least[task];
    longest = Math.max(longest, finish[task]);
  }
  return longest;
}

/** seqMin, which speed-up divides: all tasks on the best single processor; Infinity if none supports them all. */
export function sequentialTime({ taskCount: n, processorCount: m, cost }: DagProblem): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    let total = 0;
    for (let task = 0; task < n; task++) total += cost[task * m + k];
    best = Math.min(best, total);
  }
  return best;
}

/** Least time from the end of each open task to the end of the schedule [task]: least costs of open tasks below it. */
export function minimumTails(problem: DagProblem, { order }: ProblemGraph, least: Float64Array): Float64Array {
  const { successorStart, successor, fixedProcessor } = problem;
  const tail = new Float64Array(order.length);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i];
    let longest = 0;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (fixedProcessor[after] < 0) longest = Math.max(longest, tail[after] + least[after]);
    }
    tail[task] = longest;
  }
  return tail;
}

/** When each task can run at best, and must in a schedule as short as the critical path. */
interface TimeWindows {
  readonly criticalPath: number;
  readonly depth: number; // most tasks on a path
  readonly earliest: Float64Array; // [task] start
  readonly latest: Float64Array; // [task] finish
}

function timeWindows(problem: DagProblem, graph: ProblemGraph, least: Float64Array): TimeWindows {
  const { processorCount: m, cost, release, availableFrom, fixedProcessor, fixedStart, fixedFinish } = problem;
  const { predecessorStart, predecessor, order } = graph;
  const n = order.length;
  const earliest = new Float64Array(n);
  const finish = new Float64Array(n);
  const level = new Int32Array(n);
  let criticalPath = 0;
  let depth = 0;
  for (let i = 0; i < n; i++) {
    const task = order[i];
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
      level[task] = Math.max(level[task], level[predecessor[row]] + 1);
    }
    depth = Math.max(depth, level[task] + 1);
    if (fixedProcessor[task] >= 0) {
      earliest[task] = fixedStart[task];
      finish[task] = fixedFinish[task];
    } else {
      let ready = release[task];
      for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
        ready = Math.max(ready, finish[predecessor[row]]);
      }
      let start = Number.POSITIVE_INFINITY;
      let end = Number.POSITIVE_INFINITY;
      for (let k = 0; k < m; k++) {
        const time = cost[task * m + k];
        if (time === Number.POSITIVE_INFINITY) continue;
        const from = Math.max(ready, availableFrom[k]);
        start = Math.min(start, from);
        end = Math.min(end, from + time);
      }
      earliest[task] = start;
      finish[task] = end;
    }
    criticalPath = Math.max(criticalPath, finish[task]);
  }
  const latest = minimumTails(problem, graph, least);
  for (let task = 0; task < n; task++) latest[task] = criticalPath - latest[task];
  return { criticalPath, depth, earliest, latest };
}

function latestFixed({ fixedProcessor, fixedFinish }: DagProblem): number {
  let latest = 0;
  for (let task = 0; task < fixedFinish.length; task++) {
    if (fixedProcessor[task] >= 0) latest = Math.max(latest, fixedFinish[task]);
  }
  return latest;
}

/** [processor] time that open tasks cannot use: before it is free, and while placed tasks run (overlaps count once). */
function freeFrom(problem: DagProblem): Float64Array {
  const { processorCount: m, availableFrom, fixedProcessor, fixedStart, fixedFinish } = problem;
  const placed = new Timeline(m, 4 * m);
  for (let task = 0; task < fixedProcessor.length; task++) {
    const k = fixedProcessor[task];
    if (k >= 0) placed.insert(k, Math.max(fixedStart[task], availableFrom[k]), fixedFinish[task]);
  }
  return Float64Array.from(availableFrom, (from, k) => from + placed.busy(k));
}

function areaBound({ processorCount: m, fixedProcessor }: DagProblem, least: Float64Array, free: Float64Array): number {
  let work = 0;
  for (let task = 0; task < least.length; task++) if (fixedProcessor[task] < 0) work += least[task];
  if (work === 0) return 0;
  return earliestFillTime({ from: free.slice().sort(), weight: new Float64Array(m).fill(1) }, 0, work);
}

/** Most cost entries looked at while the weights of the assignment bound are improved. */
const ASSIGNMENT_WORK = 4e6;
const ASSIGNMENT_STEPS = 40;

function assignmentBound(problem: DagProblem, free: Float64Array): number {
  const { taskCount: n, processorCount: m } = problem;
  if (n === 0 || m === 1) return 0;
  const steps = Math.min(ASSIGNMENT_STEPS, 1 + Math.floor(ASSIGNMENT_WORK / (n * m)));
  const byFree = Int32Array.from({ length: m }, (_, k) => k).sort((a, b) => free[a] - free[b]);
  const from = Float64Array.from(byFree, (k) => free[k]);
  const weight = speedWeights(problem);
  const load = new Float64Array(m);
  let best = 0;
  for (let step = 0; step < steps; step++) {
    const work = leastWeighted(problem, weight, load);
    if (work === 0) return best;
    best = Math.max(best, earliestFillTime({ from, weight: Float64Array.from(byFree, (k) => weight[k]) }, 0, work));
    // processors that are asked for too much become dearer
    let total = 0;
    for (let k = 0; k < m; k++) total += weight[k] * (load[k] + free[k]);
    const rate = 1 / (1 + step / 4);
    let sum = 0;
    for (let k = 0; k < m; k++) {
      weight[k] *= 1 + rate * Math.min(1, Math.max(-0.5, (load[k] + free[k]) / total - 1));
      sum += weight[k];
    }
    for (let k = 0; k < m; k++) weight[k] /= sum;
  }
  return best;
}

/** λ [processor]: proportional to 1 / mean cost, sum 1. All equal where a processor costs nothing. */
function speedWeights({ taskCount: n, processorCount: m, cost }: DagProblem): Float64Array {
  const weight = new Float64Array(m);
  let sum = 0;
  for (let k = 0; k < m; k++) {
    let total = 0;
    let supported = 0;
    for (let task = 0; task < n; task++) {
      const time = cost[task * m + k];
      if (time === Number.POSITIVE_INFINITY) continue;
      total += time;
      supported++;
    }
    weight[k] = supported === 0 ? 0 : supported / total;
    sum += weight[k];
  }
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) return weight.fill(1 / m);
  for (let k = 0; k < m; k++) weight[k] /= sum;
  return weight;
}

/** Σ over open tasks of min_k λ_k·w_ik; `load` [processor] becomes the time on each in that assignment. */
function leastWeighted(problem: DagProblem, weight: Float64Array, load: Float64Array): number {
  const { taskCount: n, processorCount: m, cost, fixedProcessor } = problem;
  load.fill(0);
  let sum = 0;
  for (let task = 0; task < n; task++) {
    if (fixedProcessor[task] >= 0) continue;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time === Number.POSITIVE_INFINITY) continue;
      if (weight[k] * time < least) {
        least = weight[k] * time;
        best = k;
      }
    }
    sum += least;
    load[best] += cost[task * m + best];
  }
  return sum;
}

/** Most overlaps of a task with an interval that are looked at. */
const INTERVAL_WORK = 2e6;

function intervalBound(problem: DagProblem, least: Float64Array, windows: TimeWindows): number {
  const { taskCount: n, processorCount: m, availableFrom, fixedProcessor } = problem;
  const { earliest, latest, criticalPath } = windows;
  const tasks = Int32Array.from({ length: n }, (_, task) => task).filter((t) => fixedProcessor[t] < 0 && least[t] > 0);
  if (tasks.length === 0) return criticalPath;
  const begins = new Float64Array(2 * tasks.length);
  const ends = new Float64Array(2 * tasks.length);
  for (let i = 0; i < tasks.length; i++) {
    const task = tasks[i];
    begins[2 * i] = earliest[task];
    begins[2 * i + 1] = latest[task] - least[task];
    ends[2 * i] = latest[task];
    ends[2 * i + 1] = earliest[task] + least[task];
  }
  const count = Math.max(4, Math.floor(Math.sqrt(INTERVAL_WORK / tasks.length)));
  const capacity = { from: availableFrom.slice().sort(), weight: new Float64Array(m).fill(1) };
  const lastEnds = sample(ends, count);
  let bound = criticalPath;
  for (const begin of sample(begins, count)) {
    for (const end of lastEnds) {
      if (end <= begin) continue;
      let inside = 0;
      for (let i = 0; i < tasks.length; i++) {
        const task = tasks[i];
        const early = earliest[task] + least[task] - begin; // inside when run as early as possible
        const late = end - (latest[task] - least[task]); // inside when run as late as possible
        const overlap = Math.min(least[task], end - begin, early, late);
        if (overlap > 0) inside += overlap;
      }
      bound = Math.max(bound, criticalPath + (earliestFillTime(capacity, begin, inside) - end));
    }
  }
  return bound;
}

/** At most `count` of the different values, evenly among their order, the first and the last included. */
function sample(values: Float64Array, count: number): Float64Array {
  const sorted = values.slice().sort();
  let different = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[different - 1]) sorted[different++] = sorted[i];
  }
  if (different <= count) return sorted.subarray(0, different);
  return Float64Array.from({ length: count }, (_, i) => sorted[Math.round((i * (different - 1)) / (count - 1))]);
}

/** Processors by the time from which they can work, and what an hour of each is worth. */
interface Capacity {
  readonly from: Float64Array; // [m] ascending
  readonly weight: Float64Array; // [m]
}

/** Earliest time ≥ `begin` at which the processors could have done an amount of weighted work since `begin`. */
function earliestFillTime({ from, weight }: Capacity, begin: number, work: number): number {
  if (work <= 0) return begin;
  let rate = 0;
  let owed = work; // plus what the processors counted so far would have done before they were free
  let time = begin;
  for (let k = 0; k < from.length; k++) {
    const late = Math.max(0, from[k] - begin);
    if (rate > 0 && time <= begin + late) break;
    rate += weight[k];
    owed += weight[k] * late;
    if (rate > 0) time = begin + owed / rate;
  }
  return time;
}
