/**
 * What a network sees of decisions: ragged tables. A decision has rows in several named tables (nodes, edges, jobs,
 * processors, candidates, …), each row some float32 columns and some integers; an integer may refer to a row of
 * another table of the same decision. The table `candidates` holds what may be chosen, one row each: a policy is a
 * softmax over the candidates of a decision, so that masked actions simply do not occur, neither while acting nor in
 * an update. One store holds one decision for acting, or the millions of a rollout for learning.
 */
import { ensure } from '../error.js';

/** The table over whose rows a policy is a distribution. */
export const CANDIDATES = 'candidates';

/** One whole number a row. */
export interface IntegerColumn {
  readonly name: string;
  /** The table whose rows it counts, from 0 within the decision; absent = a plain number. */
  readonly refersTo?: string;
}

export interface TableSchema {
  readonly name: string;
  readonly columns: readonly string[]; // names of the float columns; their number is the width
  readonly integers?: readonly IntegerColumn[];
}

export type DecisionSchema = readonly TableSchema[];

/** One table of many decisions. Arrays are replaced when they grow: read them anew after `reserve`. */
export class Table {
  readonly schema: TableSchema;
  readonly width: number; // float columns
  values: Float32Array; // [row × width]
  integers: Int32Array[]; // [integer column][row] counted within the decision where it refers to a table
  rowStart = new Int32Array(2); // [decision + 1] first row of each closed decision; the last entry = rows of all
  rows = 0; // rows of closed decisions and of the open one
  private decisions = 0; // closed

  constructor(schema: TableSchema) {
    this.schema = schema;
    this.width = schema.columns.length;
    this.values = new Float32Array(16 * this.width);
    this.integers = (schema.integers ?? []).map(() => new Int32Array(16));
  }

  /** Makes room for `count` more rows in the open decision and returns the first; their numbers may be anything. */
  reserve(count: number): number {
    const first = this.rows;
    this.rows = first + count;
    if (this.rows > this.capacity) this.grow(this.rows);
    return first;
  }

  /** First row of the open decision. */
  get open(): number {
    return this.rowStart[this.decisions];
  }

  /** Ends the open decision; the store calls this for all its tables. */
  close(): void {
    this.decisions++;
    if (this.decisions + 1 > this.rowStart.length) this.rowStart = longer(this.rowStart, 2 * this.decisions + 2);
    this.rowStart[this.decisions] = this.rows;
  }

  clear(): void {
    this.decisions = 0;
    this.rows = 0;
    this.rowStart[0] = 0;
  }

  private get capacity(): number {
    return this.width > 0 ? this.values.length / this.width : (this.integers[0]?.length ?? Number.POSITIVE_INFINITY);
  }

  private grow(rows: number): void {
    const capacity = Math.max(rows, 2 * this.capacity);
    const values = new Float32Array(capacity * this.width);
    values.set(this.values);
    this.values = values;
    this.integers = this.integers.map((column) => longer(column, capacity));
  }
}

function longer(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const array = new Int32Array(length);
  array.set(old);
  return array;
}

/** The plain arrays of a store: what travels between threads and into files. */
export interface TableRecord {
  readonly name: string;
  readonly values: Float32Array; // [row × width]
  readonly integers: readonly Int32Array[]; // [integer column][row]
  readonly rowStart: Int32Array; // [decision + 1]
}

/** The tables of many decisions, in the order in which they were made. */
export class DecisionTables {
  readonly schema: DecisionSchema;
  readonly tables: readonly Table[];
  decisions = 0; // closed ones

  /** Errors: `ArenaError` for a schema without candidates, or with references to tables it does not have. */
  constructor(schema: DecisionSchema) {
    const names = schema.map(({ name }) => name);
    ensure(names.includes(CANDIDATES), `nn/tables: no table "${CANDIDATES}" among ${names.join(', ')}`);
    for (const { name, integers = [] } of schema) {
      for (const { name: column, refersTo } of integers) {
        const known = refersTo === undefined || names.includes(refersTo);
        ensure(known, `nn/tables: ${name}.${column} refers to "${refersTo}" (${names.join(', ')})`);
      }
    }
    this.schema = schema;
    this.tables = schema.map((table) => new Table(table));
  }

  /** The table of this name; ask once, outside of loops. Errors: `ArenaError` for an unknown name. */
  table(name: string): Table {
    const found = this.tables.find(({ schema }) => schema.name === name);
    ensure(found !== undefined, `nn/tables: no table "${name}" (${this.schema.map((table) => table.name).join(', ')})`);
    return found as Table;
  }

  /** Ends the open decision in all tables; returns its number. */
  close(): number {
    for (const table of this.tables) table.close();
    return this.decisions++;
  }

  clear(): void {
    for (const table of this.tables) table.clear();
    this.decisions = 0;
  }

  /** Copies of all closed decisions. */
  record(): TableRecord[] {
    return this.tables.map(({ schema, values, width, integers, rowStart }) => {
      const rows = rowStart[this.decisions];
      return {
        name: schema.name,
        values: values.slice(0, rows * width),
        integers: integers.map((column) => column.slice(0, rows)),
        rowStart: rowStart.slice(0, this.decisions + 1),
      };
    });
  }

  /** Appends decisions recorded elsewhere under the same schema. */
  append(records: readonly TableRecord[]): void {
    const count = records[0].rowStart.length - 1;
    const bases = this.tables.map((table, k) => {
      const record = records[k];
      const first = table.reserve(record.rowStart[count]);
      table.values.set(record.values, first * table.width);
      for (let c = 0; c < table.integers.length; c++) table.integers[c].set(record.integers[c], first);
      table.rows = first;
      return first;
    });
    for (let decision = 0; decision < count; decision++) {
      for (let k = 0; k < this.tables.length; k++) {
        this.tables[k].rows = bases[k] + records[k].rowStart[decision + 1];
      }
      this.close();
    }
  }
}
