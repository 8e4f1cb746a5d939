/**
 * What a placement earns: minus the growth of the makespan, so that a return is minus the makespan however many tasks
 * there are. `slr` divides by the longest path of least costs (cpMin), which makes returns of different instances
 * comparable; where that path has no length, nothing is earned.
 */
import type { DagModel } from './model.js';

export type RewardKind = 'makespan' | 'slr';

/** What a unit of time counts: 1, or 1 / cpMin. */
export function rewardScale(kind: RewardKind, { minimumPath }: DagModel): number {
  if (kind === 'makespan') return 1;
  return minimumPath > 0 ? 1 / minimumPath : 0;
}
