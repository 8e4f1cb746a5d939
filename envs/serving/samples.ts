/**
 * Gauges of the instances, read at regular times: requests running and waiting, KV blocks, batch size, fragmentation.
 * Averages are kept as the samples come; the samples themselves are columns with a bounded number of rows: when they
 * are full, every other one goes and from then on only every second, fourth, … is kept. A sampled mean is the mean over
 * samples; instances that are off count nowhere.
 *
 * Fragmentation is the share of an instance's KV blocks that are free while the head of its queue cannot use them: the
 * head needs more than the free blocks less the watermark. Blocks of cached prefixes that could be reclaimed are free.
 */
import { ensure } from '../../src/error.js';
import { INSTANCE_OFF } from '../../src/serving.js';
import type { ServingSimulator } from './simulator.js';
import type { ServingState } from './state.js';

/** Gauges of an instance, in the order of the columns. */
export const GAUGES = ['running', 'waiting', 'usedBlocks', 'batchSize', 'unusableBlocks', 'state'] as const;
export type Gauge = (typeof GAUGES)[number];

/** What was read, averaged over samples; NaN before the first. */
export interface SampleMeans {
  readonly samples: number;
  readonly kvUsageMean: number; // used blocks of all instances that are not off / their blocks
  readonly kvUsagePeak: number; // of one instance
  readonly fragmentationMean: number; // unusable blocks of all instances that are not off / their blocks
  readonly queueLengthMean: number; // waiting requests in all, those not sent anywhere yet included
  readonly runningMean: number; // running requests in all
  readonly instancesMean: number; // instances that are not off
}

export interface SamplesSnapshot {
  readonly count: number;
  readonly stride: number;
  readonly skipped: number;
  readonly time: Float64Array;
  readonly gauges: readonly Int32Array[];
  readonly sums: Float64Array;
}

// sums over samples
const TAKEN = 0;
const USAGE = 1;
const PEAK = 2;
const FRAGMENTATION = 3;
const QUEUE = 4;
const RUNNING = 5;
const INSTANCES = 6;
const SUMS = 7;

export class Samples {
  readonly instances: number; // m
  readonly limit: number; // rows kept at most
  count = 0; // rows kept
  time: Float64Array; // [row] clock
  /** [gauge] of [row · m + instance] */
  readonly gauges: Int32Array[];
  private readonly sums = new Float64Array(SUMS);
  private stride = 1; // of so many samples one is kept
  private skipped = 0; // samples since the last one kept

  constructor(instances: number, limit = 4096) {
    ensure(limit >= 2 && limit % 2 === 0, `envs/serving: samples: limit ${limit} is not allowed (an even number ≥ 2)`);
    this.instances = instances;
    this.limit = limit;
    const rows = Math.min(64, limit);
    this.time = new Float64Array(rows);
    this.gauges = GAUGES.map(() => new Int32Array(rows * instances));
  }

  clear(): void {
    this.count = 0;
    this.stride = 1;
    this.skipped = 0;
    this.sums.fill(0);
  }

  /** Reads all gauges now. */
  take(simulator: ServingSimulator): void {
    simulator.settleAll();
    const { state } = simulator;
    const { instances } = state;
    const kept = this.keepsNext();
    if (kept) this.makeRoom();
    const at = this.count * this.instances;
    let used = 0;
    let total = 0;
    let unusable = 0;
    let waiting = simulator.unrouted.count;
    let running = 0;
    let on = 0;
    for (let i = 0; i < this.instances; i++) {
      const lost = unusableBlocks(state, i);
      const active = instances.runningCount[i] + instances.flying(i);
      if (instances.state[i] !== INSTANCE_OFF) {
        on++;
        used += instances.usedBlocks[i];
        total += instances.totalBlocks[i];
        unusable += lost;
        waiting += instances.waitingCount[i];
        running += active;
        this.sums[PEAK] = Math.max(this.sums[PEAK], instances.usedBlocks[i] / instances.totalBlocks[i]);
      }
      if (!kept) continue;
      const [runningColumn, waitingColumn, usedColumn, batchColumn, unusableColumn, stateColumn] = this.gauges;
      runningColumn[at + i] = active;
      waitingColumn[at + i] = instances.waitingCount[i];
      usedColumn[at + i] = instances.usedBlocks[i];
      batchColumn[at + i] = instances.flying(i);
      unusableColumn[at + i] = lost;
      stateColumn[at + i] = instances.state[i];
    }
    this.sums[TAKEN]++;
    this.sums[USAGE] += total === 0 ? 0 : used / total;
    this.sums[FRAGMENTATION] += total === 0 ? 0 : unusable / total;
    this.sums[QUEUE] += waiting;
    this.sums[RUNNING] += running;
    this.sums[INSTANCES] += on;
    if (kept) this.time[this.count++] = state.now;
  }

  get means(): SampleMeans {
    const { sums } = this;
    const samples = sums[TAKEN];
    return {
      samples,
      kvUsageMean: sums[USAGE] / samples,
      kvUsagePeak: samples === 0 ? Number.NaN : sums[PEAK],
      fragmentationMean: sums[FRAGMENTATION] / samples,
      queueLengthMean: sums[QUEUE] / samples,
      runningMean: sums[RUNNING] / samples,
      instancesMean: sums[INSTANCES] / samples,
    };
  }

  /** One gauge of one instance: [row], beside `time`. */
  series(gauge: Gauge, instance: number): Float64Array {
    const column = this.gauges[GAUGES.indexOf(gauge)];
    return Float64Array.from({ length: this.count }, (_, row) => column[row * this.instances + instance]);
  }

  /** A copy of the rows in use. */
  snapshot(): SamplesSnapshot {
    const { count, stride, skipped, instances } = this;
    const gauges = this.gauges.map((column) => column.slice(0, count * instances));
    return { count, stride, skipped, time: this.time.slice(0, count), gauges, sums: this.sums.slice() };
  }

  restore(saved: SamplesSnapshot): void {
    this.count = saved.count;
    this.stride = saved.stride;
    this.skipped = saved.skipped;
    this.sums.set(saved.sums);
    this.allot(Math.max(this.time.length, saved.count));
    this.time.set(saved.time);
    saved.gauges.forEach((column, gauge) => {
      this.gauges[gauge].set(column);
    });
  }

  /** Whether the sample that comes is one to keep. */
  private keepsNext(): boolean {
    if (this.count > 0 && ++this.skipped < this.stride) return false;
    this.skipped = 0;
    return true;
  }

  private makeRoom(): void {
    if (this.count < this.time.length) return;
    if (this.count < this.limit) this.allot(Math.min(this.limit, 2 * this.count));
    else this.thin();
  }

  /** Every other row goes: those at even places stay. */
  private thin(): void {
    const m = this.instances;
    const half = this.count / 2;
    for (let row = 1; row < half; row++) {
      this.time[row] = this.time[2 * row];
      for (const column of this.gauges) column.copyWithin(row * m, 2 * row * m, (2 * row + 1) * m);
    }
    this.count = half;
    this.stride *= 2;
  }

  private allot(rows: number): void {
    if (rows === this.time.length) return;
    const time = new Float64Array(rows);
    time.set(this.time);
    this.time = time;
    this.gauges.forEach((column, gauge) => {
      this.gauges[gauge] = new Int32Array(rows * this.instances);
      this.gauges[gauge].set(column);
    });
  }
}

/** Free blocks that the head of the queue of an instance cannot use; 0 where nothing waits or the head fits. */
export function unusableBlocks(state: ServingState, instance: number): number {
  const head = state.instances.waitingHead[instance];
  if (head < 0) return 0;
  const { target, done } = state.requests;
  const wanted = state.blocksOf(instance, Math.max(target[head], done[head]));
  const free = state.freeBlocks(instance);
  return wanted > free - state.instances.watermarkBlocks[instance] ? free : 0;
}
