/**
 * A cluster of LLM serving instances as a discrete-event simulation: requests arrive, are sent to instances by somebody
 * outside, and every instance runs its engine one iteration after the other. `advance` goes on to the next decision.
 *
 * Correct mode keeps whole nanoseconds in doubles. In compatible mode the clock is in seconds and every duration is
 * ns·1e-9, as in vidur, whose event order this loop reproduces: at one instant arrivals come first and are routed,
 * then batches end, then timers fire, then every instance that was touched forms its next batches. A batch runs through
 * the pipeline stages first in, first out, so its end is known when it is formed and only ends are events.
 *
 * Fast-forward: a batch of decodes alone that will repeat is one event for the whole run (`decode-runs.ts`); it is
 * cut at an iteration boundary when something touches the instance, and booked in closed form, equal to stepping.
 */
import { ensure } from '../../src/error.js';
import { INSTANCE_UP } from '../../src/serving.js';
import { Arena, type ArenaBytes } from '../../src/sim/arena.js';
import { EventQueue } from '../../src/sim/queue.js';
import { Admission } from './admission.js';
import { ArrivalCursor } from './arrival-cursor.js';
import { BatchForming } from './batch-forming.js';
import type { BatchLog } from './batch-log.js';
import { Booking } from './booking.js';
import { DecodeRuns } from './decode-runs.js';
import { Earliest } from './earliest.js';
import { EndedList } from './ended-list.js';
import { Ledger } from './ledger.js';
import type { RequestTableSnapshot } from './requests.js';
import type { Conductor, InstanceSpec, SimulatorOptions } from './simulator-options.js';
import { SlotList } from './slot-list.js';
import { ServingState } from './state.js';
import type { RequestSource } from './workload/source.js';

export * from './simulator-options.js';

/** Where an instant stands. */
const DECIDING = 0; // arrivals are in; dispatch decisions are due
const ACTING = 1; // ends and timers are done; handover, migration and scale decisions are due
const FORMING = 2;

export class ServingSimulator {
  readonly arena = new Arena();
  readonly state: ServingState;
  readonly ledger: Ledger;
  readonly timers: EventQueue;
  readonly specs: readonly InstanceSpec[];
  /** Arrived, not yet sent anywhere, in order of arrival. */
  readonly unrouted: SlotList;
  /** Prefilled on a prefill instance, waiting for a decode instance. */
  readonly handovers: SlotList;
  /** Requests that are over since `ended.clear()`. */
  readonly ended = new EndedList();
  /** Requests of the workload. */
  requestCount = 0;
  /** Tokens of a shareable granule of the workload; 0 = none. */
  prefixGranule = 0;
  /** A round of migrations or of scaling waits to be decided; whoever opened it closes it. */
  roundOpen = false;
  private heldRequests = 0; // unrouted ones left for the next instant
  private heldHandovers = 0;
  readonly log: BatchLog | undefined;
  private readonly until: number; // clock; nothing happens from here on
  private readonly ends: Earliest;
  private readonly fastForward: boolean;
  private phase = FORMING;
  private steps = 0; // iterations that were events
  private readonly runs: DecodeRuns;
  private readonly forming: BatchForming;
  private readonly booking: Booking;
  private readonly admission: Admission;

  constructor(options: SimulatorOptions) {
    const { instances, sloClasses, fastForward = true, compat = false, starts = true, prefixCache, log } = options;
    const m = instances.length;
    ensure(m >= 1, 'envs/serving: at least one instance is needed');
    this.specs = instances;
    this.log = log;
    this.until = options.until ?? Number.POSITIVE_INFINITY;
    this.fastForward = fastForward && !compat && log === undefined;
    const limits = {
      instances: m,
      sequences: Math.max(...instances.map(({ engine }) => engine.maxSequences)),
      stages: Math.max(...instances.map(({ stages }) => stages)),
    };
    const shared = prefixCache ? { prefixCache } : {};
    const cursor = new ArrivalCursor();
    this.state = new ServingState({ ...limits, ...shared, restartShortensPrompt: compat }, cursor, this.arena);
    const { keep = 'rows' } = options;
    const slo = options.slo ? { slo: options.slo } : {};
    this.ledger = new Ledger(sloClasses, { keep, secondsPerUnit: compat ? 1 : 1e-9, ...slo });
    this.ends = new Earliest(m, this.arena);
    this.runs = new DecodeRuns({ state: this.state, ledger: this.ledger, specs: instances, ends: this.ends });
    const runs = this.fastForward ? this.runs : undefined;
    const forming = { state: this.state, specs: instances, ends: this.ends, runs, unit: compat ? 1e-9 : 1 };
    this.forming = new BatchForming(forming, this.arena);
    this.timers = new EventQueue(options.timers ?? 4 * m + 16, this.arena);
    this.unrouted = new SlotList(this.state.requests);
    this.handovers = new SlotList(this.state.requests);
    const { state, ledger, handovers, ended } = this;
    this.admission = new Admission({ state, ledger, ended, unrouted: this.unrouted, specs: instances, starts });
    this.booking = new Booking({ state, ledger, handovers, ended });
    const table = state.instances;
    instances.forEach((spec, i) => {
      table.stages[i] = spec.stages;
      table.totalBlocks[i] = spec.totalBlocks;
      table.watermarkBlocks[i] = spec.watermarkBlocks;
      table.blockTokens[i] = spec.blockTokens;
      table.role[i] = spec.role;
    });
  }

  /** Begins an episode: empty instances at time 0. */
  reset(source: RequestSource): void {
    const { state, specs } = this;
    state.now = 0;
    state.requests.clear();
    state.instances.clear();
    state.prefixCache?.clear();
    state.arrivals.open(source);
    this.ledger.clear();
    this.ended.clear();
    this.log?.clear();
    this.ends.clear();
    this.timers.clear();
    this.unrouted.clear();
    this.handovers.clear();
    this.forming.clear();
    this.roundOpen = false;
    this.requestCount = source.count;
    this.prefixGranule = source.prefixGranule;
    this.steps = 0;
    this.admission.arrivalSum = 0;
    this.booking.finishSum = 0;
    this.heldRequests = 0;
    this.heldHandovers = 0;
    this.runs.iterations = 0;
    this.runs.suspended = false;
    this.phase = FORMING;
    for (let i = 0; i < specs.length; i++) state.instances.state[i] = specs[i].up ? INSTANCE_UP : 0;
    this.conductor?.begin();
  }

  /** Iterations in all. */
  get iterations(): number {
    return this.steps + this.runs.iterations;
  }

  /** Whoever moves requests between instances. */
  get conductor(): Conductor | undefined {
    return this.booking.conductor;
  }

  set conductor(conductor: Conductor) {
    this.booking.conductor = conductor;
  }

  /** Tokens of the longest sequence that fits on each instance: [m]. */
  get longest(): Int32Array {
    return this.admission.longest;
  }

  get now(): number {
    return this.state.now;
  }

  get decisionDue(): boolean {
    return this.dispatchDue || this.handoverDue || this.roundOpen;
  }

  /** Some request is to be sent to an instance, and not held. */
  get dispatchDue(): boolean {
    return this.unrouted.count > this.heldRequests;
  }

  /** Some prefilled request is to be handed over, and not held. */
  get handoverDue(): boolean {
    return this.handovers.count > this.heldHandovers;
  }

  /** Leaves the requests that wait for a decision until the next instant at which something happens, be it an iteration. */
  hold(): void {
    if (this.dispatchDue) this.heldRequests = this.unrouted.count;
    else this.heldHandovers = this.handovers.count;
    if (!this.fastForward) return;
    this.runs.suspended = true;
    for (let i = 0; i < this.specs.length; i++) this.runs.interrupt(i);
  }

  /** Time that all accepted requests have spent in the system together, clock. */
  get presence(): number {
    const { finishSum } = this.booking;
    return finishSum + this.state.requests.live * this.state.now - this.admission.arrivalSum;
  }

  /** Some instance forms batches at the end of this instant. */
  get formingDue(): boolean {
    return this.forming.touchedCount > 0;
  }

  /** Every request is over. */
  get finished(): boolean {
    return this.ledger.completed + this.ledger.rejected >= this.requestCount;
  }

  /** The clock has been stopped while requests were left. */
  get cut(): boolean {
    return this.now >= this.until;
  }

  /** Goes on until a decision is due (true), or every request is over or the clock is stopped (false). */
  advance(): boolean {
    const { state, ends, timers } = this;
    const { arrivals } = state;
    if (this.decisionDue) return true;
    for (;;) {
      if (this.phase === DECIDING) {
        if (ends.least === state.now || timers.peekTime() === state.now) this.release(); // an instance may be idle now
        this.endBatches();
        while (timers.peekTime() === state.now) this.fire();
        this.phase = ACTING;
        if (this.decisionDue) return true;
      }
      if (this.phase === ACTING) this.forming.formTouched();
      this.phase = FORMING;
      if (this.finished) return false;
      const next = Math.min(arrivals.time, ends.least, timers.peekTime());
      const ahead = Math.min(next, this.until) < Number.POSITIVE_INFINITY;
      ensure(ahead, 'envs/serving: requests are left but nothing will happen any more');
      if (next >= this.until) return this.stop();
      state.now = next;
      this.release();
      while (arrivals.time === next) this.admission.arrive();
      this.phase = DECIDING;
      if (this.unrouted.count > 0) return true;
    }
  }

  /** Stops the clock; what runs have done before this time is booked, what ends just now has not ended. */
  private stop(): false {
    this.state.now = this.until;
    this.settleAll();
    return false;
  }

  private release(): void {
    this.heldRequests = 0;
    this.heldHandovers = 0;
    this.runs.suspended = false;
  }

  // ---- decisions

  /** Whether an instance may be given a request (or a request that comes over). */
  accepts(instance: number, slot: number): boolean {
    return this.admission.accepts(instance, slot);
  }

  /** Sends an unrouted request to an instance. */
  dispatch(slot: number, instance: number): void {
    const { state } = this;
    this.unrouted.remove(slot);
    state.instances.dispatched[instance]++;
    this.place(slot, instance);
  }

  /** Puts a request into the waiting list of an instance, which forms its batches anew. */
  place(slot: number, instance: number): void {
    const { state } = this;
    state.assign(slot, instance);
    const { engine } = this.specs[instance];
    if (engine.enqueue) engine.enqueue(state, instance, slot);
    else state.enqueue(instance, slot);
    this.touch(instance);
  }

  /** The instance forms batches at the end of this instant; a run is cut at its next iteration boundary. */
  touch(instance: number): void {
    if (this.fastForward) this.runs.interrupt(instance);
    this.forming.touch(instance);
  }

  /** Books what runs have done by now, so that all columns of every instance are up to date. */
  settleAll(): void {
    if (!this.fastForward) return;
    for (let i = 0; i < this.specs.length; i++) this.runs.settle(i);
  }

  /** The same for one instance. */
  settle(instance: number): void {
    if (this.fastForward) this.runs.settle(instance);
  }

  /** A copy of everything that changes. */
  snapshot(): SimulatorSnapshot {
    const { state, unrouted, handovers } = this;
    return {
      bytes: this.arena.snapshot(),
      requests: state.requests.snapshot(),
      ledger: this.ledger.snapshot(),
      cache: state.prefixCache?.snapshot(),
      lists: [unrouted, handovers].map(({ head, tail, count }) => [head, tail, count]),
      numbers: [state.now, state.arrivals.row, this.forming.touchedCount, this.phase, this.steps, this.runs.iterations],
      sums: [this.admission.arrivalSum, this.booking.finishSum],
      held: [this.heldRequests, this.heldHandovers],
      roundOpen: this.roundOpen,
    };
  }

  /** Puts a copy back; the workload must be the one of the copy. */
  restore(saved: SimulatorSnapshot, source: RequestSource): void {
    const { state, unrouted, handovers } = this;
    this.arena.restore(saved.bytes);
    state.requests.restore(saved.requests);
    this.ledger.restore(saved.ledger);
    this.ended.clear();
    state.prefixCache?.restore(saved.cache);
    [unrouted, handovers].forEach((list, i) => {
      [list.head, list.tail, list.count] = saved.lists[i] as [number, number, number];
    });
    const [now, row, touchedCount, phase, steps, booked] = saved.numbers as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    state.now = now;
    state.arrivals.open(source);
    state.arrivals.seek(row);
    this.forming.touchedCount = touchedCount;
    this.phase = phase;
    this.steps = steps;
    this.runs.iterations = booked;
    this.roundOpen = saved.roundOpen;
    [this.admission.arrivalSum, this.booking.finishSum] = saved.sums as [number, number];
    [this.heldRequests, this.heldHandovers] = saved.held as [number, number];
    this.runs.suspended = this.heldRequests + this.heldHandovers > 0;
    this.requestCount = source.count;
    this.prefixGranule = source.prefixGranule;
  }

  // ---- batches

  /** All that end now. Where somebody is going to look, iterations inside of runs end as well. */
  private endBatches(): void {
    const { ends, state } = this;
    while (ends.least === state.now) this.endBatch(ends.index);
    const looked = this.handovers.count > 0 || this.roundOpen || this.timers.peekTime() === state.now;
    if (!looked || !this.fastForward) return;
    this.runs.cutEnding();
    while (ends.least === state.now) this.endBatch(ends.index);
  }

  /** The oldest batch of an instance ends. */
  private endBatch(instance: number): void {
    const { state } = this;
    const { instances } = state;
    const row = instances.oldestBatch(instance);
    const run = instances.runLength[row];
    if (run > 1) this.runs.bookRun(instance, run - 1);
    instances.batchHead[instance] = (instances.batchHead[instance] + 1) % instances.maxStages;
    instances.batchCount[instance]--;
    instances.iterations[instance]++;
    this.steps++;
    this.log?.add(state, instance, row);
    this.booking.bookBatch(instance, row);
    const left = instances.batchCount[instance];
    this.ends.set(instance, left > 0 ? instances.batchEnd[instances.oldestBatch(instance)] : Number.POSITIVE_INFINITY);
    this.conductor?.batchEnded(instance);
    this.touch(instance);
  }

  private fire(): void {
    const { timers } = this;
    const payload = timers.pop();
    this.conductor?.timer(timers.rank, payload);
  }
}

/** A simulator at one moment. */
export interface SimulatorSnapshot {
  readonly bytes: ArenaBytes;
  readonly requests: RequestTableSnapshot;
  readonly ledger: ReturnType<Ledger['snapshot']>;
  readonly cache: unknown;
  readonly lists: readonly (readonly number[])[];
  readonly numbers: readonly number[];
  readonly sums: readonly number[];
  readonly held: readonly number[];
  readonly roundOpen: boolean;
}
