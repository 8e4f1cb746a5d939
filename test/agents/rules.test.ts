/** Each rule on a small table whose answer is worked out by hand. */
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agent.js';
import { agents } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import '../../agents/index.js';
import { pairOf, type TableSpec, tableOf } from './table.js';

const CONTEXT = { rng: createRng('rules'), deterministic: true };
const never = Number.POSITIVE_INFINITY;

function answer(agent: string | Agent, spec: TableSpec): readonly [number, number] | 'wait' {
  const table = tableOf(spec);
  return pairOf(table, (typeof agent === 'string' ? agents.get(agent).create() : agent).act(table, CONTEXT));
}

/**
 * Three items, three resources, now = 10. Free at 10, 12, 30.
 * item 0: cost 9 5 1, inputs there at once       → finish 19 17 31
 * item 1: cost 4 6 8, inputs on 1 at 20          → finish 14 26 38
 * item 2: cost 7 7 2, inputs on 0 at 13          → finish 20 19 32
 */
const SMALL: TableSpec = {
  now: 10,
  freeAt: [0, 12, 30],
  queueLength: [0, 1, 2],
  cost: [
    [9, 5, 1],
    [4, 6, 8],
    [7, 7, 2],
  ],
  ready: [
    [10, 10, 10],
    [10, 20, 10],
    [13, 10, 10],
  ],
  upwardRank: [20, 30, 40],
  remainingWork: [50, 60, 20],
  deadline: [never, 80, 70],
  priority: [1, 3, 2],
  job: [1, 1, 0],
};

describe('binding on ready', () => {
  it.each([
    ['fifo', [0, 0]], // starts at 10
    ['round-robin', [0, 0]],
    ['olb', [0, 0]], // free first
    ['met', [0, 2]], // cost 1, whatever the queue
    ['mct', [0, 1]], // 12 + 5
    ['stf', [0, 2]], // least cost of all is 1
    ['eft', [0, 1]], // 17
    ['etf', [1, 0]], // 14
    ['etf-lb', [1, 0]],
    ['min-min', [1, 0]],
    ['max-min', [2, 1]], // best finishes 17, 14, 19
    ['sufferage', [1, 0]], // 2, 12, 1
    ['earliest-start', [1, 0]], // items 0 and 1 start at 10 on 0; the higher rank wins
    ['runtime-heft', [2, 1]], // rank 40
    ['runtime-heft-compat', [1, 0]], // mean costs 5, 6, 16/3; free + cost 14, 18, 38
    ['rank-list', [2, 1]],
    ['job-rank', [2, 1]], // job 0
    ['shortest-job', [2, 1]],
    ['priority', [1, 0]],
    ['edf', [2, 1]],
  ] as const)('%s places %j', (id, expected) => {
    expect(answer(id, SMALL)).toEqual(expected);
  });

  it('leaves unsupported resources alone', () => {
    const question = { cost: [[never, 7, never]], freeAt: [0, 100, 0] };
    for (const { id, tags } of agents.all()) {
      if (!tags.includes('fixed-size')) expect(answer(id, question), id).toEqual([0, 1]);
    }
  });

  it('gives ties to the oldest item and the lowest resource', () => {
    const question = {
      cost: [
        [4, 4],
        [4, 4],
      ],
    };
    for (const id of ['fifo', 'olb', 'met', 'mct', 'stf', 'eft', 'etf', 'min-min', 'max-min', 'sufferage', 'edf'])
      expect(answer(id, question), id).toEqual([0, 0]);
  });

  it('met prefers the shorter queue among equally fast resources, stf does not', () => {
    const question = { cost: [[4, 4, 5]], queueLength: [2, 1, 0], freeAt: [9, 5, 0] };
    expect(answer('met', question)).toEqual([0, 1]);
    expect(answer('stf', question)).toEqual([0, 0]);
  });

  it('mct looks past transfers, eft at them', () => {
    const question = { cost: [[4, 5]], ready: [[9, 0]] };
    expect(answer('mct', question)).toEqual([0, 0]);
    expect(answer('eft', question)).toEqual([0, 1]);
  });

  it('round-robin takes turns and skips what is not allowed', () => {
    const agent = agents.get('round-robin').create();
    const open = { cost: [[1, 1, 1]] };
    const without1 = { cost: [[1, never, 1]] };
    expect([open, without1, open, open].map((spec) => answer(agent, spec))).toEqual([
      [0, 0],
      [0, 2],
      [0, 0],
      [0, 1],
    ]);
  });

  it('etf-lb gives ties to the resource it has used least', () => {
    const agent = agents.get('etf-lb').create();
    const question = { cost: [[4, 4, 5]] };
    expect([1, 2, 3].map(() => answer(agent, question))).toEqual([
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  it('sufferage counts an item with one resource as losing nothing', () => {
    expect(
      answer('sufferage', {
        cost: [
          [5, never],
          [3, 4],
        ],
      }),
    ).toEqual([1, 0]);
  });

  it('runtime-heft-compat plans the oldest of the items that share the largest mean last', () => {
    const agent = agents.get('runtime-heft-compat').create();
    expect(
      answer(agent, {
        cost: [
          [2, 4],
          [1, 1],
          [4, 2],
          [3, 3],
        ],
      }),
    ).toEqual([2, 1]);
    // at the same instant, one placed: the oldest is still last
    expect(
      answer(agent, {
        cost: [
          [2, 4],
          [1, 1],
          [3, 3],
        ],
      }),
    ).toEqual([2, 0]);
    expect(
      answer(agent, {
        cost: [
          [2, 4],
          [1, 1],
        ],
      }),
    ).toEqual([0, 0]);
  });

  it('energy-eft goes from earliest finish to least energy', () => {
    const question = { cost: [[10, 12, 25]], activeWatts: [4, 3, 1] }; // energies 40, 36, 25
    const create = (energyWeight: number) => agents.get('energy-eft').create({ energyWeight });
    expect(answer(create(0), question)).toEqual([0, 0]);
    expect(answer(create(0.5), question)).toEqual([0, 0]); // 1.3, 1.32, 1.75
    expect(answer(create(0.7), question)).toEqual([0, 1]); // 1.42, 1.368, 1.45
    expect(answer(create(1), question)).toEqual([0, 2]);
    expect(() => create(2)).toThrow(/energyWeight 2 is not allowed \(0 … 1\)/);
  });
});

describe('late binding', () => {
  it('waits for the fast resource if that finishes first', () => {
    const question = { cost: [[100, 5]], freeAt: [0, 20], late: true };
    for (const id of ['met', 'mct', 'stf', 'eft', 'etf', 'runtime-heft', 'max-min', 'sufferage'])
      expect(answer(id, question), id).toBe('wait');
    expect(answer('rank-list', question)).toEqual([0, 0]);
    expect(answer('olb', question)).toEqual([0, 0]);
  });

  it('places the next item meanwhile, the busy resource counting as booked', () => {
    // item 0 books resource 1 (busy until 4, then 4 + 3 = 7); for item 1 that leaves 10 there against 9 here
    expect(
      answer('etf', {
        cost: [
          [9, 3],
          [9, 3],
        ],
        freeAt: [0, 4],
        late: true,
      }),
    ).toEqual([1, 0]);
    expect(
      answer('eft', {
        cost: [
          [9, 3],
          [9, 3],
        ],
        freeAt: [0, 4],
        late: true,
      }),
    ).toEqual([1, 0]);
    // with 11 here both wait for resource 1
    expect(
      answer('etf', {
        cost: [
          [11, 3],
          [11, 3],
        ],
        freeAt: [0, 4],
        late: true,
      }),
    ).toBe('wait');
  });

  it('takes the allowed pair of earliest finish where waiting is not offered', () => {
    const question = {
      cost: [
        [100, 5],
        [90, 5],
      ],
      freeAt: [0, 20],
      forbidden: [
        [0, 1],
        [1, 1],
      ],
    };
    expect(answer('met', question)).toEqual([1, 0]);
    expect(answer('etf', question)).toEqual([1, 0]);
  });

  it('does not count on an idle resource that the mask forbids', () => {
    expect(answer('etf', { cost: [[100, 5]], forbidden: [[0, 1]], late: true })).toEqual([0, 0]);
  });
});

describe('options', () => {
  it('are refused by name', () => {
    expect(() => agents.get('etf').create({ speed: 1 })).toThrow(/agents\/etf: option "speed" does not exist/);
    expect(() => agents.get('energy-eft').create({ energyweight: 1 })).toThrow(/did you mean "energyWeight"/);
    expect(() => agents.get('linear').create({ onReady: [1, 2] })).toThrow(/onReady needs 15 finite weights, got 2/);
  });
});
