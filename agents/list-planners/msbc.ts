/**
 * MSBC, multiple strict bounds constraints (2005, doi 10.1109/PACRIM.2005.1517309), with the formulas of the SAGA
 * library (schedulers/msbc.py). Every task has a favourite processor: where it would complete first if all its
 * predecessors ran on theirs and nothing else did; that completion is its strict bound SBCT. ST is the start bound on
 * the favourites, SBL the longest path of mean processing times (no transfers) from the start of the graph. Ready tasks
 * by largest SBCT + SBL + ST, lowest index on ties, each into the first gap of the processor where it can start first;
 * on ties the processor with the least time over all tasks (for related machines the fastest), then the lowest.
 *
 * `compat: 'saga'` gives the makespans of the SAGA library, which fills no gaps (earlier versions did).
 */
import { z } from 'zod';
import { meanCosts, transfer } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { downwardRank } from '../../src/plan/ranks.js';
import { ReadyList } from '../../src/plan/ready-list.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({
  gapRule,
  compat,
  /** Whether gaps are filled. */
  insertion: z.boolean().default(true),
});

export type MsbcOptions = z.output<typeof schema>;

export class Msbc implements Planner {
  readonly name = 'msbc';
  private readonly options: MsbcOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<MsbcOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/msbc', schema, given: options, saga: { insertion: false } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/msbc');
    const { gapRule, insertion } = this.options;
    const schedule = new PartialSchedule(problem, graph, { gapRule, insertion });
    const ready = new ReadyList(problem, graph, sumOfBounds(problem, graph));
    const processors = leastTotalFirst(problem);
    while (ready.size > 0) {
      const task = ready.take();
      let best = -1;
      let bestStart = Number.POSITIVE_INFINITY;
      for (let i = 0; i < processors.length; i++) {
        const start = schedule.earliestStart(task, processors[i]);
        if (!(start < bestStart)) continue;
        best = processors[i];
        bestStart = start;
      }
      schedule.place(task, best, bestStart);
    }
    return schedule.done();
  }
}

/** SBCT + SBL + ST [task]. */
function sumOfBounds(problem: DagProblem, graph: ProblemGraph): Float64Array {
  const { taskCount: n, processorCount: m, cost, startup, bandwidth, volume } = problem;
  const { predecessorStart, predecessor, predecessorEdge, order } = graph;
  const favourite = new Int32Array(n);
  const start = new Float64Array(n); // on the favourite
  const completion = new Float64Array(n); // on the favourite
  for (let i = 0; i < n; i++) {
    const task = order[i];
    completion[task] = Number.POSITIVE_INFINITY;
    for (let k = 0; k < m; k++) {
      let arrival = 0;
      for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) {
        const before = predecessor[row];
        const link = favourite[before] * m + k;
        const apart = favourite[before] !== k;
        const time = apart ? startup[link] + transfer(volume[predecessorEdge[row]], bandwidth[link]) : 0;
        arrival = Math.max(arrival, completion[before] + time);
      }
      if (!(arrival + cost[task * m + k] < completion[task])) continue;
      completion[task] = arrival + cost[task * m + k];
      start[task] = arrival;
      favourite[task] = k;
    }
    // a task that was placed beforehand may be supported nowhere
    if (completion[task] === Number.POSITIVE_INFINITY) completion[task] = 0;
  }
  const sum = downwardRank(graph, meanCosts(problem), new Float64Array(volume.length));
  for (let task = 0; task < n; task++) sum[task] = completion[task] + sum[task] + start[task];
  return sum;
}

/** Processors by the sum of processing times of the tasks they support; those that support fewer come later. */
function leastTotalFirst({ taskCount: n, processorCount: m, cost }: DagProblem): number[] {
  const total = new Float64Array(m);
  const missing = new Int32Array(m);
  for (let task = 0; task < n; task++) {
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time < Number.POSITIVE_INFINITY) total[k] += time;
      else missing[k]++;
    }
  }
  return Array.from(total, (_, k) => k).sort((a, b) => missing[a] - missing[b] || total[a] - total[b] || a - b);
}
