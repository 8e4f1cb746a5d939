/** Reading weights in the layout of spark-sched-sim. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createDecima } from '../../../agents/decima/policies.js';
import { decimaModel, readDecimaModel } from '../../../agents/decima/pretrained.js';
import { drawnWeights } from '../../../src/cli/dag-goldens/decima.js';
import type { Parameters } from '../../../src/nn/parameters.js';

const MODEL = fileURLToPath(new URL('../../../../shared/data/dag/decima_model/model.json', import.meta.url));

const NAMES: Readonly<Record<string, string>> = {
  prepare: 'encoder.node_encoder.mlp_prep',
  message: 'encoder.node_encoder.mlp_msg',
  update: 'encoder.node_encoder.mlp_update',
  job: 'encoder.dag_encoder.mlp',
  global: 'encoder.global_encoder.mlp',
  stage: 'stage_policy_network.mlp_score',
  limit: 'exec_policy_network.mlp_score',
};

interface ModelFile {
  readonly params: Record<string, { shape: number[]; data: (number | string)[] }>;
}

/** A file's content: matrices are turned to [out, in]. */
function contentOf(parameters: Parameters): ModelFile {
  const entries = parameters.specs.map(({ name, shape }) => {
    const [part, layer, kind] = name.split('/');
    const values = parameters.get(name);
    const given = `${NAMES[part]}.${2 * Number(layer)}.${kind}`;
    if (shape.length === 1) return [given, { shape: [...shape], data: [...values] }];
    const [inputs, outputs] = shape;
    const data = Array.from({ length: inputs * outputs }, (_, i) => {
      const out = Math.floor(i / inputs);
      return values[(i % inputs) * outputs + out];
    });
    return [given, { shape: [outputs, inputs], data }];
  });
  return { params: Object.fromEntries(entries) };
}

const folder = mkdtempSync(join(tmpdir(), 'decima-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (content: string, name = 'model.json') => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('readDecimaModel', () => {
  it('gives every number its place', () => {
    const parameters = drawnWeights('file');
    const path = written(JSON.stringify(contentOf(parameters)));
    expect(readDecimaModel(path).flat).toEqual(parameters.flat);
    expect(createDecima({ model: path }).name).toBe('decima');
  });

  const broken: [string, (content: ModelFile) => void, RegExp][] = [
    [
      'a missing tensor',
      ({ params }) => delete params['encoder.dag_encoder.mlp.2.bias'],
      /^agents\/decima: here: no tensor "encoder\.dag_encoder\.mlp\.2\.bias"$/,
    ],
    [
      'a wrong shape',
      ({ params }) => params['encoder.node_encoder.mlp_prep.0.weight'].shape.reverse(),
      /^agents\/decima: here: "encoder\.node_encoder\.mlp_prep\.0\.weight" is \[5, 32\] \(\[32, 5\] is needed\)$/,
    ],
    [
      'missing numbers',
      ({ params }) => params['encoder.global_encoder.mlp.0.bias'].data.pop(),
      /^agents\/decima: here: "encoder\.global_encoder\.mlp\.0\.bias" has 31 numbers \(32 are needed\)$/,
    ],
    [
      'something that is no number',
      ({ params }) => params['stage_policy_network.mlp_score.4.bias'].data.splice(0, 1, 'NaN'),
      /^agents\/decima: here: params\/stage_policy_network\.mlp_score\.4\.bias\/data\/0: [^\n]*number[^\n]*$/,
    ],
    [
      'a tensor of another network',
      ({ params }) => {
        params.extra = { shape: [1], data: [0] };
      },
      /^agents\/decima: here: tensor "extra" does not belong to the network$/,
    ],
  ];

  it.each(broken)('refuses %s in one line', (_, change, message) => {
    const content = contentOf(drawnWeights('broken'));
    change(content);
    expect(() => decimaModel(content, 'here')).toThrow(message);
  });

  it('refuses a file that is cut short, is missing or holds something else', () => {
    const text = JSON.stringify(contentOf(drawnWeights('cut')));
    const path = written(text.slice(0, 5000), 'cut.json');
    expect(() => readDecimaModel(path)).toThrow(/^agents\/decima: .*cut\.json: not complete JSON \([^\n]*\)$/);
    expect(() => readDecimaModel(join(folder, 'none.json'))).toThrow(
      /^agents\/decima: .*none\.json: cannot be read \(/,
    );
    expect(() => readDecimaModel(written('[1]', 'list.json'))).toThrow(/^agents\/decima: .*list\.json: [^\n]*object/);
  });

  it('is told to the agent by option only', () => {
    expect(() => createDecima()).toThrow('agents/decima: option "model" is needed');
    expect(() => createDecima({ model: 3 })).toThrow('option "model" must be a path, got 3');
    expect(() => createDecima({ modle: 'x' })).toThrow('option "modle" does not exist; did you mean "model"?');
  });
});

describe.skipIf(!existsSync(MODEL))('the pretrained file', () => {
  it('is read whole', () => {
    const { params } = JSON.parse(readFileSync(MODEL, 'utf8')) as ModelFile;
    const total = (numbers: Iterable<number>) => [...numbers].reduce((sum, value) => sum + Math.abs(value), 0);
    const recorded = total(Object.values(params).flatMap(({ data }) => data as number[]));
    const parameters = readDecimaModel(MODEL);
    expect(parameters.flat).toHaveLength(20_802);
    expect(total(parameters.flat)).toBeCloseTo(recorded, 2);
  });
});
