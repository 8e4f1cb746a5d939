/** The columns of the pair network's candidates: by hand where they can be counted, and laws that hold everywhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LINEAR_OPTIONS, LinearScheduler } from '../../../agents/linear/linear.js';
import { EarliestTaskFirst } from '../../../agents/list/etf.js';
import { PAIR_COLUMNS, type PairColumn, pairColumn, SCHEMA } from '../../../agents/pairnet/columns.js';
import { PairEncoder } from '../../../agents/pairnet/encoder.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import type { PlacementTable } from '../../../src/placement.js';
import { arbitraryTable, tableOf } from '../table.js';
import { chipTable } from './chip.js';

const RULES = {
  etf: () => new EarliestTaskFirst(),
  linear: () => new LinearScheduler(),
  linearWeights: DEFAULT_LINEAR_OPTIONS,
};

interface Encoded {
  readonly encoder: PairEncoder;
  readonly store: DecisionTables;
  readonly count: number;
  column(name: PairColumn): number[]; // [candidate]
}

function encode(table: PlacementTable): Encoded {
  const encoder = new PairEncoder(RULES, { drain: true });
  const store = new DecisionTables(SCHEMA);
  const count = encoder.encode(table, store);
  store.close();
  const { values, width } = store.table('candidates');
  const column = (name: PairColumn): number[] =>
    Array.from({ length: count }, (_, row) => values[row * width + pairColumn(name)]);
  return { encoder, store, count, column };
}

describe('columns of candidates', () => {
  // two items, two processors, the second of which is busy until 14; mean cost 5 is the time scale
  const question = {
    cost: [
      [4, 2],
      [6, 8],
    ],
    ready: [
      [10, 12],
      [11, 10],
    ],
    freeAt: [10, 14],
    queueLength: [0, 1],
    now: 10,
  };

  it('are what their names say where a processor is bound at once', () => {
    const { column, count, encoder } = encode(tableOf(question));
    expect(count).toBe(4);
    expect(encoder.timeScale).toBe(5);
    const units = (name: PairColumn): number[] => column(name).map((x) => Math.round(5 * x * 1e4) / 1e4);
    expect(units('cost')).toEqual([4, 2, 6, 8]);
    expect(units('startDelay')).toEqual([0, 4, 1, 4]);
    expect(units('resourceWait')).toEqual([0, 4, 0, 4]);
    expect(units('dataWait')).toEqual([0, 2, 1, 0]);
    expect(units('idleGap')).toEqual([0, 0, 1, 0]);
    expect(units('finishRegret')).toEqual([0, 2, 0, 5]);
    expect(units('costRegret')).toEqual([2, 0, 0, 2]);
    expect(units('resourceRegret')).toEqual([0, 0, 2, 6]);
    expect(units('sufferage')).toEqual([2, 2, 5, 5]);
    expect(units('relativeLoad')).toEqual([-2, 2, -2, 2]);
    expect(units('loadAfter')).toEqual([4, 6, 7, 12]);
    expect(column('etfChoice')).toEqual([1, 0, 0, 0]);
    expect(column('wait')).toEqual([0, 0, 0, 0]);
    expect(column('late')).toEqual([0, 0, 0, 0]);
  });

  it('tell of the pair that is waited for where *wait* is offered', () => {
    const { column, count } = encode(tableOf({ ...question, late: true }));
    expect(count).toBe(3); // both items on the idle processor, and wait
    expect(column('wait')).toEqual([0, 0, 1]);
    expect(column('late')).toEqual([1, 1, 1]);
    expect(column('cost').map((x) => 5 * x)).toEqual([4, 6, 2].map((x) => expect.closeTo(x, 5)));
    expect(column('etfChoice')).toEqual([1, 0, 0]);
  });

  it('are complete: none is left over from another decision', () => {
    fc.assert(
      fc.property(arbitraryTable, (spec) => {
        const fresh = encode(tableOf(spec));
        const used = encode(tableOf(spec)).encoder;
        const store = new DecisionTables(SCHEMA);
        for (const table of store.tables) table.values.fill(123);
        const count = used.encode(tableOf(spec), store);
        const { values, width } = store.table('candidates');
        expect(values.slice(0, count * width)).toEqual(fresh.store.table('candidates').values.slice(0, count * width));
        expect(values.slice(0, count * width).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('laws of candidates', () => {
  const chips = fc.record({
    processors: fc.integer({ min: 2, max: 4 }),
    tasks: fc.integer({ min: 1, max: 8 }),
    jobs: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(),
  });

  it('the unit of time is unknown', () => {
    fc.assert(
      fc.property(chips, fc.constantFrom(0.25, 64), (chip, unit) => {
        const plain = encode(chipTable(chip));
        const scaled = encode(chipTable({ ...chip, unit }));
        for (const name of PAIR_COLUMNS) {
          const [here, there] = [plain.column(name), scaled.column(name)];
          for (const [i, x] of here.entries()) expect(there[i], name).toBeCloseTo(x, 3);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('roll-outs rank candidates from a least of 0', () => {
    fc.assert(
      fc.property(chips, (chip) => {
        const { column, count } = encode(chipTable(chip));
        fc.pre(count > 1);
        const tried = column('drained');
        const regrets = column('drainRegret').filter((_, i) => tried[i] === 1);
        expect(regrets.length).toBe(Math.min(count, 8));
        expect(Math.min(...regrets)).toBe(0);
        expect(Math.min(...column('drainLast'))).toBe(0);
        const worst = Math.max(...regrets);
        for (const [i, regret] of column('drainRegret').entries())
          expect(tried[i] === 1 || regret === worst).toBe(true);
        for (const [i, mean] of column('drainMean').entries()) expect(mean > 0).toBe(tried[i] === 1);
      }),
      { numRuns: 60 },
    );
  });

  it('each rule chooses at most one', () => {
    fc.assert(
      fc.property(arbitraryTable, (spec) => {
        const { column } = encode(tableOf(spec));
        for (const name of ['etfChoice', 'linearChoice'] as const) {
          expect(column(name).reduce((sum, x) => sum + x, 0)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
  });
});
