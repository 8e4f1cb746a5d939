/**
 * The compatible SoC simulator: replays the released simulators (modes socrates, ds3, dash) tick by tick, quirks
 * included, and can be driven from outside at every decision. A decision is a manager's turn with ready tasks: bind
 * each of them to a processor, in the order in which launches shall be tried, then finish the decision.
 */
import { ArenaError } from '../../../src/error.js';
import { type CompatConfig, type Mode, type ResolvedConfig, resolveConfig } from './config.js';
import type { Draws } from './draws.js';
import { EVENT, popEvent } from './events.js';
import { continueTask, finishTask, startTask } from './execution.js';
import { generatorTurn } from './generator.js';
import { beginTurn, endTurn, takeBound } from './manager.js';
import { PowerModel, type PowerState } from './power-model.js';
import { type CompatState, createState, dataReadyTick, type Ending, executionTicks, type Run } from './run.js';
import type { CompatScheduler } from './scheduler.js';
import { append, type IdList, idList, STAGE } from './state.js';
import { buildTables, type Tables } from './tables.js';

/** A saved simulation. */
export interface CompatSnapshot {
  readonly state: CompatState;
  readonly power: PowerState | null;
  readonly draws: unknown;
  readonly bound: IdList;
  readonly deciding: boolean;
  readonly scheduler: unknown;
}

export class CompatSimulator {
  readonly config: ResolvedConfig;
  readonly tables: Tables;
  private readonly current: Run;
  private bound: IdList = idList();
  private deciding = false;
  private readonly notify: (job: number) => void;

  /** @throws ArenaError for an invalid configuration. */
  constructor(config: Partial<CompatConfig> & { readonly mode: Mode }, draws: Draws) {
    this.config = resolveConfig(config);
    this.tables = buildTables(this.config.platform, this.config.jobs);
    this.current = {
      config: this.config,
      fidelity: this.config.fidelity,
      tables: this.tables,
      draws,
      power: this.config.power ? new PowerModel(this.config, this.tables) : null,
      scheduler: null,
      state: createState(this.tables, this.config.platform.clusters.length),
    };
    this.notify = (job) => this.current.scheduler?.onArrival?.(this, job);
  }

  /** All that changes; read only for callers. */
  get state(): Readonly<CompatState> {
    return this.current.state;
  }

  get power(): PowerModel | null {
    return this.current.power;
  }

  /** Ticks. */
  get now(): number {
    return this.current.state.now;
  }

  /** Tasks to be bound at this decision, in the manager's order. */
  get ready(): Readonly<IdList> {
    return this.current.state.ready;
  }

  /** Why the run is over; '' while it is not. */
  get ending(): Ending {
    return this.current.state.ending;
  }

  /** Uses a scheduler from the first tick on. @throws ArenaError once the run has begun. */
  attach(scheduler: CompatScheduler): void {
    if (this.current.state.managerTime !== 0 || this.deciding)
      throw new ArenaError(`envs/soc/compat: scheduler "${scheduler.name}" can be attached before the first tick only`);
    this.current.scheduler = scheduler;
    scheduler.reset(this);
  }

  /** Runs until ready tasks wait to be bound (true) or the run is over (false). */
  advanceToDecision(): boolean {
    if (this.deciding) return true;
    const run = this.current;
    const { state } = run;
    const { events } = state;
    const end = run.config.length ?? Number.POSITIVE_INFINITY;
    while (state.ending === '') {
      let time = state.managerTime;
      let sequence = state.managerSequence;
      let source = 0; // the manager
      if (state.generatorTime < time || (state.generatorTime === time && state.generatorSequence < sequence)) {
        time = state.generatorTime;
        sequence = state.generatorSequence;
        source = 1;
      }
      if (events.length > 0) {
        const first = events.time[0];
        if (first < time || (first === time && events.sequence[0] < sequence)) {
          time = first;
          source = 2;
        }
      }
      if (time >= end) {
        state.ending = 'length';
        break;
      }
      state.now = time;
      if (source === 2) this.taskEvent(run);
      else if (source === 1) generatorTurn(run, this.notify);
      else if (beginTurn(run)) {
        if (state.ready.length > 0) {
          this.deciding = true;
          return true;
        }
        endTurn(run);
      }
    }
    return false;
  }

  private taskEvent(run: Run): void {
    const { events } = run.state;
    const event = events.event[0];
    popEvent(events);
    const task = event >> 2;
    const kind = event & 3;
    if (kind === EVENT.segment) continueTask(run, task);
    else if (kind === EVENT.finish) finishTask(run, task);
    else if (kind === EVENT.start) startTask(run, task);
    else run.state.ending = 'jobs';
  }

  /**
   * Binds a ready task to a processor, for good; with `after`, it is not launched before that task has completed.
   * @throws ArenaError if the task is not ready or the processor cannot run it.
   */
  bind(task: number, processor: number, after = -1): void {
    const { tasks } = this.current.state;
    if (!this.deciding || !(task >= 0 && task < tasks.count) || tasks.stage[task] !== STAGE.ready)
      throw new ArenaError(`envs/soc/compat: task ${task} is not ready to be bound`);
    if (!(executionTicks(this.current, task, processor) < Number.POSITIVE_INFINITY))
      throw new ArenaError(
        `envs/soc/compat: processor ${processor} cannot run task ${task} (${this.taskName(task)}); allowed: ${this.supporting(task).join(', ')}`,
      );
    tasks.processor[task] = processor;
    tasks.after[task] = after;
    tasks.stage[task] = STAGE.executable;
    append(this.bound, task);
  }

  /** Imposes another order on a task that is bound but not launched; −1 = none. */
  launchAfter(task: number, after: number): void {
    this.current.state.tasks.after[task] = after;
  }

  /** @throws ArenaError if a ready task is not bound. */
  finishDecision(): void {
    const { ready } = this.current.state;
    if (!this.deciding || this.bound.length !== ready.length)
      throw new ArenaError(`envs/soc/compat: ${ready.length - this.bound.length} ready tasks are not bound`);
    ready.length = 0;
    takeBound(this.current, this.bound);
    this.bound.length = 0;
    this.deciding = false;
    endTurn(this.current);
  }

  /** Runs to the end under a scheduler. */
  run(scheduler: CompatScheduler): Ending {
    if (this.current.scheduler !== scheduler) this.attach(scheduler);
    while (this.advanceToDecision()) {
      scheduler.schedule(this);
      this.finishDecision();
    }
    return this.ending;
  }

  /** Execution time at full speed, ticks; Infinity = unsupported. */
  executionTicks(task: number, processor: number): number {
    return executionTicks(this.current, task, processor);
  }

  /** Tick at which a ready task's inputs would be on a processor, if it were bound now. */
  dataReadyTick(task: number, processor: number): number {
    return dataReadyTick(this.current, task, processor);
  }

  /** Ticks from now until a ready task's inputs are on a processor, ≥ 0. */
  communicationTicks(task: number, processor: number): number {
    return Math.max(dataReadyTick(this.current, task, processor) - this.current.state.now, 0);
  }

  /** Expected tick at which a processor has done all that is bound to it: the running task, then the queue. */
  freeTick(processor: number): number {
    const { tasks, running, executable, events, now } = this.current.state;
    let free = now;
    for (let i = 0; i < running.length; i++) {
      const task = running.items[i];
      if (tasks.processor[task] === processor)
        free = Math.max(now, tasks.start[task] + this.executionTicks(task, processor));
    }
    for (let i = 0; i < events.length; i++) {
      const event = events.event[i];
      if ((event & 3) === EVENT.start && tasks.processor[event >> 2] === processor)
        free = now + this.executionTicks(event >> 2, processor);
    }
    for (let i = 0; i < executable.length; i++) {
      const task = executable.items[i];
      if (tasks.processor[task] === processor)
        free = Math.max(free, tasks.dataReady[task]) + this.executionTicks(task, processor);
    }
    for (let i = 0; i < this.bound.length; i++) {
      const task = this.bound.items[i];
      if (tasks.processor[task] === processor)
        free = Math.max(free, this.dataReadyTick(task, processor)) + this.executionTicks(task, processor);
    }
    return free;
  }

  /** Jobs that have arrived and whose tail has not finished, oldest first. */
  liveJobs(): number[] {
    const { jobs, jobsInSystem } = this.current.state;
    const live: number[] = [];
    for (let job = jobs.count - 1; live.length < jobsInSystem; job--) if (jobs.tailFinish[job] < 0) live.push(job);
    return live.reverse();
  }

  /** Processors that can run a task. */
  supporting(task: number): number[] {
    return Array.from(this.tables.computing).filter((p) => this.executionTicks(task, p) < Number.POSITIVE_INFINITY);
  }

  taskName(task: number): string {
    const { tasks, jobs } = this.current.state;
    const job = tasks.job[task];
    return this.config.jobs[jobs.template[job]].tasks[task - jobs.firstTask[job]].name;
  }

  /** A deep copy of everything that changes, draws and scheduler included. */
  snapshot(): CompatSnapshot {
    const { state, power, draws, scheduler } = this.current;
    const { bound, deciding } = this;
    return structuredClone({
      state,
      power: power?.state ?? null,
      draws: draws.snapshot(),
      bound,
      deciding,
      scheduler: scheduler?.snapshot() ?? null,
    });
  }

  /** Puts a snapshot of this simulator (same configuration, same scheduler) back. */
  restore(saved: CompatSnapshot): void {
    const copy = structuredClone(saved);
    const { power, draws, scheduler } = this.current;
    this.current.state = copy.state;
    if (power && copy.power) Object.assign(power.state, copy.power);
    draws.restore(copy.draws);
    scheduler?.restore(copy.scheduler);
    this.bound = copy.bound;
    this.deciding = copy.deciding;
  }
}
