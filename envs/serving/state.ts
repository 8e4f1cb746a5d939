/**
 * What engines work on: the requests, the instances, and the operations that keep them consistent: waiting lists, KV
 * blocks, preemption, and the batch being formed. An engine decides, these functions carry out; nothing else writes
 * the counters. Simple operations on columns, no policy.
 */
import type { Arena } from '../../src/sim/arena.js';
import type { ArrivalCursor } from './arrival-cursor.js';
import { BatchWork } from './batch-work.js';
import { type InstanceLimits, InstanceTable } from './instances.js';
import type { PrefixCache } from './prefix-cache.js';
import { REQUEST_RUNNING, REQUEST_WAITING, RequestTable } from './requests.js';

export interface StateOptions extends InstanceLimits {
  /** A preempted request loses what is left of its prompt to its outputs, as vidur does; default false. */
  readonly restartShortensPrompt?: boolean;
  /** Shares prompt prefixes; absent = none. */
  readonly prefixCache?: PrefixCache;
}

export class ServingState {
  readonly requests = new RequestTable();
  readonly instances: InstanceTable;
  /** The work of the batch being formed. */
  readonly work: BatchWork;
  readonly prefixCache: PrefixCache | undefined;
  /** Reads the workload. */
  readonly arrivals: ArrivalCursor;
  /** Clock; the simulator moves it. */
  now = 0;
  private readonly restartShortensPrompt: boolean;
  private forming = 0; // row of the batch being formed

  constructor(options: StateOptions, arrivals: ArrivalCursor, arena: Arena) {
    this.arrivals = arrivals;
    this.instances = new InstanceTable(options, arena);
    this.work = new BatchWork(options.sequences);
    this.prefixCache = options.prefixCache;
    this.restartShortensPrompt = options.restartShortensPrompt ?? false;
  }

  /** The request belongs to this instance from now on; −1 = to none. */
  assign(slot: number, instance: number): void {
    const { residents, highPriority } = this.instances;
    const { requests } = this;
    const before = requests.instance[slot];
    const urgent = requests.priority[slot] > 0 ? 1 : 0;
    if (before >= 0) {
      residents[before]--;
      highPriority[before] -= urgent;
    }
    requests.instance[slot] = instance;
    if (instance < 0) return;
    residents[instance]++;
    highPriority[instance] += urgent;
  }

  /** The ids of the granules that a request begins with are entries prefixStart[slot] … of this. */
  prefixIds(slot: number): Int32Array {
    return this.arrivals.chunkOf(this.requests.number[slot]).prefixId;
  }

  // ---- waiting lists

  /** To the end of the waiting list. */
  enqueue(instance: number, slot: number): void {
    const { waitingHead, waitingTail } = this.instances;
    const { next, previous } = this.requests;
    const tail = waitingTail[instance];
    previous[slot] = tail;
    next[slot] = -1;
    if (tail < 0) waitingHead[instance] = slot;
    else next[tail] = slot;
    waitingTail[instance] = slot;
    this.countWaiting(instance, slot);
  }

  /** To the front of the waiting list. */
  enqueueFront(instance: number, slot: number): void {
    const { waitingHead, waitingTail } = this.instances;
    const { next, previous } = this.requests;
    const head = waitingHead[instance];
    next[slot] = head;
    previous[slot] = -1;
    if (head < 0) waitingTail[instance] = slot;
    else previous[head] = slot;
    waitingHead[instance] = slot;
    this.countWaiting(instance, slot);
  }

  /** Right before another request of the waiting list; −1 = at the end. */
  enqueueBefore(instance: number, slot: number, behind: number): void {
    if (behind < 0) {
      this.enqueue(instance, slot);
      return;
    }
    const { waitingHead } = this.instances;
    const { next, previous } = this.requests;
    const before = previous[behind];
    next[slot] = behind;
    previous[slot] = before;
    previous[behind] = slot;
    if (before < 0) waitingHead[instance] = slot;
    else next[before] = slot;
    this.countWaiting(instance, slot);
  }

  /** Takes a request out of the waiting list. */
  unqueue(instance: number, slot: number): void {
    const { waitingHead, waitingTail, waitingCount, waitingTokens } = this.instances;
    const { next, previous } = this.requests;
    const before = previous[slot];
    const behind = next[slot];
    if (before < 0) waitingHead[instance] = behind;
    else next[before] = behind;
    if (behind < 0) waitingTail[instance] = before;
    else previous[behind] = before;
    next[slot] = -1;
    previous[slot] = -1;
    waitingCount[instance]--;
    waitingTokens[instance] -= this.requests.target[slot];
  }

  private countWaiting(instance: number, slot: number): void {
    const { waitingCount, waitingTokens } = this.instances;
    waitingCount[instance]++;
    waitingTokens[instance] += this.requests.target[slot];
    this.requests.phase[slot] = REQUEST_WAITING;
  }

  // ---- KV blocks

  freeBlocks(instance: number): number {
    return this.instances.totalBlocks[instance] - this.instances.usedBlocks[instance];
  }

  /** Blocks for this many tokens. */
  blocksOf(instance: number, tokens: number): number {
    const size = this.instances.blockTokens[instance];
    return Math.floor((tokens + size - 1) / size);
  }

  /** Gives a request `blocks` more blocks of its instance; the caller knows that they are free. */
  allocate(instance: number, slot: number, blocks: number): void {
    const { usedBlocks, holders } = this.instances;
    const held = this.requests.blocks;
    if (held[slot] === 0 && blocks > 0) holders[instance]++;
    held[slot] += blocks;
    usedBlocks[instance] += blocks;
    this.prefixCache?.makeRoom(instance, usedBlocks[instance]);
  }

  /** Gives all blocks of a request back. */
  freeAll(instance: number, slot: number): void {
    const { usedBlocks, holders } = this.instances;
    const held = this.requests.blocks;
    if (held[slot] === 0) return;
    holders[instance]--;
    usedBlocks[instance] -= this.prefixCache ? this.prefixCache.release(this, instance, slot) : held[slot];
    held[slot] = 0;
  }

  // ---- preemption

  /**
   * Preemption by recompute: the blocks are freed and the prefill starts again with the prompt and all outputs so far.
   * The request goes to the front of the waiting list. The caller has taken it out of the running list or the batch.
   */
  preempt(instance: number, slot: number): void {
    const { requests } = this;
    const { done, target, prefilled } = requests;
    this.freeAll(instance, slot);
    if (prefilled[slot] === 1 || this.restartShortensPrompt) target[slot] = done[slot];
    done[slot] = 0;
    prefilled[slot] = 0;
    requests.batched[slot] = 0;
    this.countPreemption(instance, slot);
    this.enqueueFront(instance, slot);
  }

  /** Books a preemption that has been carried out; `preempt` does so itself. */
  countPreemption(instance: number, slot: number): void {
    const { requests } = this;
    requests.preemptions[slot]++;
    this.instances.preemptions[instance]++;
    if (requests.preemptedAt[slot] < 0) requests.preemptedAt[slot] = this.now;
  }

  // ---- the running list

  /** To the end of the running list. */
  pushRunning(instance: number, slot: number): void {
    const { running, runningCount, sequences } = this.instances;
    running[instance * sequences + runningCount[instance]++] = slot;
    this.requests.phase[slot] = REQUEST_RUNNING;
  }

  /** Takes a request out of the running list, the others keep their order; false where it is not in it. */
  removeRunning(instance: number, slot: number): boolean {
    const { running, runningCount, sequences } = this.instances;
    const begin = instance * sequences;
    const end = begin + runningCount[instance];
    let at = begin;
    while (at < end && running[at] !== slot) at++;
    if (at === end) return false;
    for (let i = at + 1; i < end; i++) running[i - 1] = running[i];
    runningCount[instance]--;
    return true;
  }

  /** Sorts the running list by arrival; equal arrivals keep their order (insertion sort: it is nearly sorted). */
  sortRunning(instance: number): void {
    const { running, runningCount, sequences } = this.instances;
    const { arrival } = this.requests;
    const begin = instance * sequences;
    const end = begin + runningCount[instance];
    for (let i = begin + 1; i < end; i++) {
      const slot = running[i];
      const time = arrival[slot];
      let at = i;
      while (at > begin && arrival[running[at - 1]] > time) {
        running[at] = running[at - 1];
        at--;
      }
      running[at] = slot;
    }
  }

  // ---- the batch being formed

  /** Begins an empty batch. */
  beginBatch(instance: number): void {
    this.forming = this.instances.nextBatch(instance);
    this.instances.batchSize[this.forming] = 0;
    this.work.clear();
  }

  /** Requests in the batch so far. */
  get batchSize(): number {
    return this.instances.batchSize[this.forming];
  }

  /** Adds a request that holds its blocks, with the tokens that this iteration computes for it. */
  addToBatch(slot: number, tokens: number): void {
    const { batchSize, batchRequest, batchTokens, sequences } = this.instances;
    const { done, prefilled, target, phase } = this.requests;
    const at = this.forming * sequences + batchSize[this.forming]++;
    batchRequest[at] = slot;
    batchTokens[at] = tokens;
    phase[slot] = REQUEST_RUNNING;
    if (prefilled[slot] === 1) this.work.addDecode(done[slot]);
    else this.work.addPrefill(tokens, done[slot], target[slot]);
  }
}
