/**
 * Comma-separated tables with a header line, as the public traces have them: fields without quotes or line breaks,
 * columns found by name in any order. A row with fewer fields than the header is a file cut off or damaged.
 */
import { didYouMean } from '../../../../src/error.js';
import { readLines } from './line-reader.js';
import type { RowCollector } from './row-collector.js';

/** Is given the fields of a row, in the order of the wanted columns (undefined = an optional column not there). */
export type OnRow = (fields: readonly (string | undefined)[], line: number) => void;

/**
 * Reads the rows that a collector wants.
 * @param wanted column names; a name that ends in `?` may be missing
 */
export function readTable(rows: RowCollector, wanted: readonly string[], onRow: OnRow): void {
  let places: number[] | undefined;
  let width = 0;
  const fields: (string | undefined)[] = new Array(wanted.length);
  readLines(rows.path, (text, line) => {
    const cells = text.split(',');
    if (!places) {
      places = wanted.map((name) => columnOf(rows, cells, name));
      width = 1 + Math.max(...places);
      return true;
    }
    if (rows.full) return false;
    if (rows.skips()) return true;
    if (cells.length < width) {
      rows.fail(line, `the row has ${cells.length} fields where ${width} are expected (a truncated file?)`);
    }
    for (let k = 0; k < places.length; k++) fields[k] = places[k] < 0 ? undefined : cells[places[k]];
    onRow(fields, line);
    return true;
  });
  if (!places) rows.fail(0, 'the file is empty');
}

function columnOf(rows: RowCollector, header: readonly string[], wanted: string): number {
  const name = wanted.replace(/\?$/, '');
  const names = header.map((cell) => cell.trim());
  const place = names.findIndex((cell) => cell.toLowerCase() === name.toLowerCase());
  if (place < 0 && !wanted.endsWith('?')) {
    rows.fail(1, `the column ${name} is missing (found ${names.slice(0, 8).join(', ')})${didYouMean(name, names)}`);
  }
  return place;
}
