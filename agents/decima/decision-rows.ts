/** The rows of one decision in a table of a store. */
import type { Table } from '../../src/nn/tables.js';

export class DecisionRows {
  readonly first: number; // row of the store
  readonly count: number;
  readonly values: Float32Array; // [row of the store × width]
  readonly integers: readonly Int32Array[]; // [column][row of the store]

  constructor({ rowStart, values, integers }: Table, decision: number) {
    this.first = rowStart[decision];
    this.count = rowStart[decision + 1] - rowStart[decision];
    this.values = values;
    this.integers = integers;
  }
}
