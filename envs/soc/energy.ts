/**
 * Energy and temperature of the chip, integrated lazily: nothing is computed between two changes of what is busy or
 * how fast it is clocked. Powers are piecewise constant; leakage follows the temperature, which is brought up to date
 * at the first change after a thermal step (20 µs) has passed, from the mean power since, and during long stretches
 * without any change at intervals that double while the temperature hardly moves. So an idle second costs about as
 * much as an idle millisecond. The temperature itself moves by the exact solution of the model's linear recurrence for
 * constant power: x(t + h) = M(h)·(x(t) − x∞) + x∞ with M(h) = A^(h / 20 µs). What is approximated is only that
 * leakage is held constant in between and that power inside one thermal step is averaged.
 */
import { ArenaError } from '../../src/error.js';
import type { Arena } from '../../src/sim/arena.js';
import type { SocConfig } from './config.js';
import { decay, decayPowers, steadyStateMatrix } from './decay.js';
import type { SocModel } from './model.js';
import {
  dynamicWatts,
  leakageAmpere,
  leakageShare,
  POWER_CONSTANTS,
  type PowerProfile,
  powerProfile,
} from './power.js';
import { HOTSPOTS, hottest, THERMAL_CONSTANTS, type ThermalModel, thermalModel } from './thermal.js';

/** Longest time between two refreshes of the leakage while the temperature moves, µs. */
export const REFRESH_MICROSECONDS = 500;
/** A temperature that moves less than this between two refreshes lets the interval double, K. */
export const STILL_KELVIN = 0.02;

/** Whether a configuration asks for power, and its platform can give it. */
export function powerIsOn(model: SocModel, config: SocConfig): boolean {
  const calibrated =
    (model.platform.timeUnit === 'us' || model.platform.timeUnit === 'ns') &&
    model.clusters.every(({ powerProfileWatts }) => Object.keys(powerProfileWatts).length > 0);
  const wanted = config.power.enabled === true || config.frequency.throttling;
  if (wanted && !calibrated)
    throw new ArenaError(
      `envs/soc: platform "${model.platform.name}" has no calibrated power (a time unit and profiles of all clusters)`,
    );
  return config.power.enabled === 'auto' ? calibrated : config.power.enabled;
}

// positions in `real`
const TIME = 0; // ticks up to which everything is integrated
const THERMAL_TIME = 1; // ticks of the last temperature
const REFRESH = 2; // ticks, present longest interval
const TOTAL = 3; // joule, independent sum over the whole chip
const PEAK = 4; // °C

export class EnergyMeter {
  private readonly model: SocModel;
  private readonly profiles: readonly PowerProfile[]; // [cluster]
  private readonly share: Float64Array; // [cluster] part of a cluster's leakage that one core carries
  private readonly cores: Float64Array; // [cluster]
  private readonly thermal: ThermalModel;
  private readonly source: Int32Array; // [cluster] column of the thermal model
  private readonly powers: readonly Float64Array[]; // [i] remaining excess after 2^i ticks
  private readonly settle: Float64Array; // [5·sources] kelvin per watt in the long run
  private readonly stepTicks: number;
  private readonly refreshTicks: number;
  private readonly tickSeconds: number;
  // state, in the arena
  private readonly real: Float64Array;
  private readonly celsius: Float64Array; // [5]
  private readonly megahertz: Float64Array; // [cluster]
  private readonly volts: Float64Array; // [cluster]
  private readonly busy: Int32Array; // [cluster] busy cores
  private readonly leakage: Float64Array; // [cluster] watts of one core
  private readonly dynamic: Float64Array; // [cluster] watts of one busy core
  private readonly added: Float64Array; // [cluster] watts of one busy core if an idle one began
  private readonly leaked: Float64Array; // [cluster] joule of one core since the start
  private readonly active: Float64Array; // [cluster] joule of a core busy since the start
  private readonly window: Float64Array; // [cluster] joule since the last temperature
  private readonly mark: Float64Array; // [m] value of `active` when the present task began; NaN = idle
  private readonly spent: Float64Array; // [m] joule, dynamic, of finished tasks
  // scratch
  private readonly watts: Float64Array; // [sources]
  private readonly excess: Float64Array; // [5]
  private readonly rest: Float64Array; // [5]

  constructor(model: SocModel, config: SocConfig, arena: Arena) {
    const c = model.clusters.length;
    this.model = model;
    this.profiles = model.clusters.map(powerProfile);
    const asBig = config.power.acceleratorLeakage === 'as-big';
    this.share = Float64Array.from(model.clusters, ({ type }) => leakageShare(type, asBig));
    this.cores = Float64Array.from(model.clusters, ({ processors }) => processors.length);
    this.thermal = thermalModel(model.platform);
    const clocked = model.platform.clusters.filter(({ operatingPoints }) => operatingPoints.length > 0);
    this.source = Int32Array.from(model.clusters, (cluster) => 2 + clocked.indexOf(cluster));
    this.tickSeconds = model.tickSeconds;
    this.stepTicks = Math.round((THERMAL_CONSTANTS.stepMicroseconds * 1e-6) / model.tickSeconds);
    this.refreshTicks = Math.round((REFRESH_MICROSECONDS * 1e-6) / model.tickSeconds);
    this.powers = decayPowers(this.thermal.remaining, this.stepTicks);
    this.settle = steadyStateMatrix(this.thermal);
    this.real = arena.float64(5);
    this.celsius = arena.float64(HOTSPOTS);
    this.megahertz = arena.float64(c);
    this.volts = arena.float64(c);
    this.busy = arena.int32(c);
    this.leakage = arena.float64(c);
    this.dynamic = arena.float64(c);
    this.added = arena.float64(c);
    this.leaked = arena.float64(c);
    this.active = arena.float64(c);
    this.window = arena.float64(c);
    this.mark = arena.float64(model.processorCount);
    this.spent = arena.float64(model.processorCount);
    this.watts = new Float64Array(this.thermal.sources);
    this.excess = new Float64Array(HOTSPOTS);
    this.rest = new Float64Array(HOTSPOTS);
    this.clear();
  }

  /** Ambient temperature, nothing spent, every cluster at its highest point. */
  clear(): void {
    for (const column of [this.real, this.leaked, this.active, this.window, this.spent]) column.fill(0);
    this.busy.fill(0);
    this.mark.fill(Number.NaN);
    this.celsius.fill(THERMAL_CONSTANTS.ambientCelsius);
    this.real[PEAK] = THERMAL_CONSTANTS.ambientCelsius;
    this.real[REFRESH] = this.refreshTicks;
    this.model.clusters.forEach(({ operatingPoints }, c) => {
      this.megahertz[c] = operatingPoints[operatingPoints.length - 1].megahertz;
      this.volts[c] = operatingPoints[operatingPoints.length - 1].millivolts / 1000;
    });
    this.writePowers();
  }

  /** A processor begins to execute at `now`. */
  begin(p: number, now: number): void {
    this.advance(now);
    const c = this.model.clusterOf[p];
    this.mark[p] = this.active[c];
    this.busy[c]++;
    this.writeDynamic(c);
  }

  /** A processor has executed until `now`. */
  finish(p: number, now: number): void {
    this.advance(now);
    const c = this.model.clusterOf[p];
    this.spent[p] += this.active[c] - this.mark[p];
    this.mark[p] = Number.NaN;
    this.busy[c]--;
    this.writeDynamic(c);
  }

  /** A cluster changes its operating point at `now`. */
  setPoint(c: number, point: number, now: number): void {
    this.advance(now);
    const { megahertz, millivolts } = this.model.clusters[c].operatingPoints[point];
    this.megahertz[c] = megahertz;
    this.volts[c] = millivolts / 1000;
    this.writePowers();
  }

  /** Integrates up to `now`. */
  advance(now: number): void {
    const { real } = this;
    while (real[TIME] < now) {
      const limit = real[THERMAL_TIME] + real[REFRESH];
      const until = Math.min(now, limit);
      this.integrate((until - real[TIME]) * this.tickSeconds);
      real[TIME] = until;
      if (until - real[THERMAL_TIME] >= this.stepTicks) this.warm(until);
    }
  }

  /** °C of the hottest spot. */
  get temperature(): number {
    return hottest(this.celsius);
  }

  get peakTemperature(): number {
    return this.real[PEAK];
  }

  /** Joule of the whole chip: clusters, memory and GPU. */
  get total(): number {
    return this.real[TOTAL];
  }

  /** Joule of memory and GPU, which draw a constant. */
  get uncore(): number {
    return (POWER_CONSTANTS.memoryWatts + POWER_CONSTANTS.gpuWatts) * this.real[TIME] * this.tickSeconds;
  }

  /** Joule of one processor up to the last {@link advance}. */
  ofProcessor(p: number): number {
    const c = this.model.clusterOf[p];
    const running = Number.isNaN(this.mark[p]) ? 0 : this.active[c] - this.mark[p];
    return this.leaked[c] + this.spent[p] + running;
  }

  /**
   * Writes temperature, present power, and power while executing (for an idle processor: if it began now) of every
   * processor into the columns of a view.
   */
  show(now: number, columns: Readonly<Record<string, Float64Array>>, clusterOf: Int32Array): void {
    this.advance(now);
    const temperature = this.temperature;
    const { temperatureCelsius, powerWatts, activeWatts } = columns;
    for (let p = 0; p < clusterOf.length; p++) {
      const c = clusterOf[p];
      temperatureCelsius[p] = temperature;
      const idle = Number.isNaN(this.mark[p]);
      powerWatts[p] = this.leakage[c] + (idle ? 0 : this.dynamic[c]);
      activeWatts[p] = this.leakage[c] + (idle ? this.added[c] : this.dynamic[c]);
    }
  }

  private integrate(seconds: number): void {
    let total = (POWER_CONSTANTS.memoryWatts + POWER_CONSTANTS.gpuWatts) * seconds;
    for (let c = 0; c < this.busy.length; c++) {
      const leaked = this.leakage[c] * seconds;
      const active = this.dynamic[c] * seconds;
      const cluster = leaked * this.cores[c] + active * this.busy[c];
      this.leaked[c] += leaked;
      this.active[c] += active;
      this.window[c] += cluster;
      total += cluster;
    }
    this.real[TOTAL] += total;
  }

  /** Moves the temperature to time `until` with the mean power since the last one, and the leakage with it. */
  private warm(until: number): void {
    const { real, watts, thermal, celsius } = this;
    const { ambientCelsius } = THERMAL_CONSTANTS;
    const ticks = until - real[THERMAL_TIME];
    const seconds = ticks * this.tickSeconds;
    watts.fill(0);
    watts[0] = POWER_CONSTANTS.memoryWatts;
    watts[1] = POWER_CONSTANTS.gpuWatts;
    for (let c = 0; c < this.window.length; c++) {
      watts[this.source[c]] = this.window[c] / seconds;
      this.window[c] = 0;
    }
    const s = thermal.sources;
    for (let h = 0; h < HOTSPOTS; h++) {
      let settled = 0;
      for (let i = 0; i < s; i++) settled += this.settle[h * s + i] * watts[i];
      this.rest[h] = settled + ambientCelsius;
      this.excess[h] = celsius[h] - this.rest[h];
    }
    decay(this.powers, ticks, this.excess);
    let moved = 0;
    for (let h = 0; h < HOTSPOTS; h++) {
      const value = this.rest[h] + this.excess[h];
      moved = Math.max(moved, Math.abs(value - celsius[h]));
      celsius[h] = value;
    }
    real[THERMAL_TIME] = until;
    if (this.temperature > real[PEAK]) real[PEAK] = this.temperature;
    real[REFRESH] = ticks >= real[REFRESH] && moved < STILL_KELVIN ? 2 * real[REFRESH] : this.refreshTicks;
    this.writePowers();
  }

  private writePowers(): void {
    const ampere = leakageAmpere(this.temperature);
    for (let c = 0; c < this.busy.length; c++) {
      this.leakage[c] = this.volts[c] * ampere * this.share[c];
      this.writeDynamic(c);
    }
  }

  private writeDynamic(c: number): void {
    this.point.megahertz = this.megahertz[c];
    this.point.volts = this.volts[c];
    const busy = this.busy[c];
    this.dynamic[c] = busy === 0 ? 0 : this.coreWatts(c, busy);
    this.added[c] = this.coreWatts(c, Math.min(busy + 1, this.cores[c]));
  }

  /** Dynamic watts of one of `busy` busy cores at the present point. */
  private coreWatts(c: number, busy: number): number {
    return Math.max(dynamicWatts(this.profiles[c], this.point, busy, this.leakage[c]), 0);
  }

  private readonly point = { megahertz: 0, volts: 0 };
}
