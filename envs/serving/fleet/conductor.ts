/**
 * What happens to the fleet beside the batches: migrations, handovers and scaling get their events, rounds of decisions
 * are opened when they are due, samples are taken. No policy: whoever decides looks at `round`, acts through
 * `migrations`, `handovers` and `scaling`, and closes the round. A round opens only where something could be done. When
 * nothing can happen any more the periodic timers stop as well, so that a workload which is stuck is found out.
 *
 * Rounds by reports count the iterations of all instances as they end, so the simulator must step through them one by
 * one (fast-forward off); rounds by interval do not mind.
 */
import { INSTANCE_DRAINING, INSTANCE_STARTING, INSTANCE_UP } from '../../../src/serving.js';
import {
  type Conductor,
  type ServingSimulator,
  TIMER_REBALANCE,
  TIMER_REPORT,
  TIMER_SAMPLE,
  TIMER_SCALE,
  TIMER_STARTED,
  TIMER_TRANSFER,
} from '../simulator.js';
import type { HandoverOptions, MigrationOptions, RebalanceTrigger, ScalingOptions } from './config.js';
import { Handovers } from './handover.js';
import { toNanoseconds } from './links.js';
import { Migrations } from './migration.js';
import { Scaling } from './scaling.js';

/** Takes a look at the simulator at regular times. */
export interface Sampler {
  sample(simulator: ServingSimulator): void;
}

export interface FleetOptions {
  readonly migration?: MigrationOptions;
  /** When rounds of migrations are held; none without, or without `migration`. */
  readonly rebalance?: RebalanceTrigger;
  readonly handover?: HandoverOptions;
  readonly scaling?: ScalingOptions;
  readonly sampler?: Sampler;
  /** Seconds between samples, > 0; no samples without. */
  readonly sampleSeconds?: number;
}

export type Round = 'none' | 'migrate' | 'scale';

const MIGRATE_DUE = 0;
const SCALE_DUE = 1;
const OPEN = 2; // 0 = none, 1 = migrate, 2 = scale
const ROUNDS: readonly Round[] = ['none', 'migrate', 'scale'];

export class FleetConductor implements Conductor {
  readonly migrations: Migrations | undefined;
  readonly handovers: Handovers | undefined;
  readonly scaling: Scaling | undefined;
  private readonly simulator: ServingSimulator;
  private readonly sampler: Sampler | undefined;
  private readonly sampleInterval: number; // ns; 0 = no samples
  private publisher: Sampler | undefined;
  private publishInterval = 0; // ns; 0 = nobody publishes
  private readonly rebalanceInterval: number; // ns; 0 = no rounds by time
  private readonly reports: number; // iterations per instance between two rounds; 0 = no rounds by reports
  private readonly scaleInterval: number; // ns
  private readonly firstScale: number; // ns
  private readonly lastEvents: Float64Array; // [timer kind] iterations and arrivals when it fired last
  private readonly flags: Uint8Array; // MIGRATE_DUE, SCALE_DUE, OPEN

  /** Becomes the conductor of the simulator, which needs the nanosecond clock. */
  constructor(simulator: ServingSimulator, options: FleetOptions) {
    const { migration, rebalance, handover, scaling, sampler, sampleSeconds = 0 } = options;
    this.simulator = simulator;
    this.migrations = migration && new Migrations(simulator, migration);
    this.handovers = handover && new Handovers(simulator, handover);
    this.scaling = scaling && new Scaling(simulator, scaling);
    this.sampler = sampler;
    this.sampleInterval = sampler ? toNanoseconds(sampleSeconds) : 0;
    const trigger = migration ? rebalance : undefined;
    this.rebalanceInterval = trigger?.kind === 'interval' ? Math.max(1, toNanoseconds(trigger.seconds)) : 0;
    this.reports = trigger?.kind === 'reports' ? trigger.perInstance : 0;
    this.scaleInterval = scaling ? Math.max(1, toNanoseconds(scaling.intervalSeconds)) : 0;
    this.firstScale = scaling ? toNanoseconds(scaling.firstSeconds) : 0;
    this.flags = simulator.arena.uint8(3);
    this.lastEvents = simulator.arena.float64(TIMER_SCALE + 1);
    simulator.conductor = this;
  }

  /** Lets somebody read the instances every `interval` ns, from the beginning of the next episode on. */
  publishEvery(interval: number, publisher: Sampler): void {
    this.publishInterval = interval;
    this.publisher = publisher;
  }

  /** What is to be decided now. */
  get round(): Round {
    return ROUNDS[this.flags[OPEN]];
  }

  /** Ends the round; the next one, where another is due at this instant, opens at once. */
  closeRound(): void {
    this.flags[OPEN] = 0;
    this.simulator.roundOpen = false;
    this.openDue();
  }

  // ---- what the simulator tells

  begin(): void {
    const { timers } = this.simulator;
    this.flags.fill(0);
    this.lastEvents.fill(-1);
    this.migrations?.clear();
    this.handovers?.clear();
    this.scaling?.clear();
    if (this.sampleInterval > 0) timers.push(this.sampleInterval, TIMER_SAMPLE, 0);
    if (this.publishInterval > 0) timers.push(this.publishInterval, TIMER_REPORT, 0);
    if (this.rebalanceInterval > 0) timers.push(this.rebalanceInterval, TIMER_REBALANCE, 0);
    if (this.scaleInterval > 0) timers.push(this.firstScale, TIMER_SCALE, 0);
  }

  timer(kind: number, payload: number): void {
    if (kind === TIMER_TRANSFER) this.copyEnded(payload);
    else if (kind === TIMER_STARTED) this.scaling?.startEnded(payload);
    else if (kind === TIMER_SAMPLE) {
      this.sampler?.sample(this.simulator);
      this.again(TIMER_SAMPLE, this.sampleInterval);
    } else if (kind === TIMER_REPORT) {
      this.publisher?.sample(this.simulator);
      this.again(TIMER_REPORT, this.publishInterval);
    } else if (kind === TIMER_REBALANCE) {
      this.flags[MIGRATE_DUE] = 1;
      this.again(TIMER_REBALANCE, this.rebalanceInterval);
      this.openDue();
    } else if (kind === TIMER_SCALE) {
      this.flags[SCALE_DUE] = 1;
      this.again(TIMER_SCALE, this.scaleInterval);
      this.openDue();
    }
  }

  batchEnded(instance: number): void {
    const moved = this.migrations?.batchEnded(instance) ?? false;
    this.handovers?.batchEnded(instance);
    this.scaling?.settle(instance);
    if (moved) this.left();
    if (this.reports === 0 || this.simulator.iterations % (this.reports * this.serving()) !== 0) return;
    this.flags[MIGRATE_DUE] = 1;
    this.openDue();
  }

  gone(slot: number): void {
    this.migrations?.gone(slot);
  }

  /** Drains or starts an instance; requests that are queued for a draining one are to be handed over anew. */
  toggle(instance: number): void {
    this.scaling?.toggle(instance);
    if (this.simulator.state.instances.state[instance] !== INSTANCE_UP) this.handovers?.recall(instance);
  }

  // ---- inside

  private copyEnded(payload: number): void {
    const m = this.simulator.specs.length;
    if (payload < m) this.migrations?.copyEnded(payload);
    else this.handovers?.copyEnded(payload - m);
    this.left();
  }

  /** Blocks may have become free anywhere, or the last request has left a draining instance. */
  private left(): void {
    for (let i = 0; i < this.simulator.specs.length; i++) {
      this.handovers?.admit(i);
      this.scaling?.settle(i);
    }
  }

  private again(kind: number, interval: number): void {
    if (this.active(kind)) this.simulator.timers.push(this.simulator.now + interval, kind, 0);
  }

  /** Opens the next round that is due, where something could be done. */
  private openDue(): void {
    const { flags } = this;
    if (flags[OPEN] !== 0) return;
    if (flags[MIGRATE_DUE] === 1) {
      flags[MIGRATE_DUE] = 0;
      if (this.canMigrate()) flags[OPEN] = 1;
    }
    if (flags[OPEN] === 0 && flags[SCALE_DUE] === 1) {
      flags[SCALE_DUE] = 0;
      if (this.canScale()) flags[OPEN] = 2;
    }
    if (flags[OPEN] !== 0) this.simulator.roundOpen = true;
  }

  private canMigrate(): boolean {
    const { migrations } = this;
    const m = this.simulator.specs.length;
    if (migrations === undefined) return false;
    let receiver = false;
    for (let i = 0; i < m && !receiver; i++) receiver = migrations.canReceive(i);
    if (!receiver) return false;
    for (let source = 0; source < m; source++) {
      if (!migrations.canGive(source)) continue;
      const slot = migrations.victim(source);
      for (let i = 0; i < m; i++) if (migrations.canReceive(i) && migrations.suits(slot, source, i)) return true;
    }
    return false;
  }

  private canScale(): boolean {
    const { scaling } = this;
    if (scaling === undefined) return false;
    for (let i = 0; i < this.simulator.specs.length; i++) if (scaling.canToggle(i)) return true;
    return false;
  }

  /** Instances that report: up or draining. */
  private serving(): number {
    const { state } = this.simulator.state.instances;
    let count = 0;
    for (let i = 0; i < state.length; i++) if (state[i] === INSTANCE_UP || state[i] === INSTANCE_DRAINING) count++;
    return count;
  }

  /** Whether anything but periodic timers lies ahead, or has happened since this timer fired last. */
  private active(kind: number): boolean {
    const { simulator } = this;
    const { instances, arrivals } = simulator.state;
    const events = simulator.iterations + arrivals.row;
    const quiet = events === this.lastEvents[kind];
    this.lastEvents[kind] = events;
    if (!quiet || arrivals.time < Number.POSITIVE_INFINITY) return true;
    if (simulator.unrouted.count > 0 || simulator.handovers.count > 0 || simulator.formingDue) return true;
    for (let i = 0; i < instances.count; i++) {
      if (instances.batchCount[i] > 0 || instances.migrating[i] === 1) return true;
      if (instances.state[i] === INSTANCE_STARTING || (this.handovers?.sending(i) ?? 0) > 0) return true;
    }
    return false;
  }
}
