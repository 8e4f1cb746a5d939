/**
 * vLLM v0 (Kwon et al., SOSP 2023; the default scheduler of vllm 0.2 to 0.6): prefills first. If any waiting request is
 * admitted, the batch holds prefills only and decodes stall; otherwise all running requests decode in the order of
 * service, and the last ones are preempted where the KV pool is full, by recompute or by swapping. A watermark of the
 * pool stays free at admission. While anything is swapped out nothing is prefilled, victims of a recompute included;
 * swapped requests resume only in a step that preempted nobody. By priority, less urgent running requests make way for
 * a waiting one, and swapped requests have no right of way: the most urgent waiting one is next. Left out: sequence groups of more than one
 * sequence, and chunked prefill, which is Sarathi's.
 */
import { z } from 'zod';
import type { ServingState } from '../state.js';
import type { Engine } from './engine.js';
import { admissible, longestRecomputable, Preemption, swapSchema } from './preemption.js';
import { enqueueInOrder, queueOrderSchema, sortRunning } from './queue-order.js';

const count = z.number().int().positive();

export const vllmV0Schema = z.strictObject({
  kind: z.literal('vllm-v0'),
  /** max_num_seqs: requests that hold KV, and that a batch may hold (with pipeline stages, each batch its share). */
  maxSequences: count.max(4096).default(128),
  /** max_num_batched_tokens: prompt tokens of one prefill batch. */
  maxBatchedTokens: count.max(10_000_000).default(4096),
  /** Counts the tokens of a prefill batch as if every prompt were as long as the longest, as vidur does. */
  paddedTokenCap: z.boolean().default(false),
  order: queueOrderSchema.default('fcfs'),
  /** Swaps victims to host memory; absent = recompute. */
  swap: swapSchema.optional(),
});
export type VllmV0Options = z.infer<typeof vllmV0Schema>;

export class VllmV0Engine implements Engine {
  readonly name = 'vllm-v0';
  readonly maxSequences: number;
  private readonly maxBatchedTokens: number;
  private readonly paddedTokenCap: boolean;
  private readonly preemption: Preemption;

  constructor(options: VllmV0Options) {
    this.maxSequences = options.maxSequences;
    this.maxBatchedTokens = options.maxBatchedTokens;
    this.paddedTokenCap = options.paddedTokenCap;
    this.preemption = new Preemption(options.order, options.swap);
  }

  /** A preempted request prefills its outputs too, and still has to fit in one batch. */
  longestSequence(totalBlocks: number, blockTokens: number, watermarkBlocks: number): number {
    const kept = this.preemption.swap ? watermarkBlocks + 1 : watermarkBlocks; // swapping in wants one block to grow
    return Math.min(longestRecomputable(totalBlocks, blockTokens, kept), this.maxBatchedTokens + 1);
  }

  enqueue(state: ServingState, instance: number, slot: number): void {
    if (this.preemption.order === 'fcfs') state.enqueue(instance, slot);
    else enqueueInOrder(state, instance, slot);
  }

  form(state: ServingState, instance: number): void {
    const { waitingHead, waitingCount } = state.instances;
    if (this.preemption.order === 'priority' && waitingHead[instance] >= 0) {
      sortRunning(state, instance, 'priority');
      this.preemption.makeWay(state, instance, this.maxSequences);
    }
    const prefills = waitingHead[instance] >= 0 && this.nextSwapped(state, instance) < 0;
    if (prefills && this.formPrefills(state, instance) > 0) return;
    const preempted = waitingCount[instance];
    this.formDecodes(state, instance);
    if (waitingCount[instance] === preempted) this.resumeSwapped(state, instance);
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    const { runningCount, waitingHead, stages } = state.instances;
    if (runningCount[instance] > 0) return false;
    const head = waitingHead[instance];
    if (head < 0) return true;
    if (stages[instance] > 1 || this.preemption.outranksBatch(state, instance, head)) return false;
    const swapped = this.nextSwapped(state, instance);
    if (swapped >= 0)
      return (
        state.instances.holders[instance] >= this.maxSequences || !this.preemption.canSwapIn(state, instance, swapped)
      );
    return !this.fits(state, instance, head);
  }

  /** Whether the first waiting request can begin a prefill batch; all of these limits only tighten while decodes run. */
  private fits(state: ServingState, instance: number, slot: number): boolean {
    return (
      admissible(state, instance, slot) &&
      state.requests.target[slot] <= this.maxBatchedTokens &&
      state.instances.holders[instance] < this.maxSequences
    );
  }

  /** Admits waiting requests in order until the first that does not fit; returns how many. */
  private formPrefills(state: ServingState, instance: number): number {
    const { waitingHead, holders } = state.instances;
    const { target, swapped } = state.requests;
    const limit = this.batchLimit(state, instance);
    let size = 0;
    let tokens = 0;
    let longest = 0;
    for (let head = waitingHead[instance]; head >= 0 && size < limit; head = waitingHead[instance]) {
      if (swapped[head] === 1 || holders[instance] >= this.maxSequences || !admissible(state, instance, head)) break;
      const prompt = target[head];
      if (prompt > longest) longest = prompt;
      tokens += prompt;
      if ((this.paddedTokenCap ? (size + 1) * longest : tokens) > this.maxBatchedTokens) break;
      state.unqueue(instance, head);
      state.allocate(instance, head, state.blocksOf(instance, prompt));
      state.addToBatch(head, prompt);
      size++;
    }
    return size;
  }

  private formDecodes(state: ServingState, instance: number): void {
    const { running, runningCount, sequences } = state.instances;
    sortRunning(state, instance, this.preemption.order);
    const begin = instance * sequences;
    const limit = this.batchLimit(state, instance);
    let visited = 0;
    let size = 0;
    while (visited < runningCount[instance] && size < limit) {
      const slot = running[begin + visited++];
      if (this.preemption.admitDecode(state, instance, slot, visited)) size++;
    }
    const left = runningCount[instance] - visited;
    for (let i = 0; i < left; i++) running[begin + i] = running[begin + visited + i];
    runningCount[instance] = left;
  }

  private resumeSwapped(state: ServingState, instance: number): void {
    const { holders } = state.instances;
    const limit = this.batchLimit(state, instance);
    for (let slot = this.nextSwapped(state, instance); slot >= 0; slot = this.nextSwapped(state, instance)) {
      if (state.batchSize >= limit || holders[instance] >= this.maxSequences) return;
      if (!this.preemption.canSwapIn(state, instance, slot)) return;
      this.preemption.swapIn(state, instance, slot);
    }
  }

  /**
   * The swapped request that is to resume next; −1 = none, prefills may go ahead. First come first served that is the
   * first in the waiting list, past victims of a recompute; by priority only the head of the list.
   */
  private nextSwapped(state: ServingState, instance: number): number {
    if (this.preemption.swap === undefined) return -1;
    const { swapped, next } = state.requests;
    const head = state.instances.waitingHead[instance];
    if (this.preemption.order === 'priority') return head >= 0 && swapped[head] === 1 ? head : -1;
    let slot = head;
    while (slot >= 0 && swapped[slot] === 0) slot = next[slot];
    return slot;
  }

  /** Requests of one batch: pipeline stages share the limit. */
  private batchLimit(state: ServingState, instance: number): number {
    return Math.max(1, Math.floor(this.maxSequences / state.instances.stages[instance]));
  }
}
