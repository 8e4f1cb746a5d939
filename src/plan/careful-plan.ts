/**
 * One plan of a planner that nobody has to trust: it gets a copy of the problem, must return a schedule at once, may not
 * have changed its copy, and what it returns is validated against the problem as it was.
 */
import { monotonicMs } from '../clock.js';
import { ArenaError } from '../error.js';
import { copyProblem, type DagProblem, type Planner, type Schedule } from '../planner.js';
import { validateSchedule } from '../sim/validate.js';

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
    const schedule = planner.plan(copy);
    const milliseconds = monotonicMs() - begin;
    const fault = faultOf(schedule, problem) || (isSame(copy, problem) ? '' : 'it changed the problem it was given');
    return fault ? { failure: fault, refused: false } : { schedule, milliseconds };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ArenaError) return { failure: message, refused: true };
    return { failure: `${error instanceof Error ? error.name : 'thrown'}: ${message}`, refused: false };
  }
}

/** What is wrong with what a planner returned; the empty text when nothing is. */
function faultOf(given: unknown, problem: DagProblem): string {
  const { taskCount: n } = problem;
  const schedule = given as Partial<Schedule> | null | undefined;
  for (const name of ['processor', 'start', 'finish'] as const) {
    const column = schedule?.[name];
    if (!ArrayBuffer.isView(column) || column.length !== n)
      return `returned no schedule: "${name}" is not a typed array of ${n} tasks`;
  }
  const [finding] = validateSchedule(problem, schedule as Schedule);
  return finding === undefined ? '' : `invalid schedule: ${finding}`;
}

function isSame(copy: DagProblem, problem: DagProblem): boolean {
  for (const [name, column] of Object.entries(problem)) {
    if (!ArrayBuffer.isView(column)) continue;
    const given = column as Float64Array;
    const kept = copy[name as keyof DagProblem] as Float64Array;
    for (let i = 0; i < given.length; i++) if (!Object.is(given[i], kept[i])) return false;
  }
  return true;
}
