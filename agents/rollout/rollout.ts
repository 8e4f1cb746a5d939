/**
 * One-step look-ahead by roll-outs: every allowed pair is tried in a model built from the view alone (`LiveRollout`: ETF
 * follows, expected costs, nothing new arrives), and the one after which the live jobs end soonest in sum is taken; ties
 * go to the pair of earliest finish. No learning: the bar for agents that learn from the same roll-outs. Where waiting is
 * offered it waits when ETF would: without arrivals to come, the model sees no harm in leaving processors idle. Where the
 * model does not hold (`LiveTasks.fits`), or the live graph exceeds the limit of nodes, the pair of earliest finish is taken.
 */
import type { Agent } from '../../src/agent.js';
import { type PlacementView, waitAction } from '../../src/placement.js';
import { LiveRollout } from '../../src/plan/live-rollout.js';
import { earliestAllowed } from '../bookings.js';

/** Larger live graphs are not rolled out: the time of a decision grows with their square. */
export const MOST_NODES = 2000;

export class RolloutScheduler implements Agent {
  readonly name = 'rollout';
  private readonly rollout = new LiveRollout();

  act(view: PlacementView): number {
    return this.propose(view);
  }

  propose(view: PlacementView): number {
    const { graph } = view;
    if (graph.nodeCount === 0 || graph.nodeCount > MOST_NODES) return earliestAllowed(view);
    const { items, shape, mask } = view;
    const { resources: m, variants: v } = shape;
    const wait = waitAction(shape);
    const late = mask[wait] === 1;
    this.rollout.prepare(view, late);
    if (!this.rollout.tasks.fits(view)) return earliestAllowed(view);
    if (late && !this.rollout.etfPlaces()) return wait;
    let best = -1;
    let bestTotal = Number.POSITIVE_INFINITY;
    let bestFinish = Number.POSITIVE_INFINITY;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      for (let r = 0; r < m; r++) {
        const action = (slot * m + r) * v;
        if (mask[action] === 0) continue;
        this.rollout.play(slot, r);
        const total = this.rollout.totalTime();
        const finish = Math.max(view.ready[slot * m + r], view.resources.freeAt[r], view.now) + view.cost[action];
        if (total > bestTotal || (total === bestTotal && finish >= bestFinish)) continue;
        best = action;
        bestTotal = total;
        bestFinish = finish;
      }
    }
    return best < 0 ? wait : best;
  }
}
