import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { ArenaError } from '../../../src/error.js';
import {
  compileDag,
  criticalPath,
  type Dag,
  downwardRanks,
  type Edge,
  isConnected,
  upwardRanks,
} from '../../../src/sim/dag.js';
import { randomEdges } from './arbitrary.js';

/** Rank by the textbook's recursion. */
function upwardRecursive(edges: readonly Edge[], time: readonly number[], node: number): number {
  const below = edges
    .filter(([from]) => from === node)
    .map(([, to, volume]) => volume + upwardRecursive(edges, time, to));
  return time[node] + Math.max(0, ...below);
}

function downwardRecursive(edges: readonly Edge[], time: readonly number[], node: number): number {
  const above = edges.filter(([, to]) => to === node);
  return Math.max(0, ...above.map(([from, , volume]) => downwardRecursive(edges, time, from) + time[from] + volume));
}

function levelRecursive(edges: readonly Edge[], node: number): number {
  return Math.max(0, ...edges.filter(([, to]) => to === node).map(([from]) => 1 + levelRecursive(edges, from)));
}

const given = (dag: Dag, node: number): Edge[] =>
  Array.from({ length: dag.successorStart[node + 1] - dag.successorStart[node] }, (_, i) => {
    const e = dag.successorStart[node] + i;
    return [node, dag.successor[e], dag.volume[e]] as const;
  });

describe('compiled graph', () => {
  it('holds the same edges in both directions, in the given order', () => {
    fc.assert(
      fc.property(randomEdges(10), ({ nodeCount, edges }) => {
        const dag = compileDag(nodeCount, edges);
        for (let node = 0; node < nodeCount; node++) {
          expect(given(dag, node)).toEqual(edges.filter(([from]) => from === node));
          const incoming: Edge[] = [];
          for (let p = dag.predecessorStart[node]; p < dag.predecessorStart[node + 1]; p++) {
            const e = dag.predecessorEdge[p];
            expect([dag.successor[e], dag.volume[e]]).toEqual([node, dag.predecessorVolume[p]]);
            expect(edges[dag.givenEdge[e]]).toEqual([dag.predecessor[p], node, dag.predecessorVolume[p]]);
            incoming.push([dag.predecessor[p], node, dag.predecessorVolume[p]]);
          }
          expect(incoming).toEqual(edges.filter(([, to]) => to === node));
        }
      }),
    );
  });

  it('orders topologically and computes levels, ranks and critical path like the recursions', () => {
    fc.assert(
      fc.property(
        randomEdges(9),
        fc.array(fc.nat(20), { minLength: 9, maxLength: 9 }),
        ({ nodeCount, edges }, time) => {
          const dag = compileDag(nodeCount, edges);
          const position = new Map([...dag.order].map((node, i) => [node, i]));
          expect(position.size).toBe(nodeCount);
          for (const [from, to] of edges) expect(position.get(from)!).toBeLessThan(position.get(to)!);
          const up = upwardRanks(dag, time, dag.volume);
          const down = downwardRanks(dag, time, dag.volume);
          for (let node = 0; node < nodeCount; node++) {
            expect(dag.level[node]).toBe(levelRecursive(edges, node));
            expect(up[node]).toBe(upwardRecursive(edges, time, node));
            expect(down[node]).toBe(downwardRecursive(edges, time, node));
          }
          const path = criticalPath(dag, time, dag.volume);
          expect(path.length).toBe(Math.max(...up));
          let walked = time[path.nodes[0]];
          for (let i = 1; i < path.nodes.length; i++) {
            const edge = edges.find(([from, to]) => from === path.nodes[i - 1] && to === path.nodes[i])!;
            walked += edge[2] + time[path.nodes[i]];
          }
          expect(walked).toBe(path.length);
        },
      ),
    );
  });

  // ranks of the ten-task example of Topcuoglu, Hariri & Wu (2002), table 2 to three decimals
  it('gives the published ranks of the HEFT example', () => {
    const { cost, edges } = TOPCUOGLU;
    const mean = cost.map((row) => (row[0] + row[1] + row[2]) / 3);
    const dag = compileDag(10, edges);
    const up = [108, 77, 80, 80, 69, 63.333, 42.667, 35.667, 44.333, 14.667];
    const down = [0, 31, 25, 22, 24, 27, 62.333, 66.667, 63.667, 93.333];
    const rounded = (ranks: Float64Array) => Array.from(ranks, (rank) => Number(rank.toFixed(3)));
    expect(rounded(upwardRanks(dag, mean, dag.volume))).toEqual(up);
    expect(rounded(downwardRanks(dag, mean, dag.volume))).toEqual(down);
    expect([...criticalPath(dag, mean, dag.volume).nodes]).toEqual([0, 1, 8, 9]);
  });

  it('of several critical paths takes the one along the lowest nodes', () => {
    const dag = compileDag(7, [
      [1, 5, 0],
      [1, 3, 0],
      [1, 4, 0],
      [0, 6, 0],
      [2, 3, 0],
    ]);
    expect([...criticalPath(dag, [1, 2, 2, 1, 1, 1, 1], dag.volume).nodes]).toEqual([1, 3]);
  });

  it('knows whether the graph hangs together', () => {
    fc.assert(
      fc.property(randomEdges(10), ({ nodeCount, edges }) => {
        const group = Array.from({ length: nodeCount }, (_, i) => i);
        for (const [a, b] of edges) {
          const [keep, drop] = [group[a], group[b]];
          group.forEach((g, i) => {
            if (g === drop) group[i] = keep;
          });
        }
        expect(isConnected(compileDag(nodeCount, edges))).toBe(new Set(group).size === 1);
      }),
    );
    expect(isConnected(compileDag(0, []))).toBe(true);
  });

  it('handles a chain of a million nodes, given backwards', () => {
    const n = 1_000_000;
    const edges = Array.from({ length: n - 1 }, (_, i): Edge => [n - 2 - i, n - 1 - i, 1]);
    const dag = compileDag(n, edges);
    expect(dag.level[n - 1]).toBe(n - 1);
    const ones = new Float64Array(n).fill(1);
    expect(upwardRanks(dag, ones, dag.volume)[0]).toBe(2 * n - 1);
    expect(criticalPath(dag, ones, dag.volume).nodes.length).toBe(n);
    expect(isConnected(dag)).toBe(true);
  });

  it.each([
    [
      'a cycle',
      4,
      [
        [0, 1, 0],
        [1, 2, 0],
        [2, 3, 0],
        [3, 1, 0],
      ],
      /the graph has a cycle: (1 → 2 → 3 → 1|2 → 3 → 1 → 2|3 → 1 → 2 → 3)$/,
    ],
    ['a long cycle', 20, Array.from({ length: 20 }, (_, i) => [i, (i + 1) % 20, 0]), /… \(20 nodes\)/],
    ['an edge to itself', 2, [[1, 1, 0]], /node 1 has an edge to itself/],
    [
      'a repeated edge',
      2,
      [
        [0, 1, 1],
        [0, 1, 2],
      ],
      /edge 0 → 1 is given twice/,
    ],
    ['an unknown node', 2, [[0, 2, 1]], /node 2, which does not exist \(0…1\)/],
    ['a fractional node', 2, [[0, 0.5, 1]], /node 0.5/],
    ['a negative volume', 2, [[0, 1, -1]], /volume -1/],
    ['a volume that is no number', 2, [[0, 1, Number.NaN]], /volume NaN/],
    ['an infinite volume', 2, [[0, 1, Infinity]], /volume Infinity/],
    ['a negative size', -1, [], /-1 nodes/],
  ] as [string, number, Edge[], RegExp][])('refuses %s', (_, nodeCount, edges, message) => {
    expect(() => compileDag(nodeCount, edges, 'job "x"')).toThrow(ArenaError);
    expect(() => compileDag(nodeCount, edges, 'job "x"')).toThrow(message);
    expect(() => compileDag(nodeCount, edges, 'job "x"')).toThrow(/^job "x": /);
  });
});
