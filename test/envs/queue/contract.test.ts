/** The queueing environment keeps the contract, refuses what it does not offer, and every scheduler can play in it. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import { DEFAULT_QUEUE_CONFIG, parseQueueConfig, QueueEnv } from '../../../envs/index.js';
import { checkEnv } from '../../../src/check/index.js';
import type { PlacementEnv } from '../../../src/env.js';
import { agents, envs, makeAgent, makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { validateTrace } from '../../../src/sim/validate.js';
import type { Json } from '../../../src/space/space.js';

const IDS = envs
  .all()
  .filter(({ id }) => id.startsWith('queue/'))
  .map(({ id }) => id);

/** Plays to the end, or for `steps`; returns rewards. */
function play(env: PlacementEnv<unknown>, agentId: string, steps = Number.POSITIVE_INFINITY): number[] {
  const agent = makeAgent(agentId);
  const context = { rng: createRng(5), deterministic: true };
  const rewards: number[] = [];
  for (let ended = false; !ended && rewards.length < steps; ) {
    const { reward, terminated, truncated } = env.step(agent.act(env.view(), context));
    rewards.push(reward);
    ended = terminated || truncated;
  }
  return rewards;
}

function start(id: string, seed = 3, config: Json = { jobs: 60 }): PlacementEnv<unknown> {
  const env = makeEnv(id, { config, record: true });
  env.reset({ seed });
  return env;
}

describe('the settings', () => {
  it('are three, and none is part of the default leaderboard', () => {
    expect(IDS).toEqual(['queue/mm3-v1', 'queue/heterogeneous-v1', 'queue/known-sizes-v1']);
    for (const id of IDS) expect(envs.get(id).tags).not.toContain('leaderboard');
  });

  it.each(IDS)('%s passes the checker without errors and warnings', (id) => {
    const spec = envs.get(id);
    const findings = checkEnv(() => makeEnv(id), {
      rebuild: (config) => spec.create(config, { id }),
      remake: (renderMode) => makeEnv(id, { renderMode }),
      heapResets: 40,
      timedSteps: 0,
    });
    expect(findings.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

/** Networks of a fixed size refuse other sizes than their own. */
const ANY_SIZE = agents.all().filter(({ tags }) => !tags.includes('fixed-size'));

describe.each(ANY_SIZE.map(({ id }) => id))('%s', (agent) => {
  it.each(IDS)('plays %s to its end', (id) => {
    const env = start(id);
    play(env, agent);
    expect(env.metrics()).toMatchObject({ completedJobs: 60, unfinishedJobs: 0, offeredJobs: 60 });
    expect(env.invariants()).toEqual([]);
    expect(validateTrace(env.trace!())).toEqual([]);
  });
});

describe.each(IDS)('%s', (id) => {
  it('pays minus the total latency', () => {
    const env = start(id);
    const total = play(env, 'random').reduce((sum, reward) => sum + reward, 0);
    expect(total).toBeCloseTo(-60 * env.metrics().latencyMean, 8);
  });

  it('is the same bytes again with the same seed and actions, and other bytes with another seed', () => {
    const [one, two, other] = [3, 3, 4].map((seed) => {
      const env = makeEnv(id, { config: { jobs: 60 }, wrap: false });
      env.reset({ seed });
      play(env, 'random');
      return env.snapshot();
    });
    expect(one).toEqual(two);
    expect(one).not.toEqual(other);
  });

  it('forks: the copy replays the same, and leaves the original alone', () => {
    const env = start(id);
    play(env, 'etf', 40);
    const [same, elsewhere] = [env.fork(), env.fork()];
    play(elsewhere, 'random');
    expect(play(same, 'etf')).toEqual(play(env, 'etf'));
    expect(same.metrics()).toEqual(env.metrics());
    expect(elsewhere.metrics().completedJobs).toBe(60);
  });

  it('queues jobs beyond the slots behind them, oldest first', () => {
    const env = start(id, 3, { jobs: 30, itemSlots: 2, arrival: { process: 'deterministic', interval: 0.01 } });
    const { items, shape } = env.view();
    while (items.overflow === 0) env.step(shape.items * shape.resources);
    expect([...items.slots].map((slot) => items.job[slot])).toEqual([0, 1]);
    expect(items.overflow).toBe(1);
    env.step(items.slots[0] * shape.resources);
    expect([...items.slots].map((slot) => items.job[slot])).toEqual([1, 2]);
    play(env, 'fifo');
    expect(env.invariants()).toEqual([]);
  });
});

describe('what is not offered', () => {
  const config = DEFAULT_QUEUE_CONFIG as unknown as { [key: string]: Json };

  it.each([
    [{ speed: 1 }, 'envs/queue: option "speed" does not exist'],
    [{ job: 5 }, 'envs/queue: option "job" does not exist; did you mean "jobs"?'],
    [{ jobs: 0 }, /^envs\/queue: jobs: /],
    [{ servers: [] }, /^envs\/queue: servers: /],
    [{ servers: [{ name: 'a', speed: 0 }] }, /^envs\/queue: servers\.0\.speed: /],
    [{ servers: [1, 2].map((speed) => ({ name: 'a', speed })) }, 'envs/queue: servers: the name "a" is given twice'],
    [{ arrival: { process: 'poison', meanInterval: 1 } }, /^envs\/queue: arrival: process "poison" does not exist/],
    [{ arrival: { process: 'trace', times: [1, 2] } }, /^envs\/queue: arrival: the trace ends before/],
  ])('%j is refused in one line', (override, message) => {
    expect(() => parseQueueConfig({ ...config, ...override })).toThrow(message);
  });

  it.each([
    [{ observation: 'graph' }, 'envs/queue: observation "graph" is not offered (view)'],
    [{ observation: 'padded' }, 'envs/queue: observation "padded" is not offered (view)'],
    [{ renderMode: 'svg' }, 'envs/queue: render mode "svg" is not offered (none)'],
  ] as const)('%j is refused', (options, message) => {
    expect(() => new QueueEnv(config, { id: 'queue/test-v1', ...options })).toThrow(message);
  });

  it('refuses a forbidden action and changes nothing', () => {
    const env = start('queue/mm3');
    const before = env.snapshot();
    for (const action of [-1, 0.5, 9999, env.actionMask().indexOf(0)]) expect(() => env.step(action)).toThrow(/action/);
    expect(env.snapshot()).toEqual(before);
  });
});
