/** Llumnix in both forms on worked examples: dispatch, pairing round by round, scaling, and the laws of its load. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servingAgents } from '../../../agents/serving/agents.js';
import { dispatchTo } from '../../../agents/serving/llumnix-dispatch.js';
import { dispatchLoad, type LlumnixColumns } from '../../../agents/serving/llumnix-load.js';
import type { Agent } from '../../../src/agent.js';
import type { PlacementTable } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import { INSTANCE_DRAINING, INSTANCE_OFF, INSTANCE_STARTING, ITEM_SCALE } from '../../../src/serving.js';
import type { Json } from '../../../src/space/space.js';
import { answerOf, type InstanceSpec, type ItemSpec, servingTable, victims } from './table.js';

function agent(id: string, options?: Json): Agent {
  return servingAgents.find((spec) => spec.id === id)!.create(options);
}

const context = { rng: createRng('llumnix'), deterministic: true };

function act(who: Agent, table: PlacementTable): unknown {
  return answerOf(table, who.act(table, context));
}

function choice(id: string, instances: readonly InstanceSpec[], item: ItemSpec = {}, options?: Json): unknown {
  return act(agent(id, options), servingTable({ instances, items: [item] }));
}

/** What a policy does in one round of migration; carried-out migrations take their item away and mark both ends. */
function wholeRound(who: Agent, instances: readonly InstanceSpec[], items: readonly ItemSpec[], now = 1000): unknown[] {
  let left = [...items];
  const migrating = new Set<number>();
  const actions: unknown[] = [];
  for (;;) {
    const open = left.map((item) => ({ ...item, deeds: item.deeds!.filter((r) => !migrating.has(r)) }));
    const answer = act(who, servingTable({ instances, items: open, slots: items.length, now }));
    if (!Array.isArray(answer)) return [...actions, answer];
    actions.push(answer.slice(1));
    for (const r of answer.slice(1)) migrating.add(r as number);
    left = left.filter(({ source }) => !migrating.has(source!));
  }
}

const empty: InstanceSpec = {};
const light: InstanceSpec = { runningRequests: 4, freeBlocks: 700 }; // freeness 173
const middle: InstanceSpec = { runningRequests: 40, freeBlocks: 300 }; // 7.3
const busy: InstanceSpec = { runningRequests: 40, freeBlocks: 60 }; // 1.3
const full: InstanceSpec = {
  runningRequests: 40,
  freeBlocks: 20,
  waitingRequests: 1,
  waitingBlocks: 50,
  headWaitingBlocks: 50,
};

describe('dispatch', () => {
  it.each(['llumnix', 'llumnix-artifact', 'llumnix-dispatch', 'infaas'])('of %s goes to the freest', (id) => {
    expect(choice(id, [busy, light, middle])).toBe(1);
    expect(choice(id, [busy, light, middle], { places: [0, 2] })).toBe(2);
    expect(choice(id, [light, empty, light])).toBe(1);
    expect(choice(id, [empty, empty, busy])).toBe(1); // ties: the highest number
  });

  it('keeps requests of different priority apart', () => {
    const hosts = { ...light, highPriorityRequests: 1 };
    for (const id of ['llumnix', 'llumnix-artifact', 'infaas']) {
      expect(choice(id, [hosts, middle])).toBe(1);
      expect(choice(id, [hosts, middle], { priority: 1 })).toBe(0);
    }
    // the correct form knows no difference where nothing is kept in reserve
    const none = { highPriorityTokens: 12_800 };
    expect(choice('llumnix', [hosts, middle], {}, none)).toBe(0);
    expect(choice('llumnix', [hosts, middle], { priority: 1 }, none)).toBe(0);
    expect(choice('llumnix', [{ ...middle, highPriorityRequests: 1 }, light], { priority: 1 }, none)).toBe(1);
  });

  it('of the correct form gathers urgent requests as long as their batches stay small', () => {
    const host = { runningRequests: 1, freeBlocks: 760, highPriorityRequests: 1 };
    const urgent = { priority: 1, blocks: 20 };
    expect(choice('llumnix', [host, empty])).toBe(1);
    expect(choice('llumnix', [host, empty], urgent)).toBe(0);
    // 1,600 tokens are 100 blocks, of which 8 are the watermark's
    const full = { ...host, freeBlocks: 715 };
    expect(choice('llumnix', [full, empty], urgent)).toBe(1);
    expect(choice('llumnix', [full, busy], urgent)).toBe(0);
  });

  it('of the artifact turns round until all have reported, and never again', () => {
    const who = agent('llumnix-artifact');
    const silent = (...iterations: number[]) =>
      servingTable({ instances: iterations.map((n) => ({ ...light, iterations: n })), items: [{}] });
    expect([1, 2, 3, 4].map(() => act(who, silent(1, 0, 1)))).toEqual([0, 1, 2, 0]);
    expect(act(who, silent(1, 1, 1))).toBe(2);
    expect(act(who, silent(1, 1, 0))).toBe(2); // a new instance does not start it again
  });

  it('of the artifact keeps a session where it is', () => {
    const who = agent('llumnix-artifact');
    const of = (session: number, instances: InstanceSpec[], places = [0, 1]) =>
      act(who, servingTable({ instances, items: [{ session, places }] }));
    expect(of(5, [light, busy])).toBe(0);
    expect(of(5, [busy, light])).toBe(0);
    expect(of(-1, [busy, light])).toBe(1);
    expect(of(5, [busy, light], [1])).toBe(1);
    expect(
      act(
        agent('llumnix-artifact', { sessionAffinity: false }),
        servingTable({ instances: [busy, light], items: [{ session: 5 }] }),
      ),
    ).toBe(1);
  });

  it('of the correct form prefers more memory among empty instances', () => {
    expect(choice('llumnix', [{ totalBlocks: 3000, freeBlocks: 3000 }, empty])).toBe(0);
    expect(choice('llumnix-artifact', [{ totalBlocks: 3000, freeBlocks: 3000 }, empty])).toBe(1);
  });

  it('counts all that waits, or only the head of the queue', () => {
    const long = { ...light, waitingRequests: 20, waitingBlocks: 690, headWaitingBlocks: 5 };
    expect(choice('llumnix', [middle, long])).toBe(0);
    expect(choice('llumnix', [middle, long], {}, { waiting: 'head' })).toBe(1);
  });

  it('never likes an instance better for having less room or, while it has room, more requests', () => {
    const columns = (freeBlocks: number, runningRequests: number, waitingBlocks: number): LlumnixColumns => ({
      totalBlocks: [800],
      freeBlocks: [freeBlocks],
      watermarkBlocks: [8],
      runningRequests: [runningRequests],
      waitingRequests: [1],
      waitingBlocks: [waitingBlocks],
      highPriorityRequests: [0],
    });
    fc.assert(
      fc.property(fc.nat(799), fc.nat(50), fc.double({ min: 0, max: 500, noNaN: true }), (free, running, waiting) => {
        const load = dispatchLoad(columns(free, running, waiting), 0, false);
        expect(dispatchLoad(columns(free + 1, running, waiting), 0, false)).toBeLessThanOrEqual(load);
        expect(dispatchLoad(columns(free, running, waiting + 1), 0, false)).toBeGreaterThanOrEqual(load);
        const crowded = dispatchLoad(columns(free, running + 1, waiting), 0, false);
        if (load < 0) expect(crowded).toBeGreaterThanOrEqual(load);
        else expect(crowded).toBeLessThanOrEqual(load); // what is missing is shared by more
        expect(dispatchLoad(columns(free, running, waiting), 0, true)).toBeGreaterThanOrEqual(load);
      }),
    );
  });

  it('is the least load over the instances', () => {
    const cell = fc.nat(400);
    const fleet = fc.integer({ min: 1, max: 6 }).chain((m) => {
      const column = fc.array(cell, { minLength: m, maxLength: m });
      return fc.tuple(column, column, column);
    });
    fc.assert(
      fc.property(fleet, ([freeBlocks, runningRequests, waitingBlocks]) => {
        const m = freeBlocks.length;
        const columns: LlumnixColumns = {
          totalBlocks: Array(m).fill(800),
          freeBlocks,
          watermarkBlocks: Array(m).fill(8),
          runningRequests,
          waitingRequests: waitingBlocks.map((blocks) => (blocks > 0 ? 1 : 0)),
          waitingBlocks,
          highPriorityRequests: Array(m).fill(0),
        };
        const all = freeBlocks.map((_, r) => r);
        const loads = all.map((r) => dispatchLoad(columns, r, false));
        expect(dispatchTo(columns, all, false)).toBe(loads.lastIndexOf(Math.min(...loads)));
      }),
    );
  });
});

describe('migration', () => {
  const fleet = [full, light, busy, empty, middle];

  it('of the artifact pairs the busiest with the freest', () => {
    expect(wholeRound(agent('llumnix-artifact'), fleet, victims(fleet, [0, 1, 2, 4]))).toEqual([
      [0, 3],
      [2, 1],
      'wait',
    ]);
    // a source without a victim wastes its destination
    expect(wholeRound(agent('llumnix-artifact'), fleet, victims(fleet, [2]))).toEqual([[2, 1], 'wait']);
  });

  it('of the correct form gives every destination to a source that has something to give', () => {
    expect(wholeRound(agent('llumnix'), fleet, victims(fleet, [0, 1, 2, 4]))).toEqual([[0, 3], [2, 1], 'wait']);
    expect(wholeRound(agent('llumnix'), fleet, victims(fleet, [2]))).toEqual([[2, 3], 'wait']);
  });

  it('of the artifact keeps to the pairs of a round, whatever changes meanwhile', () => {
    const who = agent('llumnix-artifact');
    const items = victims(fleet, [0, 2]);
    expect(act(who, servingTable({ instances: fleet, items }))).toEqual(['migrate', 0, 3]);
    const changed = [full, busy, full, light, middle]; // 1 is busy now
    expect(act(who, servingTable({ instances: changed, items: items.slice(1) }))).toEqual(['migrate', 2, 1]);
    expect(act(who, servingTable({ instances: changed, items: items.slice(1), now: 2000 }))).toEqual(['migrate', 2, 4]);
  });

  it('counts the blocks that move in the correct form only', () => {
    const pair = [busy, { runningRequests: 10, freeBlocks: 300 }]; // 1.3 and 29.2
    const huge = victims(pair, [0], 270); // would leave 22 blocks for 11 requests
    expect(wholeRound(agent('llumnix'), pair, huge)).toEqual(['wait']);
    expect(wholeRound(agent('llumnix-artifact', { defrag: false }), pair, huge)).toEqual([[0, 1], 'wait']);
    expect(wholeRound(agent('llumnix'), pair, victims(pair, [0], 50))).toEqual([[0, 1], 'wait']);
    // a victim that waits holds nothing yet: its sequence counts
    const waiting = victims(pair, [0], 0).map((item) => ({ ...item, promptTokens: 270 * 16 }));
    expect(wholeRound(agent('llumnix'), pair, waiting)).toEqual(['wait']);
  });

  it('relieves an overloaded source, though fewer requests then share what is missing', () => {
    const missing = {
      runningRequests: 10,
      freeBlocks: 8,
      waitingRequests: 1,
      waitingBlocks: 110,
      headWaitingBlocks: 110,
    };
    const pair = [missing, light]; // 110 / 11 before, 105 / 10 after
    expect(wholeRound(agent('llumnix'), pair, victims(pair, [0], 5))).toEqual([[0, 1], 'wait']);
  });

  it('makes room for what waits only with de-fragmentation', () => {
    const queue = { runningRequests: 10, freeBlocks: 60, waitingRequests: 1, waitingBlocks: 70, headWaitingBlocks: 70 };
    const pair = [queue, light]; // 5.2 without, −1.6 with what waits
    for (const id of ['llumnix', 'llumnix-artifact']) {
      expect(wholeRound(agent(id), pair, victims(pair, [0]))).toEqual([[0, 1], 'wait']);
      expect(wholeRound(agent(id, { defrag: false }), pair, victims(pair, [0]))).toEqual(['wait']);
      expect(wholeRound(agent(id, { migration: false }), pair, victims(pair, [0]))).toEqual(['wait']);
    }
  });

  it('lets an instance give that has preempted since the last round', () => {
    const preempted = { ...middle, preemptions: 2, waitingRequests: 1, waitingBlocks: 3, headWaitingBlocks: 3 };
    const pair = [preempted, light];
    for (const id of ['llumnix', 'llumnix-artifact']) {
      const who = agent(id);
      expect(wholeRound(who, pair, victims(pair, [0]))).toEqual([[0, 1], 'wait']);
      expect(wholeRound(who, pair, victims(pair, [0]), 2000)).toEqual(['wait']); // nothing new
    }
  });

  it('empties a draining instance', () => {
    const draining = { ...light, state: INSTANCE_DRAINING };
    const pair = [draining, middle];
    for (const id of ['llumnix', 'llumnix-artifact']) {
      expect(wholeRound(agent(id), pair, victims(pair, [0]))).toEqual([[0, 1], 'wait']);
    }
    const tight = [draining, busy]; // above the threshold, but with room
    expect(wholeRound(agent('llumnix'), tight, victims(tight, [0]))).toEqual([[0, 1], 'wait']);
    expect(wholeRound(agent('llumnix-artifact'), tight, victims(tight, [0]))).toEqual(['wait']);
  });

  it('is not for the policies without it', () => {
    for (const id of ['infaas', 'llumnix-dispatch', 'join-shortest-queue'])
      expect(wholeRound(agent(id), fleet, victims(fleet, [0, 2]))).toEqual(['wait']);
  });
});

describe('scaling', () => {
  const size = (deeds: number[]): ItemSpec => ({ kind: ITEM_SCALE, deeds });
  const scale = (id: string, instances: InstanceSpec[], deeds: number[], options?: Json) =>
    act(agent(id, options), servingTable({ instances, items: [size(deeds)] }));
  const off = { state: INSTANCE_OFF };
  const starting = { state: INSTANCE_STARTING };

  it.each(['llumnix', 'llumnix-artifact', 'infaas'])('of %s starts as many as bring freeness back', (id) => {
    // 1.3 on average; one more instance of 800 blocks gives (104 + 800) / 80 = 11.3
    expect(scale(id, [busy, busy, off, off], [2, 3])).toEqual(['scale', 2]);
    expect(scale(id, [busy, busy, starting, off], [3])).toBe('wait');
    expect(
      scale(id, [busy, busy, starting, off], [3], id === 'llumnix' ? { startFreeness: 12 } : { scaleFreeness: 12 }),
    ).toEqual(['scale', 3]);
    expect(scale(id, [middle, light, off], [2])).toBe('wait'); // 22
    expect(scale(id, [busy, busy], [])).toBe('wait');
    expect(scale(id, [busy, off], [1], { scaling: false })).toBe('wait');
  });

  it('drains the last instance, or the emptiest', () => {
    const idle = [light, { runningRequests: 1, freeBlocks: 780 }, light]; // (2180 − 24 − 800) / 9 = 151 without one
    expect(scale('llumnix-artifact', idle, [0, 1, 2])).toEqual(['scale', 2]);
    expect(scale('llumnix', idle, [0, 1, 2])).toEqual(['scale', 1]);
    expect(scale('llumnix', [...idle, { ...light, state: INSTANCE_DRAINING }], [0, 1, 2])).toBe('wait');
    for (const id of ['llumnix', 'llumnix-artifact', 'auto-scale-queue']) {
      const who = agent(id); // the empty one is off at once; not another in the same round
      const instances = [light, light, light, { ...empty }];
      const first = servingTable({ instances, items: [size([0, 1, 2, 3])] });
      const then = (now: number) =>
        servingTable({ instances: [light, light, light, off], items: [size([0, 1, 2])], now });
      expect([act(who, first), act(who, then(1000)), act(who, then(2000))]).toEqual([
        ['scale', 3],
        'wait',
        ['scale', 2],
      ]);
    }
    expect(scale('llumnix', [light], [0])).toBe('wait');
    expect(scale('llumnix-artifact', [light], [0])).toBe('wait');
  });
});
