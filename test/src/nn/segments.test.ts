/**
 * Operations on ragged batches against plain loops in doubles, their gradients against central differences, their
 * stability, and that their work grows with the number of rows and not with rows times segments: the work is counted.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBackend, type TF } from '../../../src/nn/backend.js';
import { maximumOfSegments, pickRows, sumSegments } from '../../../src/nn/segment-kernels.js';
import { gatherRows, scannedMaximum, segmentLogSoftmax, segmentSoftmax, segmentSum } from '../../../src/nn/segments.js';
import type { Tensor } from './operations.js';

const BACKENDS = ['cpu', 'wasm'] as const;

interface Ragged {
  readonly ids: number[]; // [row]
  readonly values: number[][]; // [row][width]
  readonly count: number; // segments
  readonly width: number;
}

const ragged: fc.Arbitrary<Ragged> = fc
  .record({
    rows: fc.integer({ min: 1, max: 40 }),
    count: fc.integer({ min: 1, max: 12 }),
    width: fc.integer({ min: 1, max: 9 }),
  })
  .chain(({ rows, count, width }) =>
    fc.record({
      ids: fc.array(fc.integer({ min: 0, max: count - 1 }), { minLength: rows, maxLength: rows }),
      values: fc.array(
        fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: width, maxLength: width }),
        {
          minLength: rows,
          maxLength: rows,
        },
      ),
      count: fc.constant(count),
      width: fc.constant(width),
    }),
  );

/** [row][width] logarithm of the softmax over each segment, in doubles. */
function plainLogSoftmax({ ids, values }: Ragged): number[][] {
  return values.map((row, i) =>
    row.map((value, column) => {
      const members = values.filter((_, other) => ids[other] === ids[i]).map((member) => Math.fround(member[column]));
      const largest = Math.max(...members);
      const sum = members.reduce((total, member) => total + Math.exp(member - largest), 0);
      return Math.fround(value) - largest - Math.log(sum);
    }),
  );
}

describe.each(BACKENDS)('ragged batches on %s', (name) => {
  let tf: TF;
  beforeAll(async () => {
    ({ tf } = await loadBackend({ preferred: name }));
  });

  const idsOf = (ids: readonly number[]) => tf.tensor1d([...ids], 'int32');
  const run = <T>(compute: () => Tensor): T => tf.tidy(() => compute().arraySync()) as T;

  it('sums the rows of each segment', () => {
    fc.assert(
      fc.property(ragged, ({ ids, values, count, width }) => {
        const sums = run<number[][]>(() => segmentSum(tf, tf.tensor2d(values), idsOf(ids), count));
        expect(sums.length).toBe(count);
        for (let segment = 0; segment < count; segment++) {
          for (let column = 0; column < width; column++) {
            const expected = values.reduce((sum, row, i) => sum + (ids[i] === segment ? row[column] : 0), 0);
            expect(Math.abs(sums[segment][column] - expected)).toBeLessThan(1e-3);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gathers rows, and adds up gradients of rows that were picked more than once', () => {
    fc.assert(
      fc.property(ragged, ({ ids, values, count, width }) => {
        const table = values
          .slice(0, count)
          .concat(Array.from({ length: Math.max(0, count - values.length) }, () => values[0]));
        const rows = run<number[][]>(() => gatherRows(tf, tf.tensor2d(table), idsOf(ids)));
        expect(rows).toEqual(ids.map((id) => table[id].map(Math.fround)));
        const gradient = run<number[][]>(() =>
          tf.grad((x) => tf.sum(tf.mul(gatherRows(tf, x, idsOf(ids)), 2)))(tf.tensor2d(table)),
        );
        const times = table.map((_, row) => 2 * ids.filter((id) => id === row).length);
        expect(gradient).toEqual(times.map((time) => Array.from({ length: width }, () => time)));
      }),
      { numRuns: 25 },
    );
  });

  it('takes the softmax of each segment', () => {
    fc.assert(
      fc.property(ragged, (batch) => {
        const { ids, values, count } = batch;
        const logits = run<number[][]>(() => segmentLogSoftmax(tf, tf.tensor2d(values), idsOf(ids), count));
        const chances = run<number[][]>(() => segmentSoftmax(tf, tf.tensor2d(values), idsOf(ids), count));
        plainLogSoftmax(batch).forEach((row, i) => {
          row.forEach((expected, column) => {
            expect(Math.abs(logits[i][column] - expected)).toBeLessThan(2e-5 * Math.max(1, Math.abs(expected)));
            expect(Math.abs(chances[i][column] - Math.exp(expected))).toBeLessThan(1e-5);
          });
        });
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the softmax stable for logits of any size, each segment by itself', () => {
    const logits = [1e4, 1e4 - 1, -1e4, -1e4, 3e38, 0, -1e9];
    const ids = [0, 0, 1, 1, 2, 2, 0];
    const chances = run<number[]>(() => segmentSoftmax(tf, tf.tensor1d(logits), idsOf(ids), 3));
    const first = 1 / (1 + Math.exp(-1));
    [first, 1 - first, 0.5, 0.5, 1, 0, 0].forEach((expected, i) => {
      expect(Math.abs(chances[i] - expected)).toBeLessThan(1e-6);
    });
    const gradient = run<number[]>(() =>
      tf.grad((x) => tf.sum(segmentLogSoftmax(tf, x as ReturnType<TF['tensor1d']>, idsOf(ids), 3)))(
        tf.tensor1d(logits),
      ),
    );
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('has gradients of the softmax that agree with central differences', () => {
    const ids = [0, 0, 0, 2, 2, 3];
    const logits = [0.3, -1.2, 0.8, 2, -0.4, 0.1];
    const weights = [0.5, -0.7, 0.2, 0.9, -0.1, 0.4];
    const objective = (values: readonly number[]): number => {
      const batch = { ids, values: values.map((value) => [value]), count: 4, width: 1 };
      return plainLogSoftmax(batch).reduce((sum, [value], i) => sum + weights[i] * Math.exp(value) * value, 0);
    };
    const gradient = run<number[]>(() =>
      tf.grad((x) => {
        const value = segmentLogSoftmax(tf, x, idsOf(ids), 4);
        return tf.sum(tf.mul(tf.mul(tf.exp(value), value), weights)); // weighted terms of an entropy
      })(tf.tensor1d(logits)),
    );
    logits.forEach((logit, i) => {
      const at = (value: number) => objective(logits.map((each, j) => (j === i ? value : each)));
      expect(Math.abs(gradient[i] - (at(logit + 1e-2) - at(logit - 1e-2)) / 2e-2)).toBeLessThan(1e-4);
    });
  });

  it('computes without the kernel of the maximum what it computes with it', () => {
    fc.assert(
      fc.property(ragged, ({ ids, values, count }) => {
        const sorted = [...ids].sort((a, b) => a - b);
        const scanned = run<number[][]>(() => scannedMaximum(tf, tf.tensor2d(values), idsOf(sorted), count));
        const loop = new Float32Array(scanned.flat().length);
        maximumOfSegments(Float32Array.from(values.flat()), Int32Array.from(sorted), loop);
        const expected = loop.map((value) => (value === -Infinity ? 0 : value)); // empty segments, which no row asks for
        expect(scanned.flat().map((value) => value + 0)).toEqual([...expected].map((value) => value + 0));
      }),
      { numRuns: 25 },
    );
  });

  it('accepts batches without rows: a level of a graph without edges', () => {
    const none = idsOf([]);
    expect(run(() => segmentSum(tf, tf.zeros([0, 2]), none, 2))).toEqual([[0, 0], [0, 0]]); // biome-ignore format: a matrix
    expect(run<number[]>(() => segmentLogSoftmax(tf, tf.zeros([0]), none, 2))).toEqual([]);
    const gradient = run(() => tf.grad((x) => tf.sum(gatherRows(tf, x, none)))(tf.ones([2, 2])));
    expect(gradient).toEqual([[0, 0], [0, 0]]); // biome-ignore format: a matrix
    none.dispose();
  });

  it('sums nothing to 0 whatever the memory held before', () => {
    for (let round = 0; round < 20; round++) {
      tf.fill([64], 7).dispose(); // memory that the next result may be given
      const bias = run<number[]>(() => tf.grad((b) => tf.sum(tf.add(tf.zeros([0, 8]), b)))(tf.ones([8])));
      expect(bias).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      const weights = run<number[][]>(() =>
        tf.grad((w) => tf.sum(tf.matMul(tf.zeros([0, 4]), w as ReturnType<TF['tensor2d']>)))(tf.ones([4, 2])),
      );
      expect(weights.flat()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it('refuses ids that do not exist and data that do not fit, by name', () => {
    const data = tf.ones([3, 2]);
    expect(() => tf.tidy(() => segmentSum(tf, data, idsOf([0, 3, 1]), 3))).toThrow('row 1 has segment 3, there are 3');
    expect(() => tf.tidy(() => gatherRows(tf, data, idsOf([0, -1])))).toThrow('index 1 is -1, there are 3 rows');
    expect(() => tf.tidy(() => segmentSum(tf, data, idsOf([0, 1]), 3))).toThrow('one id per row');
    data.dispose();
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    for (let round = 0; round < 50; round++) {
      run(() => {
        const loss = (x: Tensor) => tf.sum(tf.square(segmentLogSoftmax(tf, x, idsOf([0, 1, 1]), 2)));
        return tf.grad(loss)(tf.tensor1d([1, 2, 3]));
      });
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('launches the same kernels however many segments there are', async () => {
    const launched = async (count: number): Promise<string[]> => {
      const ids = idsOf(Array.from({ length: count * 2 }, (_, row) => row >> 1));
      const rows = tf.ones([count * 2, 3]);
      const loss = (x: Tensor) => tf.sum(gatherRows(tf, segmentSum(tf, x, ids, count), ids));
      const { kernelNames, result } = await tf.profile(() => tf.grad(loss)(rows));
      tf.dispose([ids, rows, result as Tensor]);
      return kernelNames;
    };
    expect(await launched(400)).toEqual(await launched(4));
  });
});

describe('the loops behind', () => {
  /** An array that counts how often a number of it is read or written. */
  function counted(values: Float32Array | Int32Array, count: () => void): Float32Array {
    return new Proxy(values, {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) count();
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
      set(target, key, value) {
        if (typeof key === 'string' && /^\d+$/.test(key)) count();
        return Reflect.set(target, key, value, target);
      },
    }) as Float32Array;
  }

  it.each([
    ['sum', sumSegments],
    ['maximum', maximumOfSegments],
    ['rows picked', pickRows],
  ] as const)('%s: each number is touched a fixed number of times', (_, loop) => {
    const accesses = (rows: number, segments: number): number => {
      let total = 0;
      const count = () => {
        total++;
      };
      const ids = Int32Array.from({ length: rows }, (_, row) => (row * 7) % segments);
      const values = new Float32Array((loop === pickRows ? segments : rows) * 4).fill(1);
      const out = new Float32Array((loop === pickRows ? rows : segments) * 4);
      loop(counted(values, count), counted(ids, count) as unknown as Int32Array, counted(out, count));
      return total / rows;
    };
    expect(accesses(4000, 2000)).toBeLessThanOrEqual(accesses(40, 20) * 1.1);
    expect(accesses(4000, 2000)).toBeLessThanOrEqual(4 * 3 + 1); // per row: read, read and write 4 numbers, and the id
  });
});
