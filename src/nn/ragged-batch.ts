/**
 * Some decisions of a store put side by side for one pass through a network: rows copied together, references moved so
 * that they count rows of the batch, and for every row the decision it belongs to. Plain arrays; `TensorBatch` in
 * `network.ts` is the same as tensors.
 */
import type { DecisionTables, Table } from './tables.js';

export interface RaggedTable {
  readonly name: string;
  readonly width: number;
  readonly rows: number;
  readonly values: Float32Array; // [row × width]
  readonly integers: Readonly<Record<string, Int32Array>>; // [row] references count rows of this batch
  readonly decision: Int32Array; // [row] 0 … decisions − 1
  readonly rowStart: Int32Array; // [decision + 1]
}

export interface RaggedBatch {
  readonly decisions: number;
  readonly tables: Readonly<Record<string, RaggedTable>>;
}

/** The chosen decisions, in the order given; `chosen` may name a decision twice. */
export function gatherBatch(store: DecisionTables, chosen: Int32Array): RaggedBatch {
  const starts = new Map(store.tables.map((table) => [table.schema.name, startsOf(table, chosen)]));
  const tables = store.tables.map((table) => gatherTable(table, chosen, starts));
  return { decisions: chosen.length, tables: Object.fromEntries(tables.map((table) => [table.name, table])) };
}

function startsOf(table: Table, chosen: Int32Array): Int32Array {
  const rowStart = new Int32Array(chosen.length + 1);
  for (let i = 0; i < chosen.length; i++) {
    rowStart[i + 1] = rowStart[i] + table.rowStart[chosen[i] + 1] - table.rowStart[chosen[i]];
  }
  return rowStart;
}

function gatherTable(table: Table, chosen: Int32Array, starts: ReadonlyMap<string, Int32Array>): RaggedTable {
  const { schema, width } = table;
  const rowStart = starts.get(schema.name) as Int32Array;
  const rows = rowStart[chosen.length];
  const values = new Float32Array(rows * width);
  const decision = new Int32Array(rows);
  for (let i = 0; i < chosen.length; i++) {
    const from = table.rowStart[chosen[i]];
    const to = table.rowStart[chosen[i] + 1];
    values.set(table.values.subarray(from * width, to * width), rowStart[i] * width);
    decision.fill(i, rowStart[i], rowStart[i + 1]);
  }
  const integers: Record<string, Int32Array> = {};
  (schema.integers ?? []).forEach(({ name, refersTo }, column) => {
    const base = refersTo === undefined ? undefined : starts.get(refersTo);
    integers[name] = gatherIntegers(table, column, { chosen, rowStart, base });
  });
  return { name: schema.name, width, rows, values, integers, decision, rowStart };
}

function gatherIntegers(
  table: Table,
  column: number,
  { chosen, rowStart, base }: { chosen: Int32Array; rowStart: Int32Array; base: Int32Array | undefined },
): Int32Array {
  const source = table.integers[column];
  const gathered = new Int32Array(rowStart[chosen.length]);
  for (let i = 0; i < chosen.length; i++) {
    const from = table.rowStart[chosen[i]];
    const offset = base === undefined ? 0 : base[i];
    for (let row = rowStart[i]; row < rowStart[i + 1]; row++) {
      gathered[row] = source[from + row - rowStart[i]] + offset;
    }
  }
  return gathered;
}
