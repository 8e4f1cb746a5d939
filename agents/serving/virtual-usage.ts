/**
 * Load by virtual usage, as the Llumnix paper defines it (OSDI '24, section on virtual usage): load = −freeness, freeness
 * = (memory − Σ virtual usage) / requests. Virtual usage is what running requests hold, what the head of the queue needs
 * (or all that waits), a reserve where requests of high priority live, and without end on a draining instance. Unlike the
 * artifact's formulas, the load *after* a migration counts the blocks that move.
 */
import type { PlacementView } from '../../src/placement.js';
import { INSTANCE_UP } from '../../src/serving.js';

export interface UsageRule {
  /** Whose demand counts while it waits: all in the queue, its head alone, or nobody. */
  readonly waiting: 'all' | 'head' | 'none';
  /** Tokens that an instance with requests of high priority shall hold at most; the rest is their reserve. */
  readonly highPriorityTokens: number;
}

/** Something added to an instance in thought, or taken away. */
export interface Change {
  readonly requests: number;
  readonly blocks: number;
}

export const NO_CHANGE: Change = Object.freeze({ requests: 0, blocks: 0 });

/** Load of an instance: ∞ if it is not up, −∞ if it has no request. */
export function usageLoad(view: PlacementView, r: number, rule: UsageRule, change: Change = NO_CHANGE): number {
  const { columns } = view.resources;
  if (columns.state[r] !== INSTANCE_UP) return Number.POSITIVE_INFINITY;
  const waiting = waitingDemand(view, r, rule);
  const requests = columns.runningRequests[r] + waiting.requests + change.requests;
  if (requests <= 0) return Number.NEGATIVE_INFINITY;
  const available = columns.freeBlocks[r] - columns.watermarkBlocks[r];
  return -(available - waiting.blocks - reserve(view, r, rule) - change.blocks) / requests;
}

function waitingDemand({ resources }: PlacementView, r: number, { waiting }: UsageRule): Change {
  const { waitingRequests, waitingBlocks, headWaitingBlocks } = resources.columns;
  if (waiting === 'none') return NO_CHANGE;
  if (waiting === 'all') return { requests: waitingRequests[r], blocks: waitingBlocks[r] };
  return { requests: waitingRequests[r] > 0 ? 1 : 0, blocks: headWaitingBlocks[r] };
}

/** What is kept free, so that requests of high priority decode in small batches. */
function reserve(view: PlacementView, r: number, rule: UsageRule): number {
  return view.resources.columns.highPriorityRequests[r] > 0 ? headroomOf(view, r, rule) : 0;
}

/** Blocks that are kept from all where requests of high priority live. */
export function headroomOf({ resources }: PlacementView, r: number, { highPriorityTokens }: UsageRule): number {
  const { totalBlocks, blockTokens } = resources.columns;
  return Math.max(0, totalBlocks[r] - highPriorityTokens / blockTokens[r]);
}
