/**
 * What the environment needs of a mode: a placement view, decisions in order, rewards, and states that can be saved.
 * {@link CorrectKernel} joins the simulator of this folder with its reward, graph and trace; compat-driver.ts offers
 * the published simulators through the same interface.
 */
import type { ScheduleTrace } from '../../src/env.js';
import type { PlacementTable } from '../../src/placement.js';
import type { Rng } from '../../src/rng.js';
import type { SocConfig } from './config.js';
import { SocGraph } from './graph.js';
import { socInvariants } from './invariants.js';
import { socMetrics } from './metrics.js';
import type { SocModel } from './model.js';
import { SocReward } from './reward.js';
import { SocSimulator } from './simulator.js';
import { SocTrace } from './trace.js';
import { createWorkload, type Workload } from './workload.js';

export interface SocKernel {
  readonly table: PlacementTable;
  readonly now: number; // ticks
  /** RUNNING, TERMINATED or TRUNCATED of state.ts. */
  readonly ended: number;
  /** Jobs inside the chip or waiting in front of it. */
  readonly jobsInSystem: number;
  /** Starts the episode that a generator draws. */
  reset(rng: Rng): void;
  /** Goes on to the next decision (true) or the end (false). */
  advance(): boolean;
  /** Carries out an allowed action. @throws ArenaError if the mask forbids it. */
  act(action: number): void;
  /** The reward since the last call. */
  reward(): number;
  metrics(): Record<string, number>;
  invariants(): string[];
  trace(): ScheduleTrace;
  /** A value that survives `structuredClone`. */
  save(): unknown;
  /** Puts a saved state of the episode that `rng` draws back. */
  load(saved: unknown, rng: Rng): void;
  /** Takes over the state of another kernel of the same configuration. */
  copyFrom(other: SocKernel, rng: Rng): void;
}

interface CorrectState {
  readonly bytes: Uint8Array;
  readonly latency: Float64Array;
  readonly slowdown: Float64Array;
  readonly trace: ReturnType<SocTrace['save']> | null;
}

export class CorrectKernel implements SocKernel {
  readonly simulator: SocSimulator;
  private readonly config: SocConfig;
  private readonly meter: SocReward;
  private readonly recorded: SocTrace | null;
  private workload: Workload | null = null;
  private path = ''; // of the generator that drew the workload

  constructor(model: SocModel, config: SocConfig, options: { readonly record: boolean }) {
    const graph = new SocGraph(model, config.admission.maxLiveJobs);
    this.config = config;
    this.simulator = new SocSimulator(model, config, { graph: (simulator) => graph.of(simulator) });
    this.meter = new SocReward(this.simulator, config);
    this.recorded = options.record ? new SocTrace(this.simulator) : null;
    this.simulator.recorder = this.recorded;
  }

  get table(): PlacementTable {
    return this.simulator.items.table;
  }

  get now(): number {
    return this.simulator.now;
  }

  get ended(): number {
    return this.simulator.ended;
  }

  get jobsInSystem(): number {
    return this.simulator.jobsInSystem;
  }

  reset(rng: Rng): void {
    this.simulator.reset(this.draw(rng));
    this.recorded?.clear();
    this.meter.clear();
  }

  advance(): boolean {
    return this.simulator.advance();
  }

  act(action: number): void {
    this.simulator.act(action);
  }

  reward(): number {
    return this.meter.take();
  }

  metrics(): Record<string, number> {
    return socMetrics(this.simulator);
  }

  invariants(): string[] {
    return socInvariants(this.simulator);
  }

  trace(): ScheduleTrace {
    return (this.recorded ?? new SocTrace(this.simulator)).read();
  }

  save(): CorrectState {
    const { state, jobs } = this.simulator;
    return {
      bytes: state.arena.snapshot(),
      latency: Float64Array.from(jobs.latency),
      slowdown: Float64Array.from(jobs.slowdown),
      trace: this.recorded?.save() ?? null,
    };
  }

  load(saved: unknown, rng: Rng): void {
    const { bytes, latency, slowdown, trace } = saved as CorrectState;
    this.simulator.resume(this.draw(rng), { bytes, latency, slowdown });
    if (trace) this.recorded?.load(trace);
    else this.recorded?.clear();
  }

  copyFrom(other: SocKernel, rng: Rng): void {
    const source = other as CorrectKernel;
    this.workload = source.workload;
    this.path = source.path;
    this.load(source.save(), rng);
  }

  private draw(rng: Rng): Workload {
    if (this.workload !== null && this.path === rng.path) return this.workload;
    this.workload = createWorkload(this.config, this.simulator.model, rng);
    this.path = rng.path;
    return this.workload;
  }
}
