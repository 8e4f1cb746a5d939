/**
 * Lines of a text file, plain or gzip-compressed (told by its first bytes), one after another without holding a plain
 * file in memory, so that the first rows of a trace of gigabytes are read at once. Compressed files are expanded in
 * memory first. Line ends may be LF or CRLF.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { ArenaError } from '../../../../src/error.js';

const BLOCK_BYTES = 1 << 22;
const NEWLINE = 10;

/** Is given each line without its end and its number from 1; false ends the reading. */
export type OnLine = (line: string, number: number) => boolean;

/**
 * Reads a file line by line; empty lines are passed over.
 * @throws ArenaError when it cannot be read, or its compression is broken or cut off.
 */
export function readLines(path: string, onLine: OnLine): void {
  const state = { number: 0 };
  withFile(path, (file) => {
    const head = Buffer.alloc(2);
    const read = readSync(file, head, 0, 2, 0);
    if (read === 2 && head[0] === 0x1f && head[1] === 0x8b) {
      const bytes = expanded(path);
      for (let from = 0; from < bytes.length; ) {
        const end = blockEnd(bytes, from);
        if (!eachLine(bytes.toString('utf8', from, end), state, onLine)) return;
        from = end;
      }
      return;
    }
    readPlain(file, state, onLine);
  });
}

/** The whole text, decompressed. */
export function readText(path: string): string {
  return withFile(path, (file) => {
    const bytes = readFileSync(file);
    return (bytes[0] === 0x1f && bytes[1] === 0x8b ? expanded(path) : bytes).toString('utf8');
  });
}

function withFile<T>(path: string, use: (file: number) => T): T {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new ArenaError(`envs/serving: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return use(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') {
      throw new ArenaError(`envs/serving: ${path} is a folder, not a file`);
    }
    throw error;
  } finally {
    closeSync(file);
  }
}

function expanded(path: string): Buffer {
  try {
    return gunzipSync(readFileSync(path));
  } catch (error) {
    const cut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    throw new ArenaError(`envs/serving: ${path}: the compressed file is ${cut ? 'truncated' : 'broken'}`);
  }
}

/** Where a block that begins at `from` ends: after a line. */
function blockEnd(bytes: Buffer, from: number): number {
  if (bytes.length - from <= BLOCK_BYTES) return bytes.length;
  const newline = bytes.indexOf(NEWLINE, from + BLOCK_BYTES);
  return newline < 0 ? bytes.length : newline + 1;
}

function readPlain(file: number, state: { number: number }, onLine: OnLine): void {
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let kept = 0; // bytes of an unfinished line at the start of the block
  let position = 0;
  for (;;) {
    if (kept === block.length) block = Buffer.concat([block, Buffer.allocUnsafe(block.length)]);
    const read = readSync(file, block, kept, block.length - kept, position);
    position += read;
    const filled = kept + read;
    const end = read === 0 ? filled : block.lastIndexOf(NEWLINE, filled - 1) + 1;
    if (end > 0 && !eachLine(block.toString('utf8', 0, end), state, onLine)) return;
    if (read === 0) return;
    block.copyWithin(0, end, filled);
    kept = filled - end;
  }
}

function eachLine(text: string, state: { number: number }, onLine: OnLine): boolean {
  for (let from = 0; from < text.length; ) {
    let end = text.indexOf('\n', from);
    if (end < 0) end = text.length;
    const line = text.charCodeAt(end - 1) === 13 && end > from ? text.slice(from, end - 1) : text.slice(from, end);
    state.number++;
    if (line !== '' && !onLine(state.number === 1 ? line.replace(/^\uFEFF/, '') : line, state.number)) return false;
    from = end + 1;
  }
  return true;
}
