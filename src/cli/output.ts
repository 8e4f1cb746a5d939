/**
 * The terminal's side of a command: lines on standard output, notices on standard error, and how errors end the
 * process — one line and exit code 2 for what the user can mend, never a stack trace.
 */
import { ArenaError } from '../error.js';

/** Exit code for input that is refused. */
export const EXIT_REFUSED = 2;

/** Prints one line, or several. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Prints one line that is no result: progress and remarks. */
export function notice(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The one line that an error is worth. */
export function errorLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof ArenaError || !(error instanceof Error) ? '' : `${error.name}: `;
  return `sched-arena: ${name}${message.replace(/\s*\n\s*/g, ' ')}`;
}

/** Width to fit tables into: the window's, unlimited when the output is not a terminal. */
export function outputWidth(): number {
  return process.stdout.isTTY ? (process.stdout.columns ?? Infinity) : Infinity;
}

/** The command as typed, absolute paths cut to their last part: a manifest or report must not tell where somebody's home is. */
export function typedCommand(): string {
  const words = process.argv.slice(2).map((word) => word.replace(/(^|=)(?:\/|[A-Za-z]:\\).*[\\/]/, '$1'));
  return ['sched-arena', ...words].join(' ');
}
