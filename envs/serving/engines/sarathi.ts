/**
 * Sarathi-Serve (Agrawal et al., OSDI 2024): stall-free batches of at most `chunk` tokens. All running decodes come
 * first, then the unfinished prefills get what is left of the chunk, then new requests are admitted, whole prompt and
 * watermark, and begin with what is left. With dynamic chunks the chunk shrinks from `high` to `low` as a prompt
 * proceeds, as in the published code: attention makes the later chunks of a long prompt slower. Preemption is vLLM
 * v0's recompute. Left out: tile-quantisation-aware chunk choice, an offline matter.
 */
import { z } from 'zod';
import type { ServingState } from '../state.js';
import type { Engine } from './engine.js';
import { admissible, longestRecomputable, Preemption } from './preemption.js';
import { enqueueInOrder, queueOrderSchema, sortRunning } from './queue-order.js';

const count = z.number().int().positive();

/** Chunks are multiples of this many tokens, as in the published code. */
const CHUNK_ALIGNMENT = 32;

export const sarathiSchema = z.strictObject({
  kind: z.literal('sarathi'),
  /** Tokens of one iteration, decodes included. */
  chunk: count.max(10_000_000).default(512),
  /** Chunks that shrink over the stages of a prompt; replaces `chunk`. */
  dynamicChunk: z
    .strictObject({
      low: count.default(256),
      high: count.default(2048),
      maxTokens: count.default(8192),
      stages: count.max(1024).default(16),
    })
    .refine(({ low, high }) => low <= high, { error: 'low must not be above high' })
    .optional(),
  /** Requests that hold KV, and that a batch may hold (with pipeline stages, each batch its share). */
  maxSequences: count.max(4096).default(128),
  order: queueOrderSchema.default('fcfs'),
  /** Victims are taken from the end of a list that was sorted before the last batch returned to it, as vidur does. */
  staleVictimOrder: z.boolean().default(false),
});
export type SarathiOptions = z.infer<typeof sarathiSchema>;

export class SarathiEngine implements Engine {
  readonly name = 'sarathi';
  readonly maxSequences: number;
  private readonly chunks: Int32Array; // [stage of the prompt] tokens of an iteration
  private readonly stageTokens: number; // prompt tokens of one stage
  private readonly staleVictimOrder: boolean;
  private readonly preemption: Preemption;

  constructor(options: SarathiOptions) {
    const { dynamicChunk } = options;
    this.maxSequences = options.maxSequences;
    this.chunks = dynamicChunk ? chunkSchedule(dynamicChunk) : Int32Array.of(options.chunk);
    this.stageTokens = dynamicChunk ? Math.ceil(dynamicChunk.maxTokens / dynamicChunk.stages) : 1;
    this.staleVictimOrder = options.staleVictimOrder;
    this.preemption = new Preemption(options.order);
  }

  longestSequence(totalBlocks: number, blockTokens: number, watermarkBlocks: number): number {
    return longestRecomputable(totalBlocks, blockTokens, watermarkBlocks);
  }

  enqueue(state: ServingState, instance: number, slot: number): void {
    if (this.preemption.order === 'fcfs') state.enqueue(instance, slot);
    else enqueueInOrder(state, instance, slot);
  }

  form(state: ServingState, instance: number): void {
    const { running, runningCount, sequences, waitingHead } = state.instances;
    const { prefilled } = state.requests;
    const { order } = this.preemption;
    const begin = instance * sequences;
    const limit = Math.max(1, Math.floor(this.maxSequences / state.instances.stages[instance]));
    if (!this.staleVictimOrder) sortRunning(state, instance, order);
    if (waitingHead[instance] >= 0) this.preemption.makeWay(state, instance, this.maxSequences);
    let visited = 0;
    let aside = 0; // unfinished prefills, kept at the front of the list
    let size = 0;
    while (visited < runningCount[instance] && size < limit) {
      const slot = running[begin + visited++];
      if (prefilled[slot] === 0) running[begin + aside++] = slot;
      else if (this.preemption.admitDecode(state, instance, slot, visited)) size++;
    }
    let left = aside > 0 ? this.continuePrefills(state, instance, aside) : 0;
    for (let i = visited; i < runningCount[instance]; i++) running[begin + left++] = running[begin + i];
    runningCount[instance] = left;
    if (left > 1) sortRunning(state, instance, order);
    if (waitingHead[instance] >= 0) this.admit(state, instance, limit);
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    const { runningCount, waitingHead, stages, holders } = state.instances;
    if (runningCount[instance] > 0) return false;
    const head = waitingHead[instance];
    if (head < 0) return true;
    if (stages[instance] > 1 || this.preemption.outranksBatch(state, instance, head)) return false;
    const size = holders[instance]; // one stage: all of them are in the batch
    return size >= this.maxSequences || this.chunks[0] <= size || !admissible(state, instance, head);
  }

  /** Gives the first `aside` entries of the running list what is left of the chunk; returns how many got nothing. */
  private continuePrefills(state: ServingState, instance: number, aside: number): number {
    const { running, sequences } = state.instances;
    const begin = instance * sequences;
    let skipped = 0;
    for (let i = begin; i < begin + aside; i++) {
      const slot = running[i];
      const tokens = this.nextTokens(state, slot);
      if (tokens === 0) running[begin + skipped++] = slot;
      else state.addToBatch(slot, tokens);
    }
    return skipped;
  }

  /** Admits waiting requests in order until one does not fit or the chunk is used up. */
  private admit(state: ServingState, instance: number, limit: number): void {
    const { waitingHead, holders } = state.instances;
    for (let head = waitingHead[instance]; head >= 0; head = waitingHead[instance]) {
      if (holders[instance] >= this.maxSequences || state.batchSize >= limit) return;
      if (!admissible(state, instance, head)) return;
      const tokens = this.nextTokens(state, head);
      if (tokens === 0) return;
      state.unqueue(instance, head);
      state.allocate(instance, head, state.blocksOf(instance, state.requests.target[head]));
      state.addToBatch(head, tokens);
    }
  }

  /** Prefill tokens of a request that still fit in this iteration. */
  private nextTokens(state: ServingState, slot: number): number {
    const { done, target } = state.requests;
    const stage = Math.min(Math.floor(done[slot] / this.stageTokens), this.chunks.length - 1);
    return Math.max(0, Math.min(target[slot] - done[slot], this.chunks[stage] - state.work.tokens));
  }
}

/** Chunks of the prompt stages, first to last: evenly spaced from high to low, to the nearest multiple of 32. */
function chunkSchedule(options: NonNullable<SarathiOptions['dynamicChunk']>): Int32Array {
  const { low, high, stages } = options;
  const alignment = Math.min(CHUNK_ALIGNMENT, low);
  const chunks = new Int32Array(stages);
  for (let stage = 0; stage < stages; stage++) {
    const share = stages === 1 ? 0 : stage / (stages - 1);
    const tokens = Math.floor(high + (low - high) * share);
    chunks[stage] = Math.max(alignment, Math.round(tokens / alignment) * alignment);
  }
  return chunks;
}
