/** The routers on worked examples: their choice, ties, masks, and what they make of old statistics. */
import { describe, expect, it } from 'vitest';
import { servingAgents } from '../../../agents/serving/agents.js';
import type { Agent } from '../../../src/agent.js';
import type { PlacementTable } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import { ITEM_HANDOVER, ITEM_SCALE } from '../../../src/serving.js';
import type { Json } from '../../../src/space/space.js';
import { answerOf, type InstanceSpec, type ItemSpec, servingTable, victims } from './table.js';

function agent(id: string, options?: Json): Agent {
  return servingAgents.find((spec) => spec.id === id)!.create(options);
}

const context = { rng: createRng('routers'), deterministic: true };

function act(who: Agent, table: PlacementTable): unknown {
  return answerOf(table, who.act(table, context));
}

/** Where a single request goes. */
function choice(id: string, instances: readonly InstanceSpec[], item: ItemSpec = {}, options?: Json): unknown {
  return act(agent(id, options), servingTable({ instances, items: [item] }));
}

describe('routers that count', () => {
  const mixed: InstanceSpec[] = [
    { waitingRequests: 0, runningRequests: 9, outstandingTokens: 9, freeBlocks: 100, dispatchedRequests: 50 },
    { waitingRequests: 2, runningRequests: 2, outstandingTokens: 4002, freeBlocks: 500, dispatchedRequests: 40 },
    { waitingRequests: 1, runningRequests: 6, outstandingTokens: 1006, freeBlocks: 300, dispatchedRequests: 60 },
  ];

  it.each([
    ['join-shortest-queue', 1],
    ['least-outstanding-waiting', 0],
    ['vllm-dp', 0], // 9, 10, 10
    ['token-jsq', 0],
    ['least-kv', 1],
    ['fewest-dispatched', 1],
    ['remaining-steps', 1], // 10.2, 123, 41.7
  ])('%s chooses by its own measure', (id, expected) => {
    expect(choice(id, mixed)).toBe(expected);
    expect(choice(id, mixed, { kind: ITEM_HANDOVER })).toBe(expected);
  });

  it.each(['join-shortest-queue', 'least-outstanding-waiting', 'vllm-dp', 'token-jsq', 'least-kv'])(
    '%s takes the lowest index on ties, and only what the mask allows',
    (id) => {
      expect(choice(id, [{}, {}, {}])).toBe(0);
      expect(choice(id, [{}, {}, {}], { places: [1, 2] })).toBe(1);
    },
  );

  it('least-kv counts what waits', () => {
    expect(choice('least-kv', [{ freeBlocks: 600, waitingBlocks: 300 }, { freeBlocks: 400 }])).toBe(1);
    expect(choice('least-kv', [{ totalBlocks: 100, freeBlocks: 60 }, { freeBlocks: 500 }])).toBe(1); // 0.4, 0.375
  });

  it('least-expected-work adds the backlog to the cost of the request there', () => {
    expect(choice('least-expected-work', [{ freeAt: 1500 }, { freeAt: 1200 }], { cost: [100, 350] })).toBe(1);
    expect(choice('least-expected-work', [{ freeAt: 1500 }, { freeAt: 1200 }], { cost: [100, 500] })).toBe(0);
    expect(choice('least-expected-work', [{ freeAt: 10 }, { freeAt: 5 }], { cost: [7, 7] })).toBe(0); // both idle now
  });

  it('the oldest request that may go anywhere is placed', () => {
    const table = servingTable({ instances: [{}, {}], items: [{ places: [] }, { places: [1] }, { places: [0] }] });
    expect(Math.floor(agent('join-shortest-queue').propose(table) / 4)).toBe(1);
  });
});

describe('serving-round-robin', () => {
  it('turns over the instances that are up, and rounds do not move it', () => {
    const robin = agent('serving-round-robin');
    const instances = [{}, { state: 0 }, {}, {}];
    const dispatch = servingTable({ instances, items: [{}] });
    const migration = servingTable({ instances, items: victims(instances, [0, 2]), wait: false });
    const seen = [];
    for (let i = 0; i < 5; i++) {
      seen.push(act(robin, dispatch));
      expect(act(robin, migration)).toBe('stay');
    }
    expect(seen).toEqual([0, 2, 3, 0, 2]);
  });

  it('has a turn of its own for handovers', () => {
    const robin = agent('serving-round-robin');
    const instances = [{}, {}, {}, {}];
    const dispatch = servingTable({ instances, items: [{ places: [0, 1] }] });
    const handover = servingTable({ instances, items: [{ kind: ITEM_HANDOVER, places: [2, 3] }] });
    const seen = [dispatch, handover, dispatch, handover, dispatch, handover].map((table) => act(robin, table));
    expect(seen).toEqual([0, 2, 1, 3, 0, 2]);
  });
});

describe('power-of-two', () => {
  const instances = [3, 0, 5, 9].map((runningRequests) => ({ runningRequests }));

  it('never takes the longest queue, and each other as often as chance has it', () => {
    const counts = [0, 0, 0, 0];
    const who = agent('power-of-two');
    const table = servingTable({ instances, items: [{}] });
    for (let i = 0; i < 6000; i++) counts[act(who, table) as number]++;
    expect(counts[3]).toBe(0); // it loses against everyone
    // of 6 pairs: instance 1 wins 3, instance 0 wins 2, instance 2 wins 1
    expect(Math.abs(counts[1] - 3000)).toBeLessThan(160);
    expect(Math.abs(counts[0] - 2000)).toBeLessThan(160);
  });

  it('breaks ties fairly, and is the shortest queue when it draws all', () => {
    const table = servingTable({ instances: [{}, {}, {}], items: [{}] });
    const counts = [0, 0, 0];
    const who = agent('power-of-two');
    for (let i = 0; i < 3000; i++) counts[act(who, table) as number]++;
    expect(Math.min(...counts)).toBeGreaterThan(880);
    expect(choice('power-of-two', instances, {}, { d: 4 })).toBe(1);
    expect(choice('power-of-two', instances, { places: [3] })).toBe(3);
  });
});

describe('old statistics', () => {
  const stale = [0, 0, 0].map(() => ({ reportedAt: 900 }));

  it('least-outstanding-waiting counts its own requests of one instant only', () => {
    const who = agent('least-outstanding-waiting');
    const at = (now: number) => servingTable({ instances: stale, items: [{}], now });
    expect([1000, 1000, 1000, 1000].map((now) => act(who, at(now)))).toEqual([0, 1, 2, 0]);
    expect([1001, 1002].map((now) => act(who, at(now)))).toEqual([0, 0]); // herding
  });

  it('vllm-dp counts its own requests until the next report', () => {
    const who = agent('vllm-dp');
    const at = (now: number) => servingTable({ instances: stale, items: [{}], now });
    expect([1000, 1010, 1020, 1030].map((now) => act(who, at(now)))).toEqual([0, 1, 2, 0]);
    const newer = servingTable({ instances: [0, 0, 0].map(() => ({ reportedAt: 1035 })), items: [{}], now: 1040 });
    expect(act(who, newer)).toBe(0);
    const blind = agent('vllm-dp', { countOwn: false });
    expect([1000, 1010].map((now) => act(blind, at(now)))).toEqual([0, 0]);
  });

  it('vllm-dp adds nothing to a live view', () => {
    const who = agent('vllm-dp');
    const live = (runningRequests: number) =>
      servingTable({ instances: [{ runningRequests }, { runningRequests: 3 }], items: [{}] });
    expect([act(who, live(0)), act(who, live(1)), act(who, live(2))]).toEqual([0, 0, 0]);
    expect(act(who, live(2))).toBe(1); // not in the statistics yet: still on the way
  });
});

describe('prefix-affinity', () => {
  const send = (who: Agent, prefix: number[], queues: number[], options: Partial<ItemSpec> = {}) =>
    act(
      who,
      servingTable({ instances: queues.map((queueLength) => ({ queueLength })), items: [{ prefix, ...options }] }),
    );

  it('sends a shared prefix to where it went before, others to the smallest tree', () => {
    const who = agent('prefix-affinity');
    expect(send(who, [1, 2, 3, 4], [0, 0])).toBe(0);
    expect(send(who, [9, 8], [1, 0])).toBe(1); // no match: smallest tree
    expect(send(who, [1, 2, 7, 7], [60, 1])).toBe(0); // half of it matches
    expect(send(who, [1, 5, 5, 5], [2, 1])).toBe(1); // a quarter does not exceed 0.3
    expect(send(who, [9, 8, 1], [2, 1])).toBe(1);
  });

  it('drops affinity when the load is too uneven', () => {
    const who = agent('prefix-affinity');
    expect(send(who, [1, 2], [0, 0])).toBe(0);
    expect(send(who, [1, 2], [64, 0])).toBe(0); // not more than 64 apart
    expect(send(who, [1, 2], [65, 0])).toBe(1);
    expect(send(who, [7, 7], [5, 5])).toBe(0); // equal trees, equal loads
    expect(send(who, [7, 7], [300, 200])).toBe(0); // not more than 1.5 times
    expect(send(who, [7, 7], [301, 200])).toBe(1);
  });

  it('sends requests without a prefix to the fewest requests', () => {
    expect(send(agent('prefix-affinity'), [], [3, 1])).toBe(1);
  });
});

describe('llm-d', () => {
  const instances: InstanceSpec[] = [
    { waitingRequests: 4, freeBlocks: 800 },
    { waitingRequests: 0, freeBlocks: 200 },
    { waitingRequests: 2, freeBlocks: 400 },
  ];

  it('adds the weighted scores', () => {
    // queue 0, 1, 0.5; kv 1, 0.25, 0.5
    expect(choice('llm-d', instances)).toBe(1); // 1, 1.25, 1
    expect(choice('llm-d', instances, {}, { queue: 1, kv: 2 })).toBe(0); // 2, 1.5, 1.5
    expect(choice('llm-d', instances, { promptTokens: 100, prefixTokens: [0, 0, 50] })).toBe(2); // + 2 · 0.5
    expect(choice('llm-d', instances, { promptTokens: 100, prefixTokens: [0, 0, 50] }, { prefix: 0 })).toBe(1);
    expect(choice('llm-d', instances, {}, { queue: 0, kv: 0, loadAware: 1 })).toBe(1);
  });

  it('may draw in proportion to the scores', () => {
    const who = agent('llm-d', { queue: 0, picker: 'weighted-random' });
    const table = servingTable({ instances: [{ freeBlocks: 600 }, { freeBlocks: 200 }], items: [{}] });
    let first = 0;
    for (let i = 0; i < 4000; i++) if (act(who, table) === 0) first++;
    expect(Math.abs(first - 3000)).toBeLessThan(110); // 3 : 1, four standard deviations
  });
});

describe('slo-aware', () => {
  const instances: InstanceSpec[] = [
    { waitingPrefillTokens: 2000, iterationTime: 20 }, // 5 chunks with 160 more: 100
    { waitingPrefillTokens: 500, iterationTime: 30 }, // 2 chunks: 60
    { waitingPrefillTokens: 0, iterationTime: 40 }, // 1 chunk: 40
  ];

  it('takes the least predicted time to the first token', () => {
    expect(choice('slo-aware', instances)).toBe(2);
    expect(choice('slo-aware', instances, { promptTokens: 600 })).toBe(2); // 120, 90, 80
    expect(choice('slo-aware', instances, { promptTokens: 600, prefixTokens: [0, 590, 0] })).toBe(1); // 100, 30, 80
  });

  it('packs requests with a deadline where it is just met', () => {
    const pack = { rule: 'pack' };
    expect(choice('slo-aware', instances, { ttftDeadline: 1000 + 1.2 * 61 }, pack)).toBe(1);
    expect(choice('slo-aware', instances, { ttftDeadline: 1000 + 1.2 * 101 }, pack)).toBe(0);
    expect(choice('slo-aware', instances, { ttftDeadline: 1010 }, pack)).toBe(2); // none meets it
    expect(choice('slo-aware', instances, {}, pack)).toBe(2); // no deadline
  });

  it('knows that memory may be missing', () => {
    const full: InstanceSpec = { iterationTime: 20, freeBlocks: 12, decodeTokensPerTime: 1 }; // 6 blocks = 96 ms short
    expect(choice('slo-aware', [full, { iterationTime: 100 }])).toBe(1);
    expect(choice('slo-aware', [full, { iterationTime: 120 }])).toBe(0);
  });

  it('hands over to an instance that keeps the limit between tokens', () => {
    const handover = { kind: ITEM_HANDOVER, tbtLimit: 50 };
    const decode = [
      { freeBlocks: 700, iterationTime: 60 },
      { freeBlocks: 300, iterationTime: 40 },
    ];
    expect(choice('slo-aware', decode, handover)).toBe(1);
    expect(choice('slo-aware', decode, { ...handover, tbtLimit: 70 })).toBe(0);
  });
});

describe('role-aware', () => {
  it('sends prompts by prefill tokens and handovers by memory', () => {
    const instances: InstanceSpec[] = [
      { waitingPrefillTokens: 100, freeBlocks: 700 },
      { waitingPrefillTokens: 50, freeBlocks: 100, queueLength: 3 },
      { waitingPrefillTokens: 50, freeBlocks: 50, queueLength: 2 },
    ];
    expect(choice('role-aware', instances)).toBe(2);
    expect(choice('role-aware', instances, { kind: ITEM_HANDOVER })).toBe(0);
  });
});

describe('auto-scale-queue', () => {
  const size = (deeds: number[]): ItemSpec => ({ kind: ITEM_SCALE, deeds });
  const scale = (instances: InstanceSpec[], deeds: number[]) =>
    act(agent('auto-scale-queue'), servingTable({ instances, items: [size(deeds)] }));

  it('starts an instance while too many wait', () => {
    const busy = { waitingRequests: 3, runningRequests: 9 };
    expect(scale([busy, busy, { state: 0 }, { state: 0 }], [2, 3])).toEqual(['scale', 2]);
    expect(scale([{ waitingRequests: 1 }, { waitingRequests: 2 }, { state: 1 }, { state: 0 }], [3])).toBe('wait');
    expect(scale([busy, busy], [])).toBe('wait'); // none left
  });

  it('drains the emptiest instance when little is held', () => {
    const calm = { runningRequests: 2, freeBlocks: 700 };
    expect(scale([calm, { runningRequests: 1, freeBlocks: 750 }, calm], [0, 1, 2])).toEqual(['scale', 1]);
    expect(scale([calm, calm], [0, 1])).toEqual(['scale', 1]); // 200 of 800 blocks; ties: highest number
    expect(scale([{ freeBlocks: 500 }, { freeBlocks: 600 }], [0, 1])).toBe('wait'); // 500 of 800
    expect(scale([calm, calm, { state: 3 }], [0, 1])).toBe('wait'); // one is draining already
    expect(scale([calm], [0])).toBe('wait'); // the last one
  });
});
