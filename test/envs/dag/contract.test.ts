/** The static DAG environment keeps the contract, refuses what it does not offer, and every scheduler can play in it. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import { DagEnv, parseDagConfig } from '../../../envs/dag/index.js';
import { readInstance, writeInstance } from '../../../envs/dag/instance-json.js';
import { checkEnv } from '../../../src/check/index.js';
import type { PlacementEnv } from '../../../src/env.js';
import { generateInstance, instancePresets } from '../../../src/instances/index.js';
import { agents, envs, makeAgent, makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { validateTrace } from '../../../src/sim/validate.js';
import type { Json } from '../../../src/space/space.js';
import { play } from './fixtures.js';

const IDS = envs
  .all()
  .filter(({ id }) => id.startsWith('dag/'))
  .map(({ id }) => id);
const EXAMPLES = new Set(['dag/topcuoglu-2002-v1', 'dag/arabnejad-2014-v1']);

function start(id: string, seed = 3, config: Json = {}): PlacementEnv<unknown> {
  const env = makeEnv(id, { config, record: true });
  env.reset({ seed });
  return env;
}

/** Figures of one episode. */
function outcome(id: string, agent: string, seed: number): Readonly<Record<string, number>> {
  const env = makeEnv(id, { wrap: false });
  env.reset({ seed });
  play(env, makeAgent(agent), { seed });
  return env.metrics();
}

/** Mean of a figure over the first seeds. */
function mean(id: string, agent: string, seeds = 10, figure = 'slr'): number {
  return (
    Array.from({ length: seeds }, (_, seed) => outcome(id, agent, seed)[figure]).reduce((a, b) => a + b, 0) / seeds
  );
}

describe('the settings', () => {
  it('are graded by the schedule length ratio; six generated ones are part of the leaderboard', () => {
    const score = { metric: 'slr', lowerIsBetter: true, reference: 'heft', floor: 'random' };
    for (const id of IDS) expect(envs.get(id)).toMatchObject({ score, tags: expect.arrayContaining(['dag']) });
    expect(IDS.filter((id) => envs.get(id).tags.includes('leaderboard'))).toHaveLength(6);
  });

  it.each(IDS)('%s passes the checker without errors and warnings', (id) => {
    const spec = envs.get(id);
    const findings = checkEnv(() => makeEnv(id), {
      rebuild: (config) => spec.create(config, { id }),
      remake: (renderMode) => makeEnv(id, { renderMode }),
      episodes: 1,
      maxSteps: 30,
      maskStates: 3,
      maskActions: 4,
      heapResets: id === 'dag/layered-v1' ? 40 : 0,
      timedSteps: 0,
    });
    expect(findings.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

/** One instance, a drawn one, contention, a workflow; the other settings are played by the agents of the grades. */
const PLAYED_BY_ALL = ['dag/topcuoglu-2002-v1', 'dag/layered-v1', 'dag/layered-one-port-v1', 'dag/montage-v1'];
const GAMES = [
  ...agents.all().flatMap(({ id, tags }) => {
    const played = tags.includes('fixed-size') ? [] : PLAYED_BY_ALL; // those refuse other sizes than their own
    return played.map((env) => [id, env] as const);
  }),
  ...IDS.flatMap((env) => ['heft', 'etf', 'random', 'linear'].map((id) => [id, env] as const)),
];

it.each(GAMES)('%s plays %s to its end', (agent, id) => {
  const env = start(id);
  const rewards = play(env, makeAgent(agent));
  const figures = env.metrics();
  expect(figures).toMatchObject({ unplacedTasks: 0, placedTasks: figures.tasks, decisions: figures.tasks });
  expect(rewards.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(-figures.makespan, 8);
  expect(figures.makespan).toBeGreaterThanOrEqual(figures.lowerBound);
  expect(env.invariants()).toEqual([]);
  expect(validateTrace(env.trace!())).toEqual([]);
  expect(env.view().now).toBe(0);
});

describe('the published examples', () => {
  it.each([
    ['dag/topcuoglu-2002', 'heft', 80],
    ['dag/topcuoglu-2002', 'cpop', 86],
    ['dag/arabnejad-2014', 'peft', 122],
    ['dag/arabnejad-2014', 'heft', 133],
  ])('%s: %s ends where the paper says', (id, agent, makespan) => {
    expect(outcome(id, agent, 0)).toMatchObject({ makespan });
  });

  it('have the figures of the reference: 80 / 41, 127 / 80, three processors', () => {
    const { slr, speedup, efficiency, lowerBound, gapToLowerBound } = outcome('dag/topcuoglu-2002', 'heft', 0);
    expect(slr).toBeCloseTo(80 / 41, 12);
    expect(speedup).toBeCloseTo(127 / 80, 12);
    expect(efficiency).toBeCloseTo(127 / 80 / 3, 12);
    expect(lowerBound).toBeGreaterThanOrEqual(41);
    expect(lowerBound).toBeLessThanOrEqual(73);
    expect(gapToLowerBound).toBeCloseTo(80 / lowerBound - 1, 12);
  });
});

describe('what schedulers make of it', () => {
  const generated = IDS.filter((id) => !EXAMPLES.has(id));

  it.each(generated)('%s: heft and etf leave random far behind', (id) => {
    const [heft, etf, random] = ['heft', 'etf', 'random'].map((agent) => mean(id, agent));
    expect(heft).toBeLessThan(0.85 * random);
    expect(etf).toBeLessThan(0.9 * random);
  });
});

describe('rewards', () => {
  it('are in schedule length ratios if asked', () => {
    const env = start('dag/layered', 3, { reward: 'slr' });
    const total = play(env, makeAgent('etf')).reduce((sum, reward) => sum + reward, 0);
    expect(total).toBeCloseTo(-env.metrics().slr, 10);
  });
});

describe('items', () => {
  it('beyond the slots queue behind them in the order in which they became available', () => {
    const env = start('dag/wide', 3, { itemSlots: 4 });
    const { items, shape } = env.view();
    expect(items.overflow).toBeGreaterThan(0);
    const [first, next] = [items.id[items.slots[0]], items.id[items.slots[3]] + 1];
    expect(first).toBe(0);
    env.step(items.slots[0] * shape.resources);
    expect(items.id[items.slots[3]]).toBe(next);
    play(env, makeAgent('heft'));
    expect(env.metrics().unplacedTasks).toBe(0);
    expect(env.invariants()).toEqual([]);
  });

  it('never offer to wait', () => {
    const env = start('dag/layered');
    play(env, makeAgent('random'), { each: () => expect(env.actionMask().at(-1)).toBe(0) });
  });
});

describe('instances', () => {
  it('are the same for every agent, differ by seed and episode, and come back with the seed', () => {
    const env = makeEnv('dag/layered');
    const costs = [{ seed: 1 }, {}, { seed: 2 }, { seed: 1 }].map((options) => {
      env.reset(options);
      return [...env.view().graph.cost];
    });
    expect(costs[0]).toEqual(costs[3]);
    expect(costs[0]).not.toEqual(costs[1]);
    expect(costs[0]).not.toEqual(costs[2]);
  });
});

describe('lists of instances', () => {
  const tasks = (...costs: number[][]) => costs.map((cost, i) => ({ name: `t${i}`, cost }));
  const config = {
    instances: {
      kind: 'fixed',
      instances: [
        { name: 'one', tasks: tasks([1, 2]), processors: ['slow', 'fast'] },
        { name: 'two', tasks: tasks([1, 2], [3, 4]), processors: ['left', 'right'] },
      ],
    },
  };

  it('draw one per episode, and number processors that go by different names', () => {
    const env = new DagEnv(config, { id: 'dag/test-v1' });
    const sizes = Array.from({ length: 20 }, (_, i) => {
      env.reset(i === 0 ? { seed: 1 } : {});
      return env.view().graph.nodeCount;
    });
    expect(new Set(sizes)).toEqual(new Set([1, 2]));
    expect(env.view().resources.names).toEqual(['P0', 'P1']);
    expect(env.metadata.maxEpisodeSteps).toBe(2);
  });

  it.each(Object.keys(instancePresets))('take %s as it was written', (preset) => {
    const instance = generateInstance(instancePresets[preset], createRng(1));
    expect(readInstance(writeInstance(instance), 'test')).toEqual(instance);
  });
});

describe('rendering', () => {
  it('draws a line per processor, or a chart with every task', () => {
    for (const renderMode of ['ansi', 'svg'] as const) {
      const env = makeEnv('dag/topcuoglu-2002', { renderMode });
      env.reset({ seed: 0 });
      play(env, makeAgent('heft'));
      const text = env.render()!;
      if (renderMode === 'ansi') expect(text.split('\n')).toHaveLength(4);
      else expect(text).toMatch(/^<svg[\s\S]*n10[\s\S]*<\/svg>\s*$/);
      expect(text).toContain('80');
    }
  });
});

describe('what is not offered', () => {
  const tasks = [
    { name: 'a', cost: [1, 2] },
    { name: 'b', cost: [3, 4] },
  ];
  const fixed = (...instances: Record<string, Json>[]) => ({ instances: { kind: 'fixed', instances } });
  const layered = { kind: 'generated', config: { graph: { family: 'layered' } } };

  it.each([
    [{ instances: layered, slots: 3 }, 'envs/dag: option "slots" does not exist'],
    [{ instances: layered, itemSlot: 3 }, 'envs/dag: option "itemSlot" does not exist; did you mean "itemSlots"?'],
    [{ instances: layered, itemSlots: 0 }, /^envs\/dag: itemSlots: /],
    [{ instances: layered, placement: 'gaps' }, /^envs\/dag: placement: /],
    [{ instances: layered, reward: 'speedup' }, /^envs\/dag: reward: /],
    [{ instances: { kind: 'drawn' } }, /^envs\/dag: instances\.kind: /],
    [{ instances: { kind: 'fixed', instances: [] } }, /^envs\/dag: instances\.instances: /],
    [{ instances: { kind: 'generated', config: { graph: { family: 'lyered' } } } }, /did you mean "layered"/],
  ])('%j is refused in one line', (config, message) => {
    expect(() => parseDagConfig(config)).toThrow(message);
  });

  it.each([
    [fixed({ tasks: [{ name: 'a', cost: [1] }, tasks[1]] }), 'envs/dag: instances.0: task "b" has 2 costs (1 expected'],
    [fixed({ tasks, edges: [['a', 'a', 1]] }), 'envs/dag: instances.0: task "a" has an edge to itself'],
    [fixed({ tasks: [{ name: 'a', work: 1 }] }), /^envs\/dag: instances\.0: json names no processors here/],
    [fixed({ tasks: [], processors: ['P0'] }), 'envs/dag: instance "instance" has no task to place'],
    [fixed({ tasks }, { tasks: [{ name: 'a', cost: [1, 2, 3] }] }), /has 3 processors, "instance" has 2/],
  ] as const)('the instances of %j are refused in one line', (config, message) => {
    expect(() => new DagEnv(config as unknown as Json, { id: 'dag/test-v1' })).toThrow(message);
  });

  it.each([
    [{ observation: 'graph' }, 'envs/dag: observation "graph" is not offered (view)'],
    [{ observation: 'padded' }, 'envs/dag: observation "padded" is not offered (view)'],
    [{ renderMode: 'rgb' }, 'envs/dag: render mode "rgb" (none, ansi, svg, human)'],
  ])('%j is refused', (options, message) => {
    expect(
      () => new DagEnv(fixed({ tasks }) as unknown as Json, { id: 'dag/test-v1', ...(options as object) }),
    ).toThrow(message);
  });

  it('refuses a forbidden action and changes nothing', () => {
    const env = start('dag/layered');
    const before = env.snapshot();
    for (const action of [-1, 0.5, 99999, env.actionMask().indexOf(0)])
      expect(() => env.step(action)).toThrow(/action/);
    expect(env.snapshot()).toEqual(before);
  });
});
