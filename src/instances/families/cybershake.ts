/**
 * CyberShake-like: earthquake hazard at a site. Stages after Juve et al. 2013 (doi 10.1016/j.future.2012.08.015): strain
 * tensors are extracted from two huge files, every extract feeds many seismogram syntheses, every seismogram is zipped
 * and gives a peak value, which is zipped too. Run times and sizes are of the order of those measured there: minutes to
 * extract, under a minute to synthesise, a second for a peak; hundreds of MB per extract, kilobytes behind. A shape, no
 * trace.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { JUVE, variation, WorkflowBuilder } from './workflow.js';

export const cybershake = defineFamily({
  name: 'cybershake',
  description: 'seismology: extracts fan out into syntheses; two zip tasks collect everything',
  source: JUVE,
  schema: z.object({
    extracts: whole(1, 2, 100_000).describe('extractions of strain tensors'),
    syntheses: whole(1, 12, 100_000).describe('seismograms from every extract'),
    variation,
  }),
  build({ extracts, syntheses, variation }, rng, who) {
    const flow = new WorkflowBuilder({ who, variation, rng });
    const total = extracts * syntheses;
    const extract = flow.tasks(extracts, 'ExtractSGT', 130);
    const synthesis = flow.tasks(total, 'SeismogramSynthesis', 45);
    const peak = flow.tasks(total, 'PeakValCalcOkaya', 1);
    const zipSeismograms = flow.task('ZipSeis', 0.02 * total);
    const zipPeaks = flow.task('ZipPSA', 0.015 * total);
    for (let i = 0; i < total; i++) {
      flow.edge(extract[Math.floor(i / syntheses)], synthesis[i], 460);
      flow.edge(synthesis[i], zipSeismograms, 0.024);
      flow.edge(synthesis[i], peak[i], 0.024);
      flow.edge(peak[i], zipPeaks, 0.0002);
    }
    return flow.finish();
  },
});
