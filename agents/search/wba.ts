/**
 * WBA, workflow-based allocation (Blythe et al. 2005, doi 10.1109/CCGRID.2005.1558639): a greedy randomised search. Of
 * the ready tasks, all pairs of task and processor are weighed by how much they would lengthen the schedule so far; one
 * of the pairs within `alpha` of the range between the least and the largest is taken at random, and appended. Tasks
 * that become ready meanwhile wait until all that are ready are placed. The construction is repeated and the shortest
 * schedule kept, as GRASP does; with `trials: 1` it is a single construction, as in the SAGA library, where the
 * generator cannot be seeded. Cost per placement: ready tasks × m comparisons at most; see weighed-pairs.ts.
 */
import { z } from 'zod';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { createRng, type Rng } from '../../src/rng.js';
import { seed } from './search-options.js';
import { WeighedPairs } from './weighed-pairs.js';

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
  private readonly pairs: WeighedPairs; // of the tasks that were ready when the last of those before was placed
  private readonly open: Int32Array; // [n] predecessors not yet placed
  private readonly released: Int32Array; // [n] the first `releasedCount` have become ready since
  private releasedCount = 0;
  private makespan = 0;

  constructor(problem: DagProblem, graph: ProblemGraph, alpha: number) {
    this.problem = problem;
    this.graph = graph;
    this.alpha = alpha;
    this.schedule = new PartialSchedule(problem, graph, { insertion: false });
    this.pairs = new WeighedPairs(problem, this.schedule);
    this.open = new Int32Array(problem.taskCount);
    this.released = new Int32Array(problem.taskCount);
  }

  run(rng: Rng): Schedule {
    this.begin();
    const { processorCount: m } = this.problem;
    const { schedule, pairs } = this;
    for (this.gather(); pairs.size > 0; this.gather()) {
      while (pairs.size > 0) {
        const pair = pairs.draw(this.makespan, this.alpha, rng);
        const row = Math.floor(pair / m);
        const task = pairs.task(row);
        schedule.place(task, pair % m, schedule.earliestStart(task, pair % m));
        this.makespan = Math.max(this.makespan, schedule.finish[task]);
        this.release(task);
        pairs.remove(row, pair % m);
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
    this.pairs.open(this.released.subarray(0, this.releasedCount).sort());
    this.releasedCount = 0;
  }
}
