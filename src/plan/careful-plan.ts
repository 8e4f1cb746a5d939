/**
 * One plan of a planner that nobody has to trust: it gets a copy of the problem, must return a schedule at once, may not
 * have changed its copy, and what it returns is validated against the problem as it was.
 */
import { monotonicMs } from '../clock.js';
import { ArenaError } from '../error.js';
import { copyProblem, type DagProblem, type Planner, type Schedule } from '../planner.js';
import { validateSchedule } from '../sim/validate.js';
import { changedParts, NoSchedule, scheduleFrom } from './plan-guard.js';

/** What came of it: a schedule that holds, or why there is none. */
export type CarefulPlan =
  | { readonly schedule: Schedule; readonly milliseconds: number; readonly failure?: undefined }
  | {
      readonly failure: string;
      /** True: the planner said that it cannot plan this; false: it did something wrong. */
      readonly refused: boolean;
    };

/** Plans and checks; nothing is thrown. The planner is made inside, so that it may refuse. */
export function planCarefully(makePlanner: () => Planner, problem: DagProblem): CarefulPlan {
  const copy = copyProblem(problem);
  try {
    const planner = makePlanner();
    const begin = monotonicMs();
    const returned = planner.plan(copy);
    const milliseconds = monotonicMs() - begin;
    const schedule = scheduleFrom(returned, problem);
    const changed = changedParts(problem, copy);
    if (changed.length > 0)
      return { failure: `it changed the problem it was given (${changed.join(', ')})`, refused: false };
    const [finding] = validateSchedule(problem, schedule);
    return finding === undefined
      ? { schedule, milliseconds }
      : { failure: `invalid schedule: ${finding}`, refused: false };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ArenaError) return { failure: message, refused: true };
    if (error instanceof NoSchedule) return { failure: message, refused: false };
    return { failure: `${error instanceof Error ? error.name : 'thrown'}: ${message}`, refused: false };
  }
}
