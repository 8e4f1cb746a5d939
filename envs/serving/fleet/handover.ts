/**
 * Disaggregated serving: a request whose prefill is done on a prefill instance, which has produced its first token, goes
 * on at a decode instance. Its blocks stay at the source until its KV has been transferred. At the destination it waits
 * in a queue, first come first served, until its blocks fit beside the watermark, nobody waits there who was preempted,
 * the engine has a place and a transfer lane is free. A share of the KV may have been sent layer by layer during the
 * prefill. Left out: transfers that break off; prefill instances that share the link of their host.
 */
import { ensure } from '../../../src/error.js';
import { type ServingSimulator, TIMER_TRANSFER } from '../simulator.js';
import type { HandoverOptions } from './config.js';
import { Links } from './links.js';
import { admitted, arrive, blocksAt, hasPlace, hasRoom, reserve, sameCache } from './reservation.js';

/** Where a lane stands. */
const FREE = 0;
const SENDING = 1;
const LANDED = 2; // its KV is there, the engine has no place yet

export class Handovers {
  readonly lanes: number;
  private readonly simulator: ServingSimulator;
  private readonly links: Links;
  private readonly share: number; // of the KV that is still to be sent after the prefill
  // queues of the destinations, threaded through the waiting links of the request table
  private readonly head: Int32Array; // [m] slot; −1 = empty
  private readonly tail: Int32Array; // [m]
  private readonly queued: Int32Array; // [m]
  // transfers; lane k of destination i is i·lanes + k
  private readonly lane: Int32Array; // [m·lanes] FREE, SENDING or LANDED
  private readonly laneSlot: Int32Array; // [m·lanes]
  private readonly laneBlocks: Int32Array; // [m·lanes] reserved at the destination
  private readonly tallies: Float64Array; // completed, bytes, time from send to landing, clock
  private readonly sentAt: Float64Array; // [m·lanes] clock

  /** @throws ArenaError where the links do not match the instances, or the timers would not hold all transfers. */
  constructor(simulator: ServingSimulator, options: HandoverOptions) {
    const { arena, timers } = simulator;
    const m = simulator.specs.length;
    const { lanes } = options;
    ensure(
      timers.capacity >= timersNeeded(m, lanes),
      `envs/serving: handover lanes: ${lanes} per destination are more than the simulator has timers for`,
    );
    this.simulator = simulator;
    this.lanes = lanes;
    this.links = new Links(m, options);
    this.share = 1 - options.overlap;
    this.head = arena.int32(m);
    this.tail = arena.int32(m);
    this.queued = arena.int32(m);
    this.lane = arena.int32(m * lanes);
    this.laneSlot = arena.int32(m * lanes);
    this.laneBlocks = arena.int32(m * lanes);
    this.sentAt = arena.float64(m * lanes);
    this.tallies = arena.float64(3);
  }

  clear(): void {
    this.head.fill(-1);
    this.tail.fill(-1);
    this.queued.fill(0);
    this.lane.fill(FREE);
    this.tallies.fill(0);
  }

  get completed(): number {
    return this.tallies[0];
  }

  /** Bytes sent after prefills; those that overlapped are not among them. */
  get bytes(): number {
    return this.tallies[1];
  }

  /** Σ over completed ones of the time from the beginning of the transfer to its end at the destination, clock. */
  get transferTime(): number {
    return this.tallies[2];
  }

  /** Requests on their way to an instance: queued for it or in a lane. */
  inbound(instance: number): number {
    return this.queued[instance] + this.sending(instance);
  }

  /** Blocks of `instance` that are kept for requests on their way to it. */
  reservedAt(instance: number): number {
    let blocks = 0;
    for (let at = instance * this.lanes; at < (instance + 1) * this.lanes; at++)
      if (this.lane[at] !== FREE) blocks += this.laneBlocks[at];
    return blocks;
  }

  /** Whether a request that waits for a handover may be sent there. */
  canSend(slot: number, destination: number): boolean {
    const { simulator } = this;
    const source = simulator.state.requests.instance[slot];
    return source !== destination && simulator.accepts(destination, slot) && sameCache(simulator, source, destination);
  }

  /** Sends a prefilled request. @throws ArenaError where `canSend` says no. */
  send(slot: number, destination: number): void {
    const { simulator } = this;
    const { requests } = simulator.state;
    ensure(
      this.canSend(slot, destination),
      `envs/serving: request ${requests.number[slot]} cannot be handed over to instance ${destination} (not up, a prefill instance, too small, or another model)`,
    );
    simulator.handovers.remove(slot);
    const { head, tail } = this;
    const last = tail[destination];
    requests.previous[slot] = last;
    requests.next[slot] = -1;
    if (last < 0) head[destination] = slot;
    else requests.next[last] = slot;
    tail[destination] = slot;
    this.queued[destination]++;
    this.admit(destination);
  }

  /** Begins transfers to an instance as far as it has room. To be called whenever it may have more. */
  admit(instance: number): void {
    while (this.queued[instance] > 0) {
      const at = this.freeLane(instance);
      if (at < 0) return;
      const slot = this.head[instance];
      const blocks = blocksAt(this.simulator, instance, slot);
      if (!this.fits(instance, blocks)) return;
      this.unqueue(instance, slot);
      this.begin(at, slot, blocks);
    }
  }

  /** A transfer of a lane is complete; returns the lane's destination. */
  copyEnded(lane: number): number {
    const destination = Math.floor(lane / this.lanes);
    this.lane[lane] = LANDED;
    this.simulator.state.instances.landing[destination]++;
    this.simulator.touch(destination);
    this.land(lane);
    this.admit(destination);
    return destination;
  }

  /** A batch of an instance has ended: it may have places and blocks for those that come. */
  batchEnded(instance: number): void {
    for (let at = instance * this.lanes; at < (instance + 1) * this.lanes; at++)
      if (this.lane[at] === LANDED) this.land(at);
    this.admit(instance);
  }

  /** Requests that are queued for an instance that takes no more are to be sent somewhere else. */
  recall(instance: number): void {
    while (this.queued[instance] > 0) {
      const slot = this.head[instance];
      this.unqueue(instance, slot);
      this.simulator.handovers.append(slot);
    }
  }

  private begin(at: number, slot: number, blocks: number): void {
    const { simulator } = this;
    const { requests } = simulator.state;
    const destination = Math.floor(at / this.lanes);
    const source = requests.instance[slot];
    reserve(simulator, destination, blocks);
    this.lane[at] = SENDING;
    this.laneSlot[at] = slot;
    this.laneBlocks[at] = blocks;
    this.sentAt[at] = simulator.now;
    const kv = (requests.done[slot] - 1) * simulator.specs[source].kvBytesPerToken; // the newest token has none yet
    const bytes = kv * this.share;
    this.tallies[1] += bytes;
    const duration = this.links.nanoseconds(source, destination, bytes);
    simulator.timers.push(simulator.now + duration, TIMER_TRANSFER, simulator.specs.length + at);
  }

  private land(at: number): void {
    const { simulator } = this;
    const destination = Math.floor(at / this.lanes);
    if (!hasPlace(simulator, destination)) return;
    const slot = this.laneSlot[at];
    const source = simulator.state.requests.instance[slot];
    arrive(simulator, slot, source, { to: destination, blocks: this.laneBlocks[at] });
    this.lane[at] = FREE;
    simulator.state.instances.landing[destination]--;
    this.tallies[0]++;
    this.tallies[2] += simulator.now - this.sentAt[at];
  }

  /** Room for one more, beside those that are on their way. An empty instance takes whatever its pool can hold. */
  private fits(instance: number, blocks: number): boolean {
    const { simulator } = this;
    const { state } = simulator;
    const { waitingCount, usedBlocks, totalBlocks } = state.instances;
    if (waitingCount[instance] > 0) return false;
    const { maxSequences } = simulator.specs[instance].engine;
    if (admitted(simulator, instance) + this.sending(instance) >= maxSequences) return false;
    return hasRoom(simulator, instance, blocks) || (usedBlocks[instance] === 0 && blocks <= totalBlocks[instance]);
  }

  /** Transfers under way to an instance. */
  sending(instance: number): number {
    let count = 0;
    for (let at = instance * this.lanes; at < (instance + 1) * this.lanes; at++) if (this.lane[at] !== FREE) count++;
    return count;
  }

  private freeLane(instance: number): number {
    for (let at = instance * this.lanes; at < (instance + 1) * this.lanes; at++) if (this.lane[at] === FREE) return at;
    return -1;
  }

  private unqueue(instance: number, slot: number): void {
    const { requests } = this.simulator.state;
    const behind = requests.next[slot];
    this.head[instance] = behind;
    if (behind < 0) this.tail[instance] = -1;
    else requests.previous[behind] = -1;
    requests.next[slot] = -1;
    requests.previous[slot] = -1;
    this.queued[instance]--;
  }
}

/** Timers that m instances can have pending at once: migrations, starts, transfers and the three of the conductor. */
export function timersNeeded(instances: number, lanes: number): number {
  return instances * (2 + lanes) + 3;
}
