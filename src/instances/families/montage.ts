/**
 * Montage-like: a mosaic of the sky from n images. Stages after Juve et al. 2013 (doi 10.1016/j.future.2012.08.015):
 * every image is projected, every overlapping pair is fitted, one task collects the fits and one solves for the
 * background, every image is corrected, then table, mosaic, shrinking, JPEG. Mean run times per type are rough proportions,
 * those of the single tasks divided by the pairs or images of that run, so that they grow with this one; sizes of the
 * files are of the order of their 4 MB images. Ours: images lie on a square grid and overlap with the right, the lower
 * and the lower right one, nearly three pairs per image as in their run. A shape, no trace.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { JUVE, variation, WorkflowBuilder } from './workflow.js';

export const montage = defineFamily({
  name: 'montage',
  description: 'astronomy: project, fit overlaps, one background model, correct, join',
  source: JUVE,
  schema: z.object({ images: whole(2, 11, 1_000_000).describe('images n of the mosaic'), variation }),
  build({ images: n, variation }, rng, who) {
    const flow = new WorkflowBuilder({ who, variation, rng });
    const pairs = overlaps(n);
    const project = flow.tasks(n, 'mProject', 1.7);
    const fit = flow.tasks(pairs.length, 'mDiffFit', 0.7);
    const collect = flow.task('mConcatFit', 0.023 * pairs.length);
    const model = flow.task('mBgModel', 0.062 * pairs.length);
    const correct = flow.tasks(n, 'mBackground', 1.7);
    const table = flow.task('mImgtbl', 0.022 * n);
    const add = flow.task('mAdd', 2.3 * n);
    const shrink = flow.task('mShrink', 0.5 * n);
    const jpeg = flow.task('mJPEG', 0.6);
    for (let i = 0; i < pairs.length; i++) {
      for (const image of pairs[i]) flow.edge(project[image], fit[i], 8.3);
      flow.edge(fit[i], collect, 0.0003);
    }
    flow.edge(collect, model, 0.0002 * pairs.length);
    for (let i = 0; i < n; i++) {
      flow.edge(project[i], correct[i], 8.3);
      flow.edge(model, correct[i], 0.00005 * n);
      flow.edge(correct[i], table, 4.2);
      flow.edge(correct[i], add, 8.3);
    }
    flow.edge(table, add, 0.0004 * n);
    flow.edge(add, shrink, 3.9 * n);
    flow.edge(shrink, jpeg, 0.15 * n);
    return flow.finish();
  },
});

/** Pairs of images on a grid of ⌈√n⌉ columns that touch to the right, below, or below to the right. */
function overlaps(n: number): [number, number][] {
  const columns = Math.ceil(Math.sqrt(n));
  const pairs: [number, number][] = [];
  for (let image = 0; image < n; image++) {
    const last = image % columns === columns - 1;
    if (!last && image + 1 < n) pairs.push([image, image + 1]);
    if (image + columns < n) pairs.push([image, image + columns]);
    if (!last && image + columns + 1 < n) pairs.push([image, image + columns + 1]);
  }
  return pairs;
}
