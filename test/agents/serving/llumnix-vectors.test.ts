/**
 * Goldens: recorded decisions of the policy functions of Llumnix's artifact (provenance in the file), replayed with equal
 * doubles; all 41 of them where the recordings lie beside the repository.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replayLlumnixVectors } from '../../../src/cli/serving-goldens/llumnix-vectors.js';

const SHIPPED = new URL('../../goldens/serving/llumnix-vectors.json', import.meta.url);
const ALL = new URL('../../../../shared/goldens/serving/llumnix/policy_vectors.json', import.meta.url);

function failures(file: URL): readonly string[] {
  const cases = replayLlumnixVectors(file.pathname, readFileSync(file, 'utf8'));
  return cases.filter(({ passed }) => !passed).map(({ name, difference }) => `${name}: ${difference}`);
}

describe('the vectors of the Llumnix artifact', () => {
  it('come out exactly', () => {
    expect(failures(SHIPPED)).toEqual([]);
    expect(replayLlumnixVectors('', readFileSync(SHIPPED, 'utf8'))).toHaveLength(12);
  });

  it.skipIf(!existsSync(ALL))('come out exactly, all 41', () => {
    expect(failures(ALL)).toEqual([]);
    expect(replayLlumnixVectors('', readFileSync(ALL, 'utf8'))).toHaveLength(41);
  });

  it('are compared field by field', () => {
    const text = readFileSync(SHIPPED, 'utf8');
    for (const [field, changed] of [
      ['"load_migrate":-20.514285714285716', '"load_migrate":-20.51428571428571'],
      ['"load_dispatch":198.16666666666666', '"load_dispatch":"inf"'],
      ['"load_dispatch_priority":-35.166666666666664', '"load_dispatch_priority":"-inf"'],
      ['"load_dispatch_block":0.858125', '"load_dispatch_block":0.8581250000000001'],
      ['"migrate_pairs":[[3,2]]', '"migrate_pairs":[[3,1]]'],
      ['"migrate_pairs_balanced":[[3,2]]', '"migrate_pairs_balanced":[]'],
      ['"scale_up":0', '"scale_up":1'],
      ['"scale_down":0', '"scale_down":1'],
      ['"dispatch_normal":2', '"dispatch_normal":1'],
      ['"dispatch_high_priority":2', '"dispatch_high_priority":0'],
    ]) {
      expect(text).toContain(field);
      const [first] = replayLlumnixVectors('changed', text.replace(field, changed));
      expect(first).toMatchObject({ name: 'llumnix vector 0', passed: false });
    }
  });

  it('have to be such vectors', () => {
    expect(() => replayLlumnixVectors('here.json', '{')).toThrow('here.json: no JSON');
    expect(() => replayLlumnixVectors('here.json', '[{}]')).toThrow('here.json: 0.enable_defrag');
  });
});
