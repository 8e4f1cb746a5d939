/**
 * Random DAGs without levels: the tasks in a random order, and each pair of them joined with the same probability, from
 * the earlier to the later (Erdős & Rényi 1959 with directions). Pairs are skipped in geometric steps (Batagelj & Brandes
 * 2005, doi 10.1103/PhysRevE.71.036113), so sparse graphs cost time in edges, not in pairs.
 */
import { z } from 'zod';
import type { Rng } from '../../rng.js';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

const schema = z.object({
  tasks: whole(1, 40).describe('number of tasks n'),
  probability: z.number().min(0).max(1).default(0.1).describe('chance of an edge between any two tasks'),
});

export const erdos = defineFamily({
  name: 'erdos',
  description: 'random order of the tasks, every pair joined with the same probability',
  source: 'Erdős & Rényi 1959, directed along a random order',
  schema,
  build({ tasks, probability }, rng, who) {
    const builder = new ShapeBuilder(who);
    for (let task = 0; task < tasks; task++) builder.task(`task_${task}`);
    if (probability === 0) return builder.finish();
    const order = shuffled(tasks, rng);
    const logMiss = Math.log(1 - probability); // −Infinity for probability 1: no pair is skipped
    let later = 1;
    let earlier = -1; // the pairs are (later, earlier) with earlier < later
    while (later < tasks) {
      earlier += 1 + Math.floor(Math.log(1 - rng()) / logMiss);
      while (later < tasks && earlier >= later) earlier -= later++;
      if (later < tasks) builder.edge(order[earlier], order[later]);
    }
    return builder.finish();
  },
});

/** [count] a random permutation. */
function shuffled(count: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const swap = rng.integer(i + 1);
    [order[i], order[swap]] = [order[swap], order[i]];
  }
  return order;
}
