/**
 * How long a task really takes: its expected time, times noise that belongs to the task of the job and not to the
 * processor or the moment, so every scheduler under one seed meets the same luck. Rounded to whole ticks, at least
 * one; a task of no length stays so.
 */
import { noiseFactor } from '../../src/sim/noise.js';
import type { SocModel } from './model.js';

const STREAM = 1; // of the noise hash: execution times

export class ExecutionTime {
  noiseSeed = 0; // key of the episode's noise
  private readonly model: SocModel;
  private readonly deviation: number;

  constructor(model: SocModel, deviation: number) {
    this.model = model;
    this.deviation = deviation;
  }

  /** Ticks at full speed of task row `u` of a job on a processor. */
  ticks(u: number, p: number, job: number): number {
    const expected = this.model.cost[u * this.model.processorCount + p];
    if (this.deviation === 0 || expected === 0) return expected;
    const task = u - this.model.taskStart[this.model.rowTemplate[u]];
    const ticks = Math.round(expected * noiseFactor(this.noiseSeed, STREAM, job, task, this.deviation));
    return Math.max(ticks, 1);
  }
}
