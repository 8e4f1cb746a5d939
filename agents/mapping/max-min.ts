/**
 * Max-Min (Ibarra & Kim 1977, doi 10.1145/322003.322011; Maheswaran et al. 1999): of all ready tasks the one whose
 * earliest finish is latest, appended where it finishes first; the lowest task, the lowest processor on ties.
 */
import { z } from 'zod';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { type CompletionRule, CompletionTimes } from './completion-times.js';
import { mapReadyTasks } from './ready-mapping.js';

/** `batch`: place all tasks that are ready before any that become ready meanwhile. */
const schema = z.object({ batch: z.boolean().default(false), compat });

export type MaxMinOptions = z.output<typeof schema>;

export class MaxMinMapping implements Planner {
  readonly name = 'max-min';
  private readonly options: MaxMinOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<MaxMinOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/max-min', schema, given: options, saga: { batch: true } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    return mapReadyTasks(problem, {
      who: 'agents/max-min',
      batch: this.options.batch,
      table: (given, schedule) => new CompletionTimes(given, schedule, LATEST),
    });
  }
}

const LATEST: CompletionRule = { comparesSecond: false, choose: latest };

function latest({ size, task, bestFinish }: CompletionTimes): number {
  let chosen = 0;
  for (let row = 1; row < size; row++) {
    if (bestFinish[row] < bestFinish[chosen]) continue;
    if (bestFinish[row] > bestFinish[chosen] || task[row] < task[chosen]) chosen = row;
  }
  return chosen;
}
