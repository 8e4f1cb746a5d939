/**
 * What a list scheduler believes about the resources while it thinks through one decision: when each could take
 * another item, counting work already assigned and, in late-binding environments, items for which it has just
 * *booked* a busy resource (the next item then sees that resource as taken for longer). A pair is usable if the
 * mask allows it now, or if it is supported and its resource is merely busy. Variants other than 0 are left out.
 */
import { type PlacementView, waitAction } from '../src/placement.js';

export class Bookings {
  free = new Float64Array(0); // [m] time from which a resource could start another item, never before now
  private busy = new Uint8Array(0); // [m] 1 = has unfinished work
  private booked = new Uint8Array(0); // [n] 1 = the item in this slot holds a booking
  count = 0; // bookings made since `begin`

  /** Starts a decision: nothing booked, resources free when their assigned work is done. */
  begin(view: PlacementView): void {
    const { now, resources } = view;
    const { freeAt, queueLength, count } = resources;
    if (this.free.length !== count || this.booked.length < view.shape.items) this.resize(view);
    for (let r = 0; r < count; r++) {
      const freeAtR = freeAt[r];
      this.free[r] = Math.max(freeAtR, now);
      this.busy[r] = freeAtR > now || queueLength[r] > 0 ? 1 : 0;
    }
    if (this.count > 0) this.booked.fill(0);
    this.count = 0;
  }

  /** True if the item in this slot holds no booking yet. */
  open(slot: number): boolean {
    return this.booked[slot] === 0;
  }

  /** True if the pair may be taken now, or once its busy resource is done. `action` is the flat action of the pair. */
  usable(view: PlacementView, action: number, resource: number): boolean {
    return (view.mask[action] === 1 || this.busy[resource] === 1) && view.cost[action] < Number.POSITIVE_INFINITY;
  }

  /** Expected finish of an item on a resource: start when the resource is free and the inputs are there. */
  finish(view: PlacementView, slot: number, resource: number): number {
    const pair = slot * view.shape.resources + resource;
    const ready = view.ready[pair];
    const free = this.free[resource];
    return Math.max(ready, free) + view.cost[pair * view.shape.variants];
  }

  /** Books the resource of a pair for its item: both are taken in the rest of this decision. */
  book(view: PlacementView, action: number): void {
    const pair = Math.floor(action / view.shape.variants);
    const slot = Math.floor(pair / view.shape.resources);
    const resource = pair % view.shape.resources;
    this.free[resource] = this.finish(view, slot, resource);
    this.booked[slot] = 1;
    this.count++;
  }

  /** Nothing better can start now: *wait* if that is allowed, else the allowed pair of earliest finish. */
  settle(view: PlacementView): number {
    const wait = waitAction(view.shape);
    return view.mask[wait] === 1 ? wait : earliestAllowed(view);
  }

  private resize(view: PlacementView): void {
    this.free = new Float64Array(view.resources.count);
    this.busy = new Uint8Array(view.resources.count);
    this.booked = new Uint8Array(view.shape.items);
  }
}

/** The allowed pair of earliest finish (oldest item, then lowest resource on ties); *wait* if none is allowed. */
export function earliestAllowed(view: PlacementView): number {
  const { items, mask, cost, ready, now } = view;
  const { resources: m, variants: v } = view.shape;
  let best = waitAction(view.shape);
  let bestFinish = Number.POSITIVE_INFINITY;
  for (let i = 0; i < items.count; i++) {
    const row = items.slots[i] * m;
    for (let r = 0; r < m; r++) {
      const action = (row + r) * v;
      if (mask[action] === 0) continue;
      const finish = Math.max(now, ready[row + r], view.resources.freeAt[r]) + cost[action];
      if (finish < bestFinish || best === waitAction(view.shape)) {
        bestFinish = finish;
        best = action;
      }
    }
  }
  return best;
}
