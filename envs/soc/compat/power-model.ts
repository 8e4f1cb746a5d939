/**
 * Energy, temperatures and frequencies of the `ds3` mode. Energy of a running segment is booked when it begins, idle
 * energy every sampling tick, temperatures every 20 ticks when all but one of the clusters have been looked at. The
 * faults of the release are kept: accelerators leak like big cores, `ondemand` reacts to the sum of the cores'
 * utilisation of which all but one are a window old, and memory and GPU power are booked per processor.
 */
import { type Governor, governorsOf, initialPoint, ONDEMAND } from '../governor.js';
import {
  dynamicWatts,
  leakageAmpere,
  leakageShare,
  POWER_CONSTANTS,
  type PowerProfile,
  powerProfile,
} from '../power.js';
import { HOTSPOTS, hottest, THERMAL_CONSTANTS, type ThermalModel, thermalModel, thermalStep } from '../thermal.js';
import type { ResolvedConfig } from './config.js';
import type { CompatState } from './run.js';
import type { Tables } from './tables.js';

const JOULE_PER_WATT_TICK = 1e-6; // a tick is a microsecond
const BASE_WATTS = POWER_CONSTANTS.memoryWatts + POWER_CONSTANTS.gpuWatts;

/** What stays fixed of a cluster with a clock. */
interface ClusterModel {
  readonly points: readonly { readonly megahertz: number; readonly volts: number }[];
  readonly profile: PowerProfile;
  readonly share: number; // of leakage, per core
  readonly cores: number;
  readonly processors: readonly number[];
  readonly governor: Governor;
  readonly tripMegahertz: readonly number[];
  readonly source: number; // row in sourceWatts
}

/** All that changes; plain data. */
export interface PowerState {
  point: Int32Array; // [clusters] operating point
  celsius: Float64Array; // [5]
  scratch: Float64Array; // [5]
  leakageAmpere: number; // at the hottest spot
  sourceWatts: Float64Array; // [2 + clocked clusters] memory, GPU, clusters
  throttle: number; // highest trip point in force, −1 = none
  energy: Float64Array; // [P] joule
  leakage: Float64Array; // [P] watts at the last look
  utilisation: Float64Array; // [P] busy part of the last window
  evaluatedAt: Float64Array; // [P] tick of the last evaluation
  clusterEvaluatedAt: Float64Array; // [clusters]
  evaluatedTick: number; // the instant that evaluatedClusters counts for
  evaluatedClusters: number;
  recent: Float64Array; // [P·RECENT·2] start and finish of the last tasks, a ring per processor
  recentCount: Int32Array; // [P]
}

const RECENT = 32; // more tasks of non-zero length than fit in a sampling window; zero-length ones add nothing

export class PowerModel {
  readonly state: PowerState;
  private readonly clusters: readonly (ClusterModel | null)[];
  private readonly thermal: ThermalModel;
  private readonly tables: Tables;
  private readonly sampling: number; // ticks
  private readonly throttling: boolean;
  private readonly ondemand: boolean;
  private readonly clocked: number; // clusters with a clock

  constructor(config: ResolvedConfig, tables: Tables) {
    const { platform } = config;
    const governors = governorsOf(platform, config.governors ?? {});
    let source = 2;
    this.clusters = platform.clusters.map((cluster, c) => {
      const governor = governors[c];
      if (!governor) return null;
      return {
        points: cluster.operatingPoints.map(({ megahertz, millivolts }) => ({ megahertz, volts: millivolts / 1000 })),
        profile: powerProfile(cluster),
        share: leakageShare(cluster.type),
        cores: cluster.processors.length,
        processors: cluster.processors,
        governor,
        tripMegahertz: cluster.tripMegahertz,
        source: source++,
      };
    });
    this.thermal = thermalModel(platform);
    this.tables = tables;
    this.sampling = config.fidelity.samplingTicks;
    this.throttling = config.throttling;
    this.ondemand = governors.some((governor) => governor?.kind === 'ondemand');
    this.clocked = source - 2;
    const size = platform.processorCount;
    const { ambientCelsius } = THERMAL_CONSTANTS;
    this.state = {
      point: Int32Array.from(this.clusters, (c) => (c ? initialPoint(c.governor, c.points.length) : 0)),
      celsius: new Float64Array(HOTSPOTS).fill(ambientCelsius),
      scratch: new Float64Array(HOTSPOTS),
      leakageAmpere: leakageAmpere(ambientCelsius),
      sourceWatts: new Float64Array(source),
      throttle: -1,
      energy: new Float64Array(size),
      leakage: new Float64Array(size),
      utilisation: new Float64Array(size),
      evaluatedAt: new Float64Array(size),
      clusterEvaluatedAt: new Float64Array(this.clusters.length),
      evaluatedTick: 0,
      evaluatedClusters: 0,
      recent: new Float64Array(size * RECENT * 2),
      recentCount: new Int32Array(size),
    };
    this.state.sourceWatts[0] = POWER_CONSTANTS.memoryWatts;
    this.state.sourceWatts[1] = POWER_CONSTANTS.gpuWatts;
  }

  /** Highest frequency over present frequency of a processor, ≥ 1. */
  slowness(processor: number): number {
    const c = this.tables.clusterOf[processor]!;
    const { points } = this.clusters[c]!;
    const point = this.state.point[c]!;
    if (point === points.length - 1) return 1;
    const slowdown = points[points.length - 1]!.megahertz / points[point]!.megahertz - 1;
    return 1 + slowdown;
  }

  /** Present frequency of each cluster, MHz; 0 without a clock. */
  megahertz(): number[] {
    return this.clusters.map((cluster, c) => (cluster ? cluster.points[this.state.point[c]!]!.megahertz : 0));
  }

  /** Books a segment that begins now, and sets the power of its cluster. */
  addSegment(sim: CompatState, processor: number, duration: number): void {
    const { state } = this;
    const c = this.tables.clusterOf[processor]!;
    const cluster = this.clusters[c]!;
    const busy = sim.busyCores[c]!;
    const leakage = this.leakageWatts(c);
    const dynamic = dynamicWatts(cluster.profile, cluster.points[state.point[c]!]!, busy, leakage);
    state.energy[processor]! += (dynamic + leakage) * duration * JOULE_PER_WATT_TICK;
    state.leakage[processor] = leakage;
    state.sourceWatts[cluster.source] = dynamic * busy + leakage * cluster.cores;
  }

  /** Books idle energy of the last window for all processors, at multiples of the sampling rate. */
  evaluateIdle(sim: CompatState): void {
    const { state, tables, sampling } = this;
    const base = (BASE_WATTS * sampling * JOULE_PER_WATT_TICK) / (tables.processors - 1);
    for (let i = 0; i < tables.computing.length; i++) {
      const processor = tables.computing[i]!;
      state.energy[processor]! += base;
      if (sim.held[processor] === 1) continue;
      this.evaluate(sim, processor);
      const c = tables.clusterOf[processor]!;
      const cluster = this.clusters[c]!;
      const leakage = this.leakageWatts(c);
      state.leakage[processor] = leakage;
      if (sim.busyCores[c] === 0) state.sourceWatts[cluster.source] = leakage * cluster.cores + BASE_WATTS;
      state.energy[processor]! += leakage * sampling * JOULE_PER_WATT_TICK;
    }
  }

  /**
   * Looks at a processor at a multiple of the sampling rate, once per instant: utilisation, then once per cluster the
   * governor, then temperatures and throttling when it is time.
   */
  evaluate(sim: CompatState, processor: number): void {
    const { state } = this;
    const { now } = sim;
    if (state.evaluatedAt[processor] === now) return;
    state.evaluatedAt[processor] = now;
    if (this.ondemand) state.utilisation[processor] = this.utilisationOf(sim, processor);
    const c = this.tables.clusterOf[processor]!;
    if (state.clusterEvaluatedAt[c] === now) return;
    state.clusterEvaluatedAt[c] = now;
    if (state.evaluatedTick !== now) {
      state.evaluatedTick = now;
      state.evaluatedClusters = 0;
    }
    state.evaluatedClusters++;
    this.govern(c);
    if (now % THERMAL_CONSTANTS.stepMicroseconds !== 0 || state.evaluatedClusters !== this.clocked) return;
    thermalStep(this.thermal, state.celsius, state.sourceWatts, state.scratch);
    const next = state.scratch;
    state.scratch = state.celsius;
    state.celsius = next;
    const hot = hottest(state.celsius);
    state.leakageAmpere = leakageAmpere(hot);
    if (this.throttling) this.throttle(hot);
  }

  /** Remembers a finished task for the utilisation of its processor. */
  noteFinish(processor: number, start: number, finish: number): void {
    if (!this.ondemand || start === finish) return;
    const { recent, recentCount } = this.state;
    const slot = (processor * RECENT + (recentCount[processor]!++ % RECENT)) * 2;
    recent[slot] = start;
    recent[slot + 1] = finish;
  }

  private leakageWatts(cluster: number): number {
    const { points, share } = this.clusters[cluster]!;
    return points[this.state.point[cluster]!]!.volts * this.state.leakageAmpere * share;
  }

  private utilisationOf(sim: CompatState, processor: number): number {
    const { recent, recentCount } = this.state;
    const windowStart = sim.now - this.sampling;
    let busy = 0;
    const count = recentCount[processor]!;
    for (let i = count - 1; i >= 0 && i >= count - RECENT; i--) {
      const slot = (processor * RECENT + (i % RECENT)) * 2;
      if (recent[slot + 1]! < windowStart) break;
      busy += recent[slot + 1]! - Math.max(recent[slot]!, windowStart);
    }
    for (let i = 0; i < sim.running.length; i++) {
      const task = sim.running.items[i]!;
      if (sim.tasks.processor[task] === processor) busy += sim.now - Math.max(sim.tasks.start[task]!, windowStart);
    }
    return busy / this.sampling;
  }

  private govern(c: number): void {
    const { state } = this;
    const { governor, points, processors } = this.clusters[c]!;
    const throttled = state.throttle >= 0;
    if (governor.kind !== 'ondemand') {
      if (!throttled) state.point[c] = initialPoint(governor, points.length);
      return;
    }
    let load = 0;
    for (let i = 0; i < processors.length; i++) load += state.utilisation[processors[i]!]!;
    if (load > ONDEMAND.high) {
      if (!throttled) state.point[c] = points.length - 1;
    } else if (load < ONDEMAND.low && state.point[c]! > 0) state.point[c]!--;
  }

  private throttle(hot: number): void {
    const { state } = this;
    const { tripCelsius, hysteresisCelsius } = THERMAL_CONSTANTS;
    for (let trip = 0; trip < tripCelsius.length; trip++) {
      if (hot > tripCelsius[trip]! && state.throttle < trip) {
        this.cap(trip);
        state.throttle = trip;
      } else if (state.throttle === trip && hot < tripCelsius[trip]! - hysteresisCelsius[trip]!) {
        state.throttle--;
        this.cap(state.throttle);
      }
    }
  }

  /** Sets every cluster to what its governor asks for, but not above the cap of a trip point (−1 = no caps). */
  private cap(trip: number): void {
    const { state } = this;
    for (let c = 0; c < this.clusters.length; c++) {
      const cluster = this.clusters[c];
      if (!cluster) continue;
      const { governor, points, tripMegahertz } = cluster;
      let point = governor.kind === 'ondemand' ? state.point[c]! : initialPoint(governor, points.length);
      const limit = trip < 0 ? -1 : (tripMegahertz[trip] ?? -1);
      if (limit >= 0) while (point > 0 && points[point]!.megahertz > limit) point--;
      state.point[c] = point;
    }
  }
}
