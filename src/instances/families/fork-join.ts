/**
 * Fork-join graphs: in every stage one task starts `width` parallel branches and one task waits for all of them; the
 * join of a stage is the fork of the next. stages · width + stages + 1 tasks, 2 · stages · width edges.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

export const forkJoin = defineFamily({
  name: 'fork-join',
  description: 'stages of parallel branches between single tasks',
  source: 'elementary; the bulk-synchronous form of parallel loops',
  schema: z.object({
    stages: whole(1, 3).describe('number of stages'),
    width: whole(1, 5).describe('branches of each stage'),
  }),
  build({ stages, width }, _, who) {
    const builder = new ShapeBuilder(who);
    let fork = builder.task('fork_0');
    for (let stage = 0; stage < stages; stage++) {
      const join = fork + width + 1;
      for (let i = 0; i < width; i++) {
        const branch = builder.task(`branch_${stage}_${i}`);
        builder.edge(fork, branch);
        builder.edge(branch, join);
      }
      fork = builder.task(stage + 1 < stages ? `join_${stage}` : 'join');
    }
    return builder.finish();
  },
});
