/**
 * Fast-forward: a batch of decodes alone that will repeat until somebody ends, arrives or lacks a block is one event for
 * the whole run. Iterations that have ended are booked in closed form, equal to stepping through them to the last bit;
 * a run is cut at an iteration boundary when something touches its instance. Only with the nanosecond clock, one
 * pipeline stage and models whose decode time is affine in the context.
 */
import type { Earliest } from './earliest.js';
import type { Ledger } from './ledger.js';
import { iterationOfRun, iterationsWithin, lengthOfRun } from './run-length.js';
import type { InstanceSpec } from './simulator-options.js';
import type { ServingState } from './state.js';
import { DECODE_PARTS } from './time/time-model.js';

export class DecodeRuns {
  /** Iterations booked so far. */
  iterations = 0;
  /** Somebody waits for the next event, and every iteration is one: no new runs. */
  suspended = false;
  private readonly state: ServingState;
  private readonly ledger: Ledger;
  private readonly specs: readonly InstanceSpec[];
  private readonly ends: Earliest; // when the oldest batch of each instance ends

  constructor(parts: { state: ServingState; ledger: Ledger; specs: readonly InstanceSpec[]; ends: Earliest }) {
    this.state = parts.state;
    this.ledger = parts.ledger;
    this.specs = parts.specs;
    this.ends = parts.ends;
  }

  /** Makes a run of a batch of decodes, where it will repeat. */
  extend(instance: number, row: number): void {
    const { state } = this;
    const { instances, work } = state;
    const { engine, model, stages } = this.specs[instance];
    if (this.suspended || stages > 1 || !model.affineDecode || instances.landing[instance] > 0) return;
    if (!engine.repeatsDecodes(state, instance)) return;
    const run = this.runLengthOf(instance, row);
    if (run < 2) return;
    const offset = model.decodeBase(work.decodes) + model.decodeSlope(work.decodes) * work.decodeContext;
    if (offset < DECODE_PARTS) return; // an iteration takes one ns at least
    const slope = model.decodeSlope(work.decodes) * work.decodes;
    instances.runLength[row] = run;
    instances.runContext[row] = work.decodeContext;
    instances.batchEnd[row] = state.now + lengthOfRun(offset, slope, run);
  }

  /** Iterations until the first request ends, or as many as the free blocks surely last but for one. */
  private runLengthOf(instance: number, row: number): number {
    const { state } = this;
    const { batchRequest, batchSize, sequences, blockTokens } = state.instances;
    const { done, total, blocks } = state.requests;
    const begin = row * sequences;
    const size = batchSize[row];
    let least = Number.POSITIVE_INFINITY;
    for (let k = begin; k < begin + size; k++) {
      const left = total[batchRequest[k]] - done[batchRequest[k]];
      if (left < least) least = left;
    }
    const block = blockTokens[instance];
    const free = state.freeBlocks(instance) - 1; // engines may want to see a free block at every decode
    let wanted = 0;
    for (let k = begin; k < begin + size; k++) {
      const slot = batchRequest[k];
      const more = Math.ceil((done[slot] + least - 1) / block) - blocks[slot];
      if (more > 0) wanted += more;
    }
    return wanted <= free ? least : Math.min(least, block * Math.floor(free / size) + 1);
  }

  /** Books iterations of the oldest batch's run that have ended by now, so that all columns are up to date. */
  settle(instance: number): void {
    const { state } = this;
    const { instances } = state;
    if (instances.batchCount[instance] === 0) return;
    const row = instances.oldestBatch(instance);
    const run = instances.runLength[row];
    if (run < 2) return;
    const { offset, slope } = this.runOf(instance, row);
    const ended = iterationsWithin(offset, slope, run - 1, state.now - instances.batchStart[row]);
    if (ended > 0) this.bookRun(instance, ended);
  }

  /** Cuts every run of which an iteration ends just now, so that this end is an event like any other. */
  cutEnding(): void {
    for (let i = 0; i < this.specs.length; i++) if (this.endsNow(i)) this.interrupt(i);
  }

  /** Whether an iteration of the instance's run, not the last one, ends just now. */
  private endsNow(instance: number): boolean {
    const { instances } = this.state;
    if (instances.batchCount[instance] === 0) return false;
    const row = instances.oldestBatch(instance);
    if (instances.runLength[row] < 2) return false;
    const { offset, slope } = this.runOf(instance, row);
    const span = this.state.now - instances.batchStart[row];
    const ended = iterationsWithin(offset, slope, instances.runLength[row] - 1, span + 1);
    return ended > 0 && lengthOfRun(offset, slope, ended) === span;
  }

  /** Cuts the run after the iteration that is under way; one that ends just now still is. */
  interrupt(instance: number): void {
    const { instances } = this.state;
    if (instances.batchCount[instance] === 0) return;
    const row = instances.oldestBatch(instance);
    if (instances.runLength[row] < 2) return;
    this.settle(instance);
    if (instances.runLength[row] < 2) return;
    const { offset } = this.runOf(instance, row);
    const duration = iterationOfRun(offset, 0, 0);
    instances.runLength[row] = 1;
    instances.lastDuration[instance] = duration;
    instances.batchEnd[row] = instances.batchStart[row] + duration;
    this.ends.set(instance, instances.batchEnd[row]);
  }

  /** Coefficients of the run's iterations from its present beginning on, 1/1024 ns. */
  private runOf(instance: number, row: number): { offset: number; slope: number } {
    const { model } = this.specs[instance];
    const { batchSize, runContext } = this.state.instances;
    const decodes = batchSize[row];
    const slope = model.decodeSlope(decodes);
    return { offset: model.decodeBase(decodes) + slope * runContext[row], slope: slope * decodes };
  }

  /** Books the first `count` iterations of the oldest batch's run; at least one is left. */
  bookRun(instance: number, count: number): void {
    const { state } = this;
    const { instances, prefixCache } = state;
    const { batchRequest, batchSize, sequences, blockTokens } = instances;
    const { done, blocks } = state.requests;
    const row = instances.oldestBatch(instance);
    const { offset, slope } = this.runOf(instance, row);
    const start = instances.batchStart[row];
    const first = iterationOfRun(offset, slope, 0);
    const length = lengthOfRun(offset, slope, count);
    const begin = row * sequences;
    const size = batchSize[row];
    const last = count > 1 ? iterationOfRun(offset, slope, count - 1) : 0;
    for (let k = begin; k < begin + size; k++) {
      const slot = batchRequest[k];
      this.bookTokens(slot, { firstEnd: start + first, lastEnd: start + length, lastGap: last });
      done[slot] += count;
      prefixCache?.publish(state, instance, slot);
      const more = Math.ceil(done[slot] / blockTokens[instance]) - blocks[slot];
      if (more > 0) state.allocate(instance, slot, more);
    }
    if (count > 1) this.bookGaps(row, { offset, slope, from: 1, to: count });
    instances.batchStart[row] = start + length;
    instances.runLength[row] -= count;
    instances.runContext[row] += count * size;
    instances.iterations[instance] += count;
    instances.lastDuration[instance] = iterationOfRun(offset, slope, count);
    instances.busyTime[instance] += length - first + instances.lastDuration[instance]; // the first was booked at its start
    this.iterations += count;
  }

  /** The first token of one request in booked iterations of a run, and when the last one came. */
  private bookTokens(slot: number, booked: BookedRun): void {
    const { lastTokenAt, largestGap, sloClass } = this.state.requests;
    const gap = booked.firstEnd - lastTokenAt[slot];
    this.ledger.gaps.add(sloClass[slot], gap);
    const largest = gap > booked.lastGap ? gap : booked.lastGap;
    if (largest > largestGap[slot]) largestGap[slot] = largest;
    lastTokenAt[slot] = booked.lastEnd;
  }

  /** The gaps before the other tokens, the same for all requests of the batch: neighbours of one class together. */
  private bookGaps(row: number, run: { offset: number; slope: number; from: number; to: number }): void {
    const { batchRequest, batchSize, sequences } = this.state.instances;
    const { sloClass } = this.state.requests;
    const { gaps } = this.ledger;
    const begin = row * sequences;
    let alike = begin; // first of those of the present class
    for (let k = begin + 1, end = begin + batchSize[row]; k <= end; k++) {
      const kind = sloClass[batchRequest[alike]];
      if (k < end && sloClass[batchRequest[k]] === kind) continue;
      gaps.addRun(kind, run, k - alike);
      alike = k;
    }
  }
}

interface BookedRun {
  readonly firstEnd: number; // clock at the end of the first iteration
  readonly lastEnd: number; // of the last
  readonly lastGap: number; // duration of the last; 0 where it is also the first
}
