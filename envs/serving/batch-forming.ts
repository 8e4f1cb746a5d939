/**
 * Forms batches at the end of an instant: every instance at which something has happened is asked for batches until its
 * pipeline is full or it has nothing to run. A batch goes through the pipeline stages first in, first out, so its end
 * is known when it is formed.
 */
import type { Arena } from '../../src/sim/arena.js';
import type { DecodeRuns } from './decode-runs.js';
import type { Earliest } from './earliest.js';
import type { InstanceSpec } from './simulator-options.js';
import type { ServingState } from './state.js';
import { stageNanoseconds } from './time/parallelism.js';

interface Parts {
  readonly state: ServingState;
  readonly specs: readonly InstanceSpec[];
  readonly ends: Earliest; // when the oldest batch of each instance ends
  readonly runs: DecodeRuns | undefined; // absent: every iteration is a batch
  readonly unit: number; // clock units of one ns
}

export class BatchForming {
  /** Instances that form batches at the end of the instant. */
  touchedCount = 0;
  private readonly state: ServingState;
  private readonly specs: readonly InstanceSpec[];
  private readonly ends: Earliest;
  private readonly runs: DecodeRuns | undefined;
  private readonly unit: number;
  private readonly touched: Uint8Array; // [m] 1 = among them
  private readonly touchedList: Int32Array; // [m]

  constructor({ state, specs, ends, runs, unit }: Parts, arena: Arena) {
    this.state = state;
    this.specs = specs;
    this.ends = ends;
    this.runs = runs;
    this.unit = unit;
    this.touched = arena.uint8(specs.length);
    this.touchedList = arena.int32(specs.length);
  }

  clear(): void {
    this.touched.fill(0);
    this.touchedCount = 0;
  }

  /** The instance forms batches at the end of this instant. */
  touch(instance: number): void {
    if (this.touched[instance] === 1) return;
    this.touched[instance] = 1;
    this.touchedList[this.touchedCount++] = instance;
  }

  formTouched(): void {
    for (let i = 0; i < this.touchedCount; i++) {
      const instance = this.touchedList[i];
      this.touched[instance] = 0;
      this.formBatches(instance);
    }
    this.touchedCount = 0;
  }

  private formBatches(instance: number): void {
    const { state } = this;
    const { batchCount, stages, batchSize } = state.instances;
    const { engine } = this.specs[instance];
    while (batchCount[instance] < stages[instance]) {
      state.beginBatch(instance);
      engine.form(state, instance);
      const row = state.instances.nextBatch(instance);
      if (batchSize[row] === 0) break;
      this.launch(instance, row);
    }
  }

  /** Starts a batch that has been formed. */
  private launch(instance: number, row: number): void {
    const { state } = this;
    const { instances, work } = state;
    const nanoseconds = this.specs[instance].model.nanoseconds(work) + work.extraNanoseconds;
    const end =
      instances.stages[instance] === 1 ? this.startAlone(instance, nanoseconds) : this.pipe(instance, nanoseconds);
    instances.batchStart[row] = state.now;
    instances.batchEnd[row] = end;
    instances.runLength[row] = 1;
    instances.batchCount[instance]++;
    instances.busyTime[instance] += instances.lastDuration[instance];
    this.markScheduled(row);
    if (this.runs !== undefined && work.chunks === 0 && work.extraNanoseconds === 0) this.runs.extend(instance, row);
    if (instances.batchCount[instance] === 1) this.ends.set(instance, instances.batchEnd[row]);
  }

  /** End of a batch on one stage. */
  private startAlone(instance: number, nanoseconds: number): number {
    const duration = nanoseconds * this.unit;
    this.state.instances.lastDuration[instance] = duration;
    return this.state.now + duration;
  }

  /** End of a batch that waits at every stage for the one before. */
  private pipe(instance: number, nanoseconds: number): number {
    const { instances, now } = this.state;
    const { stages, hopNanoseconds } = this.specs[instance];
    const duration = stageNanoseconds(nanoseconds, stages, hopNanoseconds) * this.unit;
    const first = instance * instances.maxStages;
    let end = now;
    for (let stage = first; stage < first + stages; stage++) {
      const free = instances.stageFree[stage];
      end = (free > end ? free : end) + duration;
      instances.stageFree[stage] = end;
    }
    instances.lastDuration[instance] = duration;
    return end;
  }

  private markScheduled(row: number): void {
    const { state } = this;
    const { batchRequest, batchSize, sequences } = state.instances;
    const { batched, scheduledAt } = state.requests;
    const begin = row * sequences;
    for (let k = begin, end = begin + batchSize[row]; k < end; k++) {
      const slot = batchRequest[k];
      if (batched[slot] === 1) continue;
      batched[slot] = 1;
      if (scheduledAt[slot] < 0) scheduledAt[slot] = state.now;
    }
  }
}
