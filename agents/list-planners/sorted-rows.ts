/**
 * The rows of a table, each also in ascending order, for planners that ask for the r-th smallest value of a task over
 * the processors. One changed value costs one shift within its row.
 */
export class SortedRows {
  private readonly table: Float64Array; // [row·m + column]
  private readonly sorted: Float64Array; // the same size, each row ascending
  private readonly columns: number; // m

  constructor(table: Float64Array, columns: number) {
    this.table = table;
    this.columns = columns;
    this.sorted = new Float64Array(table.length);
  }

  /** To be called when a row of the table has been filled. */
  sort(row: number): void {
    const m = this.columns;
    const part = this.sorted.subarray(row * m, (row + 1) * m);
    part.set(this.table.subarray(row * m, (row + 1) * m));
    part.sort();
  }

  /** Changes one value of the table. */
  replace(row: number, column: number, value: number): void {
    const { table, sorted, columns: m } = this;
    const old = table[row * m + column];
    if (old === value) return;
    table[row * m + column] = value;
    const begin = row * m;
    const end = begin + m;
    let i = begin;
    while (sorted[i] !== old) i++;
    for (; i + 1 < end && sorted[i + 1] < value; i++) sorted[i] = sorted[i + 1];
    for (; i > begin && sorted[i - 1] > value; i--) sorted[i] = sorted[i - 1];
    sorted[i] = value;
  }

  /**
   * Compares two rows by their value of this rank (0 = smallest), or by their largest finite one where that is
   * infinite, and on ties by the next smaller ones, then by how many there are: > 0 if `a` is larger, 0 if all are equal.
   */
  compare(a: number, b: number, rank: number): number {
    const { sorted, columns: m } = this;
    let i = this.finite(a, rank);
    let j = this.finite(b, rank);
    for (; i >= 0 && j >= 0; i--, j--) {
      const difference = sorted[a * m + i] - sorted[b * m + j];
      if (difference !== 0) return difference;
    }
    return i - j; // else rows with and without infinite values would not be in one order
  }

  private finite(row: number, rank: number): number {
    let i = rank;
    while (i > 0 && this.sorted[row * this.columns + i] === Number.POSITIVE_INFINITY) i--;
    return i;
  }
}
