/**
 * Links between processors as files hold them. Bandwidth: one number, or a matrix [from][to]; the text "Infinity" is a
 * free link. Start-up time: one number, a row with one number per sender, or a matrix. Diagonals are not used and may
 * hold 0. Contention: one of the names of `CONTENTIONS`.
 */
import type { ArenaError } from '../error.js';
import type { Links } from '../plan/instance.js';
import { CONTENTIONS, type Contention } from '../planner.js';
import type { JsonPath } from './json-scan.js';
import { isAmount, kindOf } from './json-source.js';

/** What a file says of links; absent parts have their defaults (bandwidth 1, no start-up time, no contention). */
export interface LinkValues {
  readonly bandwidth?: unknown;
  readonly startup?: unknown;
  readonly contention?: unknown;
}

/** Makes a complaint about the value at a path below the links' own. */
export type LinkFault = (path: JsonPath, message: string) => ArenaError;

/** The links between `m` processors. Errors: `ArenaError` for matrices of another size and numbers out of range. */
export function readLinks(values: LinkValues, m: number, fault: LinkFault): Links {
  const { bandwidth = 1, startup = 0, contention = 'none' } = values;
  if (!CONTENTIONS.includes(contention as Contention))
    throw fault(['contention'], `contention ${kindOf(contention)} does not exist (${CONTENTIONS.join(', ')})`);
  return {
    bandwidth: matrixOf(bandwidth, m, {
      entry: (value, diagonal) => (isAmount(value) && (value > 0 || diagonal) ? value : infinityOf(value)),
      expected: 'a number > 0 or "Infinity" is expected',
      fault: (path, message) => fault(['bandwidth', ...path], `bandwidth${message}`),
    }),
    startup: matrixOf(isRow(startup, m) ? startup.map((value) => Array(m).fill(value) as unknown[]) : startup, m, {
      entry: (value) => (isAmount(value) ? value : Number.NaN),
      expected: 'a number ≥ 0 is expected',
      fault: (path, message) => fault(['startup', ...path], `startup${message}`),
    }),
    contention: contention as Contention,
  };
}

function infinityOf(value: unknown): number {
  return value === 'Infinity' ? Number.POSITIVE_INFINITY : Number.NaN;
}

function isRow(value: unknown, m: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length === m && value.every((entry) => typeof entry === 'number');
}

interface MatrixRules {
  readonly entry: (value: unknown, diagonal: boolean) => number; // NaN = not allowed
  readonly expected: string;
  readonly fault: LinkFault;
}

function matrixOf(value: unknown, m: number, { entry, expected, fault }: MatrixRules): Float64Array {
  const matrix = new Float64Array(m * m);
  if (!Array.isArray(value)) {
    const all = entry(value, false);
    if (Number.isNaN(all)) throw fault([], ` is ${kindOf(value)} (${expected})`);
    return matrix.fill(all);
  }
  if (value.length !== m) throw fault([], ` has ${value.length} rows for ${m} processors`);
  for (let from = 0; from < m; from++) {
    const row: unknown = value[from];
    if (!Array.isArray(row) || row.length !== m)
      throw fault([from], `[${from}] is ${kindOf(row)} (a list of ${m}, one entry per processor, is expected)`);
    for (let to = 0; to < m; to++) {
      const number = entry(row[to], from === to);
      if (Number.isNaN(number)) throw fault([from, to], `[${from}][${to}] is ${kindOf(row[to])} (${expected})`);
      matrix[from * m + to] = number;
    }
  }
  return matrix;
}

/** Links as values of JSON, from which {@link readLinks} makes the same links; parts that are the default are left out. */
export function linkValues({ bandwidth, startup, contention }: Links, m: number): LinkValues {
  const values: { -readonly [K in keyof LinkValues]: unknown } = {};
  if (!bandwidth.every((value) => value === 1)) values.bandwidth = compact(bandwidth, m);
  if (!startup.every((value) => value === 0)) values.startup = compact(startup, m);
  if (contention !== 'none') values.contention = contention;
  return values;
}

function compact(matrix: Float64Array, m: number): unknown {
  const value = (number: number): unknown => (number === Number.POSITIVE_INFINITY ? 'Infinity' : number);
  if (matrix.every((entry) => entry === matrix[0])) return value(matrix[0]);
  return Array.from({ length: m }, (_, from) => Array.from(matrix.subarray(from * m, (from + 1) * m), value));
}
