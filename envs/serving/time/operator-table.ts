/**
 * The measured table behind the operator fits (microsoft/vidur@7d47513, MIT): time of all linear operators of one
 * layer by tokens of the batch, as a line through the measurements. It follows the knee at 128 to 256 tokens that a
 * floor and a slope cut off. Only what was profiled is in it; nothing is scaled. Below one token, and beyond the
 * last measurement, as in piecewise-linear.ts.
 */
import { ensure } from '../../../src/error.js';
import { type FitRequest, PROFILED_DEVICES, PROFILED_MODELS, SAME_LAYERS } from './operator-fits.js';
import { PiecewiseLinear } from './piecewise-linear.js';
import { readTable } from './table-file.js';

/**
 * Columns device, model, tp, num_tokens, linear_ms_per_layer; gives ns of all layers by tokens.
 * @throws ArenaError in one line for a broken file, or when the model was not profiled on the GPU.
 */
export function readOperatorTable(path: string, request: Omit<FitRequest, 'fits'>): PiecewiseLinear {
  const { model, hardware, tensorParallel } = request;
  const numbers = ['tp', 'num_tokens', 'linear_ms_per_layer'];
  const table = readTable(path, { numbers, words: ['device', 'model'] });
  const [split, tokens, time] = numbers.map((column) => table.number(column));
  const [devices, models] = [table.word('device'), table.word('model')];
  const known = new Set<string>();
  const named: [name: string, tokens: number, ns: number][] = [];
  for (let row = 0; row < table.rows; row++) {
    const name = PROFILED_MODELS[models[row]] ?? models[row];
    const device = PROFILED_DEVICES[devices[row]] ?? devices[row];
    known.add(`${name} on ${device} TP${split[row]}`);
    if (device === hardware.name && split[row] === tensorParallel) {
      named.push([name, tokens[row], time[row] * 1e6 * model.layers]);
    }
  }
  const profiled = named.some(([name]) => name === model.name) ? model.name : SAME_LAYERS[model.name];
  const points = named.filter(([name]) => name === profiled).map(([, n, ns]) => [n, ns] as const);
  const asked = `${model.name} on ${hardware.name} TP${tensorParallel}`;
  const some = [...known].slice(0, 24).join(', ');
  ensure(points.length >= 2, `envs/serving: ${path}: no rows for ${asked} (there are: ${some}, …)`);
  return new PiecewiseLinear(
    [...points].sort(([a], [b]) => a - b),
    'clamp',
    `${path}: ${asked}`,
  );
}
