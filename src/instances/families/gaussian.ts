/**
 * Gaussian elimination of an m × m matrix, by columns (Topcuoglu, Hariri & Wu 2002, §5.2.1, doi 10.1109/71.993206; Cosnard,
 * Marrakchi, Robert & Trystram 1988): step k has one pivot task and one update of every later column. (m² + m − 2) / 2
 * tasks, m(m − 1) − 1 edges. The paper draws the costs at random, and so does this family.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

export const gaussian = defineFamily({
  name: 'gaussian',
  description: 'Gaussian elimination of a matrix, one pivot task per step and one update per later column',
  source: 'Topcuoglu, Hariri & Wu 2002, §5.2.1, doi 10.1109/71.993206',
  schema: z.object({ size: whole(2, 10, 4000).describe('rows m of the matrix') }),
  build({ size }, _, who) {
    const builder = new ShapeBuilder(who);
    const updated = new Int32Array(size + 1).fill(-1); // [column] the last update of it
    for (let k = 1; k < size; k++) {
      const pivot = builder.task(`pivot_${k}`);
      if (k > 1) builder.edge(updated[k], pivot);
      for (let column = k + 1; column <= size; column++) {
        const update = builder.task(`update_${k}_${column}`);
        builder.edge(pivot, update);
        if (k > 1) builder.edge(updated[column], update);
        updated[column] = update;
      }
    }
    return builder.finish();
  },
});
