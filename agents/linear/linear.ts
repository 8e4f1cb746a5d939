/**
 * A linear scoring agent, the bar that deep reinforcement learning has to clear: every usable (item, resource) pair is
 * scored by a weighted sum of the fifteen features of `features.ts`, and the highest score is the answer; with two
 * weights of −1 that is ETF. The weights were tuned by the cross-entropy method; one set is for
 * decisions in which *wait* is offered (late binding), one for those in which it is not.
 */
import { ensure } from '../../src/error.js';
import { type PlacementView, waitAction } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { ListScheduler, NO_PAIR } from '../scheduler.js';
import { FEATURES } from './features.js';
import { LATE_WEIGHTS } from './late-weights.js';
import { Lookahead } from './lookahead.js';
import { ON_READY_WEIGHTS } from './on-ready-weights.js';

export interface LinearOptions {
  readonly onReady: readonly number[]; // [feature] weights where *wait* is not offered
  readonly late: readonly number[]; // [feature] weights where it is
}

/** The tuned weights. */
export const DEFAULT_LINEAR_OPTIONS: LinearOptions = Object.freeze({ onReady: ON_READY_WEIGHTS, late: LATE_WEIGHTS });

export class LinearScheduler extends ListScheduler {
  private readonly onReady: Float64Array; // [feature]
  private readonly late: Float64Array; // [feature]
  private weights: Float64Array; // [feature] the set for the present decision; scratch
  private earliest = new Float64Array(0); // [n] earliest finish of each item; scratch
  private leastCost = new Float64Array(0); // [n] least processing time of each item; scratch
  private sufferage = new Float64Array(0); // [n] second-earliest − earliest finish; scratch
  private leastHere = new Float64Array(0); // [m] least processing time of any open item on each resource; scratch
  private leastChild = new Float64Array(0); // [n] earliest finish of each item's last successor; scratch
  private readonly lookahead = new Lookahead();
  private timeScale = 1; // mean over the open items of their least processing time; scratch

  /** Errors: `ArenaError` for weights of the wrong number or that are not finite. */
  constructor(options: Partial<LinearOptions> = {}) {
    super('linear');
    this.onReady = checkedWeights('onReady', options.onReady ?? DEFAULT_LINEAR_OPTIONS.onReady);
    this.late = checkedWeights('late', options.late ?? DEFAULT_LINEAR_OPTIONS.late);
    this.weights = this.onReady;
  }

  protected favourite(view: PlacementView, bookings: Bookings): number {
    const { slots, count } = view.items;
    this.weights = view.mask[waitAction(view.shape)] === 1 ? this.late : this.onReady;
    this.survey(view, bookings);
    let best = NO_PAIR;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      const itemScore = this.itemScore(view, slot);
      for (let r = 0; r < view.shape.resources; r++) {
        const action = (slot * view.shape.resources + r) * view.shape.variants;
        if (!bookings.usable(view, action, r)) continue;
        const score = itemScore + this.pairScore(view, bookings, slot, r);
        if (score > bestScore || best === NO_PAIR) {
          bestScore = score;
          best = action;
        }
      }
    }
    return best;
  }

  /** First pass: what the pairs are compared with. */
  private survey(view: PlacementView, bookings: Bookings): void {
    const { slots, count } = view.items;
    const { items: n, resources: m, variants: v } = view.shape;
    if (this.earliest.length < n || this.leastHere.length !== m) this.resize(n, m);
    if (bookings.count === 0) this.lookahead.look(view, bookings); // bookings are too vague to look beyond
    this.leastHere.fill(Number.POSITIVE_INFINITY);
    let sum = 0;
    let open = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!bookings.open(slot)) continue;
      let first = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      let least = Number.POSITIVE_INFINITY;
      let leastChild = Number.POSITIVE_INFINITY;
      for (let r = 0; r < m; r++) {
        const action = (slot * m + r) * v;
        if (!bookings.usable(view, action, r)) continue;
        const cost = view.cost[action];
        const finish = bookings.finish(view, slot, r);
        const child = this.lookahead.childFinish[slot * m + r];
        if (cost < least) least = cost;
        if (child < leastChild) leastChild = child;
        if (cost < this.leastHere[r]) this.leastHere[r] = cost;
        if (finish < first) {
          second = first;
          first = finish;
        } else if (finish < second) second = finish;
      }
      if (least === Number.POSITIVE_INFINITY) continue;
      this.earliest[slot] = first;
      this.leastCost[slot] = least;
      this.leastChild[slot] = leastChild;
      this.sufferage[slot] = second < Number.POSITIVE_INFINITY ? second - first : 0;
      sum += least;
      open++;
    }
    this.timeScale = sum > 0 ? sum / open : 1;
  }

  /** The item's part of the score, times the time scale. */
  private itemScore(view: PlacementView, slot: number): number {
    const { weights } = this;
    const { since, upwardRank, remainingWork } = view.items;
    return (
      weights[9] * this.sufferage[slot] +
      weights[10] * upwardRank[slot] +
      weights[11] * (view.now - since[slot]) +
      weights[12] * remainingWork[slot]
    );
  }

  /** The pair's part of the score, times the time scale. */
  private pairScore(view: PlacementView, bookings: Bookings, slot: number, r: number): number {
    const { weights } = this;
    const { now } = view;
    const pair = slot * view.shape.resources + r;
    const cost = view.cost[pair * view.shape.variants];
    const ready = Math.max(view.ready[pair], now);
    const free = bookings.free[r];
    const start = Math.max(ready, free);
    return (
      weights[0] * cost +
      weights[1] * (start - now) +
      weights[2] * (free - now) +
      weights[3] * (ready - now) +
      weights[4] * (start - free) +
      weights[5] * (start + cost - this.earliest[slot]) +
      weights[6] * (cost - this.leastCost[slot]) +
      weights[7] * (cost - this.leastHere[r]) +
      weights[8] * view.resources.queueLength[r] * this.timeScale +
      weights[13] * (this.lookahead.childFinish[pair] - now) +
      weights[14] * (this.lookahead.childFinish[pair] - this.leastChild[slot])
    );
  }

  private resize(n: number, m: number): void {
    this.earliest = new Float64Array(n);
    this.leastCost = new Float64Array(n);
    this.leastChild = new Float64Array(n);
    this.sufferage = new Float64Array(n);
    this.leastHere = new Float64Array(m);
  }
}

function checkedWeights(name: string, weights: readonly number[]): Float64Array {
  ensure(
    weights.length === FEATURES.length && weights.every(Number.isFinite),
    `agents/linear: ${name} needs ${FEATURES.length} finite weights, got ${weights.length}: ${weights.join(', ')}`,
  );
  return Float64Array.from(weights);
}
