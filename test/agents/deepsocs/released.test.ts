/**
 * The released DeepSoCS: its rule by hand, the contract of agents, and the means over 40 seeds measured with the released
 * semantics (EpiSci/SoCRATES@e246978) in all eight published settings, which the compatible scheduler of its name gives.
 */
import { describe, expect, it } from 'vitest';
import { DeepSocsReleased } from '../../../agents/deepsocs/released.js';
import { REFERENCE_MEANS } from '../../../envs/soc/compat/reference-means.js';
import { agreementHalfWidth, seedMeans } from '../../../envs/soc/compat/seed-means.js';
import { createRng } from '../../../src/rng.js';
import { agentContract } from '../../contract/agent.js';
import { pairOf, tableOf } from '../table.js';

const CONTEXT = { rng: createRng('released'), deterministic: true };
const SEEDS = Array.from({ length: 20 }, (_, i) => 4000 + i);

describe('means over seeds in the socrates mode', () => {
  const cells = REFERENCE_MEANS.filter(({ scheduler }) => scheduler === 'deepsocs-released');
  it.each(cells.map((cell) => [`${cell.profiles}, ${cell.queue}, ${cell.scale}: ${cell.latency}`, cell] as const))(
    '%s',
    (_, cell) => {
      const own = seedMeans({ ...cell, seeds: SEEDS });
      expect(Math.abs(own.latency - cell.latency)).toBeLessThanOrEqual(agreementHalfWidth(own, cell));
    },
  );

  it('cover the eight settings', () => {
    expect(cells.length).toBe(8);
  });
});

describe('the rule', () => {
  it('is ready order without ranking, the oldest of the instant last', () => {
    const agent = new DeepSocsReleased();
    const cost = [
      [9, 20],
      [1, 20],
      [30, 20],
    ];
    const order: unknown[] = [];
    const left = [0, 1, 2];
    while (left.length > 0) {
      const table = tableOf({ now: 5, cost: left.map((item) => cost[item]) });
      // ids of the whole list, as one environment would show them
      left.forEach((item, i) => {
        table.items.id[table.items.slots[i]] = item;
      });
      const [item] = pairOf(table, agent.act(table, CONTEXT)) as readonly [number, number];
      order.push(item);
      left.splice(left.indexOf(item), 1);
    }
    expect(order).toEqual([1, 2, 0]);
  });

  it('looks at free and processing times alone, not at transfers', () => {
    const table = tableOf({ cost: [[5, 6]], ready: [[90, 0]], freeAt: [0, 0] });
    expect(pairOf(table, new DeepSocsReleased().act(table, CONTEXT))).toEqual([0, 0]);
  });
});

agentContract({
  id: 'deepsocs-released',
  description: 'without a network',
  tags: [],
  oracle: false,
  create: () => new DeepSocsReleased(),
});
