/**
 * vLLM v1 (scheduler at 00024d3): no phases, one token budget. Every running request, in order, gets the tokens it has
 * not computed yet (one for a decode, the rest of the prompt for a prefill, cut to the budget); then waiting ones are
 * admitted while tokens, sequences and blocks last. A running request that finds no block preempts: first come first
 * served takes the last running one, by priority the least urgent, latest arrived, whose tokens are refunded if it had
 * some already. Preempted requests are recomputed. No watermark; some blocks of the pool are never used (vLLM keeps
 * one). Left out: speculative tokens, encoder inputs, LoRA limits, asynchronous scheduling, and the empty steps in
 * which a request preempts itself (the next step follows at once).
 *
 * Requests keep their places in the running order when a batch leaves some of them out. The place is written in the
 * column `previous`, which has no meaning while a request runs.
 */
import { z } from 'zod';
import type { ServingState } from '../state.js';
import type { Engine } from './engine.js';
import { admissionBlocks } from './prefix-admission.js';
import { enqueueInOrder, type QueueOrder, queueOrderSchema } from './queue-order.js';

const count = z.number().int().positive();

export const vllmV1Schema = z.strictObject({
  kind: z.literal('vllm-v1'),
  /** Tokens of one iteration (max_num_batched_tokens). */
  tokenBudget: count.max(10_000_000).default(2048),
  /** Running requests (max_num_seqs). */
  maxSequences: count.max(4096).default(256),
  /** Whether a prompt may be split; without, one that exceeds what is left of the budget waits. */
  chunkedPrefill: z.boolean().default(true),
  /** Most tokens of one prefill in one iteration (long_prefill_token_threshold); 0 = no limit. */
  longPrefillThreshold: z.number().int().min(0).max(10_000_000).default(0),
  /** First come first served, or by priority with preemption of the least urgent. */
  order: queueOrderSchema.default('fcfs'),
  /** Blocks of the pool that no request ever gets. */
  reservedBlocks: z.number().int().min(0).max(1_000_000).default(1),
});
export type VllmV1Options = z.infer<typeof vllmV1Schema>;

export class VllmV1Engine implements Engine {
  readonly name = 'vllm-v1';
  readonly maxSequences: number;
  private readonly tokenBudget: number;
  private readonly chunkedPrefill: boolean;
  private readonly threshold: number; // tokens; Infinity = none
  private readonly order: QueueOrder;
  private readonly reservedBlocks: number;
  // scratch of one call
  private readonly tokens: Int32Array; // [place in the running list] tokens in this batch; 0 = none yet
  private budget = 0; // tokens left

  constructor(options: VllmV1Options) {
    this.maxSequences = options.maxSequences;
    this.tokenBudget = options.tokenBudget;
    this.chunkedPrefill = options.chunkedPrefill;
    this.threshold = options.longPrefillThreshold > 0 ? options.longPrefillThreshold : Number.POSITIVE_INFINITY;
    this.order = options.order;
    this.reservedBlocks = options.reservedBlocks;
    this.tokens = new Int32Array(4096);
  }

  /** All tokens but the last need KV; without chunks a whole recompute must also fit in the budget. */
  longestSequence(totalBlocks: number, blockTokens: number, _watermarkBlocks: number): number {
    const usable = totalBlocks - this.reservedBlocks;
    if (usable < 1) return 0;
    const held = usable * blockTokens + 1;
    return this.chunkedPrefill ? held : Math.min(held, this.tokenBudget + 1);
  }

  enqueue(state: ServingState, instance: number, slot: number): void {
    if (this.order === 'fcfs') state.enqueue(instance, slot);
    else enqueueInOrder(state, instance, slot);
  }

  form(state: ServingState, instance: number): void {
    sortByPlace(state, instance);
    // A step whose only deed was that a request preempted itself takes no time: the next one begins at once.
    for (;;) {
      this.budget = this.tokenBudget;
      const preempted = this.scheduleRunning(state, instance);
      if (!preempted) this.admit(state, instance);
      if (!preempted || state.batchSize > 0) return;
    }
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    const { runningCount, waitingHead, stages } = state.instances;
    if (runningCount[instance] > 0) return false; // somebody was left out
    if (this.reservedBlocks > 0 && !this.runFits(state, instance)) return false;
    const head = waitingHead[instance];
    if (head < 0) return true;
    if (stages[instance] > 1) return false;
    const size = state.batchSize;
    if (size >= this.maxSequences || size >= this.tokenBudget) return true;
    // What others publish meanwhile may shorten the prefill of the head; without a cache its room only shrinks.
    if (state.prefixCache !== undefined) return false;
    const wanted = Math.min(state.requests.target[head], this.threshold);
    const left = this.tokenBudget - size;
    if (wanted > left && !this.chunkedPrefill) return true;
    return state.blocksOf(instance, Math.min(wanted, left)) > this.free(state, instance);
  }

  /** Blocks that may be handed out. */
  private free(state: ServingState, instance: number): number {
    return state.freeBlocks(instance) - this.reservedBlocks;
  }

  /** Whether the decodes of the batch stay clear of the reserved blocks until one of them ends. */
  private runFits(state: ServingState, instance: number): boolean {
    const { batchRequest, sequences } = state.instances;
    const { done, total, blocks } = state.requests;
    const begin = state.instances.oldestBatch(instance) * sequences;
    const end = begin + state.batchSize;
    let least = Number.POSITIVE_INFINITY;
    for (let k = begin; k < end; k++) {
      const left = total[batchRequest[k]] - done[batchRequest[k]];
      if (left < least) least = left;
    }
    let wanted = 0;
    for (let k = begin; k < end; k++) {
      const slot = batchRequest[k];
      wanted += Math.max(0, state.blocksOf(instance, done[slot] + least - 1) - blocks[slot]);
    }
    return wanted <= this.free(state, instance);
  }

  /** Pass A: gives the running requests their tokens; returns whether somebody was preempted. */
  private scheduleRunning(state: ServingState, instance: number): boolean {
    const { running, runningCount, sequences } = state.instances;
    const { done, target, prefilled } = state.requests;
    const { tokens } = this;
    const begin = instance * sequences;
    tokens.fill(0, 0, runningCount[instance]);
    let preempted = false;
    for (let place = 0; place < runningCount[instance] && this.budget > 0; place++) {
      const slot = running[begin + place];
      const decodes = prefilled[slot] === 1;
      const wanted = decodes ? 1 : Math.min(target[slot] - done[slot], this.threshold, this.budget);
      const sequence = decodes ? done[slot] : done[slot] + wanted;
      if (!this.grow(state, instance, slot, sequence)) {
        preempted = true;
        place = this.preemptFor(state, instance, place, sequence);
        if (place < 0) break; // it preempted itself
      }
      tokens[place] = wanted;
      this.budget -= wanted;
    }
    this.moveToBatch(state, instance);
    return preempted;
  }

  /** Preempts until the request at `place` has its blocks; returns its new place, −1 where it lost its own. */
  private preemptFor(state: ServingState, instance: number, place: number, sequence: number): number {
    const { runningCount, running, sequences } = state.instances;
    const slot = running[instance * sequences + place];
    let at = place;
    for (;;) {
      const victim = this.order === 'fcfs' ? runningCount[instance] - 1 : leastUrgent(state, instance);
      this.preempt(state, instance, victim);
      if (victim === at) return -1;
      if (victim < at) at--;
      if (this.grow(state, instance, slot, sequence)) return at;
    }
  }

  /** Takes the request at `place` out of the running list and makes it wait; its tokens go back to the budget. */
  private preempt(state: ServingState, instance: number, place: number): void {
    const { running, runningCount, sequences } = state.instances;
    const { tokens } = this;
    const begin = instance * sequences;
    const slot = running[begin + place];
    this.budget += tokens[place];
    const left = --runningCount[instance];
    for (let i = place; i < left; i++) {
      running[begin + i] = running[begin + i + 1];
      tokens[i] = tokens[i + 1];
    }
    tokens[left] = 0;
    state.preempt(instance, slot);
    if (this.order === 'fcfs') return;
    state.unqueue(instance, slot);
    enqueueInOrder(state, instance, slot);
  }

  /** Moves the running requests with tokens into the batch; the others stay in the running list. */
  private moveToBatch(state: ServingState, instance: number): void {
    const { running, runningCount, sequences } = state.instances;
    const { previous } = state.requests;
    const { tokens } = this;
    const begin = instance * sequences;
    let left = 0;
    for (let place = 0; place < runningCount[instance]; place++) {
      const slot = running[begin + place];
      previous[slot] = place;
      if (tokens[place] > 0) state.addToBatch(slot, tokens[place]);
      else running[begin + left++] = slot;
    }
    runningCount[instance] = left;
  }

  /** Pass B: admits waiting requests in order until one does not fit. */
  private admit(state: ServingState, instance: number): void {
    const { waitingHead, runningCount } = state.instances;
    const { done, target, previous } = state.requests;
    if (waitingHead[instance] < 0) return;
    const before = state.instances.flying(instance) + runningCount[instance];
    for (let head = waitingHead[instance]; head >= 0 && this.budget > 0; head = waitingHead[instance]) {
      if (before + state.batchSize >= this.maxSequences) return;
      const cached = state.prefixCache?.match(state, instance, head) ?? 0;
      const wanted = Math.min(target[head] - cached, this.threshold);
      if (wanted > this.budget && !this.chunkedPrefill) return;
      const granted = Math.min(wanted, this.budget);
      if (admissionBlocks(state, instance, head, cached + granted) > this.free(state, instance)) return;
      state.unqueue(instance, head);
      if (state.prefixCache) done[head] = state.prefixCache.acquire(state, instance, head);
      this.grow(state, instance, head, cached + granted);
      previous[head] = before + state.batchSize;
      state.addToBatch(head, granted);
      this.budget -= granted;
    }
  }

  /** Gives a request the blocks for its first `sequence` tokens; false where the pool has too few. */
  private grow(state: ServingState, instance: number, slot: number, sequence: number): boolean {
    const more = state.blocksOf(instance, sequence) - state.requests.blocks[slot];
    if (more <= 0) return true;
    if (more > this.free(state, instance)) return false;
    state.allocate(instance, slot, more);
    return true;
  }
}

/** Place of the running request with the lowest priority, of those the latest arrived, of those the first. */
function leastUrgent(state: ServingState, instance: number): number {
  const { running, runningCount, sequences } = state.instances;
  const { priority, arrival } = state.requests;
  const begin = instance * sequences;
  let worst = begin;
  for (let i = begin + 1; i < begin + runningCount[instance]; i++) {
    const urgency = priority[running[i]] - priority[running[worst]];
    if (urgency < 0 || (urgency === 0 && arrival[running[i]] > arrival[running[worst]])) worst = i;
  }
  return worst - begin;
}

/** Running requests that the last batch left out return to their places; those that came from elsewhere are last. */
function sortByPlace(state: ServingState, instance: number): void {
  const { running, runningCount, sequences } = state.instances;
  const place = state.requests.previous; // [slot] −1 = came from elsewhere
  const begin = instance * sequences;
  const end = begin + runningCount[instance];
  for (let i = begin + 1; i < end; i++) {
    const slot = running[i];
    if (place[slot] < 0) continue;
    let at = i;
    while (at > begin && (place[running[at - 1]] > place[slot] || place[running[at - 1]] < 0)) {
      running[at] = running[at - 1];
      at--;
    }
    running[at] = slot;
  }
}
