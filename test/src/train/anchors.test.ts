/** Anchors of expert iteration: what their lessons say, that they hold the policy at its start, and that runs resume with them. */
import { afterAll, describe, expect, it } from 'vitest';
import { Parameters } from '../../../src/nn/parameters.js';
import { PolicyAgent } from '../../../src/nn/policy-agent.js';
import { CANDIDATES, DecisionTables, type TableRecord } from '../../../src/nn/tables.js';
import { envs, makeEnv } from '../../../src/registry.js';
import type { TrainerContext } from '../../../src/train/algorithms.js';
import { algorithms } from '../../../src/train/algorithms.js';
import type { Trainer } from '../../../src/train/trainer.js';
import { createPolicy } from '../../../src/train/workbench.js';
import '../../../src/train/trainers.js';
import { SHORT_CHIP } from '../../fixtures/short-scenarios.js';
import { smallContext, straightAndResumed } from '../../fixtures/training.js';

const PAIRNET = { id: 'pairnet' };
const CHIP = { ...SHORT_CHIP, scenario: envs.get(SHORT_CHIP.scenario).id };
const ANCHOR = { ...CHIP, scenario: envs.get('soc/profiles-1-queue-3-scale-25').id, anchor: true };
const context = await smallContext({ policy: PAIRNET, scenarios: [CHIP, ANCHOR] });
const open: Trainer[] = [];

afterAll(async () => {
  await Promise.all(open.map((trainer) => trainer.close()));
});

const OPTIONS = {
  labels: { kind: 'look-ahead', base: { id: 'etf' }, horizon: 3, horizonUnit: 'mean-cost', objective: 'ratio' },
  lesson: { kind: 'expected-advantage', limit: 6, anchorCoefficient: 0.5 },
  collect: { mode: 'lanes', lanes: 4, decisionsPerLane: 40 },
  recordShare: 0.5,
  keepIterations: 2,
  epochs: 1,
  minibatchSize: 32,
  entropyCoefficient: 0.1,
};

function create(changes: Partial<TrainerContext> = {}, options: object = {}): Trainer {
  const trainer = algorithms
    .get('expert-iteration')
    .create({ ...OPTIONS, ...options } as never, { ...context, ...changes }) as Trainer;
  open.push(trainer);
  return trainer;
}

interface SavedLesson {
  readonly tables: readonly TableRecord[];
  readonly chosen: Int32Array;
  readonly targets: Float32Array;
  readonly anchored: Uint8Array;
}

function lessonsOf(trainer: Trainer): readonly SavedLesson[] {
  return (trainer.snapshot() as { own: { lessons: readonly SavedLesson[] } }).own.lessons;
}

describe('anchors', () => {
  it('resume bit for bit', async () => {
    const { straight, resumed } = await straightAndResumed(() => create());
    expect(resumed).toEqual(straight);
  });

  it('tell the logits of the start, whatever the weights; other scenarios tell advantages', async () => {
    const trainer = create();
    for (let i = 0; i < trainer.parameters.flat.length; i++) trainer.parameters.flat[i] += 0.05 * Math.sin(i);
    await trainer.iterate();
    const [{ tables, chosen, targets, anchored }] = lessonsOf(trainer);
    const { network } = createPolicy(PAIRNET);
    const start = network.compile(new Parameters(network.parameters));
    const store = new DecisionTables(network.schema);
    store.append(tables);
    const { rowStart } = store.table(CANDIDATES);
    const count = anchored.reduce((sum, flag) => sum + flag, 0);
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(chosen.length - 5);
    let spread = 0;
    for (let d = 0; d < chosen.length; d++) {
      const told = Array.from(targets.subarray(rowStart[d], rowStart[d + 1]));
      if (anchored[d] === 1) {
        start.evaluate(store, d);
        for (const [i, target] of told.entries()) expect(target).toBeCloseTo(start.logits[i], 4);
        spread = Math.max(spread, ...told.map((target) => Math.abs(target - told[0])));
      } else expect(told.reduce((sum, advantage) => sum + advantage, 0)).toBeCloseTo(0, 3); // all tried, centred
    }
    expect(spread).toBeGreaterThan(0.5);
  });

  it('alone bring a policy that was moved back to its start', async () => {
    const trainer = create(
      { scenarios: [ANCHOR] },
      { entropyCoefficient: 0, learningRate: 0.005, epochs: 4, recordShare: 1 },
    );
    const { flat } = trainer.parameters;
    for (let i = 0; i < flat.length; i++) flat[i] += 0.5 * Math.sin(7 * i * i);
    const policy = createPolicy(PAIRNET);
    const agreement = () => {
      const env = makeEnv(ANCHOR.scenario, { config: ANCHOR.config });
      const parameters = new Parameters(policy.network.parameters, flat.slice());
      const moved = new PolicyAgent('moved', { policy, parameters });
      const still = new PolicyAgent('still', { policy, parameters: new Parameters(policy.network.parameters) });
      env.reset({ seed: 1_000_005 });
      let same = 0;
      let all = 0;
      for (let over = false; !over; all++) {
        const action = still.propose(env.view());
        if (moved.propose(env.view()) === action) same++;
        const { terminated, truncated } = env.step(action);
        over = terminated || truncated;
      }
      return same / all;
    };
    const before = agreement();
    for (let i = 0; i < 3; i++) await trainer.iterate();
    expect(before).toBeLessThan(0.85);
    expect(agreement()).toBeGreaterThan(before + 0.05);
  });

  it('are known by their place in the mixture, not by the name of their environment', async () => {
    const quiet = { ...CHIP, config: { ...CHIP.config, executionNoise: 0 }, anchor: true };
    const trainer = create({ scenarios: [CHIP, quiet] });
    await trainer.iterate();
    const [{ chosen, anchored }] = lessonsOf(trainer);
    const count = anchored.reduce((sum, flag) => sum + flag, 0);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(chosen.length);
  });

  it('work under a name without its version, too', async () => {
    const trainer = create({ scenarios: [CHIP, { ...ANCHOR, scenario: 'soc/profiles-1-queue-3-scale-25' }] });
    await trainer.iterate();
    expect(lessonsOf(trainer)[0].anchored).toContain(1);
  });

  it.each([
    ['imitation', { lesson: { kind: 'imitation' } }],
    ['regression', { lesson: { kind: 'regression' } }],
    ['a teacher', { labels: { kind: 'teacher', agent: { id: 'etf' } }, lesson: { kind: 'imitation' } }],
  ])('are refused by lessons that ignore them: %s', (_, options) => {
    expect(() => create({}, options)).toThrow('anchor');
  });
});
