/**
 * The weighted router of llm-d: score = Σ weight · scorer over the scorers of scorers.ts, each cut to [0, 1]. `picker`:
 * `max` takes the highest score (the lowest index on ties; the original shuffles them), `weighted-random` draws in
 * proportion to the scores (uniformly if all are 0). Default weights: prefix 2, queue 1, kv 1. Handovers are scored
 * alike. Left out: filters, profiles for prefill and decode, and its approximate prefix index: the view tells the match.
 */
import { z } from 'zod';
import type { ActContext } from '../../src/agent.js';
import type { PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { Draws } from './draws.js';
import { mayPlace, ServingRouter } from './router.js';
import {
  activeScore,
  clamp,
  demandScore,
  loadAwareScore,
  memoryScore,
  prefixScore,
  queueScore,
  type Range,
  tokenScore,
} from './scorers.js';

const weight = z.number().nonnegative();

const schema = z.object({
  prefix: weight.default(2),
  queue: weight.default(1),
  kv: weight.default(1),
  /** KV memory with the demand of what waits; not one of the original's. */
  demand: weight.default(0),
  loadAware: weight.default(0),
  activeRequests: weight.default(0),
  tokenLoad: weight.default(0),
  /** Waiting requests at which `loadAware` is 0. */
  queueThreshold: z.number().positive().default(128),
  /** Outstanding tokens at which `tokenLoad` is 0. */
  tokenThreshold: z.number().positive().default(4_194_304),
  picker: z.enum(['max', 'weighted-random']).default('max'),
});

/** One request at one instance, with what the other candidates have. */
interface Asked {
  readonly slot: number;
  readonly r: number;
  readonly waiting: Range;
  readonly active: Range;
}

export class WeightedScorers extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private scores = new Float64Array(0); // [m] of the present request; scratch

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('llm-d');
    this.options = readPlannerOptions({ who: 'agents/llm-d', schema, given: options });
  }

  protected place(view: PlacementView, slot: number, context: ActContext | undefined): number {
    const m = view.shape.resources;
    if (this.scores.length !== m) this.scores = new Float64Array(m);
    const waiting = rangeOf(view, slot, view.resources.columns.waitingRequests);
    const active = rangeOf(view, slot, view.resources.queueLength);
    let best = -1;
    for (let r = 0; r < m; r++) {
      this.scores[r] = 0;
      if (!mayPlace(view, slot, r)) continue;
      this.scores[r] = this.score(view, { slot, r, waiting, active });
      if (best < 0 || this.scores[r] > this.scores[best]) best = r;
    }
    return this.options.picker === 'max' ? best : this.draw(view, slot, new Draws(view, context?.rng).uniform());
  }

  private score(view: PlacementView, { slot, r, waiting, active }: Asked): number {
    const { options } = this;
    const { waitingRequests, outstandingTokens } = view.resources.columns;
    let sum = options.queue * queueScore(waitingRequests[r], waiting) + options.kv * clamp(memoryScore(view, r));
    if (options.prefix > 0) sum += options.prefix * clamp(prefixScore(view, slot, r));
    if (options.demand > 0) sum += options.demand * demandScore(view, slot, r);
    if (options.loadAware > 0) sum += options.loadAware * loadAwareScore(waitingRequests[r], options.queueThreshold);
    if (options.activeRequests > 0)
      sum += options.activeRequests * clamp(activeScore(view.resources.queueLength[r], active));
    if (options.tokenLoad > 0) sum += options.tokenLoad * tokenScore(outstandingTokens[r], options.tokenThreshold);
    return sum;
  }

  /** An allowed instance in proportion to the scores. */
  private draw(view: PlacementView, slot: number, uniform: number): number {
    const total = this.scores.reduce((sum, score) => sum + score, 0);
    let allowed = 0;
    for (let r = 0; r < this.scores.length; r++) if (mayPlace(view, slot, r)) allowed++;
    let left = uniform * (total > 0 ? total : allowed);
    let last = -1;
    for (let r = 0; r < this.scores.length; r++) {
      if (!mayPlace(view, slot, r)) continue;
      const share = total > 0 ? this.scores[r] : 1;
      if (share === 0) continue;
      last = r;
      left -= share;
      if (left < 0) break;
    }
    return last;
  }
}

/** Least and most over the instances that may take the request. */
function rangeOf(view: PlacementView, slot: number, column: ArrayLike<number>): Range {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let r = 0; r < view.shape.resources; r++) {
    if (!mayPlace(view, slot, r)) continue;
    least = Math.min(least, column[r]);
    most = Math.max(most, column[r]);
  }
  return { least, most };
}
