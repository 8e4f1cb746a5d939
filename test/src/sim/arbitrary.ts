/** Random inputs for the tests of the simulation kit. */
import fc from 'fast-check';
import type { Edge } from '../../../src/sim/dag.js';

/** An acyclic edge list over shuffled node numbers, in random order. */
export function randomEdges(mostNodes: number): fc.Arbitrary<{ nodeCount: number; edges: Edge[] }> {
  return fc
    .integer({ min: 1, max: mostNodes })
    .chain((nodeCount) =>
      fc.record({
        nodeCount: fc.constant(nodeCount),
        position: fc.shuffledSubarray(
          Array.from({ length: nodeCount }, (_, i) => i),
          { minLength: nodeCount, maxLength: nodeCount },
        ),
        pairs: fc.uniqueArray(fc.tuple(fc.nat(nodeCount - 1), fc.nat(nodeCount - 1), fc.nat(50)), {
          selector: ([a, b]) => Math.min(a, b) * nodeCount + Math.max(a, b),
          maxLength: 3 * nodeCount,
        }),
      }),
    )
    .map(({ nodeCount, position, pairs }) => ({
      nodeCount,
      edges: pairs
        .filter(([a, b]) => a !== b)
        .map(([a, b, volume]): Edge => [position[Math.min(a, b)], position[Math.max(a, b)], volume]),
    }));
}
