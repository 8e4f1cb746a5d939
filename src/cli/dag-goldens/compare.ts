/**
 * Compares what this project computes with what is recorded, and tells the first difference. Times are equal within a
 * relative tolerance; processors must be the same. Every schedule is validated besides.
 */
import { meanCosts, meanTransfers } from '../../plan/averages.js';
import { minimumCriticalPath, sequentialTime } from '../../plan/bounds.js';
import { problemGraph } from '../../plan/problem-graph.js';
import { downwardRank, optimisticCost, upwardRank } from '../../plan/ranks.js';
import type { DagProblem, Schedule } from '../../planner.js';
import { validateSchedule } from '../../sim/validate.js';
import type { FigureRecord, RunRecord } from './formats.js';

/** Of the same rules in another program: only the rounding of sums may differ. */
export const SAME_RULES = 1e-9; // relative
/** Of other libraries' makespans. */
export const OTHER_LIBRARY = 1e-6; // relative

export function equalWithin(a: number, b: number, tolerance: number): boolean {
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function different(what: string, recorded: unknown, own: unknown): string {
  return `${what}: recorded ${recorded}, here ${own}`;
}

/** What is wrong with a schedule by itself; the empty text if nothing. */
export function fault(problem: DagProblem, schedule: Schedule, optimal?: number): string {
  const findings = validateSchedule(problem, schedule);
  if (findings.length > 0) return `not a valid schedule: ${findings[0]}`;
  if (optimal !== undefined && schedule.makespan < optimal * (1 - SAME_RULES))
    return `makespan ${schedule.makespan} is below the recorded optimum ${optimal}`;
  return '';
}

/** The first difference of makespans and, where they are recorded, of the tasks' places; the empty text if none. */
export function runDifference(recorded: RunRecord, own: Schedule): string {
  const { makespan, schedule } = recorded;
  if (schedule) {
    const n = own.processor.length;
    if (schedule.length !== n) return different('tasks in the schedule', schedule.length, n);
    for (let task = 0; task < n; task++) {
      const [processor, start, finish] = schedule[task];
      const same =
        processor === own.processor[task] &&
        equalWithin(start, own.start[task], SAME_RULES) &&
        equalWithin(finish, own.finish[task], SAME_RULES);
      if (same) continue;
      const here = [own.processor[task], own.start[task], own.finish[task]];
      return different(`task ${task} [processor, start, finish]`, `[${schedule[task]}]`, `[${here}]`);
    }
  }
  return lengthDifference(makespan, own.makespan, SAME_RULES);
}

/** The difference of makespans alone; the empty text if there is none. */
export function lengthDifference(recorded: number, own: number, tolerance: number): string {
  return equalWithin(recorded, own, tolerance) ? '' : different('makespan', recorded, own);
}

/** Key figure → what is computed here, one number or one a row. */
type Figures = Readonly<Record<'cpMin' | 'seqMin' | 'ranku' | 'rankd' | 'oct', () => ArrayLike<number>>>;

function ownFigures(problem: DagProblem): Figures {
  const graph = problemGraph(problem, 'conformance');
  const transfers = meanTransfers(problem, 'paper');
  return {
    cpMin: () => [minimumCriticalPath(problem, graph)],
    seqMin: () => [sequentialTime(problem)],
    ranku: () => upwardRank(problem, graph, meanCosts(problem), transfers),
    rankd: () => downwardRank(graph, meanCosts(problem), transfers),
    oct: () => optimisticCost(problem, graph, transfers),
  };
}

/** Every recorded key figure with its first difference, the empty text if none. */
export function figureDifferences(problem: DagProblem, recorded: FigureRecord): [name: string, difference: string][] {
  const own = ownFigures(problem);
  const names = Object.keys(own) as (keyof Figures)[];
  return names.flatMap((name) => {
    const given = recorded[name];
    if (given === undefined) return [];
    const numbers = typeof given === 'number' ? [given] : given.flat();
    return [[name, listDifference(name, numbers, own[name]())] as [string, string]];
  });
}

function listDifference(name: string, recorded: readonly number[], own: ArrayLike<number>): string {
  if (recorded.length !== own.length) return different(`numbers of ${name}`, recorded.length, own.length);
  const i = recorded.findIndex((value, place) => !equalWithin(value, own[place], SAME_RULES));
  if (i < 0) return '';
  return different(recorded.length > 1 ? `${name}[${i}]` : name, recorded[i], own[i]);
}
