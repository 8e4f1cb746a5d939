/**
 * Three small workflows of the WfCommons collection (Coleman et al. 2022, doi 10.1016/j.future.2021.09.043) in their bare
 * form: BLAST, one split, n searches, two tasks that each collect all; BWA, two preparations that all n alignments need,
 * then two collecting tasks in a row; seismology, n deconvolutions and one task that collects them. Structure only: run
 * times and data sizes are drawn as for any other family.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

const source = 'form of the WfCommons workflow of that name, doi 10.1016/j.future.2021.09.043; structure only';
const schema = z.object({ width: whole(1, 40, 1_000_000).describe('parallel tasks n') });

export const blast = defineFamily({
  name: 'blast',
  description: 'one split, parallel searches, two collecting tasks',
  source,
  schema,
  build({ width }, _, who) {
    const builder = new ShapeBuilder(who);
    const split = builder.task('split_fasta');
    const [catBlast, cat] = [width + 1, width + 2];
    for (let i = 0; i < width; i++) {
      const search = builder.task(`blastall_${i}`);
      builder.edge(split, search);
      builder.edge(search, catBlast);
      builder.edge(search, cat);
    }
    builder.task('cat_blast');
    builder.task('cat');
    return builder.finish();
  },
});

export const bwa = defineFamily({
  name: 'bwa',
  description: 'two preparations, parallel alignments that need both, two collecting tasks in a row',
  source,
  schema,
  build({ width }, _, who) {
    const builder = new ShapeBuilder(who);
    const prepare = [builder.task('bwa_index'), builder.task('fastq_reduce')];
    const collect = width + 2;
    for (let i = 0; i < width; i++) {
      const align = builder.task(`bwa_${i}`);
      for (const task of prepare) builder.edge(task, align);
      builder.edge(align, collect);
    }
    builder.edge(builder.task('cat_bwa'), builder.task('cat'));
    return builder.finish();
  },
});

export const seismology = defineFamily({
  name: 'seismology',
  description: 'parallel deconvolutions and one task that collects them',
  source,
  schema,
  build({ width }, _, who) {
    const builder = new ShapeBuilder(who);
    for (let i = 0; i < width; i++) builder.edge(builder.task(`sG1IterDecon_${i}`), width);
    builder.task('siftSTFByMisfit');
    return builder.finish();
  },
});
