/**
 * Power of a cluster of cores: leakage that grows with temperature, and dynamic power scaled from measured profiles.
 * Model and constants of DS3 (Arda et al., IEEE Trans. Computers 2020; measured on an Odroid XU3). Leaves out
 * interconnect power; memory and GPU draw a constant. Pure functions, shared by the correct and compatible engines.
 */
import { ArenaError } from '../../src/error.js';
import type { Cluster } from './platform.js';

export const POWER_CONSTANTS = Object.freeze({
  leakageC1: 0.002488, // A/K²
  leakageC2: 2660, // K
  gateAmpere: 0.000519,
  memoryWatts: 0.0473,
  gpuWatts: 0.1201,
});

/**
 * Leakage current of a big cluster at the hottest spot: C1·K²·exp(−C2/K) + I_gate, in ampere; multiply by volts and
 * by {@link leakageShare} for the leakage power of one core.
 */
export function leakageAmpere(hottestCelsius: number): number {
  const kelvin = 273 + hottestCelsius;
  const { leakageC1, leakageC2, gateAmpere } = POWER_CONSTANTS;
  return leakageC1 * kelvin * kelvin * Math.exp(-leakageC2 / kelvin) + gateAmpere;
}

/**
 * Part of the leakage that one core of a cluster type carries: a quarter, in a LITTLE cluster a sixteenth.
 * The release exempts only the exact type `ACC`, so that accelerators named `ACC_1` … leak like big cores;
 * with `acceleratorsLeak: false` every accelerator is exempt.
 */
export function leakageShare(type: string, acceleratorsLeak = true): number {
  if (type === 'ACC' || (!acceleratorsLeak && type.startsWith('ACC'))) return 0;
  return type === 'LTL' ? 1 / 16 : 1 / 4;
}

/** The measured profiles of a cluster in array form. Rows: frequency thresholds, ascending. */
export interface PowerProfile {
  readonly thresholdMegahertz: Float64Array; // [rows]
  readonly thresholdVolts: Float64Array; // [rows] voltage of the operating point at the threshold
  readonly watts: readonly Float64Array[]; // [rows][busy − 1] power of the whole cluster, leakage included
}

/** @throws ArenaError if a profile's frequency is no operating point of the cluster, or none covers the highest. */
export function powerProfile(cluster: Cluster): PowerProfile {
  const thresholds = Object.keys(cluster.powerProfileWatts)
    .map(Number)
    .sort((a, b) => a - b);
  const volts = thresholds.map((megahertz) => {
    const point = cluster.operatingPoints.find((candidate) => candidate.megahertz === megahertz);
    if (!point)
      throw new ArenaError(
        `envs/soc: cluster "${cluster.name}" has a power profile at ${megahertz} MHz but no such operating point`,
      );
    return point.millivolts / 1000;
  });
  const highest = cluster.operatingPoints.at(-1)?.megahertz ?? 0;
  if (thresholds.length > 0 && thresholds.at(-1)! < highest)
    throw new ArenaError(`envs/soc: cluster "${cluster.name}" has no power profile for ${highest} MHz`);
  return {
    thresholdMegahertz: Float64Array.from(thresholds),
    thresholdVolts: Float64Array.from(volts),
    watts: thresholds.map((megahertz) => Float64Array.from(cluster.powerProfileWatts[megahertz])),
  };
}

/**
 * Dynamic power in watts of one of `busy` ≥ 1 busy cores at an operating point: the measured power of the profile row
 * without leakage, shared among the busy cores and scaled by f·V².
 */
export function dynamicWatts(
  profile: PowerProfile,
  point: { readonly megahertz: number; readonly volts: number },
  busy: number,
  leakageWatts: number, // of one core
): number {
  const { thresholdMegahertz, thresholdVolts, watts } = profile;
  let row = 0;
  while (row < thresholdMegahertz.length && point.megahertz > thresholdMegahertz[row]) row++;
  if (row === thresholdMegahertz.length) return 0;
  const cores = watts[row].length;
  const measured = watts[row][Math.min(busy, cores) - 1];
  if (measured === 0) return 0;
  const atThreshold = (measured - leakageWatts * cores) / busy;
  const thresholdVoltage = thresholdVolts[row];
  return (
    (atThreshold * (point.megahertz * point.volts * point.volts)) /
    (thresholdMegahertz[row] * thresholdVoltage * thresholdVoltage)
  );
}
