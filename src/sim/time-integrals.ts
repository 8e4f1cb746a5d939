/**
 * Integrals over simulated time of signals that are constant between events (jobs in the system, busy processors,
 * power): each remembers its present value and since when, and adds value · duration when it changes. In an arena,
 * the accumulators are part of the snapshot.
 */
import { Arena } from './arena.js';

export class TimeIntegrals {
  readonly value: Float64Array; // [signal] present value
  private readonly since: Float64Array; // [signal] time of the last change
  private readonly area: Float64Array; // [signal] value·time up to `since`

  constructor(signals: number, arena: Arena = new Arena()) {
    this.value = arena.float64(signals);
    this.since = arena.float64(signals);
    this.area = arena.float64(signals);
  }

  /** All signals are 0 from `time` on, with empty integrals. */
  clear(time = 0): void {
    this.value.fill(0);
    this.since.fill(time);
    this.area.fill(0);
  }

  /** A signal takes a new value at a time not before its last change. */
  set(signal: number, time: number, value: number): void {
    this.area[signal] += this.value[signal] * (time - this.since[signal]);
    this.since[signal] = time;
    this.value[signal] = value;
  }

  /** A signal changes by an amount. */
  add(signal: number, time: number, change: number): void {
    this.set(signal, time, this.value[signal] + change);
  }

  /** The integral up to `time`. */
  integral(signal: number, time: number): number {
    return this.area[signal] + this.value[signal] * (time - this.since[signal]);
  }

  /** The time average over [from, time]; `from` is where the integrals began. NaN over no time. */
  average(signal: number, time: number, from = 0): number {
    return this.integral(signal, time) / (time - from);
  }
}
