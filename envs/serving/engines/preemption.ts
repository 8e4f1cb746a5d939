/**
 * Decodes on a full KV pool, as in vLLM v0 and Sarathi-Serve: every decode wants to see one free block, whether or not
 * it needs one now; where there is none, the last of the running list loses its place, or at the end the decode itself.
 * A victim is recomputed later (all blocks freed, prompt and outputs prefilled again), or swapped: its KV moves to host
 * memory and back over a link, which lengthens the iterations that move it. What does not fit in host memory, and what
 * has not finished its prefill, is recomputed.
 */
import { z } from 'zod';
import type { ServingState } from '../state.js';
import { enqueueInOrder, type QueueOrder } from './queue-order.js';

export const swapSchema = z.strictObject({
  /** KV blocks of host memory. */
  hostBlocks: z.number().int().min(0).default(2048),
  /** Time to move one KV block across the link, one way; unless told 8 MiB (Llama-2-7B, 16 tokens) at 25 GB/s. */
  nanosecondsPerBlock: z.number().min(0).finite().default(335_544),
});
export type SwapOptions = z.infer<typeof swapSchema>;

export class Preemption {
  readonly order: QueueOrder;
  readonly swap: SwapOptions | undefined;

  constructor(order: QueueOrder, swap?: SwapOptions) {
    this.order = order;
    this.swap = swap;
  }

  /**
   * Adds one decode to the batch and preempts others, or itself, until a block is free. `visited` is how many entries
   * of the running list have had their turn; later ones are taken off its end. Returns whether it was added.
   */
  admitDecode(state: ServingState, instance: number, slot: number, visited: number): boolean {
    const { totalBlocks, usedBlocks, blockTokens } = state.instances;
    const { done, blocks } = state.requests;
    while (usedBlocks[instance] >= totalBlocks[instance])
      if (this.makeRoom(state, instance, slot, visited) === slot) return false;
    if (done[slot] > blocks[slot] * blockTokens[instance]) state.allocate(instance, slot, 1);
    state.addToBatch(slot, 1);
    return true;
  }

  /** Preempts the last request without a turn, or `slot` where there is none; returns who it was. */
  private makeRoom(state: ServingState, instance: number, slot: number, visited: number): number {
    const { running, runningCount, sequences } = state.instances;
    let victim = slot;
    if (runningCount[instance] > visited) victim = running[instance * sequences + --runningCount[instance]];
    this.preempt(state, instance, victim);
    return victim;
  }

  /**
   * Serving by priority: takes less urgent running requests off the end of the (sorted) list until the most urgent
   * waiting one can be admitted; does nothing where that would not be enough.
   */
  makeWay(state: ServingState, instance: number, maxSequences: number): void {
    const { waitingHead, running, runningCount, sequences, watermarkBlocks, holders } = state.instances;
    const { priority, blocks, target, swapped } = state.requests;
    const head = waitingHead[instance];
    if (this.order === 'fcfs' || head < 0 || swapped[head] === 1) return;
    const begin = instance * sequences;
    const needed = state.blocksOf(instance, target[head]) + watermarkBlocks[instance];
    let within = state.freeBlocks(instance); // blocks free or held by less urgent requests
    let victims = 0;
    let last = begin + runningCount[instance] - 1;
    for (; last >= begin && priority[running[last]] < priority[head]; last--) {
      if (within >= needed && holders[instance] - victims < maxSequences) break;
      within += blocks[running[last]];
      victims++;
    }
    if (within < needed || holders[instance] - victims >= maxSequences) return;
    for (; victims > 0; victims--) this.preempt(state, instance, running[begin + --runningCount[instance]]);
  }

  /** Whether a waiting request may take the place of one in the only batch in flight. */
  outranksBatch(state: ServingState, instance: number, slot: number): boolean {
    if (this.order === 'fcfs') return false;
    const { batchRequest, batchSize, sequences } = state.instances;
    const { priority } = state.requests;
    const row = state.instances.oldestBatch(instance);
    for (let k = row * sequences, end = k + batchSize[row]; k < end; k++)
      if (priority[batchRequest[k]] < priority[slot]) return true;
    return false;
  }

  /** Takes the blocks of a request away and makes it wait. The caller has taken it out of the running list. */
  preempt(state: ServingState, instance: number, slot: number): void {
    if (this.swap && state.requests.prefilled[slot] === 1 && this.swapOut(state, instance, slot)) return;
    state.preempt(instance, slot);
    if (this.order === 'fcfs') return;
    state.unqueue(instance, slot);
    enqueueInOrder(state, instance, slot);
  }

  private swapOut(state: ServingState, instance: number, slot: number): boolean {
    const swap = this.swap as SwapOptions;
    const { blocks, swapped } = state.requests;
    const moved = blocks[slot];
    if (this.hostBlocks(state, instance) + moved > swap.hostBlocks) return false;
    state.freeAll(instance, slot);
    swapped[slot] = 1;
    state.work.extraNanoseconds += Math.ceil(moved * swap.nanosecondsPerBlock);
    state.countPreemption(instance, slot);
    if (this.order === 'fcfs') state.enqueueFront(instance, slot);
    else enqueueInOrder(state, instance, slot);
    return true;
  }

  /** Blocks of host memory in use by swapped requests. */
  private hostBlocks(state: ServingState, instance: number): number {
    const { next, swapped, done } = state.requests;
    let blocks = 0;
    for (let slot = state.instances.waitingHead[instance]; slot >= 0; slot = next[slot])
      if (swapped[slot] === 1) blocks += state.blocksOf(instance, done[slot]);
    return blocks;
  }

  /** Whether a request that is swapped out fits again, with one block to grow and the watermark. */
  canSwapIn(state: ServingState, instance: number, slot: number): boolean {
    const needed = state.blocksOf(instance, state.requests.done[slot]) + 1;
    return state.freeBlocks(instance) - needed >= state.instances.watermarkBlocks[instance];
  }

  /** Brings a swapped request back from the waiting list into the pool and into the batch. */
  swapIn(state: ServingState, instance: number, slot: number): void {
    const swap = this.swap as SwapOptions;
    const blocks = state.blocksOf(instance, state.requests.done[slot]);
    state.unqueue(instance, slot);
    state.requests.swapped[slot] = 0;
    const { preemptedAt, lostTime } = state.requests;
    lostTime[slot] += state.now - preemptedAt[slot];
    preemptedAt[slot] = -1;
    state.allocate(instance, slot, blocks);
    state.work.extraNanoseconds += Math.ceil(blocks * swap.nanosecondsPerBlock);
    state.addToBatch(slot, 1);
  }
}

/**
 * Tokens of the longest sequence that always ends on an empty pool when preempted requests are admitted whole: all
 * tokens but the last need KV, beside the watermark and the free block that every decode wants to see.
 */
export function longestRecomputable(totalBlocks: number, blockTokens: number, watermarkBlocks: number): number {
  const usable = totalBlocks - Math.max(1, watermarkBlocks);
  return usable < 1 ? 0 : usable * blockTokens + 1;
}

/** Whether the pool has room for the whole prefill of a waiting request beside the watermark. */
export function admissible(state: ServingState, instance: number, slot: number): boolean {
  const needed = state.blocksOf(instance, state.requests.target[slot]);
  return state.freeBlocks(instance) - needed >= state.instances.watermarkBlocks[instance];
}
