/**
 * The table of a plan: every planner's schedule validated and measured, the shortest first, then those without a
 * schedule. The optimum is taken as known where a planner proved one and no valid schedule is shorter, or where a
 * schedule is as short as the greatest lower bound.
 */
import type { LowerBounds } from '../plan/bounds.js';
import type { DagInstance } from '../plan/instance.js';
import { problemBounds, type QualityBounds, type ScheduleQuality, scheduleQuality } from '../plan/quality.js';
import type { Schedule } from '../planner.js';
import { validateSchedule } from '../sim/validate.js';
import type { Contestant, PlanResult, PlanTimes } from './plan-run.js';

/** The least makespan, and why it is known to be that. */
export interface Optimum {
  readonly makespan: number;
  readonly provedBy: string; // in words
}

/** A planner with a schedule. */
export interface PlannedEntry {
  readonly planner: string;
  readonly schedule: Schedule;
  readonly quality: ScheduleQuality;
  readonly times: PlanTimes;
  readonly violations: readonly string[]; // empty = valid; also false claims, and changes to the problem
}

/** A planner without one. */
export interface UnplannedEntry {
  readonly planner: string;
  readonly status: 'refused' | 'failed' | 'stopped';
  readonly reason: string;
}

/** All that is known of one instance and the plans for it. */
export interface PlanBoard {
  readonly instance: DagInstance;
  readonly bounds: LowerBounds & QualityBounds;
  readonly optimum: Optimum | null; // null = not known
  readonly entries: readonly PlannedEntry[]; // valid ones by makespan, then invalid ones
  readonly unplanned: readonly UnplannedEntry[];
}

/** What a board is made of. */
export interface PlanBoardParts {
  readonly instance: DagInstance;
  readonly contestants: readonly Contestant[];
  readonly results: readonly PlanResult[]; // [contestant]
  /** An optimum from elsewhere, for when none of the results proves one; dropped where one of them is shorter. */
  readonly optimum?: Optimum | null;
}

const ROUNDING = 1e-9; // relative

/** Validates, measures and ranks. */
export function planBoard({ instance, contestants, results, optimum: given = null }: PlanBoardParts): PlanBoard {
  const { problem } = instance;
  const bounds = problemBounds(problem);
  const checked = results.map((result) =>
    result.status === 'planned' ? checkSchedule(instance, result, bounds.best) : [],
  );
  const shortest = shortestSchedule({ contestants, results, checked, given });
  for (const [i, result] of results.entries())
    if (result.status === 'planned' && checked[i].length === 0) checked[i].push(...falseClaim(result, shortest));
  const elsewhere = given && shortest && exceeds(given.makespan, shortest.makespan) ? null : given;
  const optimum = provedOptimum(contestants, { results, checked, bounds }) ?? elsewhere;
  const against = { ...bounds, optimum: optimum?.makespan };
  const entries: PlannedEntry[] = [];
  const unplanned: UnplannedEntry[] = [];
  for (const [i, result] of results.entries()) {
    const { planner } = contestants[i];
    if (result.status !== 'planned') unplanned.push({ planner, ...result });
    else {
      const { schedule, times } = result;
      const quality = scheduleQuality(problem, schedule, against);
      entries.push({ planner, schedule, quality, times, violations: checked[i] });
    }
  }
  const invalid = (entry: PlannedEntry) => (entry.violations.length > 0 ? 1 : 0);
  entries.sort((a, b) => invalid(a) - invalid(b) || a.quality.makespan - b.quality.makespan);
  return { instance, bounds, optimum, entries, unplanned };
}

type Planned = Extract<PlanResult, { status: 'planned' }>;

/** True when a makespan is longer by more than rounding. */
function exceeds(makespan: number, other: number): boolean {
  return makespan > other * (1 + ROUNDING);
}

/** What is wrong with a schedule; one shorter than a lower bound is wrong, or the bound is. */
function checkSchedule({ problem }: DagInstance, { schedule, changed = [] }: Planned, bound: number): string[] {
  const violations = validateSchedule(problem, schedule);
  if (violations.length === 0 && schedule.makespan < bound * (1 - ROUNDING))
    violations.push(`the makespan ${schedule.makespan} lies below the lower bound ${bound}: one of the two is wrong`);
  if (changed.length > 0) violations.push(`it changed the problem it was given (${changed.join(', ')})`);
  return violations;
}

interface Witness {
  readonly planner: string; // in words
  readonly makespan: number;
}

/** The shortest of the valid schedules. */
function shortestSchedule(found: {
  readonly contestants: readonly Contestant[];
  readonly results: readonly PlanResult[];
  readonly checked: readonly (readonly string[])[];
  readonly given: Optimum | null;
}): Witness | undefined {
  let shortest: Witness | undefined = found.given
    ? { planner: `a schedule ${found.given.provedBy}`, makespan: found.given.makespan }
    : undefined;
  for (const [i, result] of found.results.entries()) {
    if (result.status !== 'planned' || found.checked[i].length > 0) continue;
    const { makespan } = result.schedule;
    if (!shortest || makespan < shortest.makespan) shortest = { planner: found.contestants[i].planner, makespan };
  }
  return shortest;
}

/** A claim to be optimal that a shorter schedule refutes. */
function falseClaim({ schedule }: Planned, shortest: Witness | undefined): string[] {
  const { optimal, makespan } = schedule;
  if (!optimal || !shortest || !exceeds(makespan, shortest.makespan)) return [];
  return [`it claims that ${makespan} is optimal, but ${shortest.planner} needs only ${shortest.makespan}`];
}

function provedOptimum(
  contestants: readonly Contestant[],
  found: {
    readonly results: readonly PlanResult[];
    readonly checked: readonly (readonly string[])[];
    readonly bounds: LowerBounds;
  },
): Optimum | undefined {
  let optimum: Optimum | undefined;
  for (const [i, result] of found.results.entries()) {
    if (result.status !== 'planned' || found.checked[i].length > 0) continue;
    const { makespan, optimal } = result.schedule;
    if (optimal) return { makespan, provedBy: `proved by ${contestants[i].planner}` };
    if (makespan <= found.bounds.best * (1 + ROUNDING) && !optimum)
      optimum = { makespan, provedBy: `${contestants[i].planner} reaches the lower bound` };
  }
  return optimum;
}

/** How many valid schedules are as short as the shortest. */
export function tiedForBest({ entries }: PlanBoard): number {
  const valid = entries.filter(({ violations }) => violations.length === 0);
  return valid.filter(({ quality }) => !exceeds(quality.makespan, valid[0].quality.makespan)).length;
}
