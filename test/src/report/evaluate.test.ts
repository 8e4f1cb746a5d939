import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/agent.js';
import { agents, makeAgent, makeEnv } from '../../../src/registry.js';
import { playEpisode } from '../../../src/report/episode.js';
import { evaluate } from '../../../src/report/evaluate.js';
import '../../fixtures/tiny.js';

const seed = 2_000_000;

describe('an episode', () => {
  it('is the same again, hash included', () => {
    for (const agent of ['tiny-random', 'tiny-earliest']) {
      const first = evaluate({ env: 'tiny/queue', agent, seed });
      const second = evaluate({ env: 'tiny/queue', agent, seed });
      expect(second.replayHash).toBe(first.replayHash);
      expect(second.metrics).toEqual(first.metrics);
      expect(first).toMatchObject({
        env: 'tiny/queue-v1',
        status: 'ok',
        decisions: 200,
        censored: false,
        oracle: false,
      });
    }
  });

  it('has a hash that tells seeds and agents apart', () => {
    const hashes = ['tiny-random', 'tiny-earliest', 'tiny-fastest'].flatMap((agent) =>
      [seed, seed + 1].map((each) => evaluate({ env: 'tiny/queue', agent, seed: each }).replayHash),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('gives every agent the same workload, however much randomness it uses', () => {
    const arrivals = ['tiny-random', 'tiny-fastest'].map((id) => {
      const env = makeEnv('tiny/queue', { record: true });
      playEpisode(env, makeAgent(id), { seed, agentId: id });
      return env.trace!().ready;
    });
    expect(arrivals[0]).toEqual(arrivals[1]);
  });

  it('gives every agent a stream of its own', () => {
    const drawn = (agentId: string) => {
      const values: number[] = [];
      const draw = (rng: () => number) => {
        values.push(rng());
        return 0;
      };
      const spy: Agent = { name: 'spy', act: (_view, { rng }) => draw(rng), propose: () => 0 };
      playEpisode(makeEnv('tiny/queue'), spy, { seed, agentId });
      return values;
    };
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
  });

  it('times a sample of the decisions after the warm-up, and short episodes from the start', () => {
    const timed = (warmUp: number, sampleEvery: number) =>
      playEpisode(makeEnv('tiny/queue'), makeAgent('tiny-fastest'), { seed, warmUp, sampleEvery }).decisionMicroseconds;
    expect(timed(50, 10).sampled).toBe(15);
    expect(timed(1000, 10).sampled).toBe(200);
    const { p50, p95, mean } = timed(50, 10);
    expect(p50).toBeGreaterThan(0);
    expect(p95).toBeGreaterThanOrEqual(p50);
    expect(mean).toBeGreaterThan(0);
  });

  it('tells agents what happened', () => {
    let reward = 0;
    let ends = 0;
    const learner: Agent = {
      name: 'learner',
      act: () => 0,
      propose: () => 0,
      observe: (transition) => {
        reward += transition.reward;
        if (transition.terminated) ends++;
      },
    };
    const { episodeReturn } = playEpisode(makeEnv('tiny/queue'), learner, { seed });
    expect(reward).toBe(episodeReturn);
    expect(ends).toBe(1);
  });

  it('is given up when it does not end', () => {
    const options = { seed, decisionLimit: 100 };
    expect(() => playEpisode(makeEnv('tiny/queue'), makeAgent('tiny-fastest'), options)).toThrow(/no end after 100/);
  });

  it('that fails becomes a failed row that says why', () => {
    const row = evaluate({ env: 'tiny/rush', agent: 'tiny-crash', seed });
    expect(row).toMatchObject({ status: 'failed', oracle: true, metrics: {}, replayHash: '' });
    expect(row.message).toBe('ArenaError: tiny-crash: this <queue> is too long | sorry');
  });

  it('with an illegal action fails as well', () => {
    const spec = { id: 'tiny-illegal', description: '', tags: [], oracle: false };
    if (!agents.has(spec.id)) {
      agents.register({ ...spec, create: () => ({ name: spec.id, act: () => 99, propose: () => 99 }) });
    }
    expect(evaluate({ env: 'tiny/queue', agent: spec.id, seed })).toMatchObject({ status: 'failed' });
  });
});
