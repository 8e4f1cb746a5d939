/** The order of message passing against its definitions. */
import { describe, expect, it } from 'vitest';
import { HeightPlan } from '../../../agents/decima/height-plan.js';
import { LevelPlan } from '../../../agents/decima/level-plan.js';
import type { MessagePlan } from '../../../agents/decima/message-plan.js';
import { randomObservation } from './observations.js';
import { edgeMasks } from './reference.js';

type Edges = readonly (readonly [number, number])[];

function columnsOf(edges: Edges) {
  const parent = Int32Array.from(edges, ([from]) => from);
  const child = Int32Array.from(edges, ([, to]) => to);
  return { parent, child, first: 0, count: edges.length };
}

/** [step] the edges along which messages go, as `parent child`, sorted. */
function stepsOf(plan: MessagePlan): string[][] {
  const nodeOf = (version: number) =>
    version < plan.base.length ? plan.base.values[version] : plan.target.values[version - plan.base.length];
  return Array.from({ length: plan.steps }, (_, step) => {
    const used: string[] = [];
    for (let u = plan.stepStart.values[step]; u < plan.stepStart.values[step + 1]; u++) {
      for (let k = plan.messageStart.values[u]; k < plan.messageStart.values[u + 1]; k++) {
        used.push(`${plan.target.values[u]} ${nodeOf(plan.message.values[k])}`);
      }
    }
    return used.sort();
  });
}

describe('LevelPlan', () => {
  const plan = new LevelPlan();

  it('uses the edges of the masks, deepest first', () => {
    for (let seed = 0; seed < 40; seed++) {
      const observation = randomObservation(seed, { nodes: 12, edges: 0.5 });
      plan.build(observation.x.length, columnsOf(observation.edges));
      const masks = edgeMasks(observation).reverse();
      expect(stepsOf(plan)).toEqual(
        masks.map((mask) =>
          observation.edges
            .filter((_, edge) => mask[edge])
            .map(([p, c]) => `${p} ${c}`)
            .sort(),
        ),
      );
    }
  });

  it('writes a node again where its sibling is its child', () => {
    plan.build(
      4,
      columnsOf([
        [0, 1],
        [0, 2],
        [1, 2],
        [1, 3],
      ]),
    );
    expect(stepsOf(plan)).toEqual([
      ['1 2', '1 3'],
      ['0 1', '0 2', '1 2'],
    ]);
    expect(plan.final[1]).toBe(plan.base.length + 2); // the update of the shallower level, without the child 3
  });

  it('reads what was there before the step', () => {
    plan.build(
      3,
      columnsOf([
        [0, 1],
        [0, 2],
        [1, 2],
      ]),
    );
    const [, update] = [...plan.target.slice()].keys();
    expect(plan.target.values[update]).toBe(0);
    const first = plan.messageStart.values[update];
    expect([...plan.message.slice(first, first + 2)]).toEqual([1, 0]); // node 1 as written by update 0, leaf 2
  });
});

describe('HeightPlan', () => {
  const plan = new HeightPlan();

  it('writes every parent once, in the step of its height, up to eight levels', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { x, edges } = randomObservation(seed, { nodes: 9, edges: 0.5 });
      const height = (node: number): number =>
        Math.max(0, ...edges.filter(([parent]) => parent === node).map(([, child]) => height(child) + 1));
      plan.build(x.length, columnsOf(edges));
      const steps = Math.max(...x.map((_, node) => height(node)));
      expect(stepsOf(plan)).toEqual(
        Array.from({ length: steps }, (_, step) =>
          edges
            .filter(([parent]) => height(parent) === step + 1)
            .map(([p, c]) => `${p} ${c}`)
            .sort(),
        ),
      );
    }
  });

  it('in a chain of twelve starts eight edges below the root and ends after eight steps', () => {
    plan.build(12, columnsOf(Array.from({ length: 11 }, (_, i) => [i, i + 1] as const)));
    const parents = stepsOf(plan).map((used) => used.map((edge) => Number(edge.split(' ')[0])).sort((a, b) => a - b));
    expect(parents).toEqual([
      [7, 8, 9, 10],
      [6, 7, 8, 9],
      [5, 6, 7, 8],
      [4, 5, 6, 7],
      [3, 4, 5, 6],
      [2, 3, 4, 5],
      [1, 2, 3, 4],
      [0, 1, 2, 3],
    ]);
  });
});
