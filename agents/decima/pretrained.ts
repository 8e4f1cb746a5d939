/**
 * Weights of the network *small* from a file of spark-sched-sim's layout: {config, params: name → {shape, data}}, tensors
 * row by row, matrices [out, in]. The file is checked completely before anything is built from it.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ArenaError, ensure } from '../../src/error.js';
import { Parameters } from '../../src/nn/parameters.js';
import { decimaKind, decimaParameters } from './kinds.js';

/** Part of the network → its name in the file; layer k is called 2k there, as activations count as layers. */
const PARTS: Readonly<Record<string, string>> = {
  prepare: 'encoder.node_encoder.mlp_prep',
  message: 'encoder.node_encoder.mlp_msg',
  update: 'encoder.node_encoder.mlp_update',
  job: 'encoder.dag_encoder.mlp',
  global: 'encoder.global_encoder.mlp',
  stage: 'stage_policy_network.mlp_score',
  limit: 'exec_policy_network.mlp_score',
};

const tensor = z.object({ shape: z.array(z.int().min(1)), data: z.array(z.number()) });
const model = z.object({ params: z.record(z.string(), tensor) });

/** Reads a file. Errors: `ArenaError` in one line for a file that cannot be read, is no JSON or does not fit. */
export function readDecimaModel(path: string): Parameters {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const what = error instanceof SyntaxError ? 'not complete JSON' : 'cannot be read';
    throw new ArenaError(`agents/decima: ${path}: ${what} (${(error as Error).message.replace(/\s+/g, ' ')})`);
  }
  return decimaModel(content, path);
}

/** Weights from parsed content; `where` names it in messages. Errors: `ArenaError`. */
export function decimaModel(content: unknown, where: string): Parameters {
  const parsed = model.safeParse(content);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    const place = path.length > 0 ? `${path.map(String).join('/')}: ` : '';
    throw new ArenaError(`agents/decima: ${where}: ${place}${message}`);
  }
  const { params } = parsed.data;
  const parameters = new Parameters(decimaParameters(decimaKind('small')));
  const known = new Set<string>();
  for (const { name, shape } of parameters.specs) {
    const given = nameInFile(name);
    known.add(given);
    ensure(Object.hasOwn(params, given), `agents/decima: ${where}: no tensor "${given}"`);
    const wanted = shape.length === 2 ? [shape[1], shape[0]] : shape;
    const { shape: found, data } = params[given];
    ensure(
      found.join() === wanted.join(),
      `agents/decima: ${where}: "${given}" is [${found.join(', ')}] ([${wanted.join(', ')}] is needed)`,
    );
    const count = wanted.reduce((product, length) => product * length, 1);
    ensure(
      data.length === count,
      `agents/decima: ${where}: "${given}" has ${data.length} numbers (${count} are needed)`,
    );
    transposed(data, wanted, parameters.get(name));
  }
  const unknown = Object.keys(params).find((name) => !known.has(name));
  ensure(unknown === undefined, `agents/decima: ${where}: tensor "${unknown}" does not belong to the network`);
  return parameters;
}

/** `stage/1/weight` → `stage_policy_network.mlp_score.2.weight`. */
function nameInFile(name: string): string {
  const [part, layer, kind] = name.split('/');
  return `${PARTS[part]}.${2 * Number(layer)}.${kind}`;
}

/** [out, in] → [in, out]; a vector (`columns` 1) stays. */
function transposed(data: readonly number[], [rows, columns = 1]: readonly number[], result: Float32Array): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = data[row * columns + column];
  }
}
