/** Trainers: stopping and going on, interruptions, learning at all, and refusals. */
import { afterAll, describe, expect, it } from 'vitest';
import { seedList } from '../../../src/report/seeds.js';
import type { TrainerContext } from '../../../src/train/algorithms.js';
import { algorithms } from '../../../src/train/algorithms.js';
import { evaluatePolicy, meanMetric } from '../../../src/train/evaluate-policy.js';
import { RolloutPool } from '../../../src/train/rollout-pool.js';
import type { Trainer } from '../../../src/train/trainer.js';
import '../../../src/train/trainers.js';
import { SHORT_CHIP, SHORT_QUEUE } from '../../fixtures/short-scenarios.js';
import { smallContext, straightAndResumed } from '../../fixtures/training.js';

const context = await smallContext();
const open: Trainer[] = [];

afterAll(async () => {
  await Promise.all(open.map((trainer) => trainer.close()));
});

function create(id: string, options: object, changes: Partial<TrainerContext> = {}): Trainer {
  const trainer = algorithms.get(id).create(options as never, { ...context, ...changes }) as Trainer;
  open.push(trainer);
  return trainer;
}

const LANES = { mode: 'lanes', lanes: 2, decisionsPerLane: 60 };
const EPISODES = { mode: 'episodes', sequences: 2, rolloutsPerSequence: 2 };
const LOOK_AHEAD = { kind: 'look-ahead', base: { id: 'etf' }, horizon: 40 };
const ETF = { id: 'etf' };

/** Small settings of every algorithm that touch all parts of its state. */
const SETTINGS: readonly (readonly [string, string, object])[] = [
  ['ppo', 'ppo', { collect: LANES, epochs: 2 }],
  [
    'ppo with everything',
    'ppo',
    {
      collect: { ...LANES, curriculum: { initialMean: 100, growth: 1.5 } },
      credit: { kind: 'average-reward', window: 1000 },
      teacher: { agent: ETF, coefficient: { kind: 'linear', from: 0.5, to: 0.1, iterations: 3 } },
      warmStart: { agent: ETF, iterations: 1, minibatchSize: 64 },
      klStop: { target: 0.02 },
      clipRangeValue: 0.2,
    },
  ],
  ['reinforce', 'reinforce', { collect: { ...EPISODES, curriculum: { initialMean: 200 } } }],
  [
    'reinforce with a critic',
    'reinforce',
    {
      collect: EPISODES,
      baseline: 'critic',
      valueCoefficient: 0.5,
      credit: { kind: 'monte-carlo', discountRate: 1e-3 },
    },
  ],
  [
    'reinforce with the faults of published code',
    'reinforce',
    {
      collect: { ...EPISODES, curriculum: { initialMean: 200 } },
      baseline: 'critic',
      valueCoefficient: 0.5,
      credit: {
        kind: 'interaction-matching',
        discountRate: 0.02,
        matching: { censored: 'drop', firstSample: 'twice' },
      },
      attachedAdvantages: true,
      logProbability: 'redrawn',
      direction: 'descend',
    },
  ],
  [
    'ppo with job credit',
    'ppo',
    {
      collect: LANES,
      epochs: 2,
      credit: { kind: 'interaction-matching', discountRate: 1e-3, matching: { credit: 'job', jobCost: 0.01 } },
    },
  ],
  ['imitation', 'imitation', { agent: ETF, collect: LANES, recordShare: 1, behaviour: { teacherShare: 0.3 } }],
  [
    'expert iteration',
    'expert-iteration',
    {
      labels: { ...LOOK_AHEAD, objective: 'ratio' },
      lesson: { kind: 'regression' },
      collect: { ...LANES, decisionsPerLane: 40 },
      recordShare: 0.5,
      behaviour: { guide: { id: 'linear' }, guideShare: 0.2, exploration: 0.1 },
      keepIterations: 2,
    },
  ],
  [
    'expert iteration by policy gradient',
    'expert-iteration',
    {
      labels: { kind: 'look-ahead', horizon: 40, candidates: 3, terminalValue: true },
      lesson: { kind: 'policy-gradient' },
      collect: { ...LANES, decisionsPerLane: 30 },
      behaviour: { greedy: false, exploration: 0 },
      keepIterations: 1,
      valueCoefficient: 0.5,
      discountRate: 0.01,
    },
  ],
  ['cem', 'cem', { population: 4, seeds: 1 }],
];

describe.each(SETTINGS)('%s', (_, id, options) => {
  it('goes on from a snapshot bit for bit', async () => {
    const { straight, resumed } = await straightAndResumed(() => create(id, options));
    expect(resumed).toEqual(straight);
    expect(straight.weights.every(Number.isFinite)).toBe(true);
  });
});

const INTERRUPTED = SETTINGS.filter(([name]) => ['ppo', 'expert iteration', 'cem'].includes(name));

describe.each(INTERRUPTED)('%s', (_, id, options) => {
  it('drops an interrupted iteration without a trace', async () => {
    const trainer = create(id, options);
    await trainer.iterate();
    const before = structuredClone(trainer.snapshot());
    const stopper = new AbortController();
    const iteration = trainer.iterate(stopper.signal);
    setImmediate(() => stopper.abort());
    await expect(iteration).rejects.toThrow('interrupted');
    expect(trainer.snapshot()).toEqual(before);
    expect(trainer.iteration).toBe(1);
  });
});

describe('learning', () => {
  it('imitation comes to choose as ETF does', async () => {
    const options = { agent: ETF, collect: { mode: 'lanes', lanes: 2, decisionsPerLane: 400 }, learningRate: 0.02 };
    const trainer = create('imitation', { ...options, recordShare: 1, epochs: 4 }, { scenarios: [SHORT_CHIP] });
    const first = await trainer.iterate();
    for (let i = 0; i < 4; i++) await trainer.iterate();
    const last = await trainer.iterate();
    expect(first['losses/teacher_kl']).toBeGreaterThan(0.5);
    expect(last['losses/teacher_kl']).toBeLessThan(0.2);
  });

  it('look-ahead teaches a policy that knew nothing', async () => {
    const trainer = create('expert-iteration', {
      labels: { ...LOOK_AHEAD, horizon: 60 },
      collect: { mode: 'lanes', lanes: 2, decisionsPerLane: 150 },
      recordShare: 1,
      epochs: 4,
      minibatchSize: 64,
      learningRate: 0.02,
    });
    const pool = new RolloutPool({ workers: 0, modules: [] });
    const { policy, scenarios } = context;
    const seeds = seedList('validation', 8);
    const latency = async () => {
      const [scores] = await evaluatePolicy({ pool, policy, weights: trainer.parameters.flat, scenarios, seeds });
      return meanMetric(scores, 'latencyMeanCensored');
    };
    const before = await latency();
    for (let i = 0; i < 4; i++) await trainer.iterate();
    expect(await latency()).toBeLessThan(0.97 * before);
  });

  it('the cross-entropy method lowers the cost of its mean', async () => {
    const trainer = create('cem', { population: 12, seeds: 2, initialDeviation: 0.5 }, { scenarios: [SHORT_QUEUE] });
    const first = await trainer.iterate();
    expect(first['cem/mean_cost']).toBeCloseTo(1, 12);
    expect(first['cem/elite_cost']).toBeLessThan(first['cem/mean_cost']);
    expect(first['cem/best_cost']).toBeLessThanOrEqual(first['cem/elite_cost']);
  });

  it('reports are by the usual names', async () => {
    const report = await create('ppo', { collect: { mode: 'lanes', lanes: 2, decisionsPerLane: 300 } }).iterate();
    const names = [
      'policy_loss',
      'value_loss',
      'entropy',
      'approx_kl',
      'old_approx_kl',
      'clipfrac',
      'explained_variance',
    ];
    for (const name of names) expect(report[`losses/${name}`]).toBeTypeOf('number');
    expect(report['charts/decisions_iteration']).toBe(600);
    expect(report['charts/learning_rate']).toBe(2.5e-4);
    for (const name of ['charts/SPS', 'charts/episodic_return', 'metrics/latencyMean'])
      expect(report[name]).toBeDefined();
  });
});

describe('faults of published code', () => {
  const CRITIC = { collect: EPISODES, baseline: 'critic', valueCoefficient: 0.5 };
  const matching = (more: object) => ({ credit: { kind: 'interaction-matching', discountRate: 0.02, matching: more } });

  it.each([
    ['logProbability', { logProbability: 'redrawn' }],
    ['logProbability', { logProbability: 'sum-of-all' }],
    ['direction', { direction: 'descend' }],
    ['attachedAdvantages', { attachedAdvantages: true }],
    ['firstSample', matching({ firstSample: 'twice' })],
    ['censored', matching({ censored: 'drop' })],
  ])('%s: %j changes the update, not the rollout', async (_, options) => {
    const right = create('reinforce', { ...CRITIC, ...matching({}), normalizeAdvantages: false });
    const wrong = create('reinforce', { ...CRITIC, ...matching({}), normalizeAdvantages: false, ...options });
    const [one, other] = [await right.iterate(), await wrong.iterate()];
    expect(other['charts/episodic_return']).toBe(one['charts/episodic_return']);
    expect(wrong.parameters.flat).not.toEqual(right.parameters.flat);
  });

  it('without any, matching is the discounted return by time', async () => {
    const matched = create('reinforce', { ...CRITIC, ...matching({}) });
    const plain = create('reinforce', { ...CRITIC, credit: { kind: 'monte-carlo', discountRate: 0.02 } });
    const [one, other] = [await matched.iterate(), await plain.iterate()];
    expect(one['losses/value_loss']).toBeCloseTo(other['losses/value_loss'], 5);
    const distances = matched.parameters.flat.map((weight, i) => Math.abs(weight - plain.parameters.flat[i]));
    expect(Math.max(...distances)).toBeLessThan(1e-5);
  });
});

describe('refusals', () => {
  it.each([
    ['ppo', { epochz: 3 }, 'train/ppo: option "epochz" does not exist; did you mean "epochs"?'],
    ['ppo', { epochs: 0 }, 'train/ppo: epochs:'],
    ['ppo', { valueCoefficient: 0 }, 'baseline "critic" needs a valueCoefficient'],
    ['reinforce', { credit: { kind: 'monte-carlo', matching: {} } }, 'needs credit.kind "interaction-matching"'],
    [
      'reinforce',
      { credit: { kind: 'interaction-matching', matching: { credit: 'job' } } },
      'baseline "sequence" needs returns of all decisions',
    ],
    ['reinforce', { logProbability: 'all' }, 'train/reinforce: logProbability:'],
    ['reinforce', { collect: LANES }, 'baseline "sequence" needs collect.mode "episodes"'],
    ['expert-iteration', {}, 'train/expert-iteration: labels'],
    ['expert-iteration', { labels: LOOK_AHEAD, behaviour: { guideShare: 0.5 } }, 'needs a guide'],
    ['imitation', {}, 'train/imitation: option "agent" is missing'],
    ['imitation', { agent: ETF, lesson: { kind: 'regression' } }, 'needs look-ahead labels'],
    ['cem', { tensors: ['nowhere'] }, 'the network has no "nowhere"'],
  ])('%s %j', (id, options, message) => {
    expect(() => create(id, options)).toThrow(message);
  });

  it('unknown scenarios, and snapshots of other settings', async () => {
    expect(() => create('ppo', {}, { scenarios: [{ scenario: 'soc/cannonical', weight: 1 }] })).toThrow('canonical');
    const trainer = create('cem', { population: 4, seeds: 1 });
    const other = create('cem', { population: 5, seeds: 1 });
    expect(() => other.restore(trainer.snapshot())).toThrow('train/cem: the snapshot is of cem with settings');
  });
});
