/**
 * Sufferage (Maheswaran et al. 1999, doi 10.1006/jpdc.1999.1581): of all ready tasks the one that would lose most if it
 * did not get its best processor, that is second least minus least finish; appended where it finishes first. The
 * lowest task and the lowest processor on ties. A task that only one processor can run would lose everything and goes
 * first; on a single processor nobody loses, and the lowest task goes first.
 */
import { z } from 'zod';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { CompletionTimes } from './completion-times.js';
import { mapReadyTasks } from './ready-mapping.js';

/** `batch`: place all tasks that are ready before any that become ready meanwhile. SAGA does not. */
const schema = z.object({ batch: z.boolean().default(false), compat });

export type SufferageOptions = z.output<typeof schema>;

export class SufferageMapping implements Planner {
  readonly name = 'sufferage';
  private readonly options: SufferageOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<SufferageOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/sufferage', schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const rule = { comparesSecond: true, choose: problem.processorCount === 1 ? lowest : mostSufferage };
    return mapReadyTasks(problem, {
      who: 'agents/sufferage',
      batch: this.options.batch,
      table: (given, schedule) => new CompletionTimes(given, schedule, rule),
    });
  }
}

function mostSufferage({ size, task, bestFinish, secondFinish }: CompletionTimes): number {
  let chosen = 0;
  let most = secondFinish[0] - bestFinish[0];
  for (let row = 1; row < size; row++) {
    const loss = secondFinish[row] - bestFinish[row];
    if (loss < most) continue;
    if (loss > most || task[row] < task[chosen]) {
      chosen = row;
      most = loss;
    }
  }
  return chosen;
}

function lowest({ size, task }: CompletionTimes): number {
  let chosen = 0;
  for (let row = 1; row < size; row++) if (task[row] < task[chosen]) chosen = row;
  return chosen;
}
