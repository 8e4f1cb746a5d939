/**
 * What every registered agent owes: a legal action for every view, `propose` that changes nothing and agrees with a
 * deterministic `act`, the same actions from the same random numbers, and a snapshot that brings its state back.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Agent } from '../../src/agent.js';
import type { PlacementTable } from '../../src/placement.js';
import type { AgentSpec } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import { arbitraryTable, type TableSpec, tableOf } from '../agents/table.js';

const RUNS = { numRuns: 60 };

function isLegal(table: PlacementTable, action: number): boolean {
  if (table.mask[action] === 1) return true;
  return action === table.mask.length - 1 && !table.mask.includes(1); // nothing at all is allowed
}

/** Answers to a series of views; `random` lets the agent draw. */
function answers(agent: Agent, tables: readonly PlacementTable[], seed: number): number[] {
  const context = { rng: createRng(seed), deterministic: true };
  return tables.map((table) => agent.act(table, context));
}

/** Tables of one shape, as one environment would show them. */
const arbitrarySeries: fc.Arbitrary<readonly TableSpec[]> = arbitraryTable.chain((first) => {
  const m = first.cost[0].length;
  const same = arbitraryTable.filter((spec) => spec.cost[0].length === m);
  return fc.array(same, { minLength: 1, maxLength: 3 }).map((rest) => {
    const series = [first, ...rest];
    const slots = Math.max(...series.map((spec) => spec.cost.length));
    return series.map((spec) => ({ ...spec, slots, variants: first.variants ?? 1 }));
  });
});

export function agentContract(spec: AgentSpec): void {
  const stochastic = spec.tags.includes('stochastic');

  it('always answers with a legal action', () => {
    const agent = spec.create();
    const context = { rng: createRng('legal'), deterministic: false };
    fc.assert(
      fc.property(arbitraryTable, (question) => {
        const table = tableOf(question);
        expect(isLegal(table, agent.propose(table))).toBe(true);
        expect(isLegal(table, agent.act(table, context))).toBe(true);
      }),
      RUNS,
    );
  });

  it('proposes without changing its state', () => {
    fc.assert(
      fc.property(arbitrarySeries, fc.nat(), (series, seed) => {
        const tables = series.map(tableOf);
        const asked = spec.create();
        asked.reset?.();
        const context = { rng: createRng(seed), deterministic: true };
        const acts = tables.map((table) => {
          const proposal = asked.propose(table);
          expect(asked.propose(table)).toBe(proposal);
          const action = asked.act(table, context);
          if (!stochastic) expect(action).toBe(proposal);
          return action;
        });
        expect(acts).toEqual(answers(spec.create(), tables, seed));
      }),
      RUNS,
    );
  });

  it('does not change the view', () => {
    fc.assert(
      fc.property(arbitraryTable, (question) => {
        const table = tableOf(question);
        const before = JSON.stringify([table.mask, table.cost, table.ready, table.items, table.resources, table.now]);
        spec.create().act(table, { rng: createRng(1), deterministic: false });
        expect(JSON.stringify([table.mask, table.cost, table.ready, table.items, table.resources, table.now])).toBe(
          before,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('acts alike after reset, and from a snapshot', () => {
    fc.assert(
      fc.property(arbitrarySeries, fc.nat(), (series, seed) => {
        const tables = series.map(tableOf);
        const agent = spec.create();
        const first = answers(agent, tables, seed);
        const saved = agent.snapshot?.();
        const continued = answers(agent, tables, seed);
        agent.reset?.();
        expect(answers(agent, tables, seed)).toEqual(first);
        if (agent.restore === undefined) return;
        const restored = spec.create();
        restored.restore?.(structuredClone(saved));
        expect(answers(restored, tables, seed)).toEqual(continued);
      }),
      RUNS,
    );
  });
}
