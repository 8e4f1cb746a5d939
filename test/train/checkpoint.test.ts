import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  checkpointFile,
  checkpointIterations,
  decodeCheckpoint,
  newestIntact,
  packCheckpoint,
  pruneCheckpoints,
  writeCheckpoint,
} from '../../src/train/checkpoint.js';
import { workspace } from './workspace.js';

const folder = workspace();

function checkpoint(iteration: number): Checkpoint {
  return {
    iteration,
    identity: { courseHash: 'abc', network: 'point', seed: 7 },
    versions: { node: process.version },
    loop: {
      best: { iteration: 1, score: 0.1 + 0.2, weights: Float32Array.of(1.1, Number.NaN, -0) },
      decisions: 5,
      seconds: 2,
    },
    trainer: { moments: Float64Array.of(1 / 3), ring: new Map([['a', BigInt(5)]]) },
  };
}

describe('checkpoints', () => {
  it('come back with the same bits', () => {
    expect(decodeCheckpoint(checkpointFile(packCheckpoint(checkpoint(3))), 'x')).toEqual(checkpoint(3));
  });

  it('start with one readable line', () => {
    const [line] = checkpointFile(packCheckpoint(checkpoint(3)))
      .toString('latin1')
      .split('\n');
    expect(line).toMatch(/^sched-arena-checkpoint 1 [0-9a-f]{64} \d+$/);
  });

  it('are refused with one line when any byte differs or is missing', () => {
    const bytes = checkpointFile(packCheckpoint(checkpoint(3)));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, change, cut) => {
        const damaged = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
        if (!cut) damaged[at] ^= change;
        expect(() => decodeCheckpoint(damaged, 'x.bin')).toThrow(/^checkpoint x\.bin: [^\n]+$/);
      }),
      { numRuns: 300 },
    );
  });

  it('of other programs and other formats are told apart', () => {
    expect(() => decodeCheckpoint(Buffer.from('PK\u0003\u0004 archive\n'), 'x')).toThrow('this is no checkpoint');
    const later = checkpointFile(packCheckpoint(checkpoint(3)))
      .toString('latin1')
      .replace('checkpoint 1 ', 'checkpoint 9 ');
    expect(() => decodeCheckpoint(Buffer.from(later, 'latin1'), 'x')).toThrow('its format is 9 (this version reads 1)');
  });

  it('the newest intact one is found, the refused ones are told', () => {
    const path = folder();
    for (const iteration of [2, 10, 9]) writeCheckpoint(path, iteration, packCheckpoint(checkpoint(iteration)));
    writeFileSync(join(path, 'checkpoint-10.bin'), 'nothing');
    const { checkpoint: found, file, refused } = newestIntact(path);
    expect([found.iteration, file]).toEqual([9, join(path, 'checkpoint-9.bin')]);
    expect(refused).toEqual([
      `checkpoint ${join(path, 'checkpoint-10.bin')}: this is no checkpoint (the first line does not say sched-arena-checkpoint)`,
    ]);
    for (const name of readdirSync(path)) writeFileSync(join(path, name), '');
    expect(() => newestIntact(path)).toThrow(/no intact checkpoint to go on from \(.*-10.*; .*-9.*; .*-2\.bin/);
    expect(() => newestIntact(folder())).toThrow(/no intact checkpoint to go on from$/);
  });

  it('old ones go, the best one stays, and so does no half-written one', () => {
    const path = folder();
    for (const iteration of [1, 2, 3, 4, 5]) writeCheckpoint(path, iteration, packCheckpoint(checkpoint(iteration)));
    writeFileSync(join(path, 'checkpoint-6.bin.partial'), 'half');
    writeFileSync(join(path, 'other.partial'), 'not ours');
    pruneCheckpoints(path, { keep: 2, best: 3 });
    expect(checkpointIterations(path)).toEqual([5, 4, 3]);
    expect(readdirSync(path)).toContain('other.partial');
    expect(readdirSync(path)).not.toContain('checkpoint-6.bin.partial');
    expect(decodeCheckpoint(readFileSync(join(path, 'checkpoint-3.bin')), 'x').iteration).toBe(3);
  });

  it('that cannot be written are told', () => {
    expect(() => writeCheckpoint(join(folder(), 'gone'), 1, Buffer.from('x'))).toThrow(
      /checkpoint-1\.bin: cannot be written \(ENOENT\)/,
    );
  });
});
