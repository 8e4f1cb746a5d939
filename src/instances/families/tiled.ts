/**
 * Dense factorisations by tiles, as in Buttari, Langou, Kurzak & Dongarra 2009 (doi 10.1016/j.parco.2008.10.002), t × t
 * tiles: Cholesky, t(t + 1)(t + 2) / 6 tasks, and LU without pivoting, t(t + 1)(2t + 1) / 6. Task names end in the tile's
 * row and column and the step, where these matter. Work is the leading term of the operation count in units of the cube
 * of a tile's side; every edge carries one tile.
 */
import { z } from 'zod';
import { defineFamily, whole } from '../family.js';
import { ShapeBuilder } from '../graph-shape.js';

const source = 'Buttari, Langou, Kurzak & Dongarra 2009, doi 10.1016/j.parco.2008.10.002';
const schema = z.object({ tiles: whole(1, 6, 300).describe('tiles t in every row and column') });
const TILE = 1; // volume of an edge

/** The task that last wrote each tile of a t × t matrix. */
class Tiles {
  private readonly writer: Int32Array; // [t·t] task; −1 = none
  private readonly side: number;
  private readonly builder: ShapeBuilder;

  constructor(side: number, builder: ShapeBuilder) {
    this.writer = new Int32Array(side * side).fill(-1);
    this.side = side;
    this.builder = builder;
  }

  /** A task that reads and writes one tile after it has read others. */
  write(name: string, { row, column, work, reads = [] }: Write): void {
    const tile = row * this.side + column;
    const task = this.builder.task(name, work);
    if (this.writer[tile] >= 0) this.builder.edge(this.writer[tile], task, TILE);
    for (const [i, j] of reads) this.builder.edge(this.writer[i * this.side + j], task, TILE);
    this.writer[tile] = task;
  }
}

interface Write {
  readonly row: number;
  readonly column: number;
  readonly work: number;
  readonly reads?: readonly (readonly [row: number, column: number])[];
}

export const cholesky = defineFamily({
  name: 'cholesky',
  description: 'tiled Cholesky factorisation: POTRF, TRSM, SYRK, GEMM',
  source,
  schema,
  build({ tiles: t }, _, who) {
    const builder = new ShapeBuilder(who);
    const matrix = new Tiles(t, builder);
    for (let k = 0; k < t; k++) {
      matrix.write(`potrf_${k}`, { row: k, column: k, work: 1 / 3 });
      for (let i = k + 1; i < t; i++) matrix.write(`trsm_${i}_${k}`, { row: i, column: k, work: 1, reads: [[k, k]] });
      for (let i = k + 1; i < t; i++) {
        matrix.write(`syrk_${i}_${k}`, { row: i, column: i, work: 1, reads: [[i, k]] });
        for (let j = k + 1; j < i; j++) {
          const reads = [[i, k] as const, [j, k] as const];
          matrix.write(`gemm_${i}_${j}_${k}`, { row: i, column: j, work: 2, reads });
        }
      }
    }
    return builder.finish();
  },
});

export const lu = defineFamily({
  name: 'lu',
  description: 'tiled LU factorisation without pivoting: GETRF, TRSM on rows and columns, GEMM',
  source,
  schema,
  build({ tiles: t }, _, who) {
    const builder = new ShapeBuilder(who);
    const matrix = new Tiles(t, builder);
    for (let k = 0; k < t; k++) {
      matrix.write(`getrf_${k}`, { row: k, column: k, work: 2 / 3 });
      for (let j = k + 1; j < t; j++)
        matrix.write(`trsm_row_${k}_${j}`, { row: k, column: j, work: 1, reads: [[k, k]] });
      for (let i = k + 1; i < t; i++)
        matrix.write(`trsm_column_${i}_${k}`, { row: i, column: k, work: 1, reads: [[k, k]] });
      for (let i = k + 1; i < t; i++) {
        for (let j = k + 1; j < t; j++) {
          const reads = [[i, k] as const, [k, j] as const];
          matrix.write(`gemm_${i}_${j}_${k}`, { row: i, column: j, work: 2, reads });
        }
      }
    }
    return builder.finish();
  },
});
