/**
 * Niyama's deadline scheduler (Goel et al. 2025; microsoft/sarathi-serve, branch niyama_asplos2026): like Sarathi, but
 * the chunk of every iteration is the largest whose predicted time leaves all decodes within their deadlines, and
 * prefills are served earliest deadline first. A waiting request that can no longer meet its deadline is relegated
 * behind those that can, once. Deadlines belong to SLO classes: a first token and a gap, or a last token. The predictor
 * is the fit for Llama-3-8B on an A100, as published, whatever the hardware of the instance. Differences from the
 * published code: the prefill rate that relegation reckons with is fixed instead of a moving average; a full pool
 * preempts by recompute (prefills first, then the decode with the latest deadline) where that one stops with an error,
 * and so that the most pressed decode is the last to go, decodes stand in order of the earliest deadline where that
 * one sorts the largest slack first (all of them run in either order); late requests keep the order in which they were
 * found late, there by deadline; preempted requests, which that one does not have, are judged anew.
 */
import { z } from 'zod';
import { BatchWork } from '../batch-work.js';
import type { ServingState } from '../state.js';
import { StratifiedTimeModel } from '../time/stratified.js';
import type { Engine } from './engine.js';
import { admissible, longestRecomputable, Preemption } from './preemption.js';

const count = z.number().int().positive();
const seconds = z.number().positive().finite();
const SECOND = 1e9; // ns

/** Tokens of an iteration that are tried, and those tried while little memory is free. */
const CHUNKS = [128, 256, 512, 768, 1024, 1280, 1536, 1792, 2048, 2552];
const SMALL_CHUNKS = [128, 256, 384, 512];
/** Memory budget, in tokens, below which little is free; one 32nd of the free pool. */
const SCARCE_TOKENS = 1000;
const POOL_SHARE = 32;
/** How much longer than predicted an iteration may take. */
const MARGIN = 1.2;

const deadlineSchema = z.union([
  /** For the first token, and between tokens. */
  z.strictObject({ ttft: seconds, tbt: seconds }),
  /** For the last token. */
  z.strictObject({ ttlt: seconds }),
]);

export const niyamaSchema = z.strictObject({
  kind: z.literal('niyama'),
  /** Of each SLO class, s after the arrival; classes beyond the list have the last. */
  deadlines: z
    .array(deadlineSchema)
    .min(1)
    .default([{ ttft: 6, tbt: 0.05 }]),
  /** Outputs that are expected of a request with a deadline for its last token, and the time each takes, s. */
  expectedOutput: count.default(256),
  secondsPerOutput: seconds.default(0.05),
  /** Prefill tokens per second that relegation reckons with. */
  prefillRate: z.number().positive().finite().default(8500),
  /** Adds this many seconds per 1,000 prompt tokens to deadlines when prefills are ordered; 0 = earliest deadline first. */
  lengthWeight: z.number().min(0).finite().default(0),
  /** Requests that hold KV, and that a batch may hold (with pipeline stages, each batch its share). */
  maxSequences: count.max(4096).default(128),
});
export type NiyamaOptions = z.infer<typeof niyamaSchema>;

export class NiyamaEngine implements Engine {
  readonly name = 'niyama';
  readonly maxSequences: number;
  private readonly first: Float64Array; // [SLO class] ns from the arrival to the deadline of the prefill
  private readonly gap: Float64Array; // [SLO class] ns between tokens; Infinity = no deadline
  private readonly prefillRate: number; // tokens per ns
  private readonly lengthWeight: number; // ns per token
  private readonly preemption = new Preemption('fcfs');
  private readonly model = new StratifiedTimeModel();
  private readonly predicted: BatchWork; // scratch
  private readonly keys: Float64Array; // [place in the running list] scratch of one sort

  constructor(options: NiyamaOptions) {
    const { deadlines, expectedOutput, secondsPerOutput } = options;
    this.maxSequences = options.maxSequences;
    this.first = Float64Array.from(
      deadlines,
      (each) => SECOND * ('ttft' in each ? each.ttft : each.ttlt - expectedOutput * secondsPerOutput),
    );
    this.gap = Float64Array.from(deadlines, (each) => ('tbt' in each ? SECOND * each.tbt : Number.POSITIVE_INFINITY));
    this.prefillRate = options.prefillRate / SECOND;
    this.lengthWeight = (options.lengthWeight * SECOND) / 1000;
    this.predicted = new BatchWork(1);
    this.keys = new Float64Array(4096);
  }

  longestSequence(totalBlocks: number, blockTokens: number, watermarkBlocks: number): number {
    return longestRecomputable(totalBlocks, blockTokens, watermarkBlocks);
  }

  /** Before the first waiting request that is relegated or has a later key. */
  enqueue(state: ServingState, instance: number, slot: number): void {
    const { waitingHead } = state.instances;
    const { next } = state.requests;
    const key = this.prefillKey(state, slot);
    const late = this.isLate(state, slot);
    let behind = waitingHead[instance];
    while (behind >= 0 && (late || (!this.isLate(state, behind) && this.prefillKey(state, behind) <= key)))
      behind = next[behind];
    state.enqueueBefore(instance, slot, behind);
  }

  form(state: ServingState, instance: number): void {
    const { running, runningCount, sequences, waitingHead } = state.instances;
    const { prefilled, target, done } = state.requests;
    const begin = instance * sequences;
    const limit = Math.max(1, Math.floor(this.maxSequences / state.instances.stages[instance]));
    this.sortRunning(state, instance);
    let visited = 0;
    let slack = Number.POSITIVE_INFINITY; // ns, the least of all decodes
    while (visited < runningCount[instance] && state.batchSize < limit) {
      const slot = running[begin + visited];
      if (prefilled[slot] === 0) break;
      visited++;
      if (this.preemption.admitDecode(state, instance, slot, visited))
        slack = Math.min(slack, this.tokenDeadline(state, slot) - state.now);
    }
    if (visited === runningCount[instance] && waitingHead[instance] < 0) {
      runningCount[instance] = 0; // nothing is to be prefilled
      return;
    }
    let budget = this.chunk(state, instance, slack) - state.work.decodes;
    for (; visited < runningCount[instance] && budget > 0 && state.batchSize < limit; visited++) {
      const slot = running[begin + visited];
      if (prefilled[slot] === 1) break; // decodes that the batch has no room for
      const tokens = Math.min(target[slot] - done[slot], budget);
      state.addToBatch(slot, tokens);
      budget -= tokens;
    }
    const left = runningCount[instance] - visited;
    for (let i = 0; i < left; i++) running[begin + i] = running[begin + visited + i];
    runningCount[instance] = left;
    if (waitingHead[instance] >= 0 && budget > 0) this.admit(state, instance, { budget, limit });
  }

  repeatsDecodes(state: ServingState, instance: number): boolean {
    const { runningCount, waitingHead } = state.instances;
    return runningCount[instance] === 0 && waitingHead[instance] < 0;
  }

  /** Admits waiting requests, those that can meet their deadline first, until one does not fit. */
  private admit(state: ServingState, instance: number, room: { budget: number; limit: number }): void {
    const { waitingHead, holders } = state.instances;
    const { target } = state.requests;
    let { budget } = room;
    let timely = true; // somebody may still meet the deadline
    while (waitingHead[instance] >= 0 && budget > 0) {
      timely = timely && this.relegate(state, instance);
      const head = waitingHead[instance];
      if (holders[instance] >= this.maxSequences || state.batchSize >= room.limit) return;
      if (!admissible(state, instance, head)) return;
      state.unqueue(instance, head);
      state.allocate(instance, head, state.blocksOf(instance, target[head]));
      const tokens = Math.min(target[head], budget);
      state.addToBatch(head, tokens);
      budget -= tokens;
    }
  }

  /**
   * Moves late requests behind those that can still make it until one of these is the head; where all are late,
   * nothing changes. Returns whether anybody can.
   */
  private relegate(state: ServingState, instance: number): boolean {
    const { waitingHead, waitingCount } = state.instances;
    for (let tries = waitingCount[instance]; tries > 0; tries--) {
      const head = waitingHead[instance];
      if (!this.isLate(state, head)) return true;
      state.unqueue(instance, head);
      state.enqueue(instance, head);
    }
    return false;
  }

  /** Tokens of this iteration, decodes included. */
  private chunk(state: ServingState, instance: number, slack: number): number {
    const { running, runningCount, sequences, blockTokens } = state.instances;
    const { prefilled, done } = state.requests;
    const { work } = state;
    const budget = Math.floor((state.freeBlocks(instance) * blockTokens[instance]) / POOL_SHARE);
    const chunks = budget < SCARCE_TOKENS ? SMALL_CHUNKS : CHUNKS;
    const last = running[instance * sequences + runningCount[instance] - 1];
    const context = runningCount[instance] > 0 && prefilled[last] === 0 ? done[last] : 0;
    let best = chunks[0];
    for (const tokens of chunks) {
      if (tokens > work.decodes) {
        this.predicted.clear();
        this.predicted.addPrefill(tokens - work.decodes, context, tokens);
        this.predicted.tokens += work.decodes;
        this.predicted.decodes = work.decodes;
        this.predicted.decodeContext = work.decodeContext;
        if (this.model.nanoseconds(this.predicted) * MARGIN > slack) break;
      }
      best = tokens;
    }
    return best;
  }

  /** Decodes first, the earliest deadline of their next token first, then unfinished prefills by their key. */
  private sortRunning(state: ServingState, instance: number): void {
    const { running, runningCount, sequences } = state.instances;
    const { prefilled } = state.requests;
    const { keys } = this;
    const begin = instance * sequences;
    for (let i = 0; i < runningCount[instance]; i++) {
      const slot = running[begin + i];
      const decode = prefilled[slot];
      const key = decode === 1 ? this.tokenDeadline(state, slot) : this.prefillKey(state, slot);
      let at = i;
      while (at > 0) {
        const other = prefilled[running[begin + at - 1]];
        if (other > decode || (other === decode && keys[at - 1] <= key)) break;
        running[begin + at] = running[begin + at - 1];
        keys[at] = keys[at - 1];
        at--;
      }
      running[begin + at] = slot;
      keys[at] = key;
    }
  }

  private deadlineOf(table: Float64Array, state: ServingState, slot: number): number {
    return table[Math.min(state.requests.sloClass[slot], table.length - 1)];
  }

  /** ns: when the next token of a decode is due. */
  private tokenDeadline(state: ServingState, slot: number): number {
    const { arrival, done, promptTokens } = state.requests;
    const gap = this.deadlineOf(this.gap, state, slot);
    return arrival[slot] + this.deadlineOf(this.first, state, slot) + (done[slot] - promptTokens[slot]) * gap;
  }

  /** ns: what prefills are ordered by. */
  private prefillKey(state: ServingState, slot: number): number {
    const { arrival, promptTokens } = state.requests;
    return arrival[slot] + this.deadlineOf(this.first, state, slot) + this.lengthWeight * promptTokens[slot];
  }

  /** Whether the prefill of a waiting request would end after its deadline. */
  private isLate(state: ServingState, slot: number): boolean {
    const { arrival, target } = state.requests;
    const end = state.now + target[slot] / this.prefillRate;
    return end > arrival[slot] + this.deadlineOf(this.first, state, slot);
  }
}
