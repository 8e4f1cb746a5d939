/**
 * The fast Fourier transform of m points as a graph (Topcuoglu, Hariri & Wu 2002, §5.2.2, doi 10.1109/71.993206; Cormen,
 * Leiserson & Rivest 1990): 2m − 1 recursive calls, a binary tree that splits the vector, then m · log2 m butterfly tasks,
 * each fed by two of the stage before. Every way from the entry to an exit has equally many tasks. 2m − 2 + 2m · log2 m
 * edges. With `equalLevels` all tasks of a level cost the same and all edges between two levels carry the same, as the
 * paper has it: then every such way is a critical path.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

const schema = z.object({
  points: whole(1, 16)
    .refine((m) => Number.isInteger(Math.log2(m)), 'a power of two is needed')
    .describe('points m of the transform, a power of two'),
  equalLevels: z.boolean().default(false).describe('one cost for all tasks of a level, one volume between two levels'),
});

export const fft = defineFamily({
  name: 'fft',
  description: 'fast Fourier transform: a tree of recursive calls, then butterfly stages',
  source: 'Topcuoglu, Hariri & Wu 2002, §5.2.2, doi 10.1109/71.993206',
  schema,
  build({ points, equalLevels }, rng, who) {
    const stages = Math.log2(points);
    const builder = new ShapeBuilder(who);
    const size = () => (equalLevels ? 2 * (1 - rng()) : Number.NaN);
    for (let level = 0; level <= stages; level++)
      addRow(builder, { name: `call_${level}`, width: 2 ** level, work: size() });
    for (let stage = 1; stage <= stages; stage++)
      addRow(builder, { name: `butterfly_${stage}`, width: points, work: size() });
    addCalls(builder, { points, size });
    for (let stage = 0; stage < stages; stage++) {
      const above = points - 1 + stage * points; // the last row of calls, then rows of butterflies
      const volume = size();
      for (let i = 0; i < points; i++) {
        builder.edge(above + i, above + points + i, volume);
        builder.edge(above + (i ^ (1 << stage)), above + points + i, volume);
      }
    }
    return builder.finish();
  },
});

function addRow(builder: ShapeBuilder, { name, width, work }: { name: string; width: number; work: number }): void {
  for (let i = 0; i < width; i++) builder.task(`${name}_${i}`, work);
}

/** The binary tree of calls: task i starts 2i + 1 and 2i + 2. */
function addCalls(builder: ShapeBuilder, { points, size }: { points: number; size: () => number }): void {
  for (let width = 1; width < points; width *= 2) {
    const volume = size();
    for (let i = width - 1; i < 2 * width - 1; i++) {
      builder.edge(i, 2 * i + 1, volume);
      builder.edge(i, 2 * i + 2, volume);
    }
  }
}
