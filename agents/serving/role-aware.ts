/**
 * Two rules for two roles, for fleets in which prefill and decode are split: a new request goes where the fewest prefill
 * tokens are still to be computed (prefill is bound by computation), then to the fewest requests; a request that is
 * handed over goes to the decode instance with the smallest share of KV memory in use (decode is bound by memory).
 * Lowest index on ties. On mixed instances it is a router by prefill backlog.
 */
import type { PlacementView } from '../../src/placement.js';
import { ITEM_HANDOVER } from '../../src/serving.js';
import { leastLoaded, memoryLoad } from './least-loaded.js';
import { mayPlace, ServingRouter } from './router.js';

export class RoleAware extends ServingRouter {
  constructor() {
    super('role-aware');
  }

  protected place(view: PlacementView, slot: number): number {
    if (view.items.kind[slot] === ITEM_HANDOVER) return leastLoaded(view, slot, memoryLoad);
    const { queueLength, columns } = view.resources;
    const tokens = columns.waitingPrefillTokens;
    let best = -1;
    for (let r = 0; r < view.shape.resources; r++) {
      if (!mayPlace(view, slot, r)) continue;
      const better =
        best < 0 || tokens[r] < tokens[best] || (tokens[r] === tokens[best] && queueLength[r] < queueLength[best]);
      if (better) best = r;
    }
    return best;
  }
}
