/**
 * The blocks of a TGFF file: `@LABEL id {`, rows of words, `}`. The brace may stand on a line of its own; `@HYPERPERIOD 300`
 * and its like have no block. Comments begin with `#`; the one above a table's rows names the columns.
 */
import { fault, type Source, shown } from './source.js';

export interface TgffRow {
  readonly line: number;
  readonly words: readonly string[];
}

/** Where a table has what; −1 = nowhere. */
export interface TgffColumns {
  readonly names: readonly string[];
  readonly time: number;
  readonly valid: number;
  readonly quantity: number;
}

/** What the column of times may be called. */
export const TIME_COLUMNS: readonly string[] = ['task_time', 'exec_time', 'execution_time', 'time', 'wcet'];

function columnsOf(names: readonly string[]): TgffColumns {
  const lower = names.map((name) => name.toLowerCase());
  const named = TIME_COLUMNS.map((name) => lower.indexOf(name)).find((at) => at > 0);
  const time = named ?? (names.length === 2 ? 1 : -1);
  return { names, time, valid: lower.indexOf('valid'), quantity: lower.indexOf('quantity') };
}

export interface TgffBlock {
  readonly label: string;
  readonly id: string;
  readonly line: number;
  readonly rows: readonly TgffRow[];
  readonly headers: ReadonlyMap<number, TgffColumns>; // line of a comment that begins with `type` → columns
}

/** Splits a file. Errors: `ArenaError` naming the line for rows outside blocks and blocks that do not end. */
export function readBlocks(source: Source): TgffBlock[] {
  const blocks: TgffBlock[] = [];
  let label: TgffRow | null = null; // a label whose brace has not come yet
  let open: (TgffBlock & { rows: TgffRow[]; headers: Map<number, TgffColumns> }) | null = null;
  const lines = source.text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1;
    const [code, ...comment] = lines[at].split('#');
    if (open !== null && code.trim() === '' && comment.length > 0) {
      const names = comment.join(' ').trim().split(/\s+/);
      if (names[0].toLowerCase() === 'type') open.headers.set(line, columnsOf(names));
    }
    for (const words of pieces(code)) {
      if (words[0] === '{') {
        if (open !== null || label === null) throw fault(source, line, '"{" stands where no block begins');
        open = {
          label: label.words[0].slice(1),
          id: label.words[1] ?? '0',
          line: label.line,
          rows: [],
          headers: new Map(),
        };
        label = null;
      } else if (words[0] === '}') {
        if (open === null) throw fault(source, line, '"}" stands where no block is open');
        blocks.push(open);
        open = null;
      } else if (open !== null) open.rows.push({ line, words });
      else if (words[0].startsWith('@')) label = { line, words };
      else throw fault(source, line, `${shown(words[0])} stands outside of blocks ("@LABEL number {" is expected)`);
    }
  }
  if (open !== null) throw fault(source, lines.length, `the file ends inside of @${open.label} (line ${open.line})`);
  return blocks;
}

/** The words of a line, with each brace on its own. */
function pieces(code: string): string[][] {
  return code
    .split(/([{}])/)
    .map((piece) => piece.trim().split(/\s+/))
    .filter((words) => words[0] !== '');
}

/** The rows of a table that stand below a comment with the columns, each with these columns. */
export function* tableRows(block: TgffBlock): Generator<{ row: TgffRow; columns: TgffColumns }> {
  const headers = [...block.headers];
  let next = 0;
  let columns: TgffColumns | null = headers.length > 0 ? null : columnsOf(['type', 'time']);
  for (const row of block.rows) {
    for (; next < headers.length && headers[next][0] < row.line; next++) columns = headers[next][1];
    if (columns !== null) yield { row, columns };
  }
}
