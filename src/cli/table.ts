/** Tables for the terminal: columns padded to their widest cell, numbers to the right, narrowed to fit the window. */
import pc from 'picocolors';
import type { Column } from '../report/columns.js';

const GAP = '  ';

/** Columns in the order in which they are given up when the window is too narrow. */
const EXPENDABLE = [
  'Gap',
  'P(better)',
  'p',
  'W–L',
  'µs p95',
  'µs mean',
  'p50',
  'IQM',
  'Cut short',
  'Runs',
  'p99',
  'Censored',
  'Score',
  'p95',
  'µs/decision p50',
  'Gain [CI]',
  '95 % CI',
];

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length));
  return right ? space + text : text + space;
}

/** Lines of plain cells; the first row is the heading. */
export function tableLines(rows: readonly (readonly string[])[], numeric: readonly boolean[]): string[] {
  const widths = numeric.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows.map((row, index) => {
    const line = row
      .map((cell, column) => pad(cell, widths[column], numeric[column]))
      .join(GAP)
      .trimEnd();
    return index === 0 ? pc.bold(line) : line;
  });
}

function cells<E>(columns: readonly Column<E>[], entries: readonly E[]): string[][] {
  return [
    columns.map((column) => column.title),
    ...entries.map((entry) => columns.map((column) => column.cell(entry).text)),
  ];
}

function width(rows: readonly (readonly string[])[]): number {
  const columns = rows[0].map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
  return columns.reduce((sum, size) => sum + size + GAP.length, -GAP.length);
}

/** A table of entries; with a width, expendable columns go until it fits, and a last line names them. */
export function entryTable<E>(columns: readonly Column<E>[], entries: readonly E[], maxWidth = Infinity): string[] {
  let shown = columns;
  const dropped: string[] = [];
  for (const title of EXPENDABLE) {
    if (width(cells(shown, entries)) <= maxWidth) break;
    const kept = shown.filter((column) => column.title !== title);
    if (kept.length < shown.length) dropped.push(title);
    shown = kept;
  }
  const lines = tableLines(
    cells(shown, entries),
    shown.map((column) => column.numeric),
  );
  return dropped.length === 0
    ? lines
    : [...lines, `Not shown, the window is too narrow: ${dropped.join(', ')}. leaderboard.md has all columns.`];
}
