/**
 * Reads the three tables of a layer profile from a folder: dense.csv (layer, tokens, time_us), attention.csv
 * (prefill_chunk, kv_prefill, n_decode, kv_decode, time_us) and per_sequence.csv (layer, sequences, time_us). Times
 * per layer are multiplied by how often an iteration runs them. Attention grids may be ragged: each chunk keeps its
 * own list of contexts.
 */
import { join } from 'node:path';
import { ensure } from '../../../src/error.js';
import type { LayerProfile } from './layer-profile.js';
import { PiecewiseLinear } from './piecewise-linear.js';
import { type GridPoint, RaggedGrid } from './ragged-grid.js';
import { readTable, type Table } from './table-file.js';

/** How often each dense operator runs in one layer. */
const PER_LAYER: Readonly<Record<string, number>> = {
  qkv_proj: 1,
  o_proj: 1,
  gate_up_proj: 1,
  down_proj: 1,
  act_fn: 1,
  layernorm: 2,
  rotary_emb: 1,
};

/** Operators that run once per iteration. */
const PER_ITERATION = ['embedding', 'final_layernorm'];
const PER_SEQUENCE = ['lm_head', 'sampler'];

/** The largest count a profile may list; costs are kept for every count up to it. */
const LARGEST = 1_000_000;

/**
 * A profile in ns per iteration of a model of `layers` layers.
 * @throws ArenaError in one line: missing or broken file, or an operator that is not in it.
 */
export function readLayerProfile(folder: string, layers: number): LayerProfile {
  const densePath = join(folder, 'dense.csv');
  const dense = readTable(densePath, { numbers: ['tokens', 'time_us'], words: ['layer'] });
  const sequencePath = join(folder, 'per_sequence.csv');
  const sequence = readTable(sequencePath, { numbers: ['sequences', 'time_us'], words: ['layer'] });
  const runs = new Map(Object.entries(PER_LAYER).map(([layer, times]) => [layer, times * layers]));
  for (const layer of PER_ITERATION) runs.set(layer, 1);
  const once = new Map(PER_SEQUENCE.map((layer) => [layer, 1]));
  const { decode, prefill } = readAttention(join(folder, 'attention.csv'), layers);
  return {
    dense: costs({ path: densePath, table: dense, count: 'tokens', runs }),
    perSequence: costs({ path: sequencePath, table: sequence, count: 'sequences', runs: once }),
    decode,
    prefill,
  };
}

interface CostOptions {
  readonly path: string;
  readonly table: Table;
  readonly count: string; // column of the counts
  readonly runs: ReadonlyMap<string, number>; // operator → times per iteration
}

/** [count] ns: the sum of all operators, each linear between its measurements; index 0 is the cost of count 1. */
function costs({ path, table, count, runs }: CostOptions): Float64Array {
  const [counts, times, layers] = [table.number(count), table.number('time_us'), table.word('layer')];
  const largest = counts.reduce((most, n) => Math.max(most, n), 1);
  const fine = Number.isInteger(largest) && largest <= LARGEST;
  ensure(fine, `envs/serving: ${path}: ${count}: whole numbers up to ${LARGEST} are expected, got ${largest}`);
  const total = new Float64Array(largest + 1); // [count] ns
  for (const [layer, perIteration] of runs) {
    const points: [number, number][] = [];
    for (let row = 0; row < table.rows; row++) {
      if (layers[row] === layer) points.push([counts[row], times[row] * 1e3 * perIteration]);
    }
    ensure(points.length >= 2, `envs/serving: ${path}: operator "${layer}" is missing`);
    const line = new PiecewiseLinear(
      points.sort(([a], [b]) => a - b),
      'clamp',
      `${path}: ${layer}`,
    );
    for (let n = 0; n < total.length; n++) total[n] += line.at(n);
  }
  return total;
}

function readAttention(path: string, layers: number): Pick<LayerProfile, 'decode' | 'prefill'> {
  const columns = ['prefill_chunk', 'kv_prefill', 'n_decode', 'kv_decode', 'time_us'];
  const table = readTable(path, { numbers: columns });
  const [chunk, before, decodes, context, time] = columns.map((column) => table.number(column));
  const decode: GridPoint[] = [];
  const prefill: GridPoint[] = [];
  for (let row = 0; row < table.rows; row++) {
    const value = time[row] * 1e3 * layers;
    if (chunk[row] === 0) decode.push({ x: decodes[row], y: context[row], value });
    else if (decodes[row] === 0) prefill.push({ x: chunk[row], y: before[row], value });
  }
  ensure(decode.length > 0 && prefill.length > 0, `envs/serving: ${path}: rows of decodes and of prefills are needed`);
  return { decode: new RaggedGrid(decode, `${path}: decodes`), prefill: new RaggedGrid(prefill, `${path}: prefills`) };
}
