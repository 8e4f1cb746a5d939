import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkpointIterations, newestIntact } from '../../src/train/checkpoint.js';
import { type LoopSettings, runTrainingLoop, type TrainingLoop } from '../../src/train/loop.js';
import { readTrainingLog } from '../../src/train/training-log.js';
import { type QuadraticOptions, QuadraticTrainer } from './quadratic-trainer.js';
import { workspace } from './workspace.js';

const folder = workspace();
const SETTINGS: LoopSettings = { iterations: 12, evaluateEvery: 5, checkpointEvery: 2, keepCheckpoints: 3 };

type Given = Partial<Omit<TrainingLoop, 'trainer' | 'settings'>> & {
  readonly settings?: Partial<LoopSettings>;
  readonly options?: Partial<QuadraticOptions>;
};

/** A loop around a fresh trainer. */
function loop(path: string, { settings, options, ...given }: Given = {}): TrainingLoop & { trainer: QuadraticTrainer } {
  const trainer = new QuadraticTrainer({ seed: 1, ...options });
  return {
    trainer,
    folder: path,
    settings: { ...SETTINGS, ...settings },
    identity: { courseHash: 'abc', network: 'point', seed: 1 },
    versions: {},
    validate: async () => ({ score: trainer.loss, points: 1 }),
    ...given,
  };
}

/** The log without what depends on the clock. */
function lines(path: string): unknown[] {
  return readTrainingLog(join(path, 'log.jsonl')).map(({ time: _, ...line }) => line);
}

/** Runs in one go; returns the folder. */
async function whole(settings: Partial<LoopSettings> = {}): Promise<{ path: string; weights: number[] }> {
  const path = folder();
  const run = loop(path, { settings });
  await runTrainingLoop(run);
  return { path, weights: Array.from(run.trainer.parameters.flat) };
}

describe('the training loop', () => {
  it('logs every iteration, evaluates when due and keeps the newest checkpoints and the best', async () => {
    const path = folder();
    const outcome = await runTrainingLoop(loop(path));
    expect(outcome).toMatchObject({ finished: true, iteration: 12 });
    const log = readTrainingLog(join(path, 'log.jsonl'));
    expect(log.map(({ iteration }) => iteration)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const evaluated = log.filter(({ validation }) => validation !== undefined);
    expect(evaluated.map(({ iteration }) => iteration)).toEqual([0, 5, 10, 12]);
    const scores = evaluated.map(({ validation }) => validation!.score);
    const bestIteration = evaluated[scores.indexOf(Math.min(...scores))].iteration;
    expect(outcome.state.best!.iteration).toBe(bestIteration);
    expect(outcome.state.decisions).toBe(120);
    const kept = checkpointIterations(path);
    expect(kept.slice(0, 3)).toEqual([12, 10, 8]);
    expect(kept).toContain(bestIteration);
    expect(log[1].report['losses/explained_variance']).toBeNaN();
    expect(log[1].report).not.toHaveProperty('charts/SPS');
    expect(log[1].time).toHaveProperty('charts/SPS');
  });

  it('keeps the best weights, not the last', async () => {
    const path = folder();
    const run = loop(path);
    const scores = new Map([
      [0, 5],
      [5, 1],
      [10, 1],
      [12, 3],
    ]);
    const seen = new Map<number, number[]>();
    const outcome = await runTrainingLoop({
      ...run,
      validate: async () => {
        seen.set(run.trainer.iteration, Array.from(run.trainer.parameters.flat));
        return { score: scores.get(run.trainer.iteration)! };
      },
    });
    expect(outcome.state.best).toMatchObject({ iteration: 5, score: 1 });
    expect(Array.from(outcome.state.best!.weights)).toEqual(seen.get(5));
    expect(checkpointIterations(path)).toEqual([12, 10, 8, 5]);
  });

  it('gives the same bits when it is stopped and resumed at any iteration', async () => {
    const reference = await whole();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), async (stop) => {
        const path = folder();
        const abort = new AbortController();
        const first = loop(path, {
          signal: abort.signal,
          onLine: ({ iteration }) => {
            if (iteration === stop) abort.abort();
          },
        });
        const interrupted = await runTrainingLoop(first);
        expect(interrupted).toMatchObject({ finished: stop === 12, iteration: stop });
        const second = loop(path, { from: newestIntact(path).checkpoint });
        await runTrainingLoop(second);
        expect(Array.from(second.trainer.parameters.flat)).toEqual(reference.weights);
        expect(lines(path)).toEqual(lines(reference.path));
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same bits after a crash: lines behind the checkpoint and torn ones are cut', async () => {
    const reference = await whole({ checkpointEvery: 5 });
    const path = folder();
    await expect(
      runTrainingLoop(loop(path, { settings: { checkpointEvery: 5 }, options: { divergesAt: 9 } })),
    ).rejects.toThrow(
      `quadratic: step 9, tensor "point" holds NaN; the last good checkpoint is ${join(path, 'checkpoint-5.bin')}`,
    );
    const file = join(path, 'log.jsonl');
    expect(readTrainingLog(file).at(-1)!.iteration).toBe(8);
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"iteration":9,"dec`);
    const found = newestIntact(path);
    expect(found.checkpoint.iteration).toBe(5);
    const second = loop(path, { settings: { checkpointEvery: 5 }, from: found.checkpoint });
    await runTrainingLoop(second);
    expect(Array.from(second.trainer.parameters.flat)).toEqual(reference.weights);
    expect(lines(path)).toEqual(lines(reference.path));
  });

  it('drops the iteration that is under way when it is interrupted, and saves the state before it', async () => {
    const reference = await whole();
    const path = folder();
    const abort = new AbortController();
    const first = loop(path, { signal: abort.signal, options: { patience: 40 } });
    setTimeout(() => abort.abort(), 100);
    const { finished, iteration } = await runTrainingLoop(first);
    expect(finished).toBe(false);
    expect(iteration).toBeLessThan(12);
    expect(newestIntact(path).checkpoint.iteration).toBe(iteration);
    const second = loop(path, { from: newestIntact(path).checkpoint });
    await runTrainingLoop(second);
    expect(Array.from(second.trainer.parameters.flat)).toEqual(reference.weights);
    expect(lines(path)).toEqual(lines(reference.path));
  });

  it('goes on from an earlier checkpoint where the newest is damaged, and sets that one aside', async () => {
    const reference = await whole();
    const path = folder();
    await runTrainingLoop(loop(path, { settings: { iterations: 8 } }));
    // the run of 8 evaluates at its end, the one of 12 does not: go back before it
    const newest = join(path, 'checkpoint-8.bin');
    truncateSync(newest, 500);
    const found = newestIntact(path);
    expect(found.checkpoint.iteration).toBe(6);
    expect(found.refused).toEqual([
      expect.stringMatching(/^checkpoint .*checkpoint-8\.bin: it was cut or grew \(\d+ bytes, \d+ expected\)$/),
    ]);
    const second = loop(path, { from: found.checkpoint });
    await runTrainingLoop(second);
    expect(lines(path)).toEqual(lines(reference.path));
    expect(existsSync(`${newest}.refused`)).toBe(true);
  });

  it('refuses checkpoints of another run and logs that do not reach as far', async () => {
    const path = folder();
    await runTrainingLoop(loop(path, { settings: { iterations: 4 } }));
    const from = newestIntact(path).checkpoint;
    const other = { courseHash: 'xyz', network: 'point', seed: 1 };
    await expect(runTrainingLoop(loop(path, { from, identity: other }))).rejects.toThrow(
      /its checkpoints are of courseHash abc \(this run has xyz\)/,
    );
  });

  it('refuses a score that is not a number, naming where to go on from', async () => {
    const path = folder();
    const run = loop(path);
    const validate = async () => ({ score: run.trainer.iteration < 5 ? 1 : Number.NaN });
    await expect(runTrainingLoop({ ...run, validate })).rejects.toThrow(
      /the validation score of iteration 5 is NaN; the last good checkpoint is .*checkpoint-4\.bin/,
    );
  });

  it('names settings that are not allowed', async () => {
    await expect(runTrainingLoop(loop(folder(), { settings: { evaluateEvery: 0 } }))).rejects.toThrow(
      'train: evaluateEvery 0 is not allowed (an integer ≥ 1)',
    );
  });
});
