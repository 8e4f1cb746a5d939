/**
 * An irregular graph of our own in the spirit of the molecular-dynamics code of Kim & Browne 1988, which the literature
 * uses as a real irregular example. It is not that graph: no task, edge or number is taken from it. Cells lie at random
 * in a unit square; each interacts with its nearest others. In every time step each interacting pair computes a force
 * from the positions of its two cells, each cell integrates its motion from its forces and its last position, and one
 * long-range task, fed by all cells, feeds all of them. So degrees differ from task to task, and edges skip levels.
 */
import { z } from 'zod';
import type { Rng } from '../../rng.js';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

const schema = z.object({
  cells: whole(1, 7, 3000).describe('cells of space'),
  neighbours: whole(0, 2, 3000).describe('nearest cells with which each interacts at least'),
  steps: whole(1, 2).describe('time steps'),
  longRange: z.boolean().default(true).describe('one task per step that all cells feed and wait for'),
});

export const molecular = defineFamily({
  name: 'molecular',
  description: 'irregular: forces between neighbouring cells over time steps (our own, not the published graph)',
  source: 'our own, in the spirit of Kim & Browne 1988 (International Conference on Parallel Processing)',
  schema,
  build({ cells, neighbours, steps, longRange }, rng, who) {
    const builder = new ShapeBuilder(who);
    const pairs = interactingPairs({ cells, neighbours }, rng);
    const setup = builder.task('setup');
    let last: number[] = new Array(cells).fill(setup); // [cell] the task that knows its position
    for (let step = 0; step < steps; step++) {
      const forces: number[][] = last.map((task) => [task]); // [cell] tasks that its motion waits for
      for (const [a, b] of pairs) {
        const force = builder.task(`force_${step}_${a}_${b}`);
        for (const task of new Set([last[a], last[b]])) builder.edge(task, force);
        forces[a].push(force);
        forces[b].push(force);
      }
      if (longRange) {
        const far = builder.task(`long_range_${step}`);
        for (const task of new Set(last)) builder.edge(task, far);
        for (const cell of forces) cell.push(far);
      }
      last = forces.map((needed, cell) => {
        const motion = builder.task(`motion_${step}_${cell}`);
        for (const task of needed) builder.edge(task, motion);
        return motion;
      });
    }
    const energy = builder.task('energy');
    for (const motion of last) builder.edge(motion, energy);
    return builder.finish();
  },
});

/** Pairs of cells of which one is among the nearest of the other, ascending. */
function interactingPairs({ cells, neighbours }: { cells: number; neighbours: number }, rng: Rng): [number, number][] {
  const x = Float64Array.from({ length: cells }, () => rng());
  const y = Float64Array.from({ length: cells }, () => rng());
  const keys = new Set<number>();
  for (let cell = 0; cell < cells; cell++) {
    const distance = x.map((other, i) => (other - x[cell]) ** 2 + (y[i] - y[cell]) ** 2);
    distance[cell] = Number.POSITIVE_INFINITY;
    const near = Array.from(distance.keys()).sort((a, b) => distance[a] - distance[b] || a - b);
    for (const other of near.slice(0, Math.min(neighbours, cells - 1)))
      keys.add(Math.min(cell, other) * cells + Math.max(cell, other));
  }
  return [...keys].sort((a, b) => a - b).map((key) => [Math.floor(key / cells), key % cells]);
}
