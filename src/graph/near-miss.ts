/**
 * Keys that were surely meant to be another: `vol`, `Volume`, `wrok`, `bandwith`. Formats of others carry attributes of
 * their own, which must be left alone, so this is stricter than a suggestion: short words that merely look alike
 * (`core` and `cost`) do not count.
 */
import { didYouMean } from '../error.js';

const SHORTEST_ALIKE = 5; // letters; shorter words are one or two letters from many others
const SHORTEST_BEGINNING = 3; // letters

/** The name that was meant, or undefined. A key that is known is no mistake. */
export function nearMiss(key: string, known: readonly string[]): string | undefined {
  if (known.includes(key)) return undefined;
  const given = key.toLowerCase();
  const exact = known.find((name) => {
    const abbreviated = given.length >= SHORTEST_BEGINNING && name.length <= 2 * given.length && name.startsWith(given);
    return given === name || given === `${name}s` || abbreviated || sortedLetters(given) === sortedLetters(name);
  });
  if (exact !== undefined || given.length < SHORTEST_ALIKE) return exact;
  const long = known.filter((name) => name.length >= SHORTEST_ALIKE);
  return long.find((name) => didYouMean(given, [name]) !== '');
}

function sortedLetters(word: string): string {
  return [...word].sort().join('');
}
