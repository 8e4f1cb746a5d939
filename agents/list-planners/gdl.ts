/**
 * GDL, generalized dynamic level (Sih & Lee 1993, doi 10.1109/71.207593, sections 3 and 4). The dynamic level of DLS
 *   DL1(i,k) = SL(i) − EST(i,k) + med(i) − w(i,k)
 * is extended by how well the descendant d that gets most data from i (the first of equals) could go on from here,
 *   DL2(i,k) = DL1(i,k) + med(d) − min(w(d,k), min over l ≠ k of transfer(i→d, k→l) + w(d,l)),
 * and each ready task is weighed by its best level plus what it would lose on its second best processor. The task of
 * highest sum goes to its processor of highest level, behind everything there; a task that only one processor runs
 * loses nothing. Ties: lowest task, lowest processor. The descendant terms take O(n·m²) once; each step looks at the ready
 * tasks whose best or second best processor has just been filled, all of them under contention, so that n independent
 * tasks take O(n²·m) time.
 *
 * `compat: 'saga'` gives the makespans of the SAGA library: it takes the lowest level where the highest is meant, one
 * median over all tasks for the deviation, and data sizes as times in the static level.
 */
import { z } from 'zod';
import { transfer } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { ReadyTasks } from './ready-tasks.js';
import { StartTable } from './start-table.js';
import { medianCosts, medianOf, staticLevel } from './static-level.js';

const schema = z.object({
  /** 1: without a look at descendants. */
  dynamicLevel: z.union([z.literal(1), z.literal(2)]).default(2),
  compat,
});

export type GdlOptions = z.output<typeof schema>;

export class Gdl implements Planner {
  readonly name = 'gdl';
  private readonly options: GdlOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<GdlOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/gdl', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/gdl');
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    const table = new StartTable(problem, schedule);
    const levels = new DynamicLevels(problem, table, {
      bonus: levelsWithoutStart(problem, graph, this.options),
      lowest: this.options.compat === 'saga',
    });
    const ready = new ReadyTasks(problem, graph);
    for (let i = 0; i < ready.count; i++) levels.open(ready.tasks[i]);
    while (ready.count > 0) {
      const task = levels.first(ready);
      const k = levels.processor[task];
      table.place(task, k);
      const opened = ready.remove(task);
      levels.refresh(ready, k, ready.count - opened);
      for (let i = ready.count - opened; i < ready.count; i++) levels.open(ready.tasks[i]);
    }
    return schedule.done();
  }
}

interface LevelRule {
  readonly bonus: Float64Array; // [n·m] level of a task that could start at 0
  readonly lowest: boolean; // the lowest level is taken for the best
}

/** For each ready task its best processor and what it weighs. */
class DynamicLevels {
  readonly processor: Int32Array; // [n]
  private readonly rival: Int32Array; // [n] the second best processor
  private readonly weight: Float64Array; // [n]
  private readonly level: Float64Array; // [m] of the task looked at
  private readonly table: StartTable;
  private readonly rule: LevelRule;

  constructor({ taskCount: n, processorCount: m }: DagProblem, table: StartTable, rule: LevelRule) {
    this.processor = new Int32Array(n);
    this.rival = new Int32Array(n);
    this.weight = new Float64Array(n);
    this.level = new Float64Array(m);
    this.table = table;
    this.rule = rule;
  }

  open(task: number): void {
    this.table.open(task);
    this.look(task);
  }

  /** After a placement on a processor; only the first `count` ready tasks have been opened. */
  refresh({ tasks }: ReadyTasks, filled: number, count: number): void {
    const all = this.rule.lowest || !this.table.cached;
    for (let i = 0; i < count; i++) {
      // a level that falls matters only if it was one of the two highest
      if (all || this.processor[tasks[i]] === filled || this.rival[tasks[i]] === filled) this.look(tasks[i]);
    }
  }

  /** The task of largest weight. */
  first({ tasks, count }: ReadyTasks): number {
    const { weight } = this;
    let best = tasks[0];
    for (let i = 1; i < count; i++) {
      const task = tasks[i];
      if (weight[task] > weight[best] || (weight[task] === weight[best] && task < best)) best = task;
    }
    return best;
  }

  private look(task: number): void {
    const { level, rule, table } = this;
    const m = level.length;
    for (let k = 0; k < m; k++) {
      const value = rule.bonus[task * m + k] - table.start(task, k);
      level[k] = rule.lowest ? -value : value;
    }
    const best = highest(level, -1);
    // the library takes the difference to the far end, which makes a low level lower still
    const rival = rule.lowest ? lowest(level) : highest(level, best);
    this.processor[task] = best;
    this.rival[task] = rival;
    this.weight[task] = level[best] + (rival < 0 ? 0 : level[best] - level[rival]);
  }
}

/** Index of the highest finite value except one, the lowest index on ties; −1 if there is none. */
function highest(level: Float64Array, except: number): number {
  let best = -1;
  for (let k = 0; k < level.length; k++) {
    if (k === except || !Number.isFinite(level[k])) continue;
    if (best < 0 || level[k] > level[best]) best = k;
  }
  return best;
}

function lowest(level: Float64Array): number {
  let best = -1;
  for (let k = 0; k < level.length; k++) {
    if (!Number.isFinite(level[k])) continue;
    if (best < 0 || level[k] < level[best]) best = k;
  }
  return best;
}

/** [task·m + processor] dynamic level of a task that could start at 0; −Infinity where it cannot run. */
function levelsWithoutStart(problem: DagProblem, graph: ProblemGraph, options: GdlOptions): Float64Array {
  const { taskCount: n, processorCount: m, cost, volume, successorStart } = problem;
  const saga = options.compat === 'saga';
  const median = medianCosts(problem);
  const level = saga ? upwardRank(problem, graph, median, volume) : staticLevel(problem, graph, median);
  const overall = saga ? medianOf(cost.slice()) : 0;
  const bonus = new Float64Array(n * m);
  for (let task = 0; task < n; task++) {
    let heir = -1; // edge that moves most data
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      if (heir < 0 || volume[edge] > volume[heir]) heir = edge;
    }
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      bonus[task * m + k] = level[task] + (saga ? overall : median[task]) - time;
      if (options.dynamicLevel === 2 && heir >= 0 && time < Number.POSITIVE_INFINITY)
        bonus[task * m + k] += median[problem.successor[heir]] - descendantFinish(problem, heir, k);
    }
  }
  return bonus;
}

/** Least time from the end of an edge's source on a processor to the end of its target anywhere. */
function descendantFinish(problem: DagProblem, edge: number, from: number): number {
  const { processorCount: m, cost, startup, bandwidth, volume, successor } = problem;
  const row = successor[edge] * m;
  let least = cost[row + from];
  for (let k = 0; k < m; k++) {
    if (k === from) continue;
    const finish = startup[from * m + k] + transfer(volume[edge], bandwidth[from * m + k]) + cost[row + k];
    if (finish < least) least = finish;
  }
  return least;
}
