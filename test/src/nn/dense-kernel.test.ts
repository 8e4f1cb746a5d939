/** The SIMD loop against the same sums written out, for all shapes; and the heap that its rows live in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Parameters } from '../../../src/nn/parameters.js';
import { RowHeap, RowLayer } from '../../../src/nn/row-layers.js';
import { createRng } from '../../../src/rng.js';

function layerOf(inputs: number, outputs: number, leak: number) {
  const specs = [
    { name: 'w', shape: [inputs, outputs], gain: 1 },
    { name: 'b', shape: [outputs], gain: 0 },
  ];
  const parameters = new Parameters(specs);
  const rng = createRng(`${inputs} ${outputs}`);
  for (let i = 0; i < parameters.flat.length; i++) parameters.flat[i] = 2 * rng() - 1;
  const heap = new RowHeap();
  return { heap, parameters, layer: new RowLayer(heap, parameters, { weight: 'w', bias: 'b', leak }) };
}

const shapes = fc.record({
  rows: fc.nat(9),
  inputs: fc.integer({ min: 1, max: 40 }),
  outputs: fc.integer({ min: 1, max: 11 }).map((blocks) => 4 * blocks),
  leak: fc.constantFrom(0, 0.2, 1),
  seed: fc.nat(),
});

describe('dense rows', () => {
  it('are the sums of products through the rectifier', () => {
    fc.assert(
      fc.property(shapes, ({ rows, inputs, outputs, leak, seed }) => {
        const { heap, parameters, layer } = layerOf(inputs, outputs, leak);
        const [weight, bias] = [parameters.get('w'), parameters.get('b')];
        const rng = createRng(seed);
        const x = heap.take(rows * inputs);
        const y = heap.take(rows * outputs + 4);
        const { floats } = heap;
        for (let i = 0; i < rows * inputs; i++) floats[x + i] = 2 * rng() - 1;
        floats[y + rows * outputs] = 77; // must stay
        const sum = (row: number, o: number): number => {
          let total = 0;
          for (let i = 0; i < inputs; i++) total += floats[x + row * inputs + i] * weight[i * outputs + o];
          return total;
        };
        const through = (z: number): number => Math.max(z, leak * z);
        layer.run(rows, x, y);
        for (let row = 0; row < rows; row++) {
          for (let o = 0; o < outputs; o++) {
            expect(floats[y + row * outputs + o]).toBeCloseTo(through(bias[o] + sum(row, o)), 5);
          }
        }
        for (let i = 0; i < rows * outputs; i++) floats[y + i] = i % 3;
        layer.add(rows, x, y);
        for (let i = 0; i < rows * outputs; i++) {
          expect(floats[y + i]).toBeCloseTo(through((i % 3) + sum(Math.floor(i / outputs), i % outputs)), 5);
        }
        expect(floats[y + rows * outputs]).toBe(77);
      }),
      { numRuns: 60 },
    );
  });

  it('keep their numbers when the heap grows', () => {
    const { heap, layer, parameters } = layerOf(3, 4, 1);
    heap.keep();
    const x = heap.take(3);
    heap.floats.set([1, 2, 3], x);
    const y = heap.take(4);
    heap.take(200_000);
    layer.run(1, x, y);
    const [weight, bias] = [parameters.get('w'), parameters.get('b')];
    expect(heap.floats[y]).toBeCloseTo(bias[0] + weight[0] + 2 * weight[4] + 3 * weight[8], 5);
    heap.clear();
    expect(heap.take(3)).toBe(x);
  });

  it('refuse widths that are no multiple of four', () => {
    expect(() => layerOf(3, 6, 1)).toThrow('nn/row-layers: w has 6 outputs (multiples of 4)');
  });
});
