import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import '../../envs/index.js';
import { loadBackend } from '../../src/nn/backend.js';
import type { Json } from '../../src/space/space.js';
import {
  changeAt,
  courseHash,
  type PresetSpec,
  planHash,
  resolvePlan,
  type TrainingPlan,
} from '../../src/train/preset-schema.js';
import { presets } from '../../src/train/presets.js';
import { runTraining } from '../../src/train/training-run.js';
import { workspace } from './workspace.js';

const folder = workspace();
const smoke = presets.get('queue-smoke');

/** A change at a path, with any value. */
function changed(path: string, value: Json): TrainingPlan {
  return resolvePlan(smoke, changeAt(path, value));
}

describe('the settings of presets', () => {
  it('are complete and hashed', () => {
    const plan = resolvePlan(smoke);
    expect(plan.checkpoints).toEqual({ every: 2, keep: 2 });
    expect(plan.scenarios[0]).toMatchObject({ scenario: 'queue/heterogeneous-v1', weight: 1 });
    expect(resolvePlan({ id: 'again', settings: plan })).toEqual(plan);
    expect(planHash(changed('iterations', 7))).not.toBe(planHash(plan));
    expect(courseHash(changed('iterations', 7))).toBe(courseHash(plan));
    expect(courseHash(changed('evaluation.every', 3))).not.toBe(courseHash(plan));
  });

  it('are refused with what was given and what is allowed', () => {
    const refused = [
      ['evaluation.evry', 5, 'setting "evaluation.evry" does not exist; did you mean "every"?'],
      ['evaluatoin', {}, 'setting "evaluatoin" does not exist; did you mean "evaluation"?'],
      ['iterations', 0, 'iterations = 0: Too small: expected number to be >=1'],
      ['test.seeds', 1, 'test.seeds = 1: Too small: expected number to be >=2'],
      ['algorithm.id', 'reinforc', 'algorithm "reinforc" does not exist; did you mean "reinforce"?'],
      ['policy.id', 'pairnot', 'policy "pairnot" does not exist; did you mean "pairnet"?'],
      ['test.baselines', ['eft', 'elf'], 'agent "elf" does not exist; did you mean'],
      [
        'scenarios',
        [{ scenario: 'queue/heterogenous' }],
        'environment "queue/heterogenous" does not exist; did you mean "queue/heterogeneous"?',
      ],
      [
        'scenarios',
        [{ scenari: 'queue/mm3' }],
        'setting "scenarios.0.scenari" does not exist; did you mean "scenario"?',
      ],
    ] as const;
    for (const [path, value, message] of refused) {
      expect(() => changed(path, value as unknown as Json)).toThrow(`preset queue-smoke: `);
      expect(() => changed(path, value as unknown as Json)).toThrow(message);
    }
    expect(() => presets.get('queue-smok')).toThrow('preset "queue-smok" does not exist; did you mean "queue-smoke"?');
  });
});

/** A preset cut down to a second's work: one iteration on short episodes. */
function shortened({ id, settings }: PresetSpec): TrainingPlan {
  const plan = resolvePlan({ id, settings });
  const { collect } = plan.algorithm.options as { readonly collect: { readonly mode: string } };
  const less = collect.mode === 'lanes' ? { lanes: 2, decisionsPerLane: 24 } : { sequences: 1, curriculum: null };
  const short = (scenario: string) =>
    scenario.startsWith('queue/')
      ? { jobs: 12 }
      : scenario.includes('ds3')
        ? { episode: { jobs: 2 } }
        : { episode: { durationTicks: 150 } };
  const scenarios = plan.scenarios.map((entry) => ({
    ...entry,
    config: { ...(entry.config as object | undefined), ...short(entry.scenario) } as Json,
  }));
  const judged = [scenarios[0]];
  return resolvePlan({ id, settings: plan }, {
    iterations: 1,
    scenarios,
    algorithm: { options: { collect: less } },
    evaluation: { every: 1, seeds: 1, scenarios: judged },
    test: { seeds: 2, baselines: ['etf'] },
    checkpoints: { every: 1, keep: 1 },
  } as unknown as Json);
}

describe('every preset runs', async () => {
  const backend = await loadBackend({ preferred: 'wasm' });

  it.each(presets.all().map((preset) => [preset.id, preset] as const))('%s', async (id, preset) => {
    expect(preset.description.length).toBeGreaterThan(20);
    const path = join(folder(), 'run');
    const { manifest, test } = await runTraining({
      folder: path,
      preset,
      plan: shortened(preset),
      seed: 3,
      workers: 0,
      backend,
      command: 'test',
      imports: [],
      modules: [],
      resume: false,
    });
    expect(manifest).toMatchObject({
      status: 'finished',
      preset: id,
      iteration: 1,
      backend: { name: 'wasm', reproducible: true },
    });
    expect(manifest.decisions).toBeGreaterThan(0);
    expect(test!.rows.length).toBeGreaterThan(0);
    expect(test!.rows.every(({ ownMean }) => Number.isFinite(ownMean))).toBe(true);
    expect(readFileSync(join(path, 'log.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
    expect(readdirSync(path).filter((name) => name.startsWith('events.out.tfevents.'))).toHaveLength(1);
    expect(existsSync(join(path, 'result.json'))).toBe(true);
  });
});
