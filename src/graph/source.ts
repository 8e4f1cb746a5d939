/**
 * A file's text, and complaints about it. Every complaint is one line: `plan.json:12: what is wrong (what is expected)`,
 * whatever strange characters the file holds. Lines count from 1; a byte order mark at the beginning is not text.
 */
import { ArenaError } from '../error.js';

export interface Source {
  readonly file: string; // begins the messages
  readonly text: string;
}

/** Lists of processors longer than this are refused: links need a matrix of that many rows and columns. */
export const MOST_PROCESSORS = 4096;

/** The text as readers want it. */
export function sourceOf(file: string, text: string): Source {
  return { file, text: text.charCodeAt(0) === 0xfeff ? text.slice(1) : text };
}

/** A complaint about one line of a file, to be thrown. */
export function fault({ file }: Source, line: number, message: string): ArenaError {
  return new ArenaError(`${file}:${line}: ${message}`);
}

/** The line on which a position of the text lies, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

const LONGEST_QUOTE = 60; // characters

/** A value from a file as messages show it: in quotes when it is a text, on one line, not too long. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return short.replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The file's own name without folders and without `.gz` and one ending. */
export function baseName(file: string): string {
  const name = file.replace(/^.*[\\/]/, '').replace(/\.gz$/i, '');
  return name.replace(/\.[^.]+$/, '') || name;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The finite number ≥ 0 that a text spells in decimal, else NaN. */
export function amountOf(text: string): number {
  if (!DECIMAL.test(text)) return Number.NaN;
  const value = Number(text);
  return value >= 0 && value < Number.POSITIVE_INFINITY ? value + 0 : Number.NaN;
}

/** The integer 0…`last` that a text spells, else −1. */
export function indexOf(text: string, last: number): number {
  if (!/^\d{1,10}$/.test(text)) return -1;
  const value = Number(text);
  return value <= last ? value : -1;
}
