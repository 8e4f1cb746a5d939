/**
 * The correct mode: heterogeneous processors that run streams of task graphs, from event to event.
 *
 * One instant is handled in this order: ends of tasks and arrivals of data (by processor), tasks whose inputs reached
 * the shared memory, arrivals of jobs, the governor; then, if there is something to decide, the scheduler is asked
 * until nothing is left or it waits. A bound task joins its processor's queue; an idle processor starts the first task
 * of its queue whose data are there (first by order of binding, priority or deadline). No preemption, no re-binding.
 * Time counts in whole ticks. The mode differs from the published simulators in that no arrival is lost, there is no
 * polling (an end is seen in its own tick) and nothing is pruned.
 */
import { ArenaError } from '../../src/error.js';
import {
  NODE_DONE,
  NODE_PLACED,
  NODE_RUNNING,
  type PlacementGraph,
  type PlacementView,
  waitAction,
} from '../../src/placement.js';
import type { SocConfig } from './config.js';
import { EnergyMeter, powerIsOn } from './energy.js';
import { ExecutionTime } from './execution.js';
import { FrequencyControl } from './frequency.js';
import { SocItems } from './items.js';
import { SocJobs } from './jobs.js';
import type { SocModel } from './model.js';
import * as at from './state.js';
import { SocTransfers } from './transfers.js';
import type { Workload } from './workload.js';

/** Told of every executed task, for traces. */
export interface SocRecorder {
  executed(cell: number): void;
}

export interface SimulatorParts {
  /** Brings the graph of the view up to date. */
  readonly graph: (simulator: SocSimulator) => PlacementGraph;
}

export class SocSimulator {
  readonly model: SocModel;
  readonly config: SocConfig;
  readonly state: at.SocState;
  readonly items: SocItems;
  readonly energy: EnergyMeter | null;
  readonly frequency: FrequencyControl;
  readonly jobs: SocJobs;
  recorder: SocRecorder | null = null;
  /** Changes whenever the state does. */
  version = 0;
  private readonly transfers: SocTransfers;
  private readonly execution: ExecutionTime;
  private readonly late: boolean;
  private readonly ordered: boolean; // queues are not first come, first served
  private readonly byDeadline: boolean;
  private readonly horizon: number; // ticks
  private readonly wait: number;

  constructor(model: SocModel, config: SocConfig, parts: SimulatorParts) {
    this.model = model;
    this.config = config;
    this.state = new at.SocState(model, config.admission.maxLiveJobs);
    this.transfers = new SocTransfers(model, config, this.state);
    const graph = () => parts.graph(this);
    this.items = new SocItems(model, config, { state: this.state, transfers: this.transfers, graph });
    this.jobs = new SocJobs(model, config, { state: this.state, items: this.items, transfers: this.transfers });
    this.energy = powerIsOn(model, config) ? new EnergyMeter(model, config, this.state.arena) : null;
    this.frequency = new FrequencyControl(model, config, this.state.arena);
    this.execution = new ExecutionTime(model, config.executionNoise);
    this.late = config.binding === 'late';
    this.ordered = config.queueDiscipline !== 'fifo';
    this.byDeadline = config.queueDiscipline === 'deadline';
    this.horizon = config.episode.durationTicks ?? Number.POSITIVE_INFINITY;
    this.wait = waitAction(this.items.table.shape);
  }

  get now(): number {
    return this.state.real[at.NOW];
  }

  /** Jobs inside the chip or waiting in front of it. */
  get jobsInSystem(): number {
    return this.state.whole[at.LIVE] + this.jobs.backlog;
  }

  get view(): PlacementView {
    return this.items.table;
  }

  /** RUNNING, TERMINATED or TRUNCATED of state.ts. */
  get ended(): number {
    return this.state.whole[at.ENDED];
  }

  /** Starts an episode at time 0; `advance` then leads to the first decision. */
  reset(workload: Workload): void {
    this.version++;
    this.state.clear();
    this.items.clear();
    this.energy?.clear();
    this.frequency.clear(this);
    this.execution.noiseSeed = workload.noiseSeed;
    this.jobs.reset(workload);
  }

  /** Continues an episode from saved bytes and logs. */
  resume(
    workload: Workload,
    saved: { readonly bytes: Uint8Array; readonly latency: Float64Array; readonly slowdown: Float64Array },
  ): void {
    this.jobs.resume(workload, saved.latency, saved.slowdown);
    this.state.arena.restore(saved.bytes);
    this.execution.noiseSeed = workload.noiseSeed;
    this.version++;
  }

  /** Runs to the end of the episode; the chooser returns a flat action that the view's mask allows. */
  run(choose: (view: PlacementView) => number): void {
    while (this.advance()) this.act(choose(this.items.table));
  }

  /** Goes on until a decision is needed (true) or the episode has ended (false). */
  advance(): boolean {
    const { state } = this;
    while (state.whole[at.ENDED] === at.RUNNING) {
      if (this.mustDecide()) {
        this.prepareDecision();
        return true;
      }
      this.handleInstant(this.nextTime());
    }
    return false;
  }

  /**
   * Carries out a decision.
   * @throws ArenaError if the mask forbids it; the state is then unchanged.
   */
  act(action: number): void {
    const { table } = this.items;
    if (table.mask[action] !== 1) throw new ArenaError(forbidden(action, table.mask.length));
    this.version++;
    this.state.whole[at.DECISIONS]++;
    this.state.real[at.VIEW_TIME] = this.now;
    if (action === this.wait) {
      this.state.whole[at.WAITING] = 1;
      table.mask[this.wait] = 0;
      return;
    }
    const m = this.model.processorCount;
    const slot = (action / m) | 0;
    this.bind(slot, action - slot * m);
  }

  /** Changes the speed of a cluster (relative to its highest); what runs there is rescaled. */
  setSpeed(cluster: number, speed: number, megahertz: number): void {
    const { state, model } = this;
    for (let p = model.clusterStart[cluster]; p < model.clusterStart[cluster + 1]; p++) {
      if (state.running[p] >= 0) {
        state.workLeft[p] = Math.max(0, state.workLeft[p] - (this.now - state.segmentStart[p]) * state.speed[p]);
        state.segmentStart[p] = this.now;
        state.calendar.set(p, this.now + wholeTicks(state.workLeft[p], speed));
        const left = Math.max(0, state.expectedEnd[p] - this.now) * state.speed[p];
        state.expectedEnd[p] = this.now + left / speed;
      }
      state.queuedWork[p] *= state.speed[p] / speed;
      state.speed[p] = speed;
      this.items.writeSpeed(p, megahertz);
      this.items.writeProcessor(p);
    }
  }

  private mustDecide(): boolean {
    const { whole } = this.state;
    return whole[at.WAITING] === 0 && whole[at.ALLOWED] > 0;
  }

  private prepareDecision(): void {
    const { table } = this.items;
    const now = this.now;
    this.version++;
    this.items.refresh(now, this.state.real[at.VIEW_TIME]);
    this.energy?.show(now, table.resources.columns, this.model.clusterOf);
    table.mask[this.wait] = this.late && this.somethingCanHappen() ? 1 : 0;
  }

  /** False when waiting would never change anything. */
  private somethingCanHappen(): boolean {
    const { whole } = this.state;
    if (whole[at.BUSY] > 0 || whole[at.BOUND] > 0 || whole[at.MEMORY_COUNT] > 0) return true;
    return this.jobs.nextArrival !== Number.POSITIVE_INFINITY && this.jobs.canEnter;
  }

  private nextTime(): number {
    let time = this.state.calendar.earliestTime;
    if (this.jobs.nextArrival < time) time = this.jobs.nextArrival;
    if (this.state.whole[at.MEMORY_COUNT] > 0) time = Math.min(time, this.jobs.nextFromMemory);
    return time !== Number.POSITIVE_INFINITY && this.frequency.nextLook < time ? this.frequency.nextLook : time;
  }

  private handleInstant(time: number): void {
    const { state } = this;
    if (time >= this.horizon || time === Number.POSITIVE_INFINITY) {
      this.end();
      return;
    }
    this.moveTo(time);
    state.whole[at.WAITING] = 0;
    while (state.calendar.earliestTime === time) {
      const p = state.calendar.earliest;
      if (state.running[p] >= 0) this.finishTask(p);
      else this.startNext(p);
    }
    if (state.whole[at.MEMORY_COUNT] > 0) this.jobs.collectFromMemory(time);
    if (this.jobs.nextArrival <= time) this.jobs.admitArrivals(time);
    if (this.frequency.nextLook === time) this.frequency.look(this, time);
  }

  private end(): void {
    const { state } = this;
    const done = state.whole[at.COMPLETED] + state.whole[at.DROPPED] === this.jobs.workload.jobCount;
    const limited = this.config.episode.jobs !== null;
    if (this.horizon !== Number.POSITIVE_INFINITY && !(done && limited)) this.moveTo(this.horizon);
    this.energy?.advance(this.now);
    state.whole[at.ENDED] = done && limited ? at.TERMINATED : at.TRUNCATED;
    this.version++;
    this.items.table.mask.fill(0);
    this.items.refresh(this.now, state.real[at.VIEW_TIME]);
  }

  private moveTo(time: number): void {
    const { real, whole } = this.state;
    const elapsed = time - real[at.NOW];
    real[at.JOB_AREA] += elapsed * this.jobsInSystem;
    real[at.LIVE_AREA] += elapsed * whole[at.LIVE];
    real[at.NOW] = time;
  }

  private bind(slot: number, p: number): void {
    const { state } = this;
    const cell = this.items.slotCell[slot];
    const inputs = this.transfers.commit(cell, p);
    state.processor[cell] = p;
    state.inputsAt[cell] = inputs;
    this.items.take(slot);
    const expected = this.model.cost[this.taskRow(cell) * this.model.processorCount + p] / state.speed[p];
    if (this.late) this.items.offer(p, 0);
    if (state.running[p] < 0 && inputs <= this.now) this.startTask(cell, p);
    else this.enqueue(cell, p, expected);
    this.items.writeProcessor(p);
  }

  private enqueue(cell: number, p: number, expected: number): void {
    const { state } = this;
    state.taskState[cell] = NODE_PLACED;
    state.next[cell] = -1;
    if (state.queueHead[p] < 0) state.queueHead[p] = cell;
    else state.next[state.queueTail[p]] = cell;
    state.queueTail[p] = cell;
    state.queued[p]++;
    state.queuedWork[p] += expected;
    const bound = state.inputsAt[cell] + expected;
    if (bound > state.dataBound[p]) state.dataBound[p] = bound;
    state.whole[at.BOUND]++;
    if (state.running[p] < 0 && state.inputsAt[cell] < state.calendar.time[p])
      state.calendar.set(p, state.inputsAt[cell]);
  }

  private startTask(cell: number, p: number): void {
    const { state } = this;
    const u = this.taskRow(cell);
    const job = state.jobId[(cell / this.model.taskCapacity) | 0];
    const ticks = this.execution.ticks(u, p, job);
    const speed = state.speed[p];
    this.energy?.begin(p, this.now);
    this.frequency.begin(p, this.now);
    state.taskState[cell] = NODE_RUNNING;
    state.running[p] = cell;
    state.start[cell] = this.now;
    state.workLeft[p] = ticks;
    state.segmentStart[p] = this.now;
    state.expectedEnd[p] = this.now + this.model.cost[u * this.model.processorCount + p] / speed;
    state.whole[at.BUSY]++;
    state.calendar.set(p, this.now + (speed === 1 ? ticks : wholeTicks(ticks, speed)));
  }

  private finishTask(p: number): void {
    const { state, model } = this;
    const cell = state.running[p];
    const row = (cell / model.taskCapacity) | 0;
    this.energy?.finish(p, this.now);
    state.running[p] = -1;
    state.whole[at.BUSY]--;
    state.finish[cell] = this.now;
    state.taskState[cell] = NODE_DONE;
    state.busyTicks[p] += this.now - state.start[cell];
    this.frequency.finish(p, this.now);
    state.whole[at.TASKS_COMPLETED]++;
    this.recorder?.executed(cell);
    this.startNext(p);
    this.jobs.releaseSuccessors(cell, row, p);
    if (--state.jobRemaining[row] === 0) this.jobs.completeJob(row);
  }

  /** An idle processor takes the first task of its queue whose data are there, or waits for the next data. */
  private startNext(p: number): void {
    const { state } = this;
    let before = -1;
    let cell = state.queueHead[p];
    let earliest = Number.POSITIVE_INFINITY;
    let chosen = -1;
    let chosenBefore = -1;
    while (cell >= 0) {
      const inputs = state.inputsAt[cell];
      if (inputs > this.now) {
        if (inputs < earliest) earliest = inputs;
      } else if (chosen < 0 || this.precedes(cell, chosen)) {
        chosen = cell;
        chosenBefore = before;
        if (!this.ordered) break;
      }
      before = cell;
      cell = state.next[cell];
    }
    if (chosen >= 0) {
      this.unlink(chosen, chosenBefore, p);
      this.startTask(chosen, p);
    } else {
      state.calendar.set(p, earliest);
      if (state.expectedEnd[p] > this.now) state.expectedEnd[p] = this.now;
      if (this.late && state.queued[p] === 0) this.items.offer(p, 1);
    }
    this.items.writeProcessor(p);
  }

  /** Whether a bound task goes before another one under the queue discipline; equal ones keep the order of binding. */
  private precedes(cell: number, other: number): boolean {
    const { model, state } = this;
    const a = (cell / model.taskCapacity) | 0;
    const b = (other / model.taskCapacity) | 0;
    const s = state.jobTemplate[a];
    const t = state.jobTemplate[b];
    if (this.byDeadline) return state.jobArrival[a] + model.deadline[s] < state.jobArrival[b] + model.deadline[t];
    return model.priority[s] > model.priority[t];
  }

  private unlink(cell: number, before: number, p: number): void {
    const { state } = this;
    if (before < 0) state.queueHead[p] = state.next[cell];
    else state.next[before] = state.next[cell];
    if (state.queueTail[p] === cell) state.queueTail[p] = before;
    state.queued[p]--;
    state.whole[at.BOUND]--;
    const expected = this.model.cost[this.taskRow(cell) * this.model.processorCount + p] / state.speed[p];
    state.queuedWork[p] = state.queued[p] === 0 ? 0 : state.queuedWork[p] - expected;
    if (state.queued[p] === 0) state.dataBound[p] = 0;
  }

  private taskRow(cell: number): number {
    const { model, state } = this;
    const row = (cell / model.taskCapacity) | 0;
    return model.taskStart[state.jobTemplate[row]] + cell - row * model.taskCapacity;
  }
}

/** Ticks for work at a speed, rounded up; the guard keeps 30 / 1 from becoming 31 by a rounding error. */
function wholeTicks(work: number, speed: number): number {
  return Math.ceil(work / speed - 1e-9);
}

function forbidden(action: number, length: number): string {
  if (!Number.isInteger(action) || action < 0 || action >= length)
    return `envs/soc: action ${action} does not exist (0…${length - 1})`;
  return `envs/soc: action ${action} is not allowed by the present mask`;
}
