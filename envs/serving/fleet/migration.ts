/**
 * Live migration of a request between instances (Llumnix, OSDI 2024; the artifact's two stages, the main branch's
 * several). KV is only appended to, so what is complete is copied while the source decodes on; then, at the end of an
 * iteration, the request is stopped, the rest is copied, and it goes on at the destination. Its downtime is this last
 * part. The destination reserves blocks before each copy. Every source and every destination has one migration at a
 * time. A waiting request has no KV: it only changes its queue. Left out: that copying slows iterations down (≤ 1 %).
 *
 * A migration ends early, and the request goes on where it was, when it has finished or was preempted, when the
 * destination lacks blocks or a place, or is no longer up. The end is noticed at once, the rest when a copy is over and
 * when it is to be stopped.
 */
import { ensure } from '../../../src/error.js';
import { INSTANCE_DRAINING, INSTANCE_UP } from '../../../src/serving.js';
import { REQUEST_RUNNING, REQUEST_TRANSFER, REQUEST_WAITING } from '../requests.js';
import { type ServingSimulator, TIMER_TRANSFER } from '../simulator.js';
import type { MigrationOptions } from './config.js';
import { Links, toNanoseconds } from './links.js';
import {
  ABORT_REASONS,
  BOUNDARY,
  COPYING,
  DRAINED,
  FINISHED,
  IDLE,
  MEMORY,
  PLACE,
  PREEMPTED,
  QUEUE,
  RETURNING,
  STOPPED,
  VOID,
} from './migration-phase.js';
import { arrive, blocksAt, hasPlace, hasRoom, isRunning, reserve, unreserve } from './reservation.js';
import { runningVictim, suits, waitingVictim } from './victim.js';

export class Migrations {
  private readonly simulator: ServingSimulator;
  private readonly options: MigrationOptions;
  private readonly links: Links;
  private readonly overhead: number; // ns
  private ended = false; // a migration is over in the batch end that is being told; false between events
  // by source instance
  private readonly phase: Int32Array; // [m]
  private readonly slot: Int32Array; // [m]
  private readonly number: Int32Array; // [m] of the request: its slot may be another's when it has gone
  private readonly destination: Int32Array; // [m]
  private readonly stage: Int32Array; // [m] copies made
  private readonly copied: Int32Array; // [m] blocks, those under way included
  private readonly reserved: Int32Array; // [m] blocks at the destination
  private readonly preemptions: Int32Array; // [m] of the request when it began
  private readonly stoppedAt: Float64Array; // [m] clock
  // tallies
  private readonly tallies: Float64Array; // started, completed, bytes, downtime of completed ones, longest downtime
  /** Migrations that ended early, by reason (see ABORT_REASONS). */
  readonly aborted: Float64Array; // [reason]

  /** @throws ArenaError where the links do not match the instances. */
  constructor(simulator: ServingSimulator, options: MigrationOptions) {
    const { arena } = simulator;
    const m = simulator.specs.length;
    this.simulator = simulator;
    this.options = options;
    this.links = new Links(m, options);
    this.overhead = toNanoseconds(options.overhead);
    this.phase = arena.int32(m);
    this.slot = arena.int32(m);
    this.number = arena.int32(m);
    this.destination = arena.int32(m);
    this.stage = arena.int32(m);
    this.copied = arena.int32(m);
    this.reserved = arena.int32(m);
    this.preemptions = arena.int32(m);
    this.stoppedAt = arena.float64(m);
    this.tallies = arena.float64(5);
    this.aborted = arena.float64(ABORT_REASONS.length);
  }

  clear(): void {
    this.phase.fill(IDLE);
    this.tallies.fill(0);
    this.aborted.fill(0);
  }

  get started(): number {
    return this.tallies[0];
  }

  get completed(): number {
    return this.tallies[1];
  }

  /** Bytes copied, those of migrations that ended early included. */
  get bytes(): number {
    return this.tallies[2];
  }

  /** Σ of the time in which completed migrations kept their requests from running, ns. */
  get downtime(): number {
    return this.tallies[3];
  }

  /** The longest of them, ns. */
  get longestDowntime(): number {
    return this.tallies[4];
  }

  /** Blocks of `instance` that are kept for a request on its way to it. */
  reservedAt(instance: number): number {
    for (let source = 0; source < this.phase.length; source++)
      if (this.phase[source] !== IDLE && this.destination[source] === instance) return this.reserved[source];
    return 0;
  }

  /** Slot of the request that is on its way away from `source`; −1 = none. */
  moving(source: number): number {
    const phase = this.phase[source];
    return phase === IDLE || phase === VOID || this.displaced(source) ? -1 : this.slot[source];
  }

  /** Slot of the request that an instance would give away now; −1 = none. */
  victim(instance: number): number {
    const { waiting, victim } = this.options;
    const head = waiting === 'never' ? -1 : waitingVictim(this.simulator.state, instance);
    if (head >= 0 && waiting === 'first') return head;
    if (victim !== 'lcfs') this.simulator.settle(instance); // sequence lengths are compared
    const running = runningVictim(this.simulator.state, instance, victim);
    return running >= 0 ? running : head;
  }

  /** Whether an instance may begin to give a request away: it runs, and no migration of it is under way. */
  canGive(instance: number): boolean {
    const { state, migrating } = this.simulator.state.instances;
    if (migrating[instance] === 1) return false;
    if (state[instance] !== INSTANCE_UP && state[instance] !== INSTANCE_DRAINING) return false;
    return this.victim(instance) >= 0;
  }

  /** Whether an instance may begin to receive; whether its memory suffices shows on the way. */
  canReceive(instance: number): boolean {
    const { state, migrating } = this.simulator.state.instances;
    return state[instance] === INSTANCE_UP && migrating[instance] === 0;
  }

  /** Whether this request of `source` could go on at `destination`: role, length and form of the cache allow it. */
  suits(slot: number, source: number, destination: number): boolean {
    return suits(this.simulator, slot, source, destination);
  }

  /**
   * Begins to move the victim of `source`, or a certain request of it.
   * @throws ArenaError where `canGive`, `canReceive` or `suits` say no.
   */
  start(source: number, destination: number, slot = this.victim(source)): void {
    const { simulator } = this;
    const { requests, instances } = simulator.state;
    const name = `envs/serving: migration from instance ${source} to ${destination}`;
    ensure(slot >= 0 && requests.instance[slot] === source, `${name}: the source has no such request to give away`);
    ensure(instances.migrating[source] === 0, `${name}: the source is in a migration already`);
    ensure(this.canReceive(destination), `${name}: the destination is not up or in a migration already`);
    ensure(this.suits(slot, source, destination), `${name}: the request could not go on there`);
    const waits = requests.phase[slot] === REQUEST_WAITING;
    const runs = requests.phase[slot] === REQUEST_RUNNING && requests.prefilled[slot] === 1;
    ensure(waits || runs, `${name}: the request has no output token yet`);
    this.slot[source] = slot;
    this.number[source] = requests.number[slot];
    this.destination[source] = destination;
    this.occupy(source, 1);
    this.stage[source] = 0;
    this.copied[source] = 0;
    this.reserved[source] = 0;
    this.preemptions[source] = requests.preemptions[slot];
    this.tallies[0]++;
    if (waits) this.leaveQueue(source);
    else this.next(source);
    this.ended = false; // where it ended at once nothing had been reserved
  }

  /** A copy that `source` sends is complete. */
  copyEnded(source: number): void {
    const phase = this.phase[source];
    if (phase === QUEUE) this.joinQueue(source);
    else if (phase === STOPPED) this.land(source);
    else if (phase === VOID) this.end(source);
    else this.next(source);
    this.ended = false; // who calls this looks after what has become free
  }

  /** A batch of an instance has ended: a request that was in it can be stopped, or come back. True = a migration is over. */
  batchEnded(instance: number): boolean {
    if (this.phase[instance] === BOUNDARY) this.tryStop(instance);
    else if (this.phase[instance] === RETURNING) this.tryReturn(instance);
    const { ended } = this;
    this.ended = false;
    return ended;
  }

  /** The request has finished: here, or, after a preemption, wherever it was dispatched to. */
  gone(slot: number): void {
    const { requests } = this.simulator.state;
    const here = requests.instance[slot];
    if (requests.preemptions[slot] === 0) this.letGo(here, slot);
    else for (let source = 0; source < this.phase.length; source++) this.letGo(source, slot);
  }

  private letGo(source: number, slot: number): void {
    const phase = this.phase[source];
    if (phase !== COPYING && phase !== BOUNDARY) return;
    if (this.slot[source] !== slot || this.number[source] !== this.simulator.state.requests.number[slot]) return;
    this.abort(source, FINISHED);
    if (phase === BOUNDARY) return;
    this.phase[source] = VOID;
    this.occupy(source, 1);
  }

  /** Copies what is complete by now, or asks for the last stage. */
  private next(source: number): void {
    const { simulator } = this;
    const destination = this.destination[source];
    simulator.settle(source);
    const { requests, instances } = simulator.state;
    const tokens = requests.done[this.slot[source]] - 1; // the newest has no KV yet
    const size = instances.blockTokens[source];
    const blocks = this.blocksToCopy(source, tokens, size);
    if (this.givesUp(source, blocks)) return;
    if (blocks === 0) {
      this.phase[source] = BOUNDARY;
      simulator.touch(source);
      this.tryStop(source);
      return;
    }
    reserve(simulator, destination, blocks);
    this.reserved[source] += blocks;
    this.copied[source] += blocks;
    this.stage[source]++;
    this.phase[source] = COPYING;
    this.send(source, blocks * size, 0);
  }

  /** Ends the migration where the request was preempted or the destination cannot reserve `blocks` more. */
  private givesUp(source: number, blocks: number): boolean {
    const refusal = this.displaced(source) ? PREEMPTED : this.refusal(this.destination[source], blocks);
    if (refusal >= 0) this.abort(source, refusal);
    return refusal >= 0;
  }

  /** Whether the request was preempted since; it may even have been dispatched anew and finished elsewhere. */
  private displaced(source: number): boolean {
    const { number, instance, preemptions } = this.simulator.state.requests;
    const slot = this.slot[source];
    if (number[slot] !== this.number[source] || instance[slot] !== source) return true;
    return preemptions[slot] !== this.preemptions[source];
  }

  /** Blocks of the next copy while the request runs; 0 = the last stage is due. */
  private blocksToCopy(source: number, tokens: number, size: number): number {
    const { stages } = this.options;
    const left = Math.ceil(tokens / size) - this.copied[source];
    if (stages.kind === 'two-stage') return this.stage[source] > 0 ? 0 : left - 1;
    if (this.stage[source] >= stages.most - 1 || left < stages.finalBlocks) return 0;
    return Math.floor(tokens / size) - this.copied[source];
  }

  /** Stops the request where it is between two batches, and copies the rest. */
  private tryStop(source: number): void {
    const { simulator } = this;
    const { state } = simulator;
    const { requests, instances } = state;
    const slot = this.slot[source];
    const destination = this.destination[source];
    if (this.givesUp(source, 0) || !isRunning(simulator, source, slot)) return; // it may be in a batch
    const blocks = Math.max(0, blocksAt(simulator, destination, slot) - this.reserved[source]);
    if (this.givesUp(source, blocks)) return;
    state.removeRunning(source, slot);
    requests.phase[slot] = REQUEST_TRANSFER;
    this.phase[source] = STOPPED;
    this.stoppedAt[source] = simulator.now;
    reserve(simulator, destination, blocks);
    this.reserved[source] += blocks;
    simulator.touch(source);
    const tokens = requests.done[slot] - 1;
    const size = instances.blockTokens[source];
    const rest = this.options.unit === 'tokens' ? tokens : Math.ceil(tokens / size) * size;
    this.send(source, rest - this.copied[source] * size, this.overhead);
  }

  /** The whole KV is there. */
  private land(source: number): void {
    const { simulator } = this;
    const slot = this.slot[source];
    const destination = this.destination[source];
    const refusal = this.refusal(destination, 0);
    if (refusal >= 0) {
      this.release(source);
      this.aborted[refusal]++;
      this.phase[source] = RETURNING;
      simulator.state.instances.landing[source]++;
      simulator.touch(source);
      this.tryReturn(source);
      return;
    }
    const downtime = this.addDowntime(source);
    this.tallies[3] += downtime;
    if (downtime > this.tallies[4]) this.tallies[4] = downtime;
    arrive(simulator, slot, source, { to: destination, blocks: this.reserved[source] });
    this.complete(source);
  }

  /** Why the destination cannot have the request; −1 = it can. `blocks` are those it still has to reserve. */
  private refusal(destination: number, blocks: number): number {
    const { simulator } = this;
    if (simulator.state.instances.state[destination] !== INSTANCE_UP) return DRAINED;
    if (blocks > 0 && !hasRoom(simulator, destination, blocks)) return MEMORY;
    return hasPlace(simulator, destination) ? -1 : PLACE;
  }

  /** Back to the running list of the source, as soon as there is a place: somebody may have been admitted meanwhile. */
  private tryReturn(source: number): void {
    const { simulator } = this;
    if (!hasPlace(simulator, source)) return;
    this.addDowntime(source);
    simulator.state.instances.landing[source]--;
    simulator.touch(source);
    simulator.state.pushRunning(source, this.slot[source]);
    this.end(source);
  }

  private leaveQueue(source: number): void {
    const { simulator } = this;
    const slot = this.slot[source];
    simulator.touch(source); // somebody else is the head now
    simulator.state.unqueue(source, slot);
    simulator.state.requests.phase[slot] = REQUEST_TRANSFER;
    this.phase[source] = QUEUE;
    this.send(source, 0, 0);
  }

  private joinQueue(source: number): void {
    const { simulator } = this;
    const slot = this.slot[source];
    const destination = this.destination[source];
    if (simulator.state.instances.state[destination] === INSTANCE_UP) {
      simulator.place(slot, destination);
      this.complete(source);
      return;
    }
    simulator.touch(source);
    simulator.state.enqueueFront(source, slot);
    this.aborted[DRAINED]++;
    this.end(source);
  }

  private send(source: number, tokens: number, extra: number): void {
    const { simulator } = this;
    const bytes = tokens * simulator.specs[source].kvBytesPerToken;
    this.tallies[2] += bytes;
    const duration = extra + this.links.nanoseconds(source, this.destination[source], bytes);
    simulator.timers.push(simulator.now + duration, TIMER_TRANSFER, source);
  }

  private release(source: number): void {
    unreserve(this.simulator, this.destination[source], this.reserved[source]);
    this.reserved[source] = 0;
  }

  private addDowntime(source: number): number {
    const { simulator } = this;
    const downtime = simulator.now - this.stoppedAt[source];
    simulator.state.requests.downtime[this.slot[source]] += downtime;
    return downtime;
  }

  private complete(source: number): void {
    this.simulator.state.requests.migrations[this.slot[source]]++;
    this.tallies[1]++;
    this.end(source);
  }

  /** Ends a migration whose request has not been stopped. */
  private abort(source: number, reason: number): void {
    this.release(source);
    this.aborted[reason]++;
    this.end(source);
  }

  private end(source: number): void {
    this.ended = true;
    this.phase[source] = IDLE;
    this.occupy(source, 0);
  }

  /** Both instances are in a migration (1), or free for another one (0). */
  private occupy(source: number, migrating: number): void {
    const { instances } = this.simulator.state;
    instances.migrating[source] = migrating;
    instances.migrating[this.destination[source]] = migrating;
  }
}
