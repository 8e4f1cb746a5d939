/**
 * Temperatures of the five hotspots of the chip as a linear system driven by the power of memory, GPU and clusters:
 * T' = A·(T − ambient) + B·p + ambient, one step every 20 µs, and the trip points of thermal throttling. Model and
 * constants of DS3 (Arda et al., IEEE Trans. Computers 2020; fitted to an Odroid XU3 by its authors).
 */
import type { Platform } from './platform.js';

export const HOTSPOTS = 5;

export const THERMAL_CONSTANTS = Object.freeze({
  ambientCelsius: 42,
  stepMicroseconds: 20,
  tripCelsius: Object.freeze([85, 90, 95]),
  hysteresisCelsius: Object.freeze([3, 3, 3]),
});

/** A: [hotspot][hotspot] part of the excess temperature that remains after a step. */
const REMAINING: readonly (readonly number[])[] = [
  [0.9928, 0.000566, 0.004281, 0.0003725, 1.34e-5],
  [0.006084, 0.9909, 0, 0.001016, 8.863e-5],
  [0, 0.0008608, 0.993, 0, 0.0008842],
  [0.006844, -0.0005119, 0, 0.9904, 0.0003392],
  [0.0007488, 0.003932, 8.654e-5, 0.002473, 0.9905],
];

/** B by power source: kelvin per watt and step at each hotspot. Other cluster types do not heat. */
const HEAT: Readonly<Record<string, readonly number[]>> = {
  MEM: [0.07423, 0, 0.6708, 0, 0.01404],
  GPU: [6.898e-7, 0.001971, 2.108e-6, 0.01682, 0.03811],
  BIG: [0.0471, 0.01265, 0.113, 0.01646, 0.01476],
  LTL: [0.02399, 0, 0.02819, 0.007198, 0.03902],
};

/** A and B of a platform as flat arrays. Sources: memory, GPU, then the clusters that have a clock, in order. */
export interface ThermalModel {
  readonly sources: number;
  readonly remaining: Float64Array; // [5·5]
  readonly heat: Float64Array; // [5·sources] kelvin per watt and step
}

export function thermalModel(platform: Platform): ThermalModel {
  const clocked = platform.clusters.filter((cluster) => cluster.operatingPoints.length > 0);
  const columns = ['MEM', 'GPU', ...clocked.map((cluster) => cluster.type)].map((type) => HEAT[type]);
  const heat = new Float64Array(HOTSPOTS * columns.length);
  for (let h = 0; h < HOTSPOTS; h++)
    for (let s = 0; s < columns.length; s++) heat[h * columns.length + s] = columns[s]?.[h] ?? 0;
  return { sources: columns.length, remaining: Float64Array.from(REMAINING.flat()), heat };
}

/** The temperatures one step later. `next` and `celsius` are [5] and must differ; `watts` is [sources]. */
export function thermalStep(model: ThermalModel, celsius: Float64Array, watts: Float64Array, next: Float64Array): void {
  const { ambientCelsius } = THERMAL_CONSTANTS;
  for (let h = 0; h < HOTSPOTS; h++) {
    let value = ambientCelsius;
    for (let i = 0; i < HOTSPOTS; i++) value += model.remaining[h * HOTSPOTS + i] * (celsius[i] - ambientCelsius);
    for (let s = 0; s < model.sources; s++) value += model.heat[h * model.sources + s] * watts[s];
    next[h] = value;
  }
}

/** The hottest of the five spots, °C. */
export function hottest(celsius: Float64Array): number {
  let most = celsius[0];
  for (let h = 1; h < HOTSPOTS; h++) if (celsius[h] > most) most = celsius[h];
  return most;
}
