/** Recorded forward passes of Decima: the shipped ones, and those of the pretrained network where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isDecimaGolden, replayDecima } from '../../../src/cli/dag-goldens/decima.js';
import { decimaRecording } from './golden.js';

const SHIPPED = fileURLToPath(new URL('../../goldens/decima/forward.json', import.meta.url));
const SHARED = fileURLToPath(new URL('../../../../shared/goldens/dag/decima_forward.json', import.meta.url));
const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('shipped recording', () => {
  it('is what the reference computes', () => {
    expect(JSON.parse(JSON.stringify(decimaRecording()))).toEqual(read(SHIPPED));
  });

  it('is reproduced by both executions', async () => {
    expect(isDecimaGolden(read(SHIPPED))).toBe(true);
    const cases = await replayDecima(read(SHIPPED), SHIPPED, 'no data');
    expect(cases.map(({ name, difference }) => [name, difference])).toEqual(
      [0, 1, 2].flatMap((i) => [
        [`forward ${i} plain`, ''],
        [`forward ${i} tensors`, ''],
      ]),
    );
  });

  it('fails with the first difference when a number is changed', async () => {
    const changed = read(SHIPPED);
    changed.samples[1].h_dag[0][3] += 2e-4;
    changed.samples[2].exec_scores[0] = null;
    await expect(replayDecima(changed, 'changed.json', 'no data')).rejects.toThrow(
      /^changed.json: samples.2.exec_scores.0: /,
    );
    changed.samples[2] = changed.samples[0];
    const cases = await replayDecima(changed, 'changed.json', 'no data');
    expect(cases.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      'forward 1 plain',
      'forward 1 tensors',
    ]);
    expect(cases[2].difference).toMatch(/^h_dag\[3\]: recorded .*, here /);
  });

  it('names what does not fit, and the place of missing weights', async () => {
    const given = read(SHIPPED);
    given.samples[0].ptr = [0];
    await expect(replayDecima(given, 'file.json', '')).rejects.toThrow('file.json: samples.0: x, ptr, stage_mask');
    const { weights: _, ...without } = read(SHIPPED);
    await expect(replayDecima(without, 'file.json', 'folder')).rejects.toThrow(
      'file.json: the weights are in folder/dag/decima_model/model.json',
    );
  });
});

describe.skipIf(!existsSync(SHARED))('pretrained network of spark-sched-sim', () => {
  it('gives the recorded embeddings and scores, 40 observations, plain and with tensors', async () => {
    const cases = await replayDecima(read(SHARED), SHARED, DATA);
    expect(cases).toHaveLength(80);
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
  });
});
