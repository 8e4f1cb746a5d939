/**
 * Epigenomics-like: reads of a sequencer are mapped to a genome. Stages and mean run times per type, rounded, after Juve
 * et al. 2013 (doi 10.1016/j.future.2012.08.015): every lane is split into chunks, every chunk passes a pipeline of four
 * tasks, a lane's chunks are merged, then all lanes, then one index and one pileup. Data sizes follow a lane of about
 * 350 MB through the pipeline; the share that every task passes on is approximate. A shape, no trace.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { JUVE, variation, WorkflowBuilder } from './workflow.js';

/** The pipeline of a chunk: type, seconds, and what it passes on as a share of the raw chunk. */
const PIPELINE = [
  ['filterContams', 2.5, 0.5],
  ['sol2sanger', 0.5, 0.4],
  ['fastq2bfq', 1.4, 0.1],
  ['map', 200, 0.1],
] as const;
const LANE = 350; // MB

export const epigenomics = defineFamily({
  name: 'epigenomics',
  description: 'genomics: lanes are split, chunks pass pipelines, results are merged',
  source: JUVE,
  schema: z.object({
    lanes: whole(1, 2, 100_000).describe('lanes of the sequencer'),
    chunks: whole(1, 5, 100_000).describe('chunks of every lane'),
    variation,
  }),
  build({ lanes, chunks, variation }, rng, who) {
    const flow = new WorkflowBuilder({ who, variation, rng });
    const splits = flow.tasks(lanes, 'fastQSplit', 34);
    const mapped = splits.map((split, lane) => {
      let rows = new Array<number>(chunks).fill(split); // [chunk] its last task
      let megabytes = LANE / chunks;
      for (const [type, seconds, share] of PIPELINE) {
        const next = flow.tasks(chunks, `${type}_${lane}`, seconds);
        for (let chunk = 0; chunk < chunks; chunk++) flow.edge(rows[chunk], next[chunk], megabytes);
        [rows, megabytes] = [next, (share * LANE) / chunks];
      }
      return rows;
    });
    const merged = flow.tasks(lanes, 'mapMerge', 11);
    for (let lane = 0; lane < lanes; lane++)
      for (const map of mapped[lane]) flow.edge(map, merged[lane], (0.1 * LANE) / chunks);
    const all = lanes > 1 ? flow.task('mapMerge_all', 11) : merged[0];
    if (lanes > 1) for (const merge of merged) flow.edge(merge, all, 0.1 * LANE);
    const index = flow.task('maqIndex', 44);
    const pileup = flow.task('pileup', 56);
    flow.edge(all, index, 0.1 * LANE * lanes);
    flow.edge(index, pileup, 0.1 * LANE * lanes);
    return flow.finish();
  },
});
