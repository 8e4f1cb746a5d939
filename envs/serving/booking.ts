/**
 * What the end of a batch means for its requests: tokens computed, outputs with the time since the one before, requests
 * that are over, and those that leave a prefill instance.
 */
import { ROLE_PREFILL } from '../../src/serving.js';
import type { EndedList } from './ended-list.js';
import type { Ledger } from './ledger.js';
import { REQUEST_TRANSFER } from './requests.js';
import type { Conductor } from './simulator-options.js';
import type { SlotList } from './slot-list.js';
import type { ServingState } from './state.js';

export class Booking {
  conductor: Conductor | undefined;
  /** Σ of the ends of completed requests, clock. */
  finishSum = 0;
  private readonly state: ServingState;
  private readonly ledger: Ledger;
  private readonly handovers: SlotList;
  private readonly ended: EndedList;

  constructor(parts: { state: ServingState; ledger: Ledger; handovers: SlotList; ended: EndedList }) {
    this.ended = parts.ended;
    this.state = parts.state;
    this.ledger = parts.ledger;
    this.handovers = parts.handovers;
  }

  /** Progress of every request of a batch that has ended. */
  bookBatch(instance: number, row: number): void {
    const { state } = this;
    const { instances, requests, prefixCache } = state;
    const { batchRequest, batchTokens, batchSize, sequences } = instances;
    const { done, target, total, prefilled } = requests;
    const split = instances.role[instance] === ROLE_PREFILL;
    const begin = row * sequences;
    for (let k = begin, end = begin + batchSize[row]; k < end; k++) {
      const slot = batchRequest[k];
      done[slot] += batchTokens[k];
      if (prefilled[slot] === 1) this.bookToken(slot);
      else if (done[slot] === target[slot]) {
        prefilled[slot] = 1;
        done[slot]++;
        this.bookToken(slot);
        if (requests.preemptedAt[slot] >= 0) this.recovered(slot);
      }
      if (prefixCache !== undefined) prefixCache.publish(state, instance, slot);
      if (done[slot] >= total[slot]) this.finish(instance, slot);
      else if (split && prefilled[slot] === 1) this.handOver(slot);
      else state.pushRunning(instance, slot);
    }
  }

  private bookToken(slot: number): void {
    const { now, requests } = this.state;
    const { lastTokenAt, firstTokenAt, largestGap, sloClass } = requests;
    const last = lastTokenAt[slot];
    lastTokenAt[slot] = now;
    if (last < 0) {
      firstTokenAt[slot] = now;
      return;
    }
    const gap = now - last;
    if (gap > largestGap[slot]) largestGap[slot] = gap;
    this.ledger.gaps.add(sloClass[slot], gap);
  }

  /** What a preemption had cost is computed again. */
  private recovered(slot: number): void {
    const { preemptedAt, lostTime } = this.state.requests;
    lostTime[slot] += this.state.now - preemptedAt[slot];
    preemptedAt[slot] = -1;
  }

  private finish(instance: number, slot: number): void {
    const { state } = this;
    this.conductor?.gone(slot);
    state.freeAll(instance, slot);
    this.ledger.finish(state.requests, slot, state.now);
    this.finishSum += state.now;
    this.ended.add(state.requests.number[slot]);
    state.assign(slot, -1);
    state.requests.release(slot);
  }

  private handOver(slot: number): void {
    this.state.requests.phase[slot] = REQUEST_TRANSFER;
    this.handovers.append(slot);
  }
}
