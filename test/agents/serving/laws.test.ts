/**
 * What every serving policy owes on serving tables: never a masked action, proposals that change nothing and agree with
 * a deterministic act, the same answers from the same state, snapshots that bring the state back, views left alone; and
 * a sane answer in every round.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servingAgents } from '../../../agents/serving/agents.js';
import type { Agent } from '../../../src/agent.js';
import { decodeAction, type PlacementTable } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import { ITEM_HANDOVER, ITEM_SCALE } from '../../../src/serving.js';
import { answerOf, arbitraryServingTable, servingTable, victims } from './table.js';

/** Series of views of one fleet, the same for every policy: drawing them takes longer than answering them. */
const SERIES = fc.sample(
  fc
    .integer({ min: 1, max: 4 })
    .chain((m) => fc.array(arbitraryServingTable(m), { minLength: 1, maxLength: 6 }))
    .map((specs) => specs.map(servingTable)),
  { numRuns: 60, seed: 1 },
);

function answers(agent: Agent, tables: readonly PlacementTable[], seed: number): number[] {
  const context = { rng: createRng(seed), deterministic: true };
  return tables.map((table) => agent.act(table, context));
}

/** The first request that may be sent somewhere; −1 if there is none. */
function firstRequest({ items, shape, mask }: PlacementTable): number {
  const width = shape.resources * shape.variants;
  const open = [...items.slots.subarray(0, items.count)].filter(
    (slot) => items.kind[slot] <= ITEM_HANDOVER && mask.subarray(slot * width, (slot + 1) * width).includes(1),
  );
  return open[0] ?? -1;
}

it('the views are of every kind', () => {
  const kinds = SERIES.flat().map(({ items }) => (items.count === 0 ? -1 : items.kind[items.slots[0]]));
  expect([...new Set(kinds)].sort()).toEqual([-1, 0, 1, 2, 3]);
});

describe.each(servingAgents.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  const stochastic = spec.tags.includes('stochastic');

  it('never takes a masked action, and places the oldest request that can be placed', () => {
    const agent = spec.create();
    const context = { rng: createRng('masked'), deterministic: false };
    for (const table of SERIES.flat()) {
      for (const action of [agent.propose(table), agent.act(table, context)]) {
        expect(table.mask[action]).toBe(1);
        const request = firstRequest(table);
        if (request >= 0) expect(decodeAction(table.shape, action)).toMatchObject({ slot: request, variant: 0 });
      }
    }
  });

  it('proposes without changing its state, and as it would act', () => {
    SERIES.forEach((tables, seed) => {
      const asked = spec.create();
      const context = { rng: createRng(seed), deterministic: true };
      const acts = tables.map((table) => {
        const before = JSON.stringify(asked.snapshot?.());
        const proposal = asked.propose(table);
        expect(asked.propose(table)).toBe(proposal);
        expect(JSON.stringify(asked.snapshot?.())).toBe(before);
        const action = asked.act(table, context);
        if (!stochastic) expect(action).toBe(proposal);
        return action;
      });
      expect(acts).toEqual(answers(spec.create(), tables, seed));
    });
  });

  it('acts alike after reset, and from a snapshot', () => {
    SERIES.forEach((tables, seed) => {
      const agent = spec.create();
      const first = answers(agent, tables, seed);
      const saved = structuredClone(agent.snapshot?.());
      const continued = answers(agent, tables, seed);
      agent.reset?.();
      expect(answers(agent, tables, seed)).toEqual(first);
      if (agent.restore === undefined) return;
      const restored = spec.create();
      restored.restore?.(saved);
      expect(answers(restored, tables, seed)).toEqual(continued);
    });
  });

  it('leaves the view alone', () => {
    for (const [table] of SERIES.slice(0, 20)) {
      const state = () => JSON.stringify([table.mask, table.cost, table.items, table.resources, table.now]);
      const before = state();
      spec.create().act(table, { rng: createRng(1), deterministic: false });
      expect(state()).toBe(before);
    }
  });

  it('places requests in an environment in which nothing migrates or scales', () => {
    const table = servingTable({ instances: [{}, { state: 0 }, {}], items: [{}], variants: 1 });
    expect([0, 2]).toContain(answerOf(table, spec.create().propose(table)));
  });

  it('takes options from JSON and refuses unknown ones', () => {
    expect(() => spec.create({ nonsense: 1 })).toThrow(`agents/${spec.id}: option "nonsense" does not exist`);
    expect(spec.create({}).name).toBe(spec.id);
    expect(spec.create().name).toBe(spec.id);
  });

  it('does not move or resize anything where nothing is wrong', () => {
    const calm = { runningRequests: 5, freeBlocks: 700 };
    const busy = { runningRequests: 20, freeBlocks: 100 };
    const instances = [calm, calm];
    for (const wait of [true, false]) {
      const migration = servingTable({ instances, items: victims(instances, [0, 1]), wait });
      const scale = [{ kind: ITEM_SCALE, deeds: [0, 1] }];
      const scaling = servingTable({ instances: [busy, { ...busy, freeBlocks: 600 }], items: scale, wait });
      for (const table of [migration, scaling]) {
        expect(answerOf(table, spec.create().propose(table))).toBe(wait ? 'wait' : 'stay');
      }
    }
  });
});
