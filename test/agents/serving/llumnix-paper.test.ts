/** Llumnix as its paper defines it, on examples worked by hand: freeness, dispatch, pairs and the size of the fleet. */
import { describe, expect, it } from 'vitest';
import { LlumnixPaper } from '../../../agents/serving/llumnix-paper.js';
import { parseServingConfig } from '../../../envs/serving/config.js';
import { ServingEnv } from '../../../envs/serving/env.js';
import { playEpisode } from '../../../src/report/episode.js';
import { createRng } from '../../../src/rng.js';
import { INSTANCE_DRAINING, INSTANCE_OFF, INSTANCE_STARTING, ITEM_SCALE } from '../../../src/serving.js';
import { answerOf, type InstanceSpec, type ItemSpec, servingTable, victims } from './table.js';

const context = { rng: createRng('llumnix-paper'), deterministic: true };

function answer(instances: readonly InstanceSpec[], items: readonly ItemSpec[], options?: unknown): unknown {
  const table = servingTable({ instances, items });
  return answerOf(table, new LlumnixPaper(options).act(table, context));
}

const dispatch = (instances: readonly InstanceSpec[], item: ItemSpec = {}) => answer(instances, [item]);

// 800 blocks each
const idle: InstanceSpec = {};
const light: InstanceSpec = { runningRequests: 4, freeBlocks: 700 }; // 700 / 4 = 175
const middle: InstanceSpec = { runningRequests: 40, freeBlocks: 300 }; // 7.5
const busy: InstanceSpec = { runningRequests: 40, freeBlocks: 60 }; // 1.5
const queued: InstanceSpec = { ...middle, waitingRequests: 9, waitingBlocks: 900, headWaitingBlocks: 260 }; // 40 / 40 = 1

describe('freeness', () => {
  it('sends a request to the freest', () => {
    expect(dispatch([busy, light, middle])).toBe(1);
    expect(dispatch([busy, light, middle], { places: [0, 2] })).toBe(2);
    expect(dispatch([light, idle, light])).toBe(1);
    expect(dispatch([idle, idle])).toBe(0);
  });

  it('counts of what waits the head of the queue alone', () => {
    const head = { ...light, waitingRequests: 20, waitingBlocks: 690, headWaitingBlocks: 20 }; // 680 / 4 = 170
    expect(dispatch([middle, head])).toBe(1);
    expect(dispatch([{ runningRequests: 4, freeBlocks: 684 }, head])).toBe(0); // 171
    expect(dispatch([{ runningRequests: 4, freeBlocks: 676 }, head])).toBe(1); // 169
    const first = { waitingRequests: 1, waitingBlocks: 200, headWaitingBlocks: 200 }; // 600 / 1
    expect(dispatch([light, first])).toBe(1);
    expect(dispatch([first, idle])).toBe(1);
  });

  it('takes the headroom once, whoever asks and however many are urgent', () => {
    // 800 − 1,600 / 16 = 700 blocks: (760 − 700) / 4 = 15
    for (const highPriorityRequests of [1, 3]) {
      const host = { runningRequests: 4, freeBlocks: 760, highPriorityRequests };
      for (const priority of [0, 1]) {
        expect(dispatch([host, { runningRequests: 10, freeBlocks: 155 }], { priority })).toBe(1); // 15.5
        expect(dispatch([host, { runningRequests: 10, freeBlocks: 145 }], { priority })).toBe(0); // 14.5
      }
    }
  });
});

describe('migration', () => {
  const fleet = [queued, light, busy, idle, middle];
  it('pairs the lowest with the highest, the second lowest with the second highest', () => {
    expect(answer(fleet, victims(fleet, [0, 1, 2, 4]))).toEqual(['migrate', 0, 3]);
    const begun = fleet.map((each, r) => (r === 0 || r === 3 ? { ...each, migrating: 1 } : each));
    const left = victims(begun, [1, 2, 4]).map((item) => ({ ...item, deeds: item.deeds!.filter((r) => r % 3 !== 0) }));
    expect(answer(begun, left)).toEqual(['migrate', 2, 1]);
    const over = begun.map((each, r) => (r === 4 ? each : { ...each, migrating: 1 }));
    expect(answer(over, victims(over, [4]))).toBe('wait');
  });

  it('crosses the threshold, whatever the destination becomes', () => {
    const pair = [busy, middle]; // 1.5 and 7.5
    const huge = victims(pair, [0], 270);
    expect(answer(pair, huge)).toEqual(['migrate', 0, 1]);
    expect(answer(pair, huge, { migrationFreeness: 8 })).toBe('wait');
    expect(answer(pair, huge, { migrationFreeness: 1 })).toBe('wait');
    expect(answer(pair, huge, { migration: false })).toBe('wait');
    expect(answer([busy, busy], victims([busy, busy], [0, 1]))).toBe('wait');
  });

  it('empties a draining instance as if it had a request without end', () => {
    const pair = [{ ...light, state: INSTANCE_DRAINING }, middle, queued];
    expect(answer(pair, victims(pair, [0, 2]))).toEqual(['migrate', 0, 1]);
  });
});

describe('scaling', () => {
  const off = { state: INSTANCE_OFF };
  const scale = (instances: readonly InstanceSpec[], deeds: number[], options?: unknown) =>
    answer(instances, [{ kind: ITEM_SCALE, deeds }], options);

  it('starts an instance below the lower freeness', () => {
    expect(scale([busy, middle, off], [2])).toEqual(['scale', 2]); // 360 / 80 = 4.5
    expect(scale([busy, middle, off], [2], { startFreeness: 4 })).toBe('wait');
    expect(scale([light, middle, off], [2])).toBe('wait'); // 1000 / 44 = 22.7
    expect(scale([busy, middle, { state: INSTANCE_STARTING }, off], [3])).toBe('wait');
    expect(scale([busy, off], [1], { scaling: false })).toBe('wait');
  });

  it('drains the emptiest above the upper one', () => {
    expect(scale([light, idle, light], [0, 1, 2])).toEqual(['scale', 1]); // 2200 / 8 = 275
    expect(scale([light, middle], [0, 1])).toBe('wait'); // 22.7
    expect(scale([light, light, { ...light, state: INSTANCE_DRAINING }], [0, 1])).toBe('wait');
    expect(scale([light], [0])).toBe('wait');
  });
});

it('plays an episode with migrations of the least urgent and an elastic fleet', () => {
  const config = parseServingConfig({
    instances: [
      { count: 4, up: 2, engine: { kind: 'vllm-v0' }, timeModel: 'llama-2-7b/a10/llumnix', kv: { blocks: 200 } },
    ],
    workload: { kind: 'llumnix', input: 'M', output: 'M', rate: 2, requests: 150 },
    migration: { victim: 'lowest-priority' },
    scaling: { startupSeconds: 10, minInstances: 1, maxInstances: 4 },
  } as never);
  const env = new ServingEnv(config, { id: 'serving/test' });
  const { metrics } = playEpisode(env, new LlumnixPaper(), { seed: 0, agentId: 'llumnix-paper' });
  expect(env.invariants()).toEqual([]);
  expect(metrics.completedJobs + metrics.droppedJobs).toBe(150);
  expect(metrics.migrations).toBeGreaterThan(0);
  expect(metrics.averageInstances).toBeGreaterThan(1);
});
