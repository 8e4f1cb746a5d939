/**
 * DLS, dynamic level scheduling (Sih & Lee 1993, "A compile-time scheduling heuristic for interconnection-constrained
 * heterogeneous processor architectures", doi 10.1109/71.207593): at each step the ready task and processor of highest
 * dynamic level DL = SL(i) − EST(i,k) + (med(i) − w(i,k)), where med is the median processing time of the task, SL the
 * longest path of medians to the end (no transfers) and EST the start behind everything on the processor. Ties: lowest
 * task, then lowest processor. Descendants and the cost of not getting the best processor are the business of GDL.
 * Takes O((n·log n + e)·m), unless tasks are alike and their times no binary fractions: then up to O(n²·m).
 */
import { z } from 'zod';
import { isEven } from '../../src/plan/least-pair.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { scheduleByPairs } from './pair-scheduling.js';
import { medianCosts, staticLevel } from './static-level.js';

const schema = z.object({});

export class Dls implements Planner {
  readonly name = 'dls';

  /** Errors: `ArenaError` for options; it takes none. */
  constructor(options: object = {}) {
    readPlannerOptions({ who: 'agents/dls', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, 'agents/dls');
    const { taskCount: n, processorCount: m, cost } = problem;
    const median = medianCosts(problem);
    const level = staticLevel(problem, graph, median);
    const base = new Float64Array(n * m);
    let scale = 0;
    let even = true;
    for (let task = 0; task < n; task++) {
      for (let k = 0; k < m; k++) {
        const time = cost[task * m + k];
        base[task * m + k] = time - level[task] - median[task];
        if (time === Number.POSITIVE_INFINITY) continue;
        scale = Math.max(scale, time + level[task] + median[task]);
        even &&= isEven(time) && isEven(level[task]) && isEven(median[task]);
      }
    }
    // summed in the order of the formula, so that ties in floating point fall as published
    const score = (task: number, k: number, start: number) =>
      -(level[task] - start + median[task] - cost[task * m + k]);
    return scheduleByPairs(problem, graph, { base, exact: { score, scale, even } });
  }
}
