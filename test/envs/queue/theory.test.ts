/**
 * What queueing theory knows. M/M/c, mean wait by Erlang's C formula (Erlang 1917; Kleinrock, Queueing Systems I,
 * 1975, section 3.5): W = C(c, a) / (c·μ − λ), a = λ/μ. With known sizes, serving the shortest job first shortens the mean.
 */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { envs, makeAgent, makeEnv } from '../../../src/registry.js';
import { playEpisode } from '../../../src/report/episode.js';
import { mean, tInterval } from '../../../src/report/statistics/index.js';

function latencyMean(id: string, agent: string, { seed, jobs }: { seed: number; jobs: number }): number {
  const env = makeEnv(id, { config: { jobs } });
  return playEpisode(env, makeAgent(agent), { seed }).metrics.latencyMean;
}

/** Probability that an arrival has to wait; `offered` is the load in servers. */
function erlangC(servers: number, offered: number): number {
  let term = 1; // offered^k / k!
  let sum = 0;
  for (let k = 0; k < servers; k++) {
    sum += term;
    term *= offered / (k + 1);
  }
  const waiting = term / (1 - offered / servers);
  return waiting / (sum + waiting);
}

/** 99 % interval of the mean latency over independent runs. */
function latency(id: string, agent: string, jobs: number) {
  const runs = Array.from({ length: 24 }, (_, seed) => latencyMean(id, agent, { seed, jobs }));
  return tInterval(runs, 0.99);
}

describe('hidden sizes', () => {
  it('wait in M/M/3 as long as Erlang says', () => {
    const expected = 1 + erlangC(3, 2.4) / (3 - 2.4);
    expect(expected).toBeCloseTo(2.0787, 4); // C(3, 2.4) = 0.64719
    const { lower, upper } = latency('queue/mm3', 'fifo', 10_000);
    expect(lower).toBeLessThan(expected);
    expect(upper).toBeGreaterThan(expected);
    expect(upper - lower).toBeLessThan(0.2);
  });

  it('take 1 / (μ − λ) in M/M/1, when only the fast server is used', () => {
    const { lower, upper } = latency('queue/heterogeneous', 'met', 10_000);
    expect(lower).toBeLessThan(1 / (2 - 1.5));
    expect(upper).toBeGreaterThan(1 / (2 - 1.5));
    expect(upper - lower).toBeLessThan(0.2);
  });

  it('give shortest-job nothing to go by: it is fifo', () => {
    const settings = { seed: 1, jobs: 500 };
    expect(latencyMean('queue/mm3', 'shortest-job', settings)).toBe(latencyMean('queue/mm3', 'fifo', settings));
  });
});

describe('every setting', () => {
  const IDS = ['queue/mm3', 'queue/heterogeneous', 'queue/known-sizes'];

  it.each(IDS)('%s is graded on a scale whose reference beats its floor', (id) => {
    const { metric, reference, floor } = envs.get(id).score;
    const figure = (agent: string) =>
      mean(
        Array.from({ length: 8 }, (_, seed) => playEpisode(makeEnv(id), makeAgent(agent), { seed }).metrics[metric]),
      );
    expect(figure(reference)).toBeLessThan(0.9 * figure(floor));
  });
});

describe('known sizes', () => {
  it('let the shortest job overtake, and that shortens the mean on the same jobs', () => {
    const seeds = Array.from({ length: 12 }, (_, seed) => ({ seed, jobs: 1000 }));
    const shortest = seeds.map((seed) => latencyMean('queue/known-sizes', 'shortest-job', seed));
    const fifo = seeds.map((seed) => latencyMean('queue/known-sizes', 'fifo', seed));
    for (const [i, latency] of shortest.entries()) expect(latency).toBeLessThanOrEqual(fifo[i]);
    expect(mean(shortest)).toBeLessThan(0.9 * mean(fifo));
  });
});
