/**
 * The tally of one replayed case: every computed number against its golden, with error |x − g| / max(1, |g|) against
 * a tolerance (0 = equal bit for bit; NaN equals NaN). Keeps the count, the worst error and the first difference.
 */

/** Recorded numbers in any nesting. */
export type Recorded = number | readonly Recorded[];

/** The largest error seen, and where; comparisons looser than the file's tolerance (Monte Carlo) do not enter. */
export interface WorstError {
  readonly path: string;
  readonly error: number; // |x − golden| / max(1, |golden|)
}

/** Error of a value relative to max(1, |golden|); 0 for equal values, NaN with NaN included. */
export function relativeError(value: number, golden: number): number {
  if (Object.is(value, golden) || value === golden) return 0;
  const error = Math.abs(value - golden) / Math.max(1, Math.abs(golden));
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

/** Collects comparisons. */
export class Comparison {
  readonly tolerance: number; // of the file
  checked = 0;
  worst: WorstError = { path: '', error: 0 };
  difference: string | undefined;

  constructor(tolerance: number) {
    this.tolerance = tolerance;
  }

  /** Compares a number, at the file's tolerance or the given one. */
  number(path: string, value: number, golden: number, tolerance = this.tolerance): void {
    this.checked++;
    const error = relativeError(value, golden);
    if (tolerance <= this.tolerance && error > this.worst.error) this.worst = { path, error };
    if (error > tolerance) this.differ(`${path}: golden ${golden}, got ${value} (error ${error.toExponential(2)})`);
  }

  /** Compares a number that must be equal bit for bit. */
  exact(path: string, value: number, golden: number): void {
    this.number(path, value, golden, 0);
  }

  /** Compares computed numbers, flat and in order, with recorded ones of any nesting. */
  numbers(path: string, values: ArrayLike<number>, golden: Recorded, tolerance = this.tolerance): void {
    const end = this.walk(path, { values, next: 0 }, golden, tolerance);
    if (end !== values.length) this.differ(`${path}: ${end} numbers recorded, ${values.length} computed`);
  }

  /** Records something that differs but is no number. */
  differ(difference: string): void {
    this.difference ??= difference;
  }

  private walk(
    path: string,
    cursor: { values: ArrayLike<number>; next: number },
    golden: Recorded,
    tolerance: number,
  ): number {
    if (typeof golden === 'number') {
      if (cursor.next < cursor.values.length) this.number(path, cursor.values[cursor.next], golden, tolerance);
      cursor.next++;
    } else {
      golden.forEach((entry, i) => {
        this.walk(`${path}[${i}]`, cursor, entry, tolerance);
      });
    }
    return cursor.next;
  }
}
