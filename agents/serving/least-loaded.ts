/**
 * The simplest family of routers: each names a load, and the request goes to the allowed instance with the least of it,
 * the lowest index on ties. The loads are those in use: requests (join the shortest queue), tokens (Splitwise), share of
 * KV memory, free blocks per request (remaining steps of later Llumnix versions, without their random choice among the
 * best), requests ever sent ('balanced' of Llumnix, its round robin), and expected work.
 */
import { encodeAction, type PlacementView } from '../../src/placement.js';
import { mayPlace, ServingRouter } from './router.js';

/** How busy an instance is, from the point of view of the request in this slot. */
export type InstanceLoad = (view: PlacementView, slot: number, instance: number) => number;

/** The allowed instance of least load, lowest index on ties; at least one must be allowed. */
export function leastLoaded(view: PlacementView, slot: number, load: InstanceLoad): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0; r < view.shape.resources; r++) {
    if (!mayPlace(view, slot, r)) continue;
    const here = load(view, slot, r);
    if (best >= 0 && !(here < least)) continue;
    best = r;
    least = here;
  }
  return best;
}

/** Requests: waiting, running and on the way there. */
export const requestLoad: InstanceLoad = (view, _, r) => view.resources.queueLength[r];

/** Splitwise's count of tokens: prompt tokens not yet computed, and one for every request that decodes. */
export const tokenLoad: InstanceLoad = (view, _, r) => view.resources.columns.outstandingTokens[r];

/** Share of the KV memory that is held or that waiting requests will need; above 1 when more waits than fits. */
export const memoryLoad: InstanceLoad = (view, _, r) => {
  const { totalBlocks, freeBlocks, waitingBlocks } = view.resources.columns;
  return (totalBlocks[r] - freeBlocks[r] + waitingBlocks[r]) / totalBlocks[r];
};

/** Time at which the request would be done: the backlog there, then its own expected processing time. */
export const workLoad: InstanceLoad = (view, slot, r) =>
  Math.max(view.resources.freeAt[r], view.now) + view.cost[encodeAction(view.shape, slot, r)];

/** Minus the decode steps that fit into the free blocks if every request takes one per step; −∞ without requests. */
export const remainingStepsLoad: InstanceLoad = (view, _, r) => {
  const { freeBlocks, watermarkBlocks, runningRequests, waitingRequests } = view.resources.columns;
  const requests = runningRequests[r] + waitingRequests[r];
  return requests === 0 ? Number.NEGATIVE_INFINITY : -(freeBlocks[r] - watermarkBlocks[r]) / requests;
};

/** Requests ever sent there. */
export const dispatchedLoad: InstanceLoad = (view, _, r) => view.resources.columns.dispatchedRequests[r];

export class LeastLoadedRouter extends ServingRouter {
  private readonly load: InstanceLoad;

  constructor(name: string, load: InstanceLoad) {
    super(name);
    this.load = load;
  }

  protected place(view: PlacementView, slot: number): number {
    return leastLoaded(view, slot, this.load);
  }
}
