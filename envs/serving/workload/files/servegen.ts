/**
 * Clients of the published ServeGen data (alibaba/ServeGen): a folder with chunk-N-trace.csv (start of window s, rate
 * per second, coefficient of variation, law, its parameters) and chunk-N-dataset.json (window → input_tokens and
 * output_tokens as `{length: weight, …}`). One window is taken for all clients; those silent in it are left out. All
 * gaps are drawn as gamma with the given coefficient of variation, also where the file names a Weibull law.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ArenaError } from '../../../../src/error.js';
import type { Client } from '../clients.js';
import { lengthQuantile } from '../length-distribution.js';
import { readLines, readText } from './line-reader.js';

/**
 * Reads the clients active in the window that holds time `window`.
 * @param window seconds from the beginning of the data
 * @throws ArenaError, one line.
 */
export function loadServeGen(folder: string, window: number): Client[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new ArenaError(
      `envs/serving: ${folder} cannot be read (${(error as NodeJS.ErrnoException).code}); a folder of ServeGen data is expected`,
    );
  }
  const numbers = names
    .map((name) => /^chunk-(\d+)-trace\.csv$/.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .sort((a, b) => Number(a) - Number(b));
  const clients = numbers.map((number) => clientOf(folder, number, window)).filter((client) => client !== undefined);
  if (clients.length === 0) {
    throw new ArenaError(
      `envs/serving: ${folder}: no client is active at ${window} s (${numbers.length} client files)`,
    );
  }
  return clients;
}

function clientOf(folder: string, number: string, window: number): Client | undefined {
  const path = join(folder, `chunk-${number}-trace.csv`);
  let found: { readonly rate: number; readonly variation: number } | undefined;
  readLines(path, (text, line) => {
    const [start, rate, variation] = text.split(',').slice(0, 3).map(Number);
    const fits = Number.isFinite(start) && Number.isFinite(rate) && rate >= 0 && !Number.isNaN(variation ?? Number.NaN);
    if (!fits)
      throw new ArenaError(
        `envs/serving: ${path}:${line}: "${text.slice(0, 40)}" (start, rate, variation are expected)`,
      );
    if (start > window) return false;
    found = { rate, variation };
    return true;
  });
  if (!found || found.rate === 0) return undefined;
  const lengths = datasetAt(join(folder, `chunk-${number}-dataset.json`), window);
  if (!lengths) return undefined;
  return {
    name: `client-${number}`,
    rate: found.rate,
    coefficientOfVariation: Math.min(30, Math.max(0.05, found.variation)),
    input: lengths.input,
    output: lengths.output,
  };
}

function datasetAt(path: string, window: number) {
  let windows: Record<string, Record<string, unknown>>;
  try {
    windows = JSON.parse(readText(path));
  } catch (error) {
    if (error instanceof ArenaError) throw error;
    throw new ArenaError(`envs/serving: ${path}: the file is no JSON (a truncated file?)`);
  }
  const starts = Object.keys(windows)
    .filter((key) => Number(key) <= window)
    .sort((a, b) => Number(b) - Number(a));
  for (const start of starts) {
    const input = weightsOf(windows[start].input_tokens, path);
    const output = weightsOf(windows[start].output_tokens, path);
    if (input && output) return { input, output };
  }
  return undefined;
}

/** `{12: 0.5, 40: 0.5}` as text or object; undefined when empty. */
function weightsOf(given: unknown, path: string) {
  const pairs =
    typeof given === 'string'
      ? [...given.matchAll(/["']?([\d.]+)["']?\s*:\s*([\d.eE+-]+)/g)].map(([, length, weight]) => [length, weight])
      : Object.entries((given ?? {}) as Record<string, number>);
  const tokens = pairs.map(([length]) => Math.max(1, Math.round(Number(length))));
  const weights = pairs.map(([, weight]) => Number(weight));
  if (tokens.length === 0 || !weights.some((weight) => weight > 0)) return undefined;
  return lengthQuantile({ distribution: 'weights', tokens, weights }, `envs/serving: ${path}`);
}
