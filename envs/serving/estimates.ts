/**
 * What work is expected to cost, for the cost, ready and free-at columns of the view: a scheduler may know the time
 * models and the state of every instance, but not the output lengths. Expectations use the configured predictor, or
 * where there is none the mean output of the workload's beginning. All in clock units (ns).
 */
import { BatchWork } from './batch-work.js';
import type { ServingSimulator } from './simulator.js';
import { DECODE_PARTS, type TimeModel } from './time/time-model.js';

const PROBE_TOKENS = 512;

export class Estimates {
  private readonly simulator: ServingSimulator;
  private readonly work = new BatchWork(1);
  private readonly prefillRate: Float64Array; // [m] ns per prompt token, from a chunk of 512

  constructor(simulator: ServingSimulator) {
    this.simulator = simulator;
    this.prefillRate = Float64Array.from(
      simulator.specs,
      ({ model }) => this.prefill(model, PROBE_TOKENS) / PROBE_TOKENS,
    );
  }

  /** ns of a prefill of this many tokens alone, as one chunk. */
  private prefill(model: TimeModel, tokens: number): number {
    this.work.clear();
    this.work.addPrefill(tokens, 0, tokens);
    return model.nanoseconds(this.work);
  }

  /** ns of one iteration of `decodes` decodes of this context sum. */
  decodeStep(instance: number, decodes: number, context: number): number {
    const { model } = this.simulator.specs[instance];
    if (decodes === 0) return 0;
    if (model.affineDecode) {
      return Math.floor((model.decodeBase(decodes) + model.decodeSlope(decodes) * context) / DECODE_PARTS);
    }
    const { work } = this;
    work.clear();
    work.tokens = decodes;
    work.requests = decodes;
    work.decodes = decodes;
    work.decodeContext = context;
    return model.nanoseconds(work);
  }

  /** ns to compute a prompt of which `cached` tokens are there, among the prefill work of others. */
  promptTime(instance: number, tokens: number, cached: number): number {
    return (tokens - cached) * this.prefillRate[instance];
  }

  /**
   * ns until what is queued for computing at the instance is done: its prefill tokens, and, where the waiting need more
   * blocks than are free, the time in which those that run give them back.
   */
  backlog(instance: number, waitingPrefillTokens: number, waitingBlocks: number, meanOutput: number): number {
    const { state } = this.simulator;
    const { instances } = state;
    const prefill = waitingPrefillTokens * this.prefillRate[instance];
    const lacking = waitingBlocks - state.freeBlocks(instance);
    if (lacking <= 0) return prefill;
    const used = Math.max(1, instances.usedBlocks[instance]);
    return prefill + (lacking / used) * meanOutput * instances.lastDuration[instance];
  }
}
