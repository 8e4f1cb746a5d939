/**
 * BatchLLM (Zheng et al. 2024, arXiv 2412.03594; there is no public code): prefix groups of an offline batch one after
 * the other, in the order of an `OfflinePlan`, with memory-centric token batching. Every iteration runs all decodes,
 * goes on with the unfinished prefills, and admits waiting requests for as long as the KV of whole prefills fits in
 * the memory limit; tokens and sequences have caps only because activations need room too. The first request of a
 * group computes the prefix, the others of the group are passed over until its KV is there to be shared. A full pool
 * preempts the last in the order of service (recompute). Left out: the paper's fused attention kernels, which change
 * how long an iteration takes, not what is in it.
 */
import { z } from 'zod';
import { ensure } from '../../../src/error.js';
import type { OfflinePlan } from '../batchllm/offline-plan.js';
import type { ServingState } from '../state.js';
import type { Engine } from './engine.js';
import { admissionBlocks } from './prefix-admission.js';

const count = z.number().int().positive();

export const batchLlmSchema = z.strictObject({
  kind: z.literal('batchllm'),
  /** Share of the KV pool that admissions may fill; the rest is for decodes to grow. */
  memoryLimit: z.number().gt(0).max(1).default(0.95),
  /** Tokens of one iteration, for which activations have room. */
  maxBatchTokens: count.max(10_000_000).default(8192),
  /** Requests that hold KV. */
  maxSequences: count.max(4096).default(1024),
});
export type BatchLlmOptions = z.infer<typeof batchLlmSchema>;

export class BatchLlmEngine implements Engine {
  readonly name = 'batchllm';
  readonly maxSequences: number;
  private readonly plan: OfflinePlan;
  private readonly memoryLimit: number;
  private readonly maxBatchTokens: number;
  // scratch of one call
  private readonly tokens = new Int32Array(4096); // [place in the running list] tokens in this batch
  private leading = new Int32Array(0); // [group] the call in which one of its requests was computing the prefix
  private call = 0;
  private promised = 0; // blocks that admitted prefills will still take

  constructor(options: BatchLlmOptions, plan: OfflinePlan) {
    this.plan = plan;
    this.maxSequences = options.maxSequences;
    this.memoryLimit = options.memoryLimit;
    this.maxBatchTokens = options.maxBatchTokens;
  }

  /** A whole prefill, which after a preemption includes all outputs but the last, must fit in the memory limit. */
  longestSequence(totalBlocks: number, blockTokens: number, _watermarkBlocks: number): number {
    const usable = Math.floor(totalBlocks * this.memoryLimit);
    return usable < 1 ? 0 : usable * blockTokens + 1;
  }

  /**
   * The waiting list is in the order of service.
   * @throws ArenaError for a request that the plan does not know.
   */
  enqueue(state: ServingState, instance: number, slot: number): void {
    const { waitingHead } = state.instances;
    const { next, number } = state.requests;
    const { rank } = this.plan;
    ensure(
      number[slot] < rank.length,
      `envs/serving: batchllm: the plan holds ${rank.length} requests, request ${number[slot]} is not among them`,
    );
    let behind = waitingHead[instance];
    while (behind >= 0 && rank[number[behind]] < rank[number[slot]]) behind = next[behind];
    state.enqueueBefore(instance, slot, behind);
  }

  form(state: ServingState, instance: number): void {
    const { runningCount } = state.instances;
    this.sortByRank(state, instance);
    while (!this.scheduleRunning(state, instance) && runningCount[instance] > 0) this.preemptLast(state, instance);
    this.call++;
    if (this.leading.length < this.plan.groups) this.leading = new Int32Array(this.plan.groups);
    this.moveToBatch(state, instance);
    if (state.instances.waitingHead[instance] >= 0) this.admit(state, instance);
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    const { runningCount, waitingHead, stages } = state.instances;
    if (runningCount[instance] > 0) return false; // somebody was left out
    const head = waitingHead[instance];
    if (head < 0) return true;
    if (stages[instance] > 1) return false;
    const size = state.batchSize;
    if (size >= this.maxSequences || size >= this.maxBatchTokens) return true;
    const needed = admissionBlocks(state, instance, head, state.requests.target[head]);
    return state.instances.usedBlocks[instance] + needed > this.limit(state, instance);
  }

  /** Blocks that admissions may fill. */
  private limit(state: ServingState, instance: number): number {
    return Math.floor(state.instances.totalBlocks[instance] * this.memoryLimit);
  }

  /** Gives decodes, then unfinished prefills their tokens; returns whether anybody got some. */
  private scheduleRunning(state: ServingState, instance: number): boolean {
    const { running, runningCount, sequences, blockTokens } = state.instances;
    const { done, target, prefilled, blocks } = state.requests;
    const { tokens } = this;
    const begin = instance * sequences;
    let left = this.maxBatchTokens;
    tokens.fill(0, 0, runningCount[instance]);
    for (let place = 0; place < runningCount[instance] && left > 0; place++) {
      const slot = running[begin + place];
      if (prefilled[slot] === 0) continue;
      const needed = state.blocksOf(instance, done[slot]) - blocks[slot];
      // the victim is never one that has its token already: those come before
      while (place < runningCount[instance] && needed > state.freeBlocks(instance)) this.preemptLast(state, instance);
      if (place >= runningCount[instance]) break;
      if (needed > 0) state.allocate(instance, slot, needed);
      tokens[place] = 1;
      left--;
    }
    let some = left < this.maxBatchTokens;
    for (let place = 0; place < runningCount[instance] && left > 0; place++) {
      const slot = running[begin + place];
      if (prefilled[slot] === 1) continue;
      const room = (blocks[slot] + state.freeBlocks(instance)) * blockTokens[instance] - done[slot];
      const granted = Math.min(target[slot] - done[slot], left, room);
      if (granted <= 0) continue;
      const needed = state.blocksOf(instance, done[slot] + granted) - blocks[slot];
      if (needed > 0) state.allocate(instance, slot, needed);
      tokens[place] = granted;
      left -= granted;
      some = true;
    }
    return some;
  }

  private preemptLast(state: ServingState, instance: number): void {
    const { running, runningCount, sequences } = state.instances;
    const slot = running[instance * sequences + --runningCount[instance]];
    state.preempt(instance, slot);
    state.unqueue(instance, slot);
    this.enqueue(state, instance, slot);
  }

  /** Moves the running requests with tokens into the batch, and notes what they will take and compute yet. */
  private moveToBatch(state: ServingState, instance: number): void {
    const { running, runningCount, sequences } = state.instances;
    const begin = instance * sequences;
    let left = 0;
    this.promised = 0;
    for (let place = 0; place < runningCount[instance]; place++) {
      const slot = running[begin + place];
      this.noteRunning(state, instance, slot);
      if (this.tokens[place] > 0) state.addToBatch(slot, this.tokens[place]);
      else running[begin + left++] = slot;
    }
    runningCount[instance] = left;
  }

  /** Counts the blocks that its prefill will still take, and that it leads its group while its prefix is not there. */
  private noteRunning(state: ServingState, instance: number, slot: number): void {
    const { target, prefilled, blocks, prefixHeld, number } = state.requests;
    if (prefilled[slot] === 1) return;
    this.promised += Math.max(0, state.blocksOf(instance, target[slot]) - blocks[slot]);
    const row = number[slot];
    if (state.prefixCache && prefixHeld[slot] < this.plan.shared[row]) this.leading[this.plan.group[row]] = this.call;
  }

  /** Admits waiting requests in the order of service until memory, tokens or sequences are used up. */
  private admit(state: ServingState, instance: number): void {
    const { waitingHead, runningCount, usedBlocks } = state.instances;
    const { done, target, next, number } = state.requests;
    const limit = this.limit(state, instance);
    const before = state.instances.flying(instance) + runningCount[instance];
    let following = -1;
    for (let slot = waitingHead[instance]; slot >= 0; slot = following) {
      following = next[slot];
      const left = this.maxBatchTokens - state.work.tokens;
      if (left <= 0 || before + state.batchSize >= this.maxSequences) return;
      if (this.leading[this.plan.group[number[slot]]] === this.call) continue;
      if (usedBlocks[instance] + this.promised + admissionBlocks(state, instance, slot, target[slot]) > limit) return;
      state.unqueue(instance, slot);
      if (state.prefixCache) done[slot] = state.prefixCache.acquire(state, instance, slot);
      const granted = Math.min(target[slot] - done[slot], left);
      const more = state.blocksOf(instance, done[slot] + granted) - state.requests.blocks[slot];
      if (more > 0) state.allocate(instance, slot, more);
      this.noteRunning(state, instance, slot);
      state.addToBatch(slot, granted);
    }
  }

  /** The running list in the order of service (insertion sort: it is nearly sorted). */
  private sortByRank(state: ServingState, instance: number): void {
    const { running, runningCount, sequences } = state.instances;
    const { number } = state.requests;
    const { rank } = this.plan;
    const begin = instance * sequences;
    const end = begin + runningCount[instance];
    for (let i = begin + 1; i < end; i++) {
      const slot = running[i];
      let at = i;
      while (at > begin && rank[number[running[at - 1]]] > rank[number[slot]]) {
        running[at] = running[at - 1];
        at--;
      }
      running[at] = slot;
    }
  }
}
