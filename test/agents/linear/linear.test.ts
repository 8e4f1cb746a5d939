/** The linear agent: ETF with two weights, and the documented features under any weights. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bookings } from '../../../agents/bookings.js';
import {
  DEFAULT_LINEAR_OPTIONS,
  EarliestTaskFirst,
  ETF_WEIGHTS,
  FEATURES,
  LinearScheduler,
} from '../../../agents/index.js';
import { Lookahead } from '../../../agents/linear/lookahead.js';
import type { PlacementTable } from '../../../src/placement.js';
import { arbitraryTable, type TableSpec, tableOf } from '../table.js';
import { ToySimulator } from '../toy-simulator.js';

const weightsArbitrary = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
  minLength: FEATURES.length,
  maxLength: FEATURES.length,
});

/** Whole numbers, so that ETF's sums and the weighted sums are both exact. */
const integral = arbitraryTable.map((spec): TableSpec => {
  const floor = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map(Math.floor));
  return {
    ...spec,
    now: Math.floor(spec.now!),
    cost: floor(spec.cost),
    ready: floor(spec.ready!),
    freeAt: spec.freeAt!.map(Math.floor),
  };
});

/** The features of a pair straight from their description, in any order of evaluation. */
function features(table: PlacementTable, slot: number, r: number): number[] {
  const { items, resources, now, shape } = table;
  const slots = Array.from(items.slots.subarray(0, items.count));
  const all = Array.from({ length: shape.resources }, (_, k) => k);
  const cost = (i: number, k: number) => table.cost[(i * shape.resources + k) * shape.variants];
  const ready = (i: number, k: number) => Math.max(now, table.ready[i * shape.resources + k]);
  const free = (k: number) => Math.max(now, resources.freeAt[k]);
  const finish = (i: number, k: number) => Math.max(ready(i, k), free(k)) + cost(i, k);
  const finishes = all.map((k) => finish(slot, k)).sort((a, b) => a - b);
  const least = (i: number) => Math.min(...all.map((k) => cost(i, k)));
  const scale = slots.reduce((sum, i) => sum + least(i), 0) / slots.length;
  const times = {
    cost: cost(slot, r),
    startDelay: finish(slot, r) - cost(slot, r) - now,
    resourceWait: free(r) - now,
    dataWait: ready(slot, r) - now,
    idleGap: Math.max(0, ready(slot, r) - free(r)),
    finishRegret: finish(slot, r) - finishes[0],
    costRegret: cost(slot, r) - least(slot),
    resourceRegret: cost(slot, r) - Math.min(...slots.map((i) => cost(i, r))),
    queueLength: resources.queueLength[r] * scale,
    sufferage: finishes.length > 1 && Number.isFinite(finishes[1]) ? finishes[1] - finishes[0] : 0,
    upwardRank: items.upwardRank[slot],
    age: now - items.since[slot],
    remainingWork: items.remainingWork[slot],
    // these tables have no graph: the item itself is the last to finish
    childFinish: finish(slot, r) - now,
    childRegret: finish(slot, r) - finishes[0],
  };
  return FEATURES.map((name) => times[name]);
}

describe('lookahead', () => {
  it('finds the finish of the last successor by hand', () => {
    // tasks 0 and 1 are free to go, 2 needs both and 3 needs task 1; transfers take 4 and 6, then 5
    const job = {
      arrival: 0,
      cost: [
        [3, 5],
        [2, 7],
        [4, 1],
        [9, 9],
      ],
      edges: [
        [0, 2, 4],
        [1, 2, 6],
        [1, 3, 5],
      ] as const,
    };
    const simulator = new ToySimulator([job], { late: false });
    const { view } = simulator;
    const lookahead = new Lookahead();
    const bookings = new Bookings();
    const look = () => {
      bookings.begin(view);
      lookahead.look(view, bookings);
      return [0, 1].map((task) => {
        const slot = view.items.id.subarray(0, 8).findIndex((id, at) => id === task && view.items.occupied[at] === 1);
        return slot < 0 ? undefined : [0, 1].map((r) => lookahead.childFinish[slot * 2 + r]);
      });
    };
    // task 0 on P0 ends at 3: its successor ends there at 7, or on P1 at 3 + 4 + 1 = 8; from P1 it ends at 5 + 1 = 6
    // task 1 on P0 ends at 2: task 2 at 6, task 3 at 11; on P1 it ends at 7: task 2 at 8, task 3 at 16
    expect(look()).toEqual([
      [7, 6],
      [11, 16],
    ]);
    // with task 1 placed on P0 (until 2, data on P1 at 8): task 0 on P0 ends at 5, task 2 there at 9;
    // task 0 on P1 ends at 5, task 2 on P1 at max(5, 8) + 1 = 9 or on P0 at 9 + 4
    simulator.step(view.items.slots[1] * 2);
    expect(look()).toEqual([[9, 9], undefined]);
  });
});

describe('linear', () => {
  it('is ETF with two weights of −1', () => {
    const linear = new LinearScheduler({ onReady: ETF_WEIGHTS, late: ETF_WEIGHTS });
    const etf = new EarliestTaskFirst();
    fc.assert(
      fc.property(integral, (spec) => {
        const table = tableOf(spec);
        expect(linear.act(table)).toBe(etf.act(table));
      }),
      { numRuns: 300 },
    );
  });

  it('answers with the pair of the highest weighted sum of the documented features', () => {
    fc.assert(
      fc.property(arbitraryTable, weightsArbitrary, (given, weights) => {
        const table = tableOf({ ...given, late: false });
        const { shape, items } = table;
        const linear = new LinearScheduler({ onReady: weights, late: weights.map((w) => -w) });
        const action = linear.act(table);
        const score = (pair: number) =>
          features(table, Math.floor(pair / shape.resources), pair % shape.resources).reduce(
            (sum, x, k) => sum + weights[k] * x,
            0,
          );
        const chosen = score(Math.floor(action / shape.variants));
        for (let i = 0; i < items.count; i++) {
          for (let r = 0; r < shape.resources; r++) {
            const pair = items.slots[i] * shape.resources + r;
            if (table.mask[pair * shape.variants] === 1) expect(chosen).toBeGreaterThanOrEqual(score(pair) - 1e-6);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('takes the late weights where waiting is offered', () => {
    const swap = ETF_WEIGHTS.map((weight) => -weight);
    const linear = new LinearScheduler({ onReady: ETF_WEIGHTS, late: swap });
    const table = tableOf({ cost: [[1, 2]] });
    expect(linear.act(table)).toBe(0);
    table.mask[table.mask.length - 1] = 1;
    expect(linear.act(table)).toBe(1);
  });

  it('does not depend on the unit of time', () => {
    const linear = new LinearScheduler();
    const scaled = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((x) => x * 1024));
    fc.assert(
      fc.property(arbitraryTable, (spec) => {
        const longer: TableSpec = {
          ...spec,
          now: spec.now! * 1024,
          cost: scaled(spec.cost),
          ready: scaled(spec.ready!),
          freeAt: spec.freeAt!.map((x) => x * 1024),
          upwardRank: spec.upwardRank!.map((x) => x * 1024),
          remainingWork: spec.remainingWork!.map((x) => x * 1024),
        };
        expect(linear.act(tableOf(longer))).toBe(linear.act(tableOf(spec)));
      }),
    );
  });

  it('ships finite weights for every feature', () => {
    for (const weights of [DEFAULT_LINEAR_OPTIONS.onReady, DEFAULT_LINEAR_OPTIONS.late]) {
      expect(weights).toHaveLength(FEATURES.length);
      expect(weights.every(Number.isFinite)).toBe(true);
    }
  });
});
