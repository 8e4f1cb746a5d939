/**
 * Orca (Yu et al., OSDI 2022): iteration-level batching, first come first served. Every iteration holds the running
 * requests, one token each, and as many waiting ones as fit with their whole prompts. KV for the longest sequence is
 * reserved at admission, so nothing grows and nobody is preempted; there is no watermark. Left out: selective batching
 * of attention, which is a matter of the time model.
 */
import { z } from 'zod';
import type { ServingState } from '../state.js';
import type { Engine } from './engine.js';
import { enqueueInOrder, type QueueOrder, queueOrderSchema, sortRunning } from './queue-order.js';

const count = z.number().int().positive();

export const orcaSchema = z.strictObject({
  kind: z.literal('orca'),
  /** Longest sequence, prompt and outputs: what is reserved. */
  maxTokens: count.max(10_000_000).default(4096),
  /** Requests that are admitted at once. */
  maxSequences: count.max(4096).default(128),
  /** Requests of one batch, where pipeline stages run several; as many as are admitted unless told. */
  maxBatch: count.max(4096).optional(),
  order: queueOrderSchema.default('fcfs'),
  /** Reserves whole blocks only, as vidur does: the last, partly filled block is not counted. */
  roundReservationDown: z.boolean().default(false),
});
export type OrcaOptions = z.infer<typeof orcaSchema>;

export class OrcaEngine implements Engine {
  readonly name = 'orca';
  readonly maxSequences: number;
  private readonly maxBatch: number;
  private readonly order: QueueOrder;
  private readonly maxTokens: number;
  private readonly roundDown: boolean;

  constructor(options: OrcaOptions) {
    this.maxSequences = options.maxSequences;
    this.maxBatch = options.maxBatch ?? options.maxSequences;
    this.order = options.order;
    this.maxTokens = options.maxTokens;
    this.roundDown = options.roundReservationDown;
  }

  longestSequence(totalBlocks: number, blockTokens: number): number {
    return this.fewestBlocks(blockTokens) <= totalBlocks ? this.maxTokens : 0;
  }

  enqueue(state: ServingState, instance: number, slot: number): void {
    if (this.order === 'fcfs') state.enqueue(instance, slot);
    else enqueueInOrder(state, instance, slot);
  }

  form(state: ServingState, instance: number): void {
    const { running, runningCount, sequences, waitingHead, blockTokens } = state.instances;
    const { prefilled, target, done } = state.requests;
    if (this.order === 'priority') sortRunning(state, instance, this.order);
    const begin = instance * sequences;
    const runners = runningCount[instance];
    const taken = Math.min(runners, this.maxBatch);
    for (let i = begin; i < begin + taken; i++) {
      const slot = running[i];
      state.addToBatch(slot, prefilled[slot] === 1 ? 1 : target[slot] - done[slot]);
    }
    for (let i = taken; i < runners; i++) running[begin + i - taken] = running[begin + i];
    runningCount[instance] = runners - taken;
    const reserve = this.fewestBlocks(blockTokens[instance]);
    let size = taken;
    for (let head = waitingHead[instance]; head >= 0 && size < this.maxBatch; head = waitingHead[instance]) {
      if (!this.hasRoom(state, instance, reserve)) break;
      state.unqueue(instance, head);
      state.allocate(instance, head, reserve);
      state.addToBatch(head, target[head] - done[head]);
      size++;
    }
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    const { runningCount, waitingHead, stages, holders, blockTokens } = state.instances;
    if (runningCount[instance] > 0) return false;
    if (waitingHead[instance] < 0) return true;
    if (stages[instance] > 1) return false;
    return (
      holders[instance] >= this.maxBatch || !this.hasRoom(state, instance, this.fewestBlocks(blockTokens[instance]))
    );
  }

  private hasRoom(state: ServingState, instance: number, reserve: number): boolean {
    return state.freeBlocks(instance) >= reserve && state.instances.holders[instance] < this.maxSequences;
  }

  /** Blocks of the longest sequence. */
  fewestBlocks(blockTokens: number): number {
    const blocks = this.maxTokens / blockTokens;
    return this.roundDown ? Math.max(1, Math.floor(blocks)) : Math.ceil(blocks);
  }
}
