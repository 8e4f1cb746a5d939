/**
 * Linear-operator fits from the compute profiles of microsoft/vidur@7d47513 (MIT): milliseconds per iteration of all
 * operators of a layer but attention, times layers, as max(floor, intercept + slope·N). The sixteen fits here work
 * without files; a JSON file of the same form (device, model, tp, floor_ms, slope_us_per_token, intercept_ms per
 * entry) brings more. A GPU that was not profiled is scaled from one that was: the floor, which is reading weights,
 * by memory bandwidth, slope and intercept by peak FLOP/s. That scaling is an assumption; where both GPUs were
 * profiled it meets floor and slope within 20 %.
 */
import { readFileSync } from 'node:fs';
import { ArenaError, ensure } from '../../../src/error.js';
import { HARDWARE, type Hardware } from './hardware.js';
import type { ModelShape } from './models.js';

/** ns per iteration: max(floor, intercept + slope·N). */
export interface OperatorFit {
  readonly device: string; // hardware name
  readonly model: string;
  readonly tensorParallel: number;
  readonly floor: number; // ns
  readonly slope: number; // ns per token
  readonly intercept: number; // ns, may be negative
}

type Row = readonly [
  device: string,
  model: string,
  tensorParallel: number,
  floorMs: number,
  slopeUs: number,
  ms: number,
];

function fit([device, model, tensorParallel, floorMs, slopeUs, interceptMs]: Row): OperatorFit {
  const [floor, slope, intercept] = [floorMs * 1e6, slopeUs * 1e3, interceptMs * 1e6];
  return Object.freeze({ device, model, tensorParallel, floor, slope, intercept });
}

const rows: readonly Row[] = [
  ['A100-80GB', 'llama-2-7b', 1, 9.37, 64.178, 2.175],
  ['H100', 'llama-2-7b', 1, 5.721, 20.21, 2.883],
  ['A40', 'llama-2-7b', 1, 26.503, 123.451, 8.446],
  ['A100-80GB', 'llama-3-8b', 1, 10.396, 66.757, 6.425],
  ['A100-80GB', 'llama-2-70b', 1, 92.484, 591.398, 67.974],
  ['H100', 'llama-2-70b', 1, 50.095, 205.572, 32.227],
  ['A40', 'llama-2-70b', 1, 258.735, 1200.581, 96.859],
  ['A100-80GB', 'llama-2-70b', 2, 47.575, 301.689, 36.342],
  ['H100', 'llama-2-70b', 2, 26.145, 101.822, 17.737],
  ['A40', 'llama-2-70b', 2, 141.382, 606.587, 38.699],
  ['A100-80GB', 'llama-2-70b', 4, 25.902, 155.726, 18.503],
  ['H100', 'llama-2-70b', 4, 14.876, 52.306, 10.201],
  ['A40', 'llama-2-70b', 4, 69.338, 328.708, 10.66],
  ['A100-80GB', 'llama-2-70b', 8, 14.607, 85.499, 5.15],
  ['H100', 'llama-2-70b', 8, 8.749, 27.798, 8.51],
  ['A40', 'llama-2-70b', 8, 35.891, 166.791, 12.279],
];

/** The fits that need no file. */
export const OPERATOR_FITS: readonly OperatorFit[] = rows.map(fit);

/** Models whose layers have the same shape as a profiled one. */
export const SAME_LAYERS: Readonly<Record<string, string>> = {
  'llama-3.1-8b': 'llama-3-8b',
  'mistral-7b': 'llama-3-8b',
};

/** Names in vidur's files → names of the catalogues. */
export const PROFILED_DEVICES: Readonly<Record<string, string>> = { a100: 'A100-80GB', h100: 'H100', a40: 'A40' };
export const PROFILED_MODELS: Readonly<Record<string, string>> = {
  'meta-llama/Llama-2-7b-hf': 'llama-2-7b',
  'meta-llama/Llama-2-70b-hf': 'llama-2-70b',
  'meta-llama/Meta-Llama-3-8B': 'llama-3-8b',
  'meta-llama/Meta-Llama-3-70B': 'llama-3-70b',
  'codellama/CodeLlama-34b-Instruct-hf': 'codellama-34b',
  'internlm/internlm-20b': 'internlm-20b',
  'Qwen/Qwen-72B': 'qwen-72b',
};

/**
 * Fits of a JSON file; names unknown to the catalogues are kept as they are.
 * @throws ArenaError in one line when the file is missing, no JSON, or an entry lacks a finite number.
 */
export function readOperatorFits(path: string): readonly OperatorFit[] {
  let entries: unknown;
  try {
    entries = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ArenaError(`envs/serving: ${path}: ${firstLine(error)}`);
  }
  ensure(Array.isArray(entries) && entries.length > 0, `envs/serving: ${path}: a list of operator fits is expected`);
  return entries.map((entry: Readonly<Record<string, unknown>> | null, i) => {
    const number = (key: string, least: number): number => {
      const value = entry?.[key];
      const fine = typeof value === 'number' && Number.isFinite(value) && value >= least;
      const range = least === 0 ? ' ≥ 0' : '';
      ensure(fine, `envs/serving: ${path}: entry ${i + 1}: ${key} must be a number${range}, got ${String(value)}`);
      return value;
    };
    const device = String(entry?.device);
    const model = String(entry?.model);
    const times = [number('floor_ms', 0), number('slope_us_per_token', 0), number('intercept_ms', -1e9)] as const;
    return fit([PROFILED_DEVICES[device] ?? device, PROFILED_MODELS[model] ?? model, number('tp', 1), ...times]);
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

export interface FitRequest {
  readonly model: ModelShape;
  readonly hardware: Hardware;
  readonly tensorParallel: number;
  readonly fits?: readonly OperatorFit[];
}

/**
 * The fit of a model on a GPU; where that was not profiled, scaled from the GPU it counts as, or else from the A100.
 * @throws ArenaError naming what is profiled when nothing fits.
 */
export function findOperatorFit({ model, hardware, tensorParallel, fits = OPERATOR_FITS }: FitRequest): OperatorFit {
  const name = fits.some((entry) => entry.model === model.name) ? model.name : SAME_LAYERS[model.name];
  const matching = fits.filter((entry) => entry.model === name && entry.tensorParallel === tensorParallel);
  const own = matching.find(({ device }) => device === hardware.name);
  if (own !== undefined) return own;
  const base =
    matching.find(({ device }) => device === hardware.profiledAs) ??
    matching.find(({ device }) => device === 'A100-80GB');
  if (base === undefined) {
    const known = fits.map((entry) => `${entry.model} on ${entry.device} TP${entry.tensorParallel}`);
    throw new ArenaError(
      `envs/serving: no operator fit for ${model.name} on ${hardware.name} TP${tensorParallel} ` +
        `(there are: ${[...new Set(known)].slice(0, 24).join(', ')}; a file of fits brings more)`,
    );
  }
  const profiled = HARDWARE.get(base.device) ?? hardware;
  const memory = profiled.terabytesPerSecond / hardware.terabytesPerSecond;
  const compute = profiled.teraflops / hardware.teraflops;
  const scaled = { floor: base.floor * memory, slope: base.slope * compute, intercept: base.intercept * compute };
  return { ...base, ...scaled, device: hardware.name };
}
