/**
 * The present load of an instance, counted through its running list and its batches in flight: what the columns of the
 * view, the samples and the estimates need beyond the counters that the state keeps.
 */
import type { ServingState } from './state.js';

export class Occupancy {
  /** Requests that hold KV or are in a batch. */
  running = 0;
  /** Σ of their sequence lengths, tokens. */
  tokens = 0;
  /** Of these, requests that decode. */
  decodes = 0;
  /** Σ of the sequence lengths of those that decode. */
  decodeContext = 0;
  /** Prefill tokens that are admitted and not computed. */
  prefillTokens = 0;
  /** Blocks of the request that was admitted last. */
  lastBlocks = 0;
  private lastScheduled = 0;

  /** Counts an instance. */
  count(state: ServingState, instance: number): void {
    this.running = 0;
    this.tokens = 0;
    this.decodes = 0;
    this.decodeContext = 0;
    this.prefillTokens = 0;
    this.lastBlocks = 0;
    this.lastScheduled = -1;
    const { running, runningCount, sequences, batchRequest, batchSize, batchCount, batchHead, maxStages } =
      state.instances;
    const begin = instance * sequences;
    for (let i = begin, end = begin + runningCount[instance]; i < end; i++) this.add(state, running[i]);
    for (let b = 0; b < batchCount[instance]; b++) {
      const row = instance * maxStages + ((batchHead[instance] + b) % maxStages);
      const first = row * sequences;
      for (let i = first, end = first + batchSize[row]; i < end; i++) this.add(state, batchRequest[i]);
    }
  }

  private add({ requests }: ServingState, slot: number): void {
    const { done, target, prefilled, blocks, scheduledAt } = requests;
    this.running++;
    this.tokens += done[slot];
    if (prefilled[slot] === 1) {
      this.decodes++;
      this.decodeContext += done[slot];
    } else this.prefillTokens += target[slot] - done[slot];
    if (scheduledAt[slot] < this.lastScheduled) return;
    this.lastScheduled = scheduledAt[slot];
    this.lastBlocks = blocks[slot];
  }
}
