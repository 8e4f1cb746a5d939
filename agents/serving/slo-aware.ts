/**
 * A deadline-aware router: it predicts the time to the first token (TTFT) at every instance and takes the least. With
 * `rule: 'pack'` a request with a deadline goes to the *latest* prediction that still meets it (times `margin`), so that
 * quicker instances stay free for others; if none meets it, or there is no deadline, to the least. Prediction: prefill
 * tokens ahead and its own (without a cached prefix) in chunks of `chunkTokens`, each as long as the instance's newest
 * iteration; if the KV blocks do not suffice, also the time in which its newest decode throughput yields the missing
 * tokens. An instance without an iteration yet is reckoned with the mean of the others. Handovers go to the least share
 * of KV memory among the instances whose newest iteration meets the request's limit between tokens, else among all. Ties:
 * fewer requests, then the lowest index. Both rules and the predictor are
 * our own, in the spirit of deadline schedulers such as Niyama.
 */
import { z } from 'zod';
import type { PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { ITEM_HANDOVER } from '../../src/serving.js';
import { leastLoaded, memoryLoad } from './least-loaded.js';
import { mayPlace, ServingRouter } from './router.js';

const schema = z.object({
  rule: z.enum(['least', 'pack']).default('least'),
  /** Prefill tokens of an iteration. */
  chunkTokens: z.int().positive().default(512),
  /** How many times the prediction has to fit before the deadline; `pack` only. */
  margin: z.number().positive().default(1.2),
});

export class SloAware extends ServingRouter {
  private readonly options: z.output<typeof schema>;

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('slo-aware');
    this.options = readPlannerOptions({ who: 'agents/slo-aware', schema, given: options });
  }

  protected place(view: PlacementView, slot: number): number {
    if (view.items.kind[slot] === ITEM_HANDOVER) return handover(view, slot);
    const { queueLength } = view.resources;
    const { rule, chunkTokens, margin } = this.options;
    const usual = meanIteration(view);
    const deadline = view.items.columns.ttftDeadline[slot];
    const limit = rule === 'pack' && deadline < Number.POSITIVE_INFINITY ? (deadline - view.now) / margin : -1;
    let soonest = -1;
    let least = Number.POSITIVE_INFINITY;
    let packed = -1;
    let latest = Number.NEGATIVE_INFINITY;
    for (let r = 0; r < view.shape.resources; r++) {
      if (!mayPlace(view, slot, r)) continue;
      const ttft = predictedTtft(view, { slot, instance: r, chunkTokens, usual });
      if (soonest < 0 || ttft < least || (ttft === least && queueLength[r] < queueLength[soonest])) {
        soonest = r;
        least = ttft;
      }
      if (ttft <= limit && (packed < 0 || ttft > latest)) {
        packed = r;
        latest = ttft;
      }
    }
    return packed >= 0 ? packed : soonest;
  }
}

export interface TtftQuestion {
  readonly slot: number;
  readonly instance: number;
  readonly chunkTokens: number;
  readonly usual: number; // iteration time of an instance that has none yet
}

/** Predicted time from now to the first token of a request that is sent to the instance now. */
export function predictedTtft(view: PlacementView, { slot, instance: r, chunkTokens, usual }: TtftQuestion): number {
  const { columns } = view.resources;
  const { promptTokens, blocks } = view.items.columns;
  const cached = view.items.pairs.prefixTokens?.[slot * view.shape.resources + r] ?? 0;
  const tokens = columns.waitingPrefillTokens[r] + Math.max(1, promptTokens[slot] - cached);
  const iteration = columns.iterationTime[r] > 0 ? columns.iterationTime[r] : usual;
  return Math.ceil(tokens / chunkTokens) * iteration + memoryDelay(view, r, blocks[slot]);
}

/** Time until the blocks that are missing have been decoded free, by the newest throughput. */
export function memoryDelay(view: PlacementView, r: number, needed: number): number {
  const { freeBlocks, watermarkBlocks, waitingBlocks, blockTokens, decodeTokensPerTime } = view.resources.columns;
  const missing = needed + waitingBlocks[r] - (freeBlocks[r] - watermarkBlocks[r]);
  if (!(missing > 0) || !(decodeTokensPerTime[r] > 0)) return 0;
  return (missing * blockTokens[r]) / decodeTokensPerTime[r];
}

/** Mean newest iteration time of the instances that have one; 0 if none has. */
export function meanIteration(view: PlacementView): number {
  const { iterationTime } = view.resources.columns;
  let sum = 0;
  let count = 0;
  for (let r = 0; r < view.shape.resources; r++) {
    if (!(iterationTime[r] > 0)) continue;
    sum += iterationTime[r];
    count++;
  }
  return count > 0 ? sum / count : 0;
}

function handover(view: PlacementView, slot: number): number {
  const limit = view.items.columns.tbtLimit[slot];
  const { iterationTime } = view.resources.columns;
  return leastLoaded(view, slot, (_view, _slot, r) => memoryLoad(view, slot, r) + (iterationTime[r] > limit ? 1e6 : 0));
}
