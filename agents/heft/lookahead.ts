/**
 * Lookahead HEFT (Bittencourt, Sakellariou & Madeira 2010, doi 10.1109/PDP.2010.56): tasks in the order of HEFT; a task
 * goes to the processor on which its successors would finish first. For each processor the task is placed tentatively,
 * then its successors in the order of HEFT, each where it finishes first; predecessors that are not placed yet are
 * ignored. The latest of their finishes is the score, without successors the task's own; the lowest processor on ties.
 * One level of lookahead; the successors' other predecessors are not planned with them.
 */

import { z } from 'zod';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, gapRule, readPlannerOptions } from '../../src/plan/planner-options.js';
import { type ProblemGraph, problemGraph } from '../../src/plan/problem-graph.js';
import { byDecreasingRank } from '../../src/plan/rank-order.js';
import { upwardRank } from '../../src/plan/ranks.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';

const schema = z.object({ commAverage, gapRule, compat });

export type LookaheadOptions = z.output<typeof schema>;

export class Lookahead implements Planner {
  readonly name = 'lookahead';
  private readonly options: LookaheadOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<LookaheadOptions> = {}) {
    const saga = { commAverage: 'saga' } as const;
    this.options = readPlannerOptions({ who: 'agents/lookahead', schema, given: options, saga });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const { commAverage, gapRule } = this.options;
    const graph = problemGraph(problem, 'agents/lookahead');
    const rank = upwardRank(problem, graph, meanCosts(problem), meanTransfers(problem, commAverage));
    const order = byDecreasingRank(rank, graph.order);
    const search: Search = {
      problem,
      schedule: new PartialSchedule(problem, graph, { gapRule }),
      ...successors(problem, graph, order),
    };
    for (let i = 0; i < order.length; i++) if (problem.fixedProcessor[order[i]] < 0) placeAhead(search, order[i]);
    return search.schedule.done();
  }
}

interface Search extends Children {
  readonly problem: DagProblem;
  readonly schedule: PartialSchedule;
}

interface Children {
  readonly childStart: Int32Array; // [n + 1]
  readonly child: Int32Array; // [e] unplaced successors of each task, in the order of HEFT
}

/** Going through the tasks in order and entering each at its predecessors leaves every row in that order. */
function successors({ fixedProcessor, taskCount: n }: DagProblem, graph: ProblemGraph, order: Int32Array): Children {
  const { predecessorStart, predecessor } = graph;
  const childStart = new Int32Array(n + 1);
  for (let task = 0; task < n; task++) {
    if (fixedProcessor[task] >= 0) continue;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++) childStart[predecessor[row] + 1]++;
  }
  for (let task = 0; task < n; task++) childStart[task + 1] += childStart[task];
  const next = childStart.slice();
  const child = new Int32Array(childStart[n]);
  for (let i = 0; i < n; i++) {
    const task = order[i];
    if (fixedProcessor[task] >= 0) continue;
    for (let row = predecessorStart[task]; row < predecessorStart[task + 1]; row++)
      child[next[predecessor[row]]++] = task;
  }
  return { childStart, child };
}

function placeAhead({ problem, schedule, childStart, child }: Search, task: number): void {
  const m = problem.processorCount;
  let best = -1;
  let bestStart = 0;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let k = 0; k < m; k++) {
    const start = schedule.earliestStart(task, k);
    if (start === Number.POSITIVE_INFINITY) continue;
    const mark = schedule.mark();
    schedule.place(task, k, start);
    let score = childStart[task] === childStart[task + 1] ? schedule.finish[task] : 0;
    for (let row = childStart[task]; row < childStart[task + 1]; row++) {
      schedule.placeBest(child[row]);
      if (schedule.finish[child[row]] > score) score = schedule.finish[child[row]];
    }
    schedule.undo(mark);
    if (best >= 0 && !(score < bestScore)) continue;
    best = k;
    bestStart = start;
    bestScore = score;
  }
  schedule.keep();
  schedule.place(task, best, bestStart);
}
