/**
 * Routing by predicted latency, after llm-d's scheduler of that name. What one iteration costs on an instance is learnt
 * online by ridge regression on (1, running requests, their tokens, prefill tokens of the next chunk); a view shows no
 * outcome of single requests, so the newest iteration time of each instance is the sample, taken whenever its count of
 * iterations has changed. TTFT = iterations until the prompt is computed × a predicted iteration with a full chunk, and
 * the wait for missing memory as in slo-aware.ts (the latter alone for handovers); TPOT = a predicted iteration with this
 * request and all that wait among the running. Headroom = limit − prediction, 0.8 TTFT + 0.2 TPOT. Of the
 * instances with headroom for both the one with the least is taken (strategy "least"); without any, the one nearest to
 * the limits; without limits, the least 0.8 TTFT + 0.2 TPOT · expected outputs. With probability ε = 0.01 an instance
 * without headroom is drawn, so that the model keeps learning about it. Until 20 samples are there: fewest requests.
 * The original trains gradient-boosted trees on measured latencies; linear costs are what iterations are made of.
 */
import { z } from 'zod';
import type { ActContext } from '../../src/agent.js';
import type { PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { ITEM_HANDOVER } from '../../src/serving.js';
import { leastLoaded, requestLoad } from './least-loaded.js';
import { LeastSquares, type SavedLeastSquares } from './least-squares.js';
import { mayPlace, ServingRouter } from './router.js';
import { memoryDelay } from './slo-aware.js';

const schema = z.object({
  epsilon: z.number().min(0).max(1).default(0.01),
  ttftWeight: z.number().nonnegative().default(0.8),
  tpotWeight: z.number().nonnegative().default(0.2),
  /** Prefill tokens of an iteration. */
  chunkTokens: z.int().positive().default(512),
  ridge: z.number().positive().default(1e-3),
  forgetting: z.number().positive().max(1).default(0.999),
  /** Outputs of a request for which no prediction is given. */
  expectedOutputs: z.number().positive().default(200),
});

const FEATURES = 4;
const FEWEST_SAMPLES = 20;
const THOUSAND = 1000; // features are in thousands of tokens and hundreds of requests, so that they are alike in size
const HUNDRED = 100;

/** What is expected of one instance for one request, in time units. */
interface Prediction {
  readonly ttft: number;
  readonly tpot: number;
}

interface Saved {
  readonly model: SavedLeastSquares;
  readonly iterations: readonly number[];
}

export class PredictedLatency extends ServingRouter {
  private readonly options: z.output<typeof schema>;
  private readonly model: LeastSquares; // of iteration time in milliseconds
  private readonly features = new Float64Array(FEATURES); // scratch
  private iterations = new Float64Array(0); // [m] count at the newest sample

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('predicted-latency');
    this.options = readPlannerOptions({ who: 'agents/predicted-latency', schema, given: options });
    const { ridge, forgetting } = this.options;
    this.model = new LeastSquares({ features: FEATURES, ridge, forgetting });
  }

  reset(): void {
    this.model.reset();
    this.iterations = new Float64Array(0);
  }

  protected place(view: PlacementView, slot: number, context: ActContext | undefined): number {
    if (this.model.samples < FEWEST_SAMPLES) return leastLoaded(view, slot, requestLoad);
    const { ttftWeight, tpotWeight, expectedOutputs } = this.options;
    const handover = view.items.kind[slot] === ITEM_HANDOVER;
    const { predictedOutputTokens, ttftDeadline, tbtLimit } = view.items.columns;
    const outputs = predictedOutputTokens[slot] > 0 ? predictedOutputTokens[slot] : expectedOutputs;
    const ttftLimit = handover ? Number.POSITIVE_INFINITY : ttftDeadline[slot] - view.now;
    const limited = ttftLimit < Number.POSITIVE_INFINITY || tbtLimit[slot] < Number.POSITIVE_INFINITY;
    if (!limited) {
      return leastLoaded(view, slot, (_view, _slot, r) => {
        const { ttft, tpot } = this.predict(view, slot, r);
        return ttftWeight * ttft + tpotWeight * tpot * outputs;
      });
    }
    const headroom = new Float64Array(view.shape.resources).fill(Number.NaN); // NaN = not allowed
    const enough = new Uint8Array(view.shape.resources);
    for (let r = 0; r < view.shape.resources; r++) {
      if (!mayPlace(view, slot, r)) continue;
      const { ttft, tpot } = this.predict(view, slot, r);
      const [forFirst, forNext] = [room(ttftLimit, ttft), room(tbtLimit[slot], tpot)];
      enough[r] = forFirst >= 0 && forNext >= 0 ? 1 : 0;
      headroom[r] = ttftWeight * forFirst + tpotWeight * forNext;
    }
    return this.pick(headroom, enough, context);
  }

  /** Least headroom that is enough; else the most there is; at times one without, at random. */
  private pick(headroom: Float64Array, enough: Uint8Array, context: ActContext | undefined): number {
    const short: number[] = [];
    let best = -1;
    let most = -1;
    for (let r = 0; r < headroom.length; r++) {
      if (Number.isNaN(headroom[r])) continue;
      if (enough[r] === 0) {
        short.push(r);
        if (most < 0 || headroom[r] > headroom[most]) most = r;
      } else if (best < 0 || headroom[r] < headroom[best]) best = r;
    }
    const explore = context !== undefined && !context.deterministic && short.length > 0;
    if (explore && context.rng() < this.options.epsilon) return short[context.rng.integer(short.length)];
    return best >= 0 ? best : most;
  }

  private predict(view: PlacementView, slot: number, r: number): Prediction {
    const { columns } = view.resources;
    const { chunkTokens } = this.options;
    const cached = view.items.pairs.prefixTokens?.[slot * view.shape.resources + r] ?? 0;
    const tokens = columns.waitingPrefillTokens[r] + Math.max(1, view.items.columns.promptTokens[slot] - cached);
    const chunks = Math.ceil(tokens / chunkTokens);
    const running = columns.runningRequests[r] + columns.waitingRequests[r]; // what waits will run beside it
    const held = columns.runningTokens[r] + columns.waitingBlocks[r] * columns.blockTokens[r];
    const prefill = Math.min(tokens, chunkTokens);
    const busy = this.iterationTime(view, { running, tokens: held, prefill });
    const own = view.items.columns.promptTokens[slot];
    const decode = this.iterationTime(view, { running: running + 1, tokens: held + own, prefill: 0 });
    const memory = memoryDelay(view, r, view.items.columns.blocks[slot]);
    const handover = view.items.kind[slot] === ITEM_HANDOVER;
    return { ttft: (handover ? 0 : chunks * busy) + memory, tpot: decode };
  }

  private iterationTime(view: PlacementView, batch: { running: number; tokens: number; prefill: number }): number {
    this.describe(batch);
    return Math.max(0, this.model.predict(this.features)) / THOUSAND / view.timeUnit.seconds;
  }

  private describe({ running, tokens, prefill }: { running: number; tokens: number; prefill: number }): void {
    this.features[0] = 1;
    this.features[1] = running / HUNDRED;
    this.features[2] = tokens / THOUSAND;
    this.features[3] = prefill / THOUSAND;
  }

  /** Learns from every instance that has made an iteration since the last decision. */
  protected override acted(view: PlacementView): void {
    const { columns } = view.resources;
    if (this.iterations.length !== view.shape.resources) this.iterations = new Float64Array(view.shape.resources);
    for (let r = 0; r < view.shape.resources; r++) {
      if (columns.iterations[r] === this.iterations[r] || !(columns.iterationTime[r] > 0)) continue;
      this.iterations[r] = columns.iterations[r];
      const prefill = Math.min(columns.waitingPrefillTokens[r], this.options.chunkTokens);
      this.describe({ running: columns.runningRequests[r], tokens: columns.runningTokens[r], prefill });
      this.model.learn(this.features, columns.iterationTime[r] * view.timeUnit.seconds * THOUSAND);
    }
  }

  snapshot(): Saved {
    return { model: this.model.snapshot(), iterations: [...this.iterations] };
  }

  restore(saved: unknown): void {
    const { model, iterations } = saved as Saved;
    this.model.restore(model);
    this.iterations = Float64Array.from(iterations);
  }
}

/** Limit − prediction; 0 where there is no limit. */
function room(limit: number, predicted: number): number {
  return limit < Number.POSITIVE_INFINITY ? limit - predicted : 0;
}
