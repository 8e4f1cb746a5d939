/**
 * A leaky perceptron over many rows at once, for acting: its layers on the SIMD rows of `src/nn/row-layers.ts`. The first
 * layer may read its inputs from two places, so that rows need not be joined.
 */
import type { MlpSpec } from '../../src/nn/mlp.js';
import type { Parameters } from '../../src/nn/parameters.js';
import { type RowHeap, RowLayer } from '../../src/nn/row-layers.js';

const LEAK = 0.2;

export class RowMlp {
  private readonly heap: RowHeap;
  private readonly first: RowLayer;
  private readonly joined: RowLayer | null; // of inputs from the second place
  private readonly rest: readonly RowLayer[];

  /** `split`: inputs that come from the first place; default all. Widths of all layers must be multiples of 4. */
  constructor(
    heap: RowHeap,
    parameters: Parameters,
    { spec, split }: { readonly spec: MlpSpec; readonly split?: number },
  ) {
    const { name, sizes } = spec;
    const layer = (i: number, further = {}) =>
      new RowLayer(heap, parameters, {
        weight: `${name}/${i}/weight`,
        bias: `${name}/${i}/bias`,
        leak: LEAK,
        ...further,
      });
    this.heap = heap;
    this.first = split === undefined ? layer(0) : layer(0, { rows: [0, split], leak: 1 });
    this.joined = split === undefined ? null : layer(0, { rows: [split, sizes[0]] });
    this.rest = Array.from({ length: sizes.length - 2 }, (_, i) => layer(i + 1));
  }

  /** Rows [row, inputs] at `x`, and [row, further inputs] at `more`; returns where the results stand. */
  run(rows: number, x: number, more = 0): number {
    const { heap, joined, rest } = this;
    let from = heap.take(rows * this.first.outputs);
    this.first.run(rows, x, from);
    if (joined !== null) joined.add(rows, more, from);
    for (let i = 0; i < rest.length; i++) {
      const to = heap.take(rows * rest[i].outputs);
      rest[i].run(rows, from, to);
      from = to;
    }
    return from;
  }

  refresh(): void {
    this.first.refresh();
    this.joined?.refresh();
    for (const layer of this.rest) layer.refresh();
  }
}
