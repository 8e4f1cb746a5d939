import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { decodeWeights } from '../../src/nn/weights-text.js';
import { checkpointIterations, newestIntact } from '../../src/train/checkpoint.js';
import { readTrainingLog } from '../../src/train/training-log.js';
import { readTrainingManifest } from '../../src/train/training-manifest.js';
import { programFile, sched, startSched } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const withSmall = ['--import', join(programFile(), '../../../test/fixtures/small-policy.js')];
const SMALL = [...withSmall, 'train', 'queue-smoke', '--workers', '0', '--set', 'policy.id=small'];
const LONG = [...SMALL, '--iterations', '48', '--set', 'evaluation.every=7'];

/** The log without what depends on the clock. */
function lines(folder: string): unknown[] {
  return readTrainingLog(join(cwd, folder, 'log.jsonl')).map(({ time: _, ...line }) => line);
}

/** Everything that a run is, but for times. */
function newest(folder: string): unknown {
  const { checkpoint } = newestIntact(join(cwd, folder));
  return { ...checkpoint, loop: { ...checkpoint.loop, seconds: 0 } };
}

function testOf(folder: string): unknown {
  return JSON.parse(readFileSync(join(cwd, folder, 'result.json'), 'utf8')).test;
}

async function iterationsAppear(folder: string, count: number): Promise<void> {
  const file = join(cwd, folder, 'log.jsonl');
  for (;;) {
    if (existsSync(file) && readFileSync(file, 'utf8').split('\n').length > count) return;
    await sleep(5);
  }
}

describe('sched-arena train', () => {
  const whole = sched([...LONG, '--out', 'whole'], cwd);

  it('trains, tests and leaves everything in its folder', () => {
    expect(whole.code).toBe(0);
    expect(whole.stderr).toMatch(/queue-smoke \(not tuned\): small, reinforce, 48 iterations, seed 1 → whole\n/);
    expect(whole.stderr).toMatch(/backend \w+: /);
    expect(whole.stderr).toMatch(/queue-smoke {2}48\/48 {2}return −[\d.\u202f]+ .*entropy [\d.]+ .* decisions\/s\n/);
    expect(whole.stdout).toMatch(/Scenario +Metric +Baseline +Its mean +Trained +Gain, % +95 % interval +W–L +p\n/);
    expect(readdirSync(join(cwd, 'whole')).map((name) => name.replace(/\d+/, 'n'))).toEqual(
      expect.arrayContaining([
        'curves',
        'events.out.tfevents.n.sched-arena',
        'log.jsonl',
        'manifest.json',
        'result.json',
        'result.md',
      ]),
    );
    expect(lines('whole')).toHaveLength(49);
    const manifest = readTrainingManifest(join(cwd, 'whole'));
    expect(manifest).toMatchObject({
      status: 'finished',
      preset: 'queue-smoke',
      tuned: false,
      seed: 1,
      sessions: 1,
      iteration: 48,
    });
    expect(manifest.plan.policy.id).toBe('small');
    expect(manifest.seeds.test[0]).toBe(2_000_000);
    expect(manifest.baselines.etf).toBe(1);
    expect(readFileSync(join(cwd, 'whole', 'result.md'), 'utf8')).toContain(
      '| queue/heterogeneous-v1 | latencyMean | etf |',
    );
    expect(readFileSync(join(cwd, 'whole', 'curves', 'validation-by-iteration.svg'), 'utf8')).toContain('<svg');
  });

  it('killed, interrupted and with its newest checkpoint damaged, it comes to the same bits', async () => {
    const resume = [...withSmall, 'train', '--resume', 'stopped', '--workers', '0'];
    let child = startSched([...LONG, '--out', 'stopped'], cwd);
    for (const [iterations, signal] of [
      [4, 'SIGKILL'],
      [22, 'SIGINT'],
    ] as const) {
      await iterationsAppear('stopped', iterations);
      child.kill(signal);
      const [code] = await once(child, 'exit');
      if (signal === 'SIGINT') {
        expect(code).toBe(130);
        const { checkpoint } = newestIntact(join(cwd, 'stopped'));
        expect(checkpoint.iteration).toBeGreaterThanOrEqual(21);
        expect(readTrainingManifest(join(cwd, 'stopped'))).toMatchObject({
          status: 'interrupted',
          iteration: checkpoint.iteration,
        });
      }
      if (signal === 'SIGKILL') child = startSched(resume, cwd);
    }
    const [damaged, earlier] = checkpointIterations(join(cwd, 'stopped'));
    writeFileSync(join(cwd, 'stopped', `checkpoint-${damaged}.bin`), 'torn');
    const last = sched(resume, cwd);
    expect(last.code).toBe(0);
    expect(last.stderr).toContain(`refused: checkpoint stopped/checkpoint-${damaged}.bin: this is no checkpoint`);
    expect(last.stderr).toContain(`going on from stopped/checkpoint-${earlier}.bin, the newest that is intact`);
    expect(lines('stopped')).toEqual(lines('whole'));
    expect(newest('stopped')).toEqual(newest('whole'));
    expect(testOf('stopped')).toEqual(testOf('whole'));
    expect(readTrainingManifest(join(cwd, 'stopped')).sessions).toBe(3);
  });

  it('runs several seeds and exports the best weights as a module', async () => {
    const { code, stdout } = sched(
      [...SMALL, '--iterations', '2', '--seeds', '2', '--out', 'seeds', '--write', 'weights.ts'],
      cwd,
    );
    expect(code).toBe(0);
    expect(readdirSync(join(cwd, 'seeds')).sort()).toEqual(['curves', 'seed-1', 'seed-2', 'seeds.json']);
    const scores = ['seeds/seed-1', 'seeds/seed-2'].map((path) => readTrainingManifest(join(cwd, path)).best!.score);
    const best = `seeds/seed-${scores[0] <= scores[1] ? 1 : 2}`;
    expect(stdout).toContain(`weights of ${best} → weights.ts`);
    const text = readFileSync(join(cwd, 'weights.ts'), 'utf8');
    writeFileSync(
      join(cwd, 'weights.mjs'),
      ts.transpile(text, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }),
    );
    const { TRAINED_WEIGHTS } = (await import(pathToFileURL(join(cwd, 'weights.mjs')).href)) as {
      TRAINED_WEIGHTS: Record<string, unknown> & { weights: string };
    };
    expect(TRAINED_WEIGHTS).toMatchObject({ network: 'small-8', preset: 'queue-smoke', policy: { id: 'small' } });
    const { loop } = newestIntact(join(cwd, best)).checkpoint;
    expect(decodeWeights(TRAINED_WEIGHTS.weights)).toEqual(loop.best!.weights);
  });

  it('refuses in one line what cannot be', () => {
    const refused = (...args: string[]) => {
      const { code, stderr } = sched([...withSmall, 'train', ...args], cwd);
      expect(code).toBe(2);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      return stderr;
    };
    expect(refused('queue-smoek')).toContain('preset "queue-smoek" does not exist; did you mean "queue-smoke"?');
    expect(refused('queue-smoke', '--set', 'policy.id=small', '--out', 'whole')).toContain(
      'run folder whole: holds a run already (--resume continues it)',
    );
    expect(
      refused('queue-smoke', '--set', 'policy.id=small', '--set', 'evaluation.every=3', '--resume', 'whole'),
    ).toMatch(/run folder whole: a run of preset queue-smoke with other settings \(evaluation differ/);
  });
});
