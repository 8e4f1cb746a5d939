/**
 * One instance made ready for an episode: everything about its tasks that does not depend on placements. Ranks are those
 * of HEFT (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206, eq. 8 and 10) over mean costs and mean transfers, a
 * task is on the critical path if both ranks add up to the longest path, and cpMin is the longest path of least costs
 * without transfers, by which the schedule length ratio (SLR) is defined.
 */
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { minimumCosts, minimumCriticalPath, sequentialTime } from '../../src/plan/bounds.js';
import type { DagInstance } from '../../src/plan/instance.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { downwardRank, upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem } from '../../src/planner.js';

const CRITICAL_TOLERANCE = 1e-9; // relative; paths that differ by rounding are equally long
const WORD = 32; // bits

/** What tasks have in common; the names of the item groups. */
export const TASK_GROUPS = ['always-on', 'entry', 'exit', 'join', 'fork', 'on-critical-path'] as const;

/** An instance of n tasks on m processors, compiled. */
export class DagModel {
  readonly instance: DagInstance;
  readonly problem: DagProblem;
  readonly graph: ProblemGraph;
  readonly meanCost: Float64Array; // [n] time
  readonly minimumCost: Float64Array; // [n] time
  readonly upwardRank: Float64Array; // [n] time
  readonly downwardRank: Float64Array; // [n] time
  readonly remainingWork: Float64Array; // [n] time, the task and all its descendants at mean costs
  readonly level: Int32Array; // [n] edges on the longest way from an entry
  readonly membership: Float64Array; // [n·g] 1 = the task belongs to the group of TASK_GROUPS
  readonly speed: Float64Array; // [m] relative to the fastest; 1 where machines are unrelated
  readonly minimumPath: number; // cpMin, time
  readonly sequential: number; // seqMin: all work on the best single processor, time; Infinity = none can run it all
  readonly lowerBound: number; // no schedule is shorter: the greater of cpMin and the least work per processor, time

  /** Errors: `ArenaError` where the instance is none (see `problemGraph`). */
  constructor(instance: DagInstance) {
    const { problem } = instance;
    this.instance = instance;
    this.problem = problem;
    this.graph = problemGraph(problem, 'envs/dag');
    this.meanCost = meanCosts(problem);
    this.minimumCost = minimumCosts(problem);
    const transfer = meanTransfers(problem, 'paper');
    this.upwardRank = upwardRank(problem, this.graph, this.meanCost, transfer);
    this.downwardRank = downwardRank(this.graph, this.meanCost, transfer);
    this.remainingWork = descendantWork(problem, this.graph, this.meanCost);
    this.level = levels(this.graph);
    this.membership = this.groups(criticalTasks(this.upwardRank, this.downwardRank));
    this.speed = relativeSpeeds(instance);
    this.minimumPath = minimumCriticalPath(problem, this.graph);
    this.sequential = sequentialTime(problem);
    this.lowerBound = Math.max(this.minimumPath, leastWork(problem, this.minimumCost) / problem.processorCount);
  }

  /** Number of direct predecessors. */
  predecessors(task: number): number {
    return this.graph.predecessorStart[task + 1] - this.graph.predecessorStart[task];
  }

  /** Number of direct successors. */
  successors(task: number): number {
    return this.problem.successorStart[task + 1] - this.problem.successorStart[task];
  }

  private groups(critical: Uint8Array): Float64Array {
    const g = TASK_GROUPS.length;
    const rows = new Float64Array(critical.length * g);
    for (let task = 0; task < critical.length; task++) {
      const [before, after] = [this.predecessors(task), this.successors(task)];
      const row = task * g; // in the order of TASK_GROUPS
      rows[row] = 1;
      rows[row + 1] = before === 0 ? 1 : 0;
      rows[row + 2] = after === 0 ? 1 : 0;
      rows[row + 3] = before > 1 ? 1 : 0;
      rows[row + 4] = after > 1 ? 1 : 0;
      rows[row + 5] = critical[task];
    }
    return rows;
  }
}

/** Least costs of the tasks to be placed, lessened by what rounding of the sum may have added. */
function leastWork({ fixedProcessor }: DagProblem, least: Float64Array): number {
  const work = least.reduce((sum, time, task) => (fixedProcessor[task] < 0 ? sum + time : sum), 0);
  return work * (1 - least.length * Number.EPSILON);
}

function relativeSpeeds({ processors, speed }: DagInstance): Float64Array {
  if (speed === null) return new Float64Array(processors.length).fill(1);
  const fastest = speed.reduce((most, value) => Math.max(most, value), 0);
  return speed.map((value) => value / fastest);
}

function levels({ predecessorStart, predecessor, order }: ProblemGraph): Int32Array {
  const level = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const task = order[i];
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++)
      level[task] = Math.max(level[task], level[predecessor[row]] + 1);
  }
  return level;
}

/** [n] 1 where both ranks add up to the longest path. */
function criticalTasks(upward: Float64Array, downward: Float64Array): Uint8Array {
  let length = 0;
  for (let task = 0; task < upward.length; task++) if (upward[task] > length) length = upward[task];
  const least = length - CRITICAL_TOLERANCE * Math.max(1, length);
  const critical = new Uint8Array(upward.length);
  for (let task = 0; task < upward.length; task++) critical[task] = upward[task] + downward[task] >= least ? 1 : 0;
  return critical;
}

/** Work of every task and all its descendants, each counted once; 32 descendants a pass, one bit each. */
function descendantWork(problem: DagProblem, { order, position }: ProblemGraph, work: Float64Array): Float64Array {
  const { taskCount: n, successorStart, successor } = problem;
  const total = new Float64Array(n);
  const reached = new Int32Array(n); // [task] bits of this pass
  for (let first = 0; first < n; first += WORD) {
    const end = Math.min(n, first + WORD);
    reached.fill(0);
    for (let i = end - 1; i >= 0; i--) {
      const task = order[i];
      let bits = i >= first ? 1 << (i - first) : 0;
      for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++)
        if (position[successor[edge]] < end) bits |= reached[successor[edge]];
      reached[task] = bits;
      for (; bits !== 0; bits &= bits - 1) total[task] += work[order[first + 31 - Math.clz32(bits & -bits)]];
    }
  }
  return total;
}
