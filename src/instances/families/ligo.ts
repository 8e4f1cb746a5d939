/**
 * LIGO-Inspiral-like: the search for gravitational waves. Stages and mean run times per type, rounded, after Juve et al.
 * 2013 (doi 10.1016/j.future.2012.08.015): in every group template banks feed one inspiral search each, a coincidence
 * test (Thinca) joins them, and the survivors go through a second such round. Ours: groups of equal size that share
 * nothing. A shape, no trace.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { JUVE, variation, WorkflowBuilder } from './workflow.js';

export const ligo = defineFamily({
  name: 'ligo',
  description: 'physics: groups of two rounds of parallel searches, each joined by one test',
  source: JUVE,
  schema: z.object({
    groups: whole(1, 2, 100_000).describe('groups that share nothing'),
    width: whole(1, 6, 100_000).describe('parallel searches of a round'),
    variation,
  }),
  build({ groups, width, variation }, rng, who) {
    const flow = new WorkflowBuilder({ who, variation, rng });
    for (let g = 0; g < groups; g++) {
      const first = addRound(flow, { types: [`TmpltBank_${g}`, `Inspiral_${g}_0`], seconds: [18, 460], width });
      const between = flow.task(`Thinca_${g}_0`, 5.4);
      for (const search of first.searches) flow.edge(search, between, 0.3);
      const second = addRound(flow, { types: [`TrigBank_${g}`, `Inspiral_${g}_1`], seconds: [5.1, 460], width });
      for (const trigger of second.banks) flow.edge(between, trigger, 0.03);
      const last = flow.task(`Thinca_${g}_1`, 5.4);
      for (const search of second.searches) flow.edge(search, last, 0.3);
    }
    return flow.finish();
  },
});

interface Round {
  readonly types: readonly [bank: string, search: string];
  readonly seconds: readonly [bank: number, search: number];
  readonly width: number;
}

/** Banks of templates or triggers, each feeding one search. */
function addRound(flow: WorkflowBuilder, { types, seconds, width }: Round): { banks: number[]; searches: number[] } {
  const banks = flow.tasks(width, types[0], seconds[0]);
  const searches = flow.tasks(width, types[1], seconds[1]);
  for (let i = 0; i < width; i++) flow.edge(banks[i], searches[i], types[0].startsWith('TmpltBank') ? 1 : 0.013);
  return { banks, searches };
}
