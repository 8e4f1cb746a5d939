/**
 * Whole episodes by hand: every iteration takes 2 ms, whatever is in it, so all times can be written down. Where an
 * episode is cut, what rewards and metrics count, what a view shows when statistics are published now and then.
 */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import { parseServingConfig } from '../../../envs/serving/config.js';
import { ServingEnv } from '../../../envs/serving/env.js';
import { envs, makeAgent } from '../../../src/registry.js';
import { playEpisode } from '../../../src/report/episode.js';
import { evaluate } from '../../../src/report/evaluate.js';
import { PREFIX_SEQUENCE } from '../../../src/serving.js';
import type { Json } from '../../../src/space/space.js';

const MS = 1_000_000;
const TWO_MS = { kind: 'linear', a: 2 * MS, b: 0, c: 0, d: 0 };

interface Written {
  readonly rows: readonly { arrival: number; prompt: number; output: number; prefix?: readonly number[] }[];
  readonly instances?: number;
  readonly blocks?: number;
  readonly granule?: number;
  readonly [option: string]: unknown;
}

function configOf({ rows, instances = 1, blocks = 100, granule = 0, ...options }: Written): Json {
  const kv = { blocks, blockTokens: 4, watermark: 0 };
  return {
    instances: [{ count: instances, engine: { kind: 'vllm-v1', reservedBlocks: 0 }, timeModel: TWO_MS, kv }],
    workload: { kind: 'rows', rows, granule },
    ...options,
  } as unknown as Json;
}

function envOf(written: Written): ServingEnv {
  return new ServingEnv(configOf(written), { id: 'test/serving-v1' });
}

/** Sends every request to instance 0 until the episode is over. */
function toTheEnd(env: ServingEnv) {
  env.reset({ seed: 1 });
  let reward = 0;
  for (;;) {
    const result = env.step(env.view().mask.indexOf(1));
    reward += result.reward;
    if (result.terminated || result.truncated) return { ...result, reward, metrics: env.metrics() };
  }
}

describe.each([true, false])('an episode with a limit (fast-forward %s)', (fastForward) => {
  // tokens come at 2, 4, …, 40 ms
  const rows = [{ arrival: 0, prompt: 10, output: 20 }];

  it('stops there: what runs is unfinished, and nothing later is counted', () => {
    const { reward, terminated, truncated, info, metrics } = toTheEnd(
      envOf({ rows, limitSeconds: 0.011, fastForward }),
    );
    expect([terminated, truncated]).toEqual([false, true]);
    expect(info.now).toBe(11 * MS);
    expect(reward).toBeCloseTo(-0.011, 12);
    expect(metrics.makespan).toBeCloseTo(0.011, 12);
    expect(metrics).toMatchObject({ offeredJobs: 1, completedJobs: 0, unfinishedJobs: 1 });
    expect(metrics.iterations).toBe(5);
    expect(metrics.latencyMeanCensored).toBeCloseTo(0.011, 12);
    expect(metrics.busyShare).toBeCloseTo(1, 12); // the sixth iteration is half done
  });

  it('does nothing that would happen at the limit itself', () => {
    const ending = toTheEnd(envOf({ rows, limitSeconds: 0.04, fastForward }));
    expect([ending.terminated, ending.truncated]).toEqual([false, true]);
    expect(ending.metrics).toMatchObject({ completedJobs: 0, unfinishedJobs: 1, iterations: 19 });
    const over = toTheEnd(envOf({ rows, limitSeconds: 0.040_000_001, fastForward }));
    expect([over.terminated, over.truncated]).toEqual([true, false]);
    expect(over.metrics).toMatchObject({ completedJobs: 1, makespan: 0.04 });
  });

  it('may be over before anything is to decide', () => {
    const late = [{ arrival: 0.5, prompt: 10, output: 20 }];
    const { terminated, truncated, metrics } = toTheEnd(envOf({ rows: late, limitSeconds: 0.1, fastForward }));
    expect([terminated, truncated]).toEqual([false, true]);
    expect(metrics).toMatchObject({ makespan: 0.1, offeredJobs: 0 });
  });
});

describe('requests that fit nowhere', () => {
  const written = { rows: [1, 2, 3].map((arrival) => ({ arrival, prompt: 1000, output: 5 })), blocks: 10 };

  it('end an episode after one wait', () => {
    const outcome = playEpisode(envOf(written), makeAgent('serving-round-robin'), { seed: 1 });
    expect(outcome).toMatchObject({ decisions: 1, truncated: false });
    expect(outcome.metrics).toMatchObject({ offeredJobs: 3, acceptedJobs: 0, droppedJobs: 3, completedJobs: 0 });
    expect(outcome.episodeReturn).toBeCloseTo(0, 12);
  });

  it('make a row like any other in an evaluation', () => {
    envs.register({
      id: 'serving-test/rejecting-v1',
      description: 'nothing fits',
      tags: [],
      config: parseServingConfig(configOf(written)) as unknown as Json,
      score: { metric: 'latencyMean', lowerIsBetter: true, reference: 'random', floor: 'random' },
      create: (config, options) => new ServingEnv(config, options),
    });
    const row = evaluate({ env: 'serving-test/rejecting-v1', agent: 'serving-round-robin', seed: 2_000_000 });
    expect(row).toMatchObject({ status: 'ok', decisions: 1, metrics: { droppedJobs: 3, completedJobs: 0 } });
    expect(row.message).toBeUndefined();
  });
});

describe('a preemption, and what it costs', () => {
  /*
   * 6 blocks of 4 tokens. Both have their first token at 2 ms, the fifth at 10 ms with 12 tokens of KV in 3 blocks each.
   * The sixth needs a fourth block: the second request gives way at 10 ms. The first ends at 16 ms; then the 13 tokens of
   * the second are computed again, until 18 ms, and it ends at 22 ms. The third request fits nowhere.
   */
  const rows = [
    { arrival: 0, prompt: 8, output: 8 },
    { arrival: 0, prompt: 8, output: 8 },
    { arrival: 0.001, prompt: 20, output: 8 },
  ];
  const none = { inSystem: 0, sloMisses: 0, normalisedLatency: 0, preemptionLoss: 0, instanceTime: 0 };

  it('is booked from the preemption until the progress is back', () => {
    const { metrics } = toTheEnd(envOf({ rows, blocks: 6 }));
    expect(metrics).toMatchObject({ completedJobs: 2, droppedJobs: 1, preemptions: 1, preemptedJobs: 1 });
    expect(metrics.latencyP50).toBeCloseTo(0.019, 12);
    expect(metrics.preemptionLossMean).toBeCloseTo(0.008 / 2, 12);
  });

  it.each([
    ['inSystem', 0.016 + 0.022],
    ['sloMisses', 1], // the one that was rejected
    ['normalisedLatency', 0.016 / 8 + 0.022 / 8],
    ['preemptionLoss', 0.008],
    ['instanceTime', 0.022],
  ])('the reward %s', (part, expected) => {
    const { reward } = toTheEnd(envOf({ rows, blocks: 6, reward: { ...none, [part]: 1 } }));
    expect(reward).toBeCloseTo(-expected, 12);
  });
});

describe('the granules in the view', () => {
  it('end with the prompt: later ones would tell of the output', () => {
    const env = envOf({
      rows: [
        { arrival: 0, prompt: 10, output: 20, prefix: [1, 2, 3, 4, 5] },
        { arrival: 0, prompt: 8, output: 20, prefix: [1, 2, 7] },
      ],
      granule: 4,
    });
    env.reset({ seed: 1 });
    const { items } = env.view();
    const { start, length, values } = items.sequences[PREFIX_SEQUENCE];
    const shown = [...items.slots.subarray(0, items.count)].map((slot) =>
      Array.from(values.subarray(start[slot], start[slot] + length[slot])),
    );
    expect(shown).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(values).toHaveLength(4);
  });
});

describe('statistics that are published every 10 ms', () => {
  const rows = [0.001, 0.005, 0.015, 0.02, 0.031].map((arrival) => ({ arrival, prompt: 10, output: 20 }));

  /** What instance 0 shows at each arrival: [reportedAt in ms, queue, tokens of those that run, ever sent there]. */
  function shown(options: { readonly staleSeconds: number; readonly fastForward: boolean }): number[][] {
    const env = envOf({ rows, instances: 2, ...options });
    env.reset({ seed: 1 });
    return rows.map(() => {
      const { resources } = env.view();
      const { reportedAt, runningTokens, dispatchedRequests } = resources.columns;
      expect(reportedAt[1]).toBe(reportedAt[0]);
      const line = [reportedAt[0] / MS, resources.queueLength[0], runningTokens[0], dispatchedRequests[0]];
      env.step(env.view().mask.indexOf(1));
      return line;
    });
  }

  it.each([true, false])('are those of the last report (fast-forward %s)', (fastForward) => {
    expect(shown({ staleSeconds: 0.01, fastForward })).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0], // the first request is there, but nobody has told
      [10, 2, 14 + 12, 2], // tokens of the first at 3, 5, 7, 9 ms, of the second at 7 and 9 ms
      [10, 2, 14 + 12, 2], // arrivals come before the report of the same time
      [30, 4, 24 + 22 + 17 + 14, 4], // of the third from 17 ms on, its prefill ends at 17 or later
    ]);
  });

  it('are fresh without', () => {
    const lines = shown({ staleSeconds: 0, fastForward: true });
    expect(lines.map(([reportedAt]) => reportedAt)).toEqual([1, 5, 15, 20, 31]);
    expect(lines.map(([, , , dispatched]) => dispatched)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('migrations in the figures', () => {
  it('have the mean and the longest of single ones', () => {
    // copies are not slower for more blocks, so each migration stops its request for 20 ms + 12 µs and the copy of blocks
    const config = {
      instances: [{ count: 2, engine: { kind: 'sarathi' }, kv: { blocks: 1000, watermark: 0 } }],
      workload: { kind: 'rows', rows: [{ arrival: 0, prompt: 160, output: 50 }] },
      migration: {},
      rebalance: { kind: 'interval', seconds: 0.03 },
    };
    const env = new ServingEnv(config as unknown as Json, { id: 'test/serving-v1' });
    env.reset({ seed: 1 });
    for (let over = false; !over; ) {
      const { mask, shape } = env.view();
      let action = mask.indexOf(1);
      // moves whenever it may: variant 1
      for (let each = 1; each < mask.length - 1; each += shape.variants) if (mask[each] === 1) action = each;
      const { terminated, truncated } = env.step(action);
      over = terminated || truncated;
    }
    const { migrations, migrationDowntimeMean, migrationDowntimeMax, latencyMean } = env.metrics();
    expect(migrations).toBeGreaterThan(1);
    // a last stage of one block takes 559,241 ns, of two 1,118,482 ns
    const [one, two] = [0.020_571_241, 0.021_130_482];
    expect([one, two]).toContain(Math.round(migrationDowntimeMax * 1e9) / 1e9);
    expect(migrationDowntimeMean).toBeGreaterThanOrEqual(one - 1e-12);
    expect(migrationDowntimeMean).toBeLessThanOrEqual(migrationDowntimeMax + 1e-12);
    // the request alone: prefill 15,676,800 ns and decodes of 6,060,000 + 260·K ns
    let alone = 15_676_800;
    for (let k = 161; k < 210; k++) alone += 6_060_000 + 260 * k;
    expect(latencyMean).toBeCloseTo(alone * 1e-9 + migrations * migrationDowntimeMean, 9);
  });
});

describe('handovers', () => {
  it('are counted with their time and bytes; who ends with the prefill needs none', () => {
    const engine = { kind: 'vllm-v1', reservedBlocks: 0 };
    const kv = { blocks: 100, blockTokens: 4, watermark: 0, bytesPerToken: 1000 };
    const group = { engine, timeModel: TWO_MS, kv };
    const config = {
      instances: [
        { ...group, name: 'p', role: 'prefill' },
        { ...group, name: 'd', role: 'decode' },
      ],
      workload: {
        kind: 'rows',
        rows: [
          { arrival: 0, prompt: 100, output: 5 },
          { arrival: 0, prompt: 10, output: 1 },
        ],
      },
      handover: { bandwidth: 1e6, latency: 0 },
    };
    const env = new ServingEnv(config as unknown as Json, { id: 'test/serving-v1' });
    toTheEnd(env);
    const { handovers, handoverTimeMean, handoverBytes, latencyMean } = env.metrics();
    expect([handovers, handoverBytes]).toEqual([1, 100_000]);
    expect(handoverTimeMean).toBeCloseTo(0.1, 9);
    // prefill, transfer, four more tokens; and the prefill alone
    expect(latencyMean).toBeCloseTo((0.002 + 0.1 + 4 * 0.002 + 0.002) / 2, 9);
  });
});
