/**
 * SIPHT-like: the search for untranslated RNA in bacteria. Structure after Juve et al. 2013 (doi
 * 10.1016/j.future.2012.08.015): in every replicon many short Patser tasks are concatenated, four searches feed one
 * prediction (SRNA), five comparisons follow, one annotation collects everything. Run times and data sizes are of the
 * order measured there. Ours: replicons of equal size that share nothing. A shape, no trace.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { JUVE, variation, WorkflowBuilder } from './workflow.js';

/** Searches before the prediction: type, seconds, MB passed on. */
const SEARCHES = [
  ['Findterm', 600, 17],
  ['RNAMotif', 26, 1],
  ['Transterm', 32, 0.4],
  ['Blast', 3300, 5],
] as const;
/** Comparisons after it. */
const COMPARISONS = [
  ['Blast_candidate', 0.6, 0.003],
  ['Blast_QRNA', 440, 0.8],
  ['Blast_paralogues', 0.7, 0.7],
  ['Blast_synteny', 3.4, 1.1],
] as const;
const SYNTENY = 3; // the comparison that also reads the parsed genes

export const sipht = defineFamily({
  name: 'sipht',
  description: 'bioinformatics: a few long searches and many short tasks meet in one annotation per replicon',
  source: JUVE,
  schema: z.object({
    replicons: whole(1, 1, 100_000).describe('replicons that share nothing'),
    patsers: whole(1, 18, 100_000).describe('Patser tasks of every replicon'),
    variation,
  }),
  build({ replicons, patsers, variation }, rng, who) {
    const flow = new WorkflowBuilder({ who, variation, rng });
    for (let r = 0; r < replicons; r++) addReplicon(flow, r, patsers);
    return flow.finish();
  },
});

function addReplicon(flow: WorkflowBuilder, r: number, patsers: number): void {
  const short = flow.tasks(patsers, `Patser_${r}`, 1);
  const concatenate = flow.task(`Patser_concate_${r}`, 0.03);
  for (const task of short) flow.edge(task, concatenate, 0.09);
  const searches = SEARCHES.map(([type, seconds]) => flow.task(`${type}_${r}`, seconds));
  const predict = flow.task(`SRNA_${r}`, 12);
  for (let i = 0; i < searches.length; i++) flow.edge(searches[i], predict, SEARCHES[i][2]);
  const parse = flow.task(`FFN_Parse_${r}`, 0.7);
  const comparisons = COMPARISONS.map(([type, seconds]) => flow.task(`${type}_${r}`, seconds));
  const annotate = flow.task(`SRNA_annotate_${r}`, 0.14);
  flow.edge(predict, parse, 1);
  flow.edge(parse, comparisons[SYNTENY], 0.8);
  for (let i = 0; i < comparisons.length; i++) {
    flow.edge(predict, comparisons[i], 1);
    flow.edge(comparisons[i], annotate, COMPARISONS[i][2]);
  }
  flow.edge(predict, annotate, 0.3);
  flow.edge(concatenate, annotate, 0.09 * patsers);
}
