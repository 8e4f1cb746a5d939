/** The environment around the simulator: seeds, rewards, snapshots, forks, endings, memory, rendering, bad input. */
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { compileModel, createWorkload, parseSocConfig, type SocConfigInput, SocEnv } from '../../../envs/index.js';
import { digest } from '../../../src/check/index.js';
import { makeEnv } from '../../../src/registry.js';
import { createRng } from '../../../src/rng.js';
import { validateTrace } from '../../../src/sim/validate.js';
import type { Json } from '../../../src/space/space.js';
import { earliestEnd, leastTime } from './choosers.js';
import { play } from './fixtures.js';

function env(config: Partial<SocConfigInput> = {}, record = true): SocEnv {
  return new SocEnv(
    {
      platform: 'socrates-top',
      jobs: [{ template: 'top-1' }, { template: 'top-2' }],
      arrival: { process: 'poisson', meanInterval: 60 },
      episode: { jobs: 30 },
      executionNoise: 0.2,
      ...config,
    } as unknown as Json,
    { id: 'soc/test-v1', record },
  );
}

/** Steps to the end; returns the rewards. */
function drive(of: SocEnv, choose = earliestEnd, steps = Number.POSITIVE_INFINITY): number[] {
  const rewards: number[] = [];
  while (rewards.length < steps) {
    const { reward, terminated, truncated } = of.step(choose(of.view()));
    rewards.push(reward);
    if (terminated || truncated) break;
  }
  return rewards;
}

describe('an episode', () => {
  it('is the same step by step and run to its end', () => {
    const stepped = env();
    stepped.reset({ seed: 3 });
    drive(stepped);
    const config = parseSocConfig(stepped.config);
    const path = createRng(3).fork('soc').fork(0);
    const workload = createWorkload(config, compileModel(config), path);
    expect(workload.jobCount).toBe(30);
    const run = play(config as unknown as SocConfigInput, earliestEnd, 3);
    // the same seed path as the environment's
    run.simulator.reset(workload);
    const recorded: number[] = [];
    run.simulator.recorder = { executed: (cell) => recorded.push(run.simulator.state.finish[cell]) };
    run.simulator.run(earliestEnd);
    expect(Array.from(stepped.trace!().finish)).toEqual(recorded);
    expect(run.simulator.jobs.latency.reduce((a, b) => a + b, 0) / 30).toBeCloseTo(stepped.metrics().latencyMean!, 9);
  });

  it('pays the latency of all jobs', () => {
    const of = env({ reward: { kind: 'latency', scale: 10 } });
    of.reset({ seed: 1 });
    const total = drive(of).reduce((a, b) => a + b, 0);
    expect(-total * 10).toBeCloseTo(of.metrics().latencyMean! * 30, 6);
  });

  it.each(['completion', 'makespan'] as const)('pays %s as the change of a quantity', (kind) => {
    const of = env({ reward: { kind, scale: 1 } });
    of.reset({ seed: 1 });
    const begun = of.view().now;
    const total = drive(of).reduce((a, b) => a + b, 0);
    const { makespan } = of.metrics() as { makespan: number };
    expect(total).toBeCloseTo(kind === 'makespan' ? begun - makespan : 50 * 30 - 0.5 * (makespan - begun), 6);
  });

  it('records a schedule that could have happened', () => {
    for (const binding of ['on-ready', 'late'] as const) {
      const of = env({ binding });
      of.reset({ seed: 8 });
      drive(of);
      expect(of.trace!().length).toBe(of.metrics().tasksCompleted);
      expect(validateTrace(of.trace!())).toEqual([]);
      expect(of.invariants()).toEqual([]);
    }
  });

  it('terminates when all jobs are done and is truncated at the time limit', () => {
    const done = env();
    done.reset({ seed: 2 });
    drive(done);
    const cut = env({ episode: { durationTicks: 500 } });
    cut.reset({ seed: 2 });
    drive(cut);
    expect(() => done.step(0)).toThrow(/after the end/);
    expect(cut.view().now).toBe(500);
    expect(cut.metrics().unfinishedJobs).toBeGreaterThan(0);
  });

  it('meets the same jobs and noise under every scheduler', () => {
    const outcome = (choose: typeof earliestEnd) => {
      const of = env();
      of.reset({ seed: 5 });
      drive(of, choose);
      const { job, task, start, finish, resource, length } = of.trace!();
      const cost = compileModel(parseSocConfig(of.config)).cost;
      return new Map(
        Array.from({ length }, (_, row) => {
          const index = task[row] % 10; // both templates have ten tasks of the same times
          return [
            task[row],
            [job[row], Math.round(((finish[row] - start[row]) / cost[index * 3 + resource[row]]) * 10)],
          ];
        }),
      );
    };
    const [a, b] = [outcome(earliestEnd), outcome(leastTime)];
    let far = 0;
    for (const [task, [job, factor]] of a) {
      expect(b.get(task)![0]).toBe(job);
      if (Math.abs(b.get(task)![1] - factor!) > 1) far++; // the factor is the same up to rounding to ticks
    }
    expect(far / a.size).toBeLessThan(0.05);
  });
});

describe('saving', () => {
  it.each(['on-ready', 'late'] as const)('a snapshot in mid-episode continues identically (%s)', (binding) => {
    const of = env({ binding });
    of.reset({ seed: 4 });
    drive(of, earliestEnd, 57);
    const saved = structuredClone(of.snapshot());
    const fork = of.fork();
    const rest = drive(of);
    const after = digest(of.trace!());
    expect(drive(fork)).toEqual(rest);
    expect(digest(fork.trace!())).toBe(after);
    of.restore(saved);
    expect(drive(of)).toEqual(rest);
    const other = env({ binding });
    other.restore(saved);
    expect(drive(other)).toEqual(rest);
    expect(digest(other.trace!())).toBe(after);
  });

  it('a fork under another policy leaves the original alone', () => {
    const of = env();
    of.reset({ seed: 4 });
    drive(of, earliestEnd, 40);
    const before = digest(of.snapshot());
    drive(of.fork(), leastTime);
    expect(digest(of.snapshot())).toBe(before);
  });

  it('the stream continues without a seed, and repeats with it', () => {
    const of = env();
    const first = of.reset({ seed: 6 }).info;
    const arrival = of.view().now;
    drive(of, earliestEnd, 5);
    expect(of.reset().info.episode).toBe(1);
    expect(of.view().now).not.toBe(arrival);
    expect(of.reset({ seed: 6 }).info).toEqual(first);
    const drawn = env().reset().info.seed as number;
    expect(Number.isInteger(drawn) && drawn >= 0).toBe(true);
  });
});

/** Bytes in use after a full collection. */
function used(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('memory', () => {
  it('stays flat over a million steps', () => {
    const config = parseSocConfig({
      platform: 'socrates-top',
      jobs: [{ template: 'top-1' }],
      arrival: { process: 'closed', jobsInSystem: 3 },
      admission: { maxLiveJobs: 3 },
      episode: { jobs: 100_000 },
    });
    const of = new SocEnv(config as unknown as Json, { id: 'soc/test-v1' });
    of.reset({ seed: 0 });
    let steps = 0;
    for (; steps < 200_000; steps++) of.step(leastTime(of.view()));
    const before = used();
    for (; steps < 999_999; steps++) of.step(leastTime(of.view()));
    const grown = used() - before;
    expect(of.step(leastTime(of.view())).terminated).toBe(true);
    expect(grown / 1e6).toBeLessThan(4); // the log of 80 000 latencies and slowdowns is 1.3 MB, its arrays grow ahead
  }, 30_000);
});

describe('pictures', () => {
  it('are text or SVG', () => {
    const text = makeEnv('soc/canonical', { renderMode: 'ansi' });
    text.reset({ seed: 1 });
    expect(text.render()).toMatch(/soc\/canonical-v1 {2}time \d+ tick {2}jobs 1/);
    const chart = makeEnv('soc/canonical', { renderMode: 'svg' });
    chart.reset({ seed: 1 });
    for (let i = 0; i < 40; i++) chart.step(earliestEnd(chart.view()));
    expect(chart.render()).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});

describe('bad input', () => {
  const refused: [string, Partial<SocConfigInput> | Record<string, unknown>, RegExp][] = [
    [
      'an unknown platform',
      { platform: 'socrates-tip' },
      /platform "socrates-tip" does not exist; did you mean "socrates-top"/,
    ],
    ['an unknown job', { jobs: [{ template: 'top-11' }] }, /job "top-11" does not exist/],
    ['an unknown option', { bindng: 'late' }, /option "bindng" does not exist; did you mean "binding"/],
    ['an unknown nested option', { admission: { maxLive: 3 } }, /option "admission\.maxLive" does not exist/],
    ['an unknown arrival process', { arrival: { process: 'sometimes' } }, /arrival/],
    ['an endless episode', { episode: {} }, /never end/],
    ['closed arrivals above the limit', { arrival: { process: 'closed', jobsInSystem: 99 } }, /keep 99 jobs/],
    ['late binding in a published mode', { mode: 'socrates', binding: 'late' }, /late binding does not exist in mode/],
    [
      'contention in a published mode',
      { mode: 'ds3', communication: { contention: 'link' } },
      /link contention does not exist/,
    ],
    ['a sequence beyond the jobs', { sequence: [0, 7] }, /sequence names job 7/],
    [
      'a job no processor can run',
      { jobs: [{ template: 'wifi-tx' }] },
      /no processor of platform "socrates-top" can run/,
    ],
    [
      'a cyclic job',
      {
        jobs: [
          {
            template: {
              name: 'c',
              tasks: ['a', 'b'],
              edges: [
                [0, 1, 1],
                [1, 0, 1],
              ],
            },
          },
        ],
      },
      /cycle/,
    ],
    ['a negative volume', { jobs: [{ template: { name: 'c', tasks: ['a', 'b'], edges: [[0, 1, -1]] } }] }, /edges/],
    ['noise that is no number', { executionNoise: Number.NaN }, /executionNoise/],
    ['power without calibration', { power: { enabled: true } }, /no calibrated power/],
    ['throttling without power', { power: { enabled: false }, frequency: { throttling: true } }, /throttling needs/],
    ['an energy reward without power', { reward: { kind: 'energy' } }, /reward `energy` needs/],
    ['a deadline reward without deadlines', { reward: { kind: 'deadline' } }, /needs a job with `deadlineTicks`/],
  ];
  it.each(refused)('%s is refused in one line', (_, config, message) => {
    expect(() => env(config as Partial<SocConfigInput>)).toThrow(message);
    try {
      env(config as Partial<SocConfigInput>);
    } catch (error) {
      expect((error as Error).name).toBe('ArenaError');
      expect((error as Error).message.split('\n')).toHaveLength(1);
    }
  });

  it('a foreign snapshot and an early step are refused', () => {
    const of = env();
    expect(() => of.step(0)).toThrow(/before reset/);
    of.reset({ seed: 0 });
    expect(() => of.restore({ env: 'soc/other-v1', state: null })).toThrow(/does not fit/);
    const before = digest(of.snapshot());
    expect(() => of.step(95)).toThrow(/not allowed/);
    expect(digest(of.snapshot())).toBe(before);
  });
});
