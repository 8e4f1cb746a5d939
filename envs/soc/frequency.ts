/**
 * Frequency scaling of the correct mode: at regular looks the governor of every cluster sets its operating point from
 * the mean utilisation of its cores since the last look (the reference sums them), and thermal throttling caps all
 * clusters at trip points with hysteresis. Looks happen only while they can change something: a chip that is idle,
 * cool and at rest is not looked at, so idle time costs nothing.
 */
import type { Arena } from '../../src/sim/arena.js';
import type { SocConfig } from './config.js';
import { type Governor, initialPoint, ONDEMAND, parseGovernor } from './governor.js';
import type { SocModel } from './model.js';
import type { SocSimulator } from './simulator.js';
import { BUSY } from './state.js';
import { THERMAL_CONSTANTS } from './thermal.js';

const NEXT_LOOK = 0; // ticks; Infinity = none
const WINDOW_START = 1; // ticks

export class FrequencyControl {
  private readonly model: SocModel;
  private readonly governors: readonly Governor[]; // [cluster]
  private readonly throttling: boolean;
  private readonly needed: boolean; // false: no look ever changes anything
  private readonly interval: number; // ticks
  private readonly time: Float64Array;
  private readonly since: Float64Array; // [m] ticks from which the present task counts; NaN = idle
  private readonly busyTicks: Float64Array; // [cluster] since the last look, of ended tasks
  private readonly point: Int32Array; // [cluster] operating point in force
  private readonly wanted: Int32Array; // [cluster] operating point the governor asks for
  private readonly trip: Int32Array; // [1] trip point in force, −1 = none

  constructor(model: SocModel, config: SocConfig, arena: Arena) {
    const { governor, throttling, intervalMicroseconds } = config.frequency;
    this.model = model;
    this.governors = model.clusters.map((cluster) => {
      const fixed = governor.startsWith('constant') && cluster.operatingPoints.length === 1;
      return parseGovernor(fixed ? 'performance' : governor, cluster);
    });
    this.throttling = throttling;
    this.needed = throttling || governor === 'ondemand';
    this.interval = Math.max(1, Math.round((intervalMicroseconds * 1e-6) / model.tickSeconds));
    if (model.tickSeconds === 1) this.interval = intervalMicroseconds; // a unit without a name counts as µs
    const c = model.clusters.length;
    this.time = arena.float64(2);
    this.since = arena.float64(model.processorCount);
    this.busyTicks = arena.float64(c);
    this.point = arena.int32(c);
    this.wanted = arena.int32(c);
    this.trip = arena.int32(1);
  }

  /** Time of the next look; Infinity while none is needed. */
  get nextLook(): number {
    return this.time[NEXT_LOOK];
  }

  /** Sets every cluster to the point its governor starts with. */
  clear(simulator: SocSimulator): void {
    this.time[NEXT_LOOK] = Number.POSITIVE_INFINITY;
    this.time[WINDOW_START] = 0;
    this.since.fill(Number.NaN);
    this.busyTicks.fill(0);
    this.trip[0] = -1;
    this.model.clusters.forEach(({ operatingPoints }, c) => {
      this.point[c] = operatingPoints.length - 1;
      this.wanted[c] = initialPoint(this.governors[c], operatingPoints.length);
      this.set(simulator, c, this.wanted[c]);
    });
  }

  /** A processor begins to execute. */
  begin(p: number, now: number): void {
    if (!this.needed) return;
    this.since[p] = now;
    if (this.time[NEXT_LOOK] !== Number.POSITIVE_INFINITY) return;
    this.time[WINDOW_START] = Math.floor(now / this.interval) * this.interval;
    this.time[NEXT_LOOK] = this.time[WINDOW_START] + this.interval;
  }

  /** A processor has ended a task. */
  finish(p: number, now: number): void {
    if (!this.needed) return;
    this.busyTicks[this.model.clusterOf[p]] += now - this.since[p];
    this.since[p] = Number.NaN;
  }

  /** The governors look at the last window and act. */
  look(simulator: SocSimulator, now: number): void {
    for (let p = 0; p < this.since.length; p++) {
      if (Number.isNaN(this.since[p])) continue;
      this.busyTicks[this.model.clusterOf[p]] += now - this.since[p];
      this.since[p] = now;
    }
    for (let c = 0; c < this.wanted.length; c++) {
      if (this.governors[c].kind === 'ondemand') this.followLoad(c, now - this.time[WINDOW_START]);
      this.busyTicks[c] = 0;
    }
    if (this.throttling) this.checkTrips(simulator, now);
    let resting = simulator.state.whole[BUSY] === 0 && this.trip[0] < 0;
    for (let c = 0; c < this.wanted.length; c++) {
      this.set(simulator, c, this.capped(c));
      if (this.governors[c].kind === 'ondemand' && this.point[c] > 0) resting = false;
    }
    this.time[WINDOW_START] = now;
    this.time[NEXT_LOOK] = resting ? Number.POSITIVE_INFINITY : now + this.interval;
  }

  /** Index of the operating point a cluster runs at. */
  pointOf(cluster: number): number {
    return this.point[cluster];
  }

  private followLoad(c: number, window: number): void {
    const utilisation = this.busyTicks[c] / (window * this.model.clusters[c].processors.length);
    if (utilisation > ONDEMAND.high) this.wanted[c] = this.model.clusters[c].operatingPoints.length - 1;
    else if (utilisation < ONDEMAND.low && this.wanted[c] > 0) this.wanted[c]--;
  }

  private checkTrips(simulator: SocSimulator, now: number): void {
    simulator.energy?.advance(now);
    const celsius = simulator.energy?.temperature ?? 0;
    const { tripCelsius, hysteresisCelsius } = THERMAL_CONSTANTS;
    for (let trip = 0; trip < tripCelsius.length; trip++) {
      if (celsius > tripCelsius[trip] && this.trip[0] < trip) this.trip[0] = trip;
      else if (this.trip[0] === trip && celsius < tripCelsius[trip] - hysteresisCelsius[trip]) this.trip[0]--;
    }
  }

  /** What the governor wants, under the cap of the trip point in force: the highest point not above it. */
  private capped(c: number): number {
    const { operatingPoints, tripMegahertz } = this.model.clusters[c];
    const cap = this.trip[0] < 0 ? -1 : (tripMegahertz[this.trip[0]] ?? -1);
    let point = this.wanted[c];
    while (cap > 0 && point > 0 && operatingPoints[point].megahertz > cap) point--;
    return point;
  }

  private set(simulator: SocSimulator, c: number, point: number): void {
    if (this.point[c] === point) return;
    const { operatingPoints } = this.model.clusters[c];
    this.point[c] = point;
    simulator.energy?.setPoint(c, point, simulator.now);
    const { megahertz } = operatingPoints[point];
    simulator.setSpeed(c, megahertz / operatingPoints[operatingPoints.length - 1].megahertz, megahertz);
  }
}
