/** What is derived from a live graph: levels and rows, optimistic times, what is left of jobs; and its tables. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveGraph } from '../../../src/nn/live-graph.js';
import {
  ALL_LIVE_GRAPH_FEATURES,
  compress,
  LiveGraphEncoder,
  liveGraphTables,
} from '../../../src/nn/live-graph-encoder.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { NODE_DONE, NODE_READY } from '../../../src/placement.js';
import { type Chip, chipTable } from '../../agents/pairnet/chip.js';

const chips = fc.record({
  processors: fc.integer({ min: 1, max: 4 }),
  tasks: fc.integer({ min: 1, max: 9 }),
  jobs: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(),
});

function liveOf(chip: Chip): LiveGraph {
  const live = new LiveGraph();
  live.read(chipTable(chip), 2);
  return live;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function successorsOf({ source }: LiveGraph, node: number): number[] {
  return [...source.successor.subarray(source.successorStart[node], source.successorStart[node + 1])];
}

describe('the live graph', () => {
  it('has a row for every unfinished task, by level, levels above those of all successors', () => {
    fc.assert(
      fc.property(chips, (chip) => {
        const live = liveOf(chip);
        const unfinished = upTo(live.source.nodeCount).filter((node) => live.source.state[node] !== NODE_DONE);
        const rows = upTo(live.rows).map((row) => live.node[row]);
        expect([...rows].sort((a, b) => a - b)).toEqual(unfinished);
        for (const [row, node] of rows.entries()) {
          expect(live.rowOf[node]).toBe(row);
          if (row > 0) expect(live.level[node]).toBeGreaterThanOrEqual(live.level[rows[row - 1]]);
          const below = successorsOf(live, node).map((child) => live.level[child]);
          expect(live.level[node]).toBe(below.length === 0 ? 0 : 1 + Math.max(...below));
        }
      }),
    );
  });

  it('starts tasks when their predecessors end at the earliest', () => {
    fc.assert(
      fc.property(chips, (chip) => {
        const live = liveOf(chip);
        for (const node of upTo(live.rows).map((row) => live.node[row])) {
          if (live.source.state[node] > NODE_READY) continue;
          const before = upTo(live.source.nodeCount).filter((other) => successorsOf(live, other).includes(node));
          expect(live.start[node]).toBe(Math.max(live.now, ...before.map((other) => live.finish[other])));
          expect(live.finish[node]).toBe(live.start[node] + live.leastCost[node]);
          expect(live.openPredecessors[node]).toBe(
            before.filter((other) => live.source.state[other] !== NODE_DONE).length,
          );
        }
      }),
    );
  });

  it('adds up what is left of jobs', () => {
    fc.assert(
      fc.property(chips, (chip) => {
        const live = liveOf(chip);
        for (let job = 0; job < chip.jobs; job++) {
          const left = upTo(live.rows).map((row) => live.node[row]);
          const own = left.filter((node) => live.source.nodeJob[node] === job);
          expect(live.unfinished[job]).toBe(own.length);
          expect(live.workLeft[job]).toBeCloseTo(
            own.reduce((sum, node) => sum + live.meanCost[node], 0),
            9,
          );
          expect(live.pathLeft[job]).toBe(Math.max(0, ...own.map((node) => live.source.upwardRank[node])));
        }
      }),
    );
  });
});

describe('its tables', () => {
  const schema = [...liveGraphTables(ALL_LIVE_GRAPH_FEATURES), { name: 'candidates', columns: [] }];
  const encoded = (chip: Chip, timeScale: number): DecisionTables => {
    const store = new DecisionTables(schema);
    new LiveGraphEncoder(ALL_LIVE_GRAPH_FEATURES).encode(chipTable(chip), store, { timeScale, blank: false });
    store.close();
    return store;
  };

  it('do not know the unit of time', () => {
    fc.assert(
      fc.property(chips, fc.constantFrom(0.01, 3, 1000), (chip, unit) => {
        const plain = encoded(chip, 5);
        const scaled = encoded({ ...chip, unit }, 5 * unit);
        plain.tables.forEach((table, k) => {
          const numbers = table.values.subarray(0, table.rows * table.width);
          for (const [i, x] of numbers.entries()) expect(scaled.tables[k].values[i]).toBeCloseTo(x, 4);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('hold edges in the order of the rows that they leave, shares that square to one', () => {
    fc.assert(
      fc.property(chips, (chip) => {
        const edges = encoded(chip, 1).table('edges');
        const [from] = edges.integers;
        const squares = new Map<number, number>();
        for (let row = 0; row < edges.rows; row++) {
          if (row > 0) expect(from[row]).toBeGreaterThanOrEqual(from[row - 1]);
          squares.set(from[row], (squares.get(from[row]) ?? 0) + edges.values[2 * row + 1] ** 2);
        }
        for (const sum of squares.values()) expect(sum).toBeCloseTo(1, 5);
      }),
    );
  });

  it('compress numbers of any size, in order', () => {
    expect([0, 1, -1, 8, 1e9].map(compress)).toEqual([0, 8 / 9, -8 / 9, 4, expect.closeTo(8, 5)]);
  });
});
