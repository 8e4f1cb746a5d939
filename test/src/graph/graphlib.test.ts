import { Graph } from '@dagrejs/graphlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { fromGraphlib, graphFromJson, graphToJson, toGraphlib } from '../../../src/graph/graphlib.js';
import { compileDag, type Edge } from '../../../src/sim/dag.js';
import { randomEdges } from '../sim/arbitrary.js';

const diamond: Edge[] = [
  [0, 1, 4],
  [0, 2, 0],
  [1, 3, 2.5],
  [2, 3, 7],
];

describe('graphlib', () => {
  it('round trip through graph and JSON keeps nodes, edges, volumes and labels', () => {
    fc.assert(
      fc.property(randomEdges(12), ({ nodeCount, edges }) => {
        const dag = compileDag(nodeCount, edges);
        const names = Array.from({ length: nodeCount }, (_, i) => `task "${i}"`);
        const labels = names.map((_, i) => ({ cost: i }));
        const graph = graphFromJson(graphToJson(toGraphlib(dag, { names, labels })));
        const back = fromGraphlib(graph);
        expect(back.names).toEqual(names);
        expect(back.labels).toEqual(labels);
        const { givenEdge: _given, ...rows } = dag;
        expect(back.dag).toMatchObject({
          successorStart: rows.successorStart,
          successor: rows.successor,
          volume: rows.volume,
          level: rows.level,
          order: rows.order,
        });
      }),
    );
  });

  it('reads volumes from numbers, from `volume`, or as told', () => {
    const graph = new Graph();
    graph.setEdge('a', 'b', 3 as never);
    graph.setEdge('b', 'c', { volume: 2, weight: 9 } as never);
    graph.setEdge('a', 'c');
    expect([...fromGraphlib(graph).dag.volume]).toEqual([3, 0, 2]);
    const volumeOf = (label: unknown) => (label as { weight?: number } | undefined)?.weight ?? 1;
    expect([...fromGraphlib(graph, { volumeOf }).dag.volume]).toEqual([1, 1, 9]);
  });

  it('survives chains on which graphlib itself would overflow', () => {
    const n = 50_000;
    const chain = Array.from({ length: n - 1 }, (_, i): Edge => [i, i + 1, 1]);
    const { dag } = fromGraphlib(toGraphlib(compileDag(n, chain)));
    expect(dag.level[n - 1]).toBe(n - 1);
  });

  it.each([
    ['undirected', () => fromGraphlib(new Graph({ directed: false })), /undirected/],
    ['cyclic', () => fromGraphlib(new Graph().setPath(['a', 'b', 'a'])), /cycle: 0 → 1 → 0|cycle: 1 → 0 → 1/],
    [
      'parallel edges',
      () =>
        fromGraphlib(
          new Graph({ multigraph: true }).setEdge('a', 'b', undefined, 'x').setEdge('a', 'b', undefined, 'y'),
        ),
      /given twice/,
    ],
    [
      'text volume',
      () => fromGraphlib(new Graph().setEdge('a', 'b', { volume: '3' } as never)),
      /"a" → "b" has volume NaN/,
    ],
    [
      'repeated names',
      () => toGraphlib(compileDag(4, diamond), { names: ['a', 'b', 'a', 'c'] }),
      /two nodes are called "a"/,
    ],
    ['too few names', () => toGraphlib(compileDag(4, diamond), { names: ['a'] }), /1 names for 4 nodes/],
    ['truncated JSON', () => graphFromJson('{"options":{}, "nodes":['), /not complete JSON/],
    ['other JSON', () => graphFromJson('{"nodes":[]}'), /options/],
    [
      'dangling edge',
      () => graphFromJson('{"options":{},"nodes":[{"v":"a"}],"edges":[{"v":"a","w":"b"}]}'),
      /"b", which is not listed/,
    ],
  ])('refuses %s with one line', (_, act, message) => {
    expect(act).toThrow(ArenaError);
    expect(act).toThrow(message);
  });
});
