/** Numbers as people read them: few significant digits, thousands apart, a dash where there is nothing. */
import type { Interval } from './statistics/index.js';

/** What stands where no number is known. */
export const NOTHING_KNOWN = '–';

const MINUS = '−';

/** A number with about `digits` significant digits and a true minus sign; very large and small ones with exponent. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return NOTHING_KNOWN;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : '';
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return sign + size.toExponential(digits - 1);
  const whole = size === 0 ? 0 : Math.floor(Math.log10(size));
  const decimals = Math.max(0, Number.isInteger(value) && size < 1e6 ? 0 : digits - 1 - whole);
  return sign + size.toFixed(decimals).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, '\u202f');
}

/** A change: always with its sign. */
export function formatChange(value: number, format: (value: number) => string = formatNumber): string {
  return value > 0 ? `+${format(value)}` : format(value);
}

/** `[lower, upper]`. */
export function formatInterval(
  interval: Interval | undefined,
  format: (value: number) => string = formatNumber,
): string {
  return interval ? `[${format(interval.lower)}, ${format(interval.upper)}]` : NOTHING_KNOWN;
}

/** A normalised score: three decimals, so that scores line up. */
export function formatScore(score: number): string {
  if (!Number.isFinite(score) || Math.abs(score) >= 1e4) return formatNumber(score);
  const text = Math.abs(score).toFixed(3);
  return score < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** A p-value: `0.012`, `< 0.001`. */
export function formatProbability(p: number): string {
  if (Number.isNaN(p)) return NOTHING_KNOWN;
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** A duration in seconds as `4.2 s` or `3 min 20 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 100) return `${formatNumber(seconds, 3)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${Math.round(seconds - 60 * minutes)} s`;
}
