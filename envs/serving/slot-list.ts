/**
 * A first-in-first-out list of request slots, threaded through the waiting links of the request table (a request is in
 * one list at a time).
 */
import type { RequestTable } from './requests.js';

export class SlotList {
  private readonly requests: RequestTable;
  head = -1;
  tail = -1;
  count = 0;

  constructor(requests: RequestTable) {
    this.requests = requests;
  }

  clear(): void {
    this.head = -1;
    this.tail = -1;
    this.count = 0;
  }

  append(slot: number): void {
    const { next, previous } = this.requests;
    next[slot] = -1;
    previous[slot] = this.tail;
    if (this.tail < 0) this.head = slot;
    else next[this.tail] = slot;
    this.tail = slot;
    this.count++;
  }

  remove(slot: number): void {
    const { next, previous } = this.requests;
    const before = previous[slot];
    const behind = next[slot];
    if (before < 0) this.head = behind;
    else next[before] = behind;
    if (behind < 0) this.tail = before;
    else previous[behind] = before;
    next[slot] = -1;
    previous[slot] = -1;
    this.count--;
  }
}
