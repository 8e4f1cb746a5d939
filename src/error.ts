/**
 * The one error type of the framework. Its message is written for the person who gave the input:
 * who complains, what was given, what is allowed. The command line prints it as one line and exits with 2.
 */
export class ArenaError extends Error {
  override readonly name = 'ArenaError';
}

/** Throws an {@link ArenaError} unless the condition holds. */
export function ensure(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ArenaError(message);
}

/** Edit distance of two short strings, for suggestions; neighbours that changed places are one edit (Damerau 1964). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(Math.min(substitution, row[j] + 1, next[j - 1] + 1, swapped ? before[j - 2] + 1 : a.length + b.length));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** `; did you mean "…"?` for the nearest known name, or the empty string when nothing is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  let best = '';
  let bestDistance = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    const d = distance(given.toLowerCase(), name.toLowerCase());
    if (d < bestDistance) [best, bestDistance] = [name, d];
  }
  return best ? `; did you mean "${best}"?` : '';
}
