/**
 * WBA, workflow-based allocation (Blythe et al. 2005, doi 10.1109/CCGRID.2005.1558639): a greedy randomised search. Of
 * the ready tasks, all pairs of task and processor are weighed by how much they would lengthen the schedule so far; one
 * of the pairs within `alpha` of the range between the least and the largest is taken at random, and appended. Tasks
 * that become ready meanwhile wait until all that are ready are placed. The construction is repeated and the shortest
 * schedule kept, as GRASP does; with `trials: 1` it is a single construction, as in the SAGA library, where the
 * generator cannot be seeded.
 */
import { z } from 'zod';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { createRng, type Rng } from '../../src/rng.js';
import { seed } from './search-options.js';

const schema = z.object({
  seed,
  /** 0 = a pair of least increase, 1 = any pair. */
  alpha: z.number().min(0).max(1).default(0.5),
  /** Schedules built. */
  trials: z.int().positive().default(10),
});

export type WbaOptions = z.output<typeof schema>;

export class WorkflowBasedAllocation implements Planner {
  readonly name = 'wba';
  private readonly options: WbaOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<WbaOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/wba', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { alpha, trials } = this.options;
    const construction = new Construction(problem, problemGraph(problem, 'agents/wba'), alpha);
    const rng = createRng(this.options.seed).fork('wba');
    let best = construction.run(rng);
    for (let trial = 1; trial < trials; trial++) {
      const next = construction.run(rng);
      if (next.makespan < best.makespan) best = next;
    }
    return best;
  }
}

class Construction {
  private readonly problem: DagProblem;
  private readonly graph: ProblemGraph;
  private readonly alpha: number;
  private readonly schedule: PartialSchedule;
  private readonly shared: boolean; // transfers delay each other
  private readonly open: Int32Array; // [n] predecessors not yet placed
  private readonly batch: Int32Array; // [n] the first `size` are ready
  private size = 0;
  private readonly released: Int32Array; // [n] the first `releasedCount` have become ready since
  private releasedCount = 0;
  private arrival = new Float64Array(64); // [row·m] when the data are there
  private increase = new Float64Array(64); // [row·m] of the makespan; NaN = not supported
  private makespan = 0;

  constructor(problem: DagProblem, graph: ProblemGraph, alpha: number) {
    this.problem = problem;
    this.graph = graph;
    this.alpha = alpha;
    this.schedule = new PartialSchedule(problem, graph, { insertion: false });
    this.shared = (problem.contention ?? 'none') !== 'none';
    this.open = new Int32Array(problem.taskCount);
    this.batch = new Int32Array(problem.taskCount);
    this.released = new Int32Array(problem.taskCount);
  }

  run(rng: Rng): Schedule {
    this.begin();
    const { processorCount: m } = this.problem;
    const { schedule, batch } = this;
    for (this.gather(); this.size > 0; this.gather()) {
      while (this.size > 0) {
        const pair = this.choose(rng);
        const row = Math.floor(pair / m);
        const task = batch[row];
        schedule.place(task, pair % m, schedule.earliestStart(task, pair % m));
        this.makespan = Math.max(this.makespan, schedule.finish[task]);
        this.release(task);
        this.remove(row);
      }
    }
    return schedule.done();
  }

  private begin(): void {
    const { taskCount: n, fixedProcessor, fixedFinish } = this.problem;
    const { predecessorStart, predecessor } = this.graph;
    this.schedule.clear();
    this.makespan = 0;
    this.releasedCount = 0;
    for (let task = 0; task < n; task++) {
      this.open[task] = 0;
      for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
        if (fixedProcessor[predecessor[row]] < 0) this.open[task]++;
      }
      if (fixedProcessor[task] >= 0) this.makespan = Math.max(this.makespan, fixedFinish[task]);
      else if (this.open[task] === 0) this.released[this.releasedCount++] = task;
    }
  }

  private release(task: number): void {
    const { successorStart, successor, fixedProcessor } = this.problem;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const after = successor[edge];
      if (--this.open[after] === 0 && fixedProcessor[after] < 0) this.released[this.releasedCount++] = after;
    }
  }

  /** All tasks that are ready now, by index. */
  private gather(): void {
    const { processorCount: m } = this.problem;
    this.batch.set(this.released.subarray(0, this.releasedCount).sort());
    this.size = this.releasedCount;
    this.releasedCount = 0;
    if (this.size * m > this.arrival.length) {
      this.arrival = new Float64Array(this.size * m);
      this.increase = new Float64Array(this.size * m);
    }
    this.receive();
  }

  private receive(): void {
    const { processorCount: m } = this.problem;
    for (let row = 0; row < this.size; row++) {
      for (let k = 0; k < m; k++) this.arrival[row * m + k] = this.schedule.ready(this.batch[row], k);
    }
  }

  /** One of the pairs (row·m + processor) whose increase is small enough. */
  private choose(rng: Rng): number {
    const { processorCount: m, cost } = this.problem;
    const { batch, arrival, increase, makespan } = this;
    if (this.shared) this.receive();
    let least = Number.POSITIVE_INFINITY;
    let largest = 0;
    for (let k = 0; k < m; k++) {
      const end = this.schedule.endOf(k);
      for (let row = 0; row < this.size; row++) {
        const time = cost[batch[row] * m + k];
        const pair = row * m + k;
        if (time === Number.POSITIVE_INFINITY) {
          increase[pair] = Number.NaN;
          continue;
        }
        const value = Math.max(0, Math.max(arrival[pair], end) + time - makespan);
        increase[pair] = value;
        if (value < least) least = value;
        if (value > largest) largest = value;
      }
    }
    const most = least + this.alpha * (largest - least);
    const pairs = this.size * m;
    let count = 0;
    for (let pair = 0; pair < pairs; pair++) if (increase[pair] <= most) count++;
    let left = rng.integer(count);
    let pair = 0;
    while (!(increase[pair] <= most) || left-- > 0) pair++;
    return pair;
  }

  /** The order of the others stays. */
  private remove(row: number): void {
    const { processorCount: m } = this.problem;
    this.batch.copyWithin(row, row + 1, this.size);
    this.arrival.copyWithin(row * m, (row + 1) * m, this.size * m);
    this.size--;
  }
}
