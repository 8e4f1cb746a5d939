/** Options that the searches share, how long they search by default, and when there is nothing left to find. */
import { z } from 'zod';
import type { DagProblem } from '../../src/planner.js';

/** The same seed gives the same schedule. */
export const seed = z.union([z.int().nonnegative(), z.string()]).default(0);

/** Ids of the planners whose best schedule is the start; absent = a few quick ones. */
export const initial = z.array(z.string()).nonempty().optional();

/** Tasks placed, over all evaluations: about a tenth of a second. */
const DEFAULT_PLACEMENTS = 500_000;
const MOST_EVALUATIONS = 20_000;

/** Schedules that a search builds by default: fewer where they are larger. */
export function defaultEvaluations({ taskCount: n, volume }: DagProblem): number {
  return Math.min(MOST_EVALUATIONS, Math.ceil(DEFAULT_PLACEMENTS / Math.max(1, n + volume.length / 4)));
}

/** Relative difference below which two makespans are the same. */
export const SAME = 1e-12;

/** Whether a makespan is as short as a lower bound allows. */
export function atBound(makespan: number, bound: number): boolean {
  return makespan * (1 - SAME) <= bound;
}
