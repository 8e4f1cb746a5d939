/**
 * Observations and infos of several copies side by side. Box observations (and, on demand, flattened ones) share one
 * stacked array; others are a list of copies. Infos become a record of columns, each with a mask `_key` that says
 * which copies had the key.
 */
import type { Info } from '../env.js';
import { BoxSpace, type BoxValue } from '../space/box.js';
import { flatdim, flattenInto } from '../space/flatten.js';
import type { Space } from '../space/space.js';

/** The observations of k copies. */
export interface Batch<Obs> {
  /** One value a copy; for Box spaces these are windows into `stacked`. */
  readonly observations: readonly Obs[]; // [copy]
  /** All values as one array; null where the space is neither Box nor flattened on demand. */
  readonly stacked: BoxValue | null; // [copy·size]
}

/** Copies the observations out of the environments' buffers. */
export function batchObservations<Obs>(space: Space<Obs>, values: readonly Obs[], flatten: boolean): Batch<Obs> {
  if (space instanceof BoxSpace) {
    const stacked = space.zeros(values.length);
    const observations = values.map((value, i) => {
      stacked.set(value as BoxValue, i * space.size);
      return stacked.subarray(i * space.size, (i + 1) * space.size) as Obs;
    });
    return { observations, stacked };
  }
  const observations = values.map((value) => space.copy(value));
  if (!flatten) return { observations, stacked: null };
  const size = flatdim(space);
  const stacked = new Float64Array(size * values.length);
  values.forEach((value, i) => {
    flattenInto(space, value, stacked.subarray(i * size, (i + 1) * size));
  });
  return { observations, stacked };
}

/** Columns `key` and masks `_key`; numbers become a Float64Array (NaN where the copy has none), the rest a list. */
export type VectorInfo = Readonly<Record<string, Float64Array | Uint8Array | readonly unknown[]>>;

/** Infos of all copies as columns; a copy without an info has no part in any column. */
export function batchInfos(infos: readonly (Info | Readonly<Record<string, unknown>> | undefined)[]): VectorInfo {
  const columns: Record<string, Float64Array | Uint8Array | readonly unknown[]> = {};
  const keys = new Set(infos.flatMap((info) => Object.keys(info ?? {})));
  for (const key of keys) {
    const has = Uint8Array.from(infos, (info) => (info && key in info ? 1 : 0));
    const values = infos.map((info) => (info as Readonly<Record<string, unknown>> | undefined)?.[key]);
    const numeric = values.every((value, i) => has[i] === 0 || typeof value === 'number');
    columns[key] = numeric
      ? Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN))
      : values.map((value) => value ?? null);
    columns[`_${key}`] = has;
  }
  return columns;
}
