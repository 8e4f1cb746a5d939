/**
 * The life of jobs in the correct mode: arrival, admission (a limit of live jobs; further arrivals queue in front of
 * the chip or are lost), the moment each task becomes ready, the result that one job may hand to the next, and
 * completion. Closed arrivals keep a number of jobs inside: one enters when another is done. A job is done when all
 * its tasks are.
 */
import { NODE_READY, NODE_WAITING } from '../../src/placement.js';
import type { SocConfig } from './config.js';
import type { SocItems } from './items.js';
import type { SocModel } from './model.js';
import * as at from './state.js';
import type { SocTransfers } from './transfers.js';
import type { Workload } from './workload.js';

export class SocJobs {
  workload: Workload = EMPTY_WORKLOAD;
  readonly latency: number[] = []; // ticks, of completed jobs in order of completion
  readonly slowdown: number[] = []; // latency / latency bound of its template
  private readonly model: SocModel;
  private readonly state: at.SocState;
  private readonly items: SocItems;
  private readonly transfers: SocTransfers;
  private readonly limit: number; // live jobs
  private readonly shared: boolean;
  private readonly dropping: boolean;
  private readonly closedJobs: number; // jobs kept inside, 0 = open arrivals

  constructor(
    model: SocModel,
    config: SocConfig,
    parts: { readonly state: at.SocState; readonly items: SocItems; readonly transfers: SocTransfers },
  ) {
    this.model = model;
    this.state = parts.state;
    this.items = parts.items;
    this.transfers = parts.transfers;
    this.limit = config.admission.maxLiveJobs;
    this.shared = config.communication.route === 'shared-memory';
    this.dropping = config.admission.whenFull === 'drop';
    this.closedJobs = config.arrival.process === 'closed' ? config.arrival.jobsInSystem : 0;
  }

  /** Begins an episode; closed arrivals fill the chip. */
  reset(workload: Workload): void {
    this.workload = workload;
    this.latency.length = 0;
    this.slowdown.length = 0;
    for (let job = 0; job < this.closedJobs && job < workload.jobCount; job++) this.enterClosed();
  }

  /** Continues an episode with the logs it had. */
  resume(workload: Workload, latency: Float64Array, slowdown: Float64Array): void {
    this.workload = workload;
    this.latency.length = 0;
    this.slowdown.length = 0;
    for (const ticks of latency) this.latency.push(ticks);
    for (const ratio of slowdown) this.slowdown.push(ratio);
  }

  /** Time of the next arrival; Infinity when there is none, or arrivals follow completions. */
  get nextArrival(): number {
    const job = this.state.whole[at.NEXT_ARRIVAL];
    return this.closedJobs === 0 && job < this.workload.jobCount
      ? this.workload.arrival[job]
      : Number.POSITIVE_INFINITY;
  }

  /** Time at which the next task has all its inputs in the shared memory; Infinity when none is on the way. */
  get nextFromMemory(): number {
    const { state } = this;
    let time = Number.POSITIVE_INFINITY;
    for (let i = 0; i < state.whole[at.MEMORY_COUNT]; i++)
      if (state.inputsAt[state.onTheWay[i]] < time) time = state.inputsAt[state.onTheWay[i]];
    return time;
  }

  /** Jobs that have arrived and wait in front of the chip. */
  get backlog(): number {
    const { whole } = this.state;
    return whole[at.NEXT_ARRIVAL] - whole[at.NEXT_INJECTION];
  }

  /** True when a job that arrives could enter. */
  get canEnter(): boolean {
    return this.state.whole[at.LIVE] < this.limit;
  }

  /** Jobs arrive up to now and enter, queue or are lost. */
  admitArrivals(now: number): void {
    const { workload, state } = this;
    const { whole } = state;
    const { limit } = this;
    while (whole[at.NEXT_ARRIVAL] < workload.jobCount && workload.arrival[whole[at.NEXT_ARRIVAL]] <= now) {
      const job = whole[at.NEXT_ARRIVAL]++;
      if (!this.dropping) continue;
      whole[at.NEXT_INJECTION] = job + 1;
      if (whole[at.LIVE] < limit) this.inject(job, workload.arrival[job]);
      else this.drop(workload.template[job]);
    }
    while (whole[at.NEXT_INJECTION] < whole[at.NEXT_ARRIVAL] && whole[at.LIVE] < limit) {
      const job = whole[at.NEXT_INJECTION]++;
      this.inject(job, workload.arrival[job]);
    }
  }

  /** A job is lost; if it had a deadline, that is missed. */
  private drop(template: number): void {
    const { whole } = this.state;
    whole[at.DROPPED]++;
    if (this.model.deadline[template] === Number.POSITIVE_INFINITY) return;
    whole[at.DUE]++;
    whole[at.MISSED]++;
  }

  private enterClosed(): void {
    const { whole } = this.state;
    if (whole[at.NEXT_ARRIVAL] === this.workload.jobCount) return;
    const job = whole[at.NEXT_ARRIVAL]++;
    whole[at.NEXT_INJECTION] = job + 1;
    this.inject(job, this.state.real[at.NOW]);
  }

  private inject(job: number, arrival: number): void {
    const { model, state, workload } = this;
    const { whole } = state;
    const template = workload.template[job];
    const first = model.taskStart[template];
    const size = model.taskStart[template + 1] - first;
    const row = state.freeRows[state.freeRows.length - 1 - whole[at.LIVE]];
    state.liveRows[whole[at.LIVE]++] = row;
    state.jobId[row] = job;
    state.jobTemplate[row] = template;
    state.jobFirstTask[row] = workload.firstTask[job];
    state.jobArrival[row] = arrival;
    state.jobRemaining[row] = size;
    state.carriesTo[row] = -1;
    state.carriedProcessor[row] = -1;
    const base = row * model.taskCapacity;
    for (let i = 0; i < size; i++) {
      state.open[base + i] = model.predecessorStart[first + i + 1] - model.predecessorStart[first + i];
      state.taskState[base + i] = NODE_WAITING;
      state.processor[base + i] = -1;
      state.inputsAt[base + i] = 0;
    }
    this.carryInto(row);
    for (let i = 0; i < size; i++) if (state.open[base + i] === 0) this.inputsProduced(base + i);
  }

  /** Links a job to the result that the job before it hands on. */
  private carryInto(row: number): void {
    const { model, state } = this;
    const { whole } = state;
    const template = state.jobTemplate[row];
    const to = model.carriedTo[template];
    if (to >= 0) {
      const from = whole[at.LAST_CARRIER];
      if (from >= 0) {
        state.carriesTo[from] = row;
        state.open[row * model.taskCapacity + to]++;
      } else {
        this.takeCarried(row, row * model.taskCapacity + to);
      }
    }
    if (model.carriedFrom[template] >= 0) whole[at.LAST_CARRIER] = row;
  }

  /** Takes over a result that was produced before its job entered; its way into a shared memory began then. */
  private takeCarried(row: number, cell: number): void {
    const { model, state } = this;
    const p = state.whole[at.CARRIER_PROCESSOR];
    state.carriedProcessor[row] = p;
    state.carriedFinish[row] = state.carrierFinish[0];
    if (!this.shared || p < 0) return;
    const volume = model.carriedVolume[state.jobTemplate[row]];
    state.inputsAt[cell] = this.transfers.writtenAt(p, volume, state.carriedFinish[row]);
  }

  /** The last task of a job has ended. */
  completeJob(row: number): void {
    const { model, state } = this;
    const { whole, liveRows } = state;
    const template = state.jobTemplate[row];
    const latency = this.state.real[at.NOW] - state.jobArrival[row];
    this.latency.push(latency);
    this.slowdown.push(latency / Math.max(1, model.latencyBound[template]));
    if (model.deadline[template] !== Number.POSITIVE_INFINITY) {
      whole[at.DUE]++;
      if (latency > model.deadline[template]) whole[at.MISSED]++;
    }
    let position = 0;
    while (liveRows[position] !== row) position++;
    liveRows.copyWithin(position, position + 1, whole[at.LIVE]);
    state.freeRows[state.freeRows.length - whole[at.LIVE]] = row;
    whole[at.LIVE]--;
    state.jobId[row] = -1;
    whole[at.COMPLETED]++;
    state.real[at.LAST_COMPLETION] = this.state.real[at.NOW];
    if (this.closedJobs > 0) this.enterClosed();
    else if (!this.dropping && whole[at.NEXT_INJECTION] < whole[at.NEXT_ARRIVAL]) {
      const job = whole[at.NEXT_INJECTION]++;
      this.inject(job, this.workload.arrival[job]);
    }
  }

  private becomeReady(cell: number): void {
    this.state.taskState[cell] = NODE_READY;
    this.items.add(cell);
  }

  /** A task has ended on processor p: its successors may become ready. */
  releaseSuccessors(cell: number, row: number, p: number): void {
    const { model, state } = this;
    const base = row * model.taskCapacity;
    const u = model.taskStart[state.jobTemplate[row]] + cell - base;
    for (let e = model.successorStart[u]; e < model.successorStart[u + 1]; e++) {
      const successor = base + model.successor[e];
      if (this.shared) this.noteWrite(successor, p, model.successorVolume[e]);
      if (--state.open[successor] === 0) this.inputsProduced(successor);
    }
    if (cell - base === model.carriedFrom[state.jobTemplate[row]]) this.carryOn(row, p);
  }

  private carryOn(row: number, p: number): void {
    const { model, state } = this;
    const { whole } = state;
    const next = state.carriesTo[row];
    if (whole[at.LAST_CARRIER] === row) {
      whole[at.LAST_CARRIER] = -1;
      whole[at.CARRIER_PROCESSOR] = p;
      state.carrierFinish[0] = this.state.real[at.NOW];
    }
    if (next < 0) return;
    const template = state.jobTemplate[next];
    const cell = next * model.taskCapacity + model.carriedTo[template];
    state.carriedProcessor[next] = p;
    state.carriedFinish[next] = this.state.real[at.NOW];
    if (this.shared) this.noteWrite(cell, p, model.carriedVolume[template]);
    if (--state.open[cell] === 0) this.inputsProduced(cell);
  }

  private noteWrite(cell: number, p: number, volume: number): void {
    const { state } = this;
    const there = this.transfers.write(p, volume);
    if (there > state.inputsAt[cell]) state.inputsAt[cell] = there;
  }

  /** The last producer has ended: ready, once the shared memory has everything. */
  private inputsProduced(cell: number): void {
    const { state } = this;
    if (this.shared && state.inputsAt[cell] > this.state.real[at.NOW])
      state.onTheWay[state.whole[at.MEMORY_COUNT]++] = cell;
    else this.becomeReady(cell);
  }

  /** Tasks whose last input has reached the shared memory become ready. */
  collectFromMemory(now: number): void {
    const { state } = this;
    const count = state.whole[at.MEMORY_COUNT];
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const cell = state.onTheWay[i];
      if (state.inputsAt[cell] <= now) this.becomeReady(cell);
      else state.onTheWay[kept++] = cell;
    }
    state.whole[at.MEMORY_COUNT] = kept;
  }
}

const EMPTY_WORKLOAD: Workload = {
  jobCount: 0,
  arrival: new Float64Array(0),
  template: new Int32Array(0),
  firstTask: new Int32Array(0),
  noiseSeed: 0,
};
