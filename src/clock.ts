/**
 * The only reader of clocks and operating-system entropy. Simulators never import this file: time inside a
 * simulation is a number that the simulation itself advances, and randomness is an {@link Rng} value.
 */
import { randomInt } from 'node:crypto';

/** Wall-clock time in milliseconds since 1970. */
export function nowMs(): number {
  return Date.now();
}

/** Monotonic time in milliseconds, for measuring durations. */
export function monotonicMs(): number {
  return performance.now();
}

/** Processor time that this process has used, milliseconds: what a measurement on a busy machine goes by. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The current instant as ISO 8601, for manifests. */
export function timestamp(): string {
  return new Date().toISOString();
}

/** A seed drawn from the operating system, in 0 … 2^31 − 1; drawn once at the edge and then reported. */
export function entropySeed(): number {
  return randomInt(0, 2 ** 31 - 1);
}
