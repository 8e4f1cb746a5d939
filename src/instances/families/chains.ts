/** Chains: one, in which nothing can run in parallel, or several side by side that share nothing but processors. */
import { z } from 'zod';
import { ensure } from '../../error.js';
import { defineFamily, whole } from '../family.js';
import { type GraphShape, MOST, ShapeBuilder } from '../graph-shape.js';

export const chain = defineFamily({
  name: 'chain',
  description: 'one task after the other',
  source: 'elementary; with 3–5 tasks the instances of Coleman & Krishnamachari 2024, arXiv 2403.07120',
  schema: z.object({ length: whole(1, 10).describe('number of tasks') }),
  build: ({ length }, _, who) => build({ chains: 1, length, who }),
});

export const chains = defineFamily({
  name: 'chains',
  description: 'several chains of the same length side by side',
  source: 'parallel chains, as in Coleman & Krishnamachari 2024, arXiv 2403.07120',
  schema: z.object({
    chains: whole(1, 4).describe('number of chains'),
    length: whole(1, 5).describe('tasks of each chain'),
  }),
  build: ({ chains, length }, _, who) => build({ chains, length, who }),
});

interface Chains {
  readonly chains: number;
  readonly length: number;
  readonly who: string;
}

function build({ chains, length, who }: Chains): GraphShape {
  ensure(chains * length <= MOST, `${who}: ${chains} chains of ${length} make more than ${MOST} tasks`);
  const builder = new ShapeBuilder(who);
  for (let c = 0; c < chains; c++) {
    for (let i = 0; i < length; i++) {
      const task = builder.task(chains === 1 ? `link_${i}` : `chain_${c}_${i}`);
      if (i > 0) builder.edge(task - 1, task);
    }
  }
  return builder.finish();
}
