/**
 * A measured function of two variables whose rows need not share their columns: for every x there is a list of y of
 * its own. A value is interpolated along y in the two rows around x, then between them (bilinear on a full grid). Below
 * the first row or column the first one counts; beyond the last the end segment goes on. x is a whole number, so the
 * row is found in an index table; y is a short binary search.
 */
import { ensure } from '../../../src/error.js';

export interface GridPoint {
  readonly x: number; // whole, ≥ 0
  readonly y: number; // ≥ 0
  readonly value: number;
}

/** The largest x, so that an index table of every x stays small. */
const LARGEST = 1_000_000;

export class RaggedGrid {
  readonly #rowX: Float64Array; // [row] ascending
  readonly #start: Int32Array; // [row + 1] where the points of a row begin
  readonly #y: Float64Array; // [point] ascending within a row
  readonly #value: Float64Array; // [point]
  readonly #rowOf: Int32Array; // [x] the last row at or below x, from 0 to the last row but one

  /**
   * `name` says in messages where the points come from.
   * @throws ArenaError unless there are two rows or more at whole x, each with two points or more, none given twice.
   */
  constructor(points: readonly GridPoint[], name = 'a grid') {
    const odd = points.find(({ x }) => !Number.isInteger(x) || x < 0 || x > LARGEST);
    ensure(odd === undefined, `envs/serving: ${name}: a count of 0…${LARGEST} is expected, got ${odd?.x}`);
    const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
    const rows = [...new Set(sorted.map(({ x }) => x))];
    ensure(rows.length >= 2, `envs/serving: ${name}: at least 2 rows are needed, got ${rows.length}`);
    this.#rowX = Float64Array.from(rows);
    this.#y = Float64Array.from(sorted, ({ y }) => y);
    this.#value = Float64Array.from(sorted, ({ value }) => value);
    this.#start = new Int32Array(rows.length + 1);
    for (const { x } of sorted) this.#start[rows.indexOf(x) + 1]++;
    for (let row = 0; row < rows.length; row++) {
      ensure(this.#start[row + 1] >= 2, `envs/serving: ${name}: row ${rows[row]} needs at least 2 points`);
      this.#start[row + 1] += this.#start[row];
    }
    for (let i = 1; i < sorted.length; i++) {
      const twice = sorted[i].x === sorted[i - 1].x && sorted[i].y === sorted[i - 1].y;
      ensure(!twice, `envs/serving: ${name}: the point (${sorted[i].x}, ${sorted[i].y}) is given twice`);
    }
    this.#rowOf = new Int32Array(rows[rows.length - 1] + 1);
    for (let x = 0, row = 0; x < this.#rowOf.length; x++) {
      while (row < rows.length - 2 && rows[row + 1] <= x) row++;
      this.#rowOf[x] = row;
    }
  }

  /** The value at a whole x ≥ 0 and any y. */
  at(x: number, y: number): number {
    const rows = this.#rowX;
    const row = x < this.#rowOf.length ? this.#rowOf[x] : rows.length - 2;
    const low = this.#along(row, y);
    if (x <= rows[row]) return low;
    const share = (x - rows[row]) / (rows[row + 1] - rows[row]);
    return low + share * (this.#along(row + 1, y) - low);
  }

  #along(row: number, y: number): number {
    const values = this.#value;
    const ys = this.#y;
    let low = this.#start[row];
    let high = this.#start[row + 1] - 1;
    if (y <= ys[low]) return values[low];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (ys[middle] <= y) low = middle;
      else high = middle;
    }
    return values[low] + ((y - ys[low]) / (ys[high] - ys[low])) * (values[high] - values[low]);
  }
}
