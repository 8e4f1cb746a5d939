/**
 * Reads a published table: comma-separated text with a header, plain or gzip-compressed, without quoted fields. The
 * columns asked for are checked entry by entry, and every complaint names file and line. Left out: whatever a
 * general reader of such files offers.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ArenaError, ensure } from '../../../src/error.js';

export interface TableColumns {
  /** Columns of finite numbers ≥ 0. */
  readonly numbers: readonly string[];
  /** Columns of words. */
  readonly words?: readonly string[];
}

export interface Table {
  readonly rows: number;
  /** A column of numbers by name: [row]. */
  number(column: string): Float64Array;
  /** A column of words by name: [row]. */
  word(column: string): readonly string[];
}

/** @throws ArenaError in one line: missing file, missing column, short line, or an entry that is no number ≥ 0. */
export function readTable(path: string, { numbers, words = [] }: TableColumns): Table {
  const lines = readText(path).split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  ensure(lines.length >= 2, `envs/serving: ${path}: no rows (a header and at least one line are expected)`);
  const header = lines[0].split(',');
  const place = (column: string): number => {
    const at = header.indexOf(column);
    ensure(at >= 0, `envs/serving: ${path}: column "${column}" is missing (there are: ${header.join(', ')})`);
    return at;
  };
  const rows = lines.length - 1;
  const fields = lines.slice(1).map((line, row) => {
    const entries = line.split(',');
    const told = `line ${row + 2} has ${entries.length} of ${header.length} fields`;
    ensure(entries.length === header.length, `envs/serving: ${path}: ${told} (is the file truncated?)`);
    return entries;
  });
  const read = (column: string): Float64Array => {
    const at = place(column);
    return Float64Array.from(fields, (entries, row) => {
      const value = entries[at].trim() === '' ? Number.NaN : Number(entries[at]);
      const told = `line ${row + 2}: ${column} must be a number ≥ 0, got "${entries[at]}"`;
      ensure(Number.isFinite(value) && value >= 0, `envs/serving: ${path}: ${told}`);
      return value;
    });
  };
  const numberColumns = new Map(numbers.map((column) => [column, read(column)]));
  const wordColumns = new Map(
    words.map((column) => {
      const at = place(column);
      return [column, fields.map((entries) => entries[at])];
    }),
  );
  return {
    rows,
    number: (column) => numberColumns.get(column)!,
    word: (column) => wordColumns.get(column)!,
  };
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'file does not exist' : String(error).split('\n')[0];
    throw new ArenaError(`envs/serving: ${path}: ${why}`);
  }
}
