/**
 * A readable time axis: round tick marks (1, 2 or 5 times a power of ten) and a unit in which their labels stay short —
 * a window of 5 000 000 us is labelled in seconds. Units without a known length keep their name.
 */

export interface TimeAxis {
  readonly from: number; // trace units
  readonly until: number; // trace units, > from
  readonly unit: string; // unit of the labels
  readonly unitsPerLabel: number; // trace units in one unit of the labels
  readonly ticks: readonly { readonly time: number; readonly label: string }[]; // time in trace units
}

const SI = [
  { name: 's', aliases: ['s', 'sec', 'second', 'seconds'], seconds: 1 },
  { name: 'ms', aliases: ['ms', 'millisecond', 'milliseconds'], seconds: 1e-3 },
  { name: 'µs', aliases: ['us', 'µs', 'μs', 'microsecond', 'microseconds'], seconds: 1e-6 },
  { name: 'ns', aliases: ['ns', 'nanosecond', 'nanoseconds'], seconds: 1e-9 },
] as const;

/** Lays ticks over [from, until], about `wanted` of them. */
export function timeAxis(
  window: { readonly from: number; readonly until: number },
  nameOfUnit: string,
  wanted: number,
): TimeAxis {
  const from = window.from;
  const until = window.until - from > smallestSpan(window) ? window.until : from + Math.max(1, Math.abs(from) * 1e-9);
  const { unit, unitsPerLabel } = labelUnit(Math.max(Math.abs(from), Math.abs(until)), nameOfUnit);
  const step = roundStep((until - from) / unitsPerLabel / Math.max(1, wanted));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: { time: number; label: string }[] = [];
  const last = until / unitsPerLabel + step * 1e-9;
  for (let i = Math.ceil(from / unitsPerLabel / step - 1e-9); i * step <= last; i++) {
    ticks.push({ time: i * step * unitsPerLabel, label: groupDigits((i * step).toFixed(Math.min(digits, 20))) });
  }
  return { from, until, unit, unitsPerLabel, ticks };
}

/** Shorter windows cannot be told from a point, and are widened. */
function smallestSpan({ from, until }: { readonly from: number; readonly until: number }): number {
  return Math.max(1e-100, 1e-12 * Math.abs(from), 1e-12 * Math.abs(until));
}

/** A number with narrow spaces between thousands, rounded to so many significant digits. */
export function formatTime(time: number, digits = 12): string {
  const rounded = Number(time.toPrecision(digits));
  return Math.abs(rounded) >= 1e15 || !Number.isFinite(rounded) ? String(rounded) : groupDigits(String(rounded));
}

/** The name of a unit as it is written: µs for `us`. */
export function unitName(name: string): string {
  return SI.find(({ aliases }) => (aliases as readonly string[]).includes(name.toLowerCase()))?.name ?? name;
}

function groupDigits(text: string): string {
  const [whole, ...fraction] = text.split('.');
  return [whole!.replace(/\B(?=(\d{3})+$)/g, '\u202f'), ...fraction].join('.');
}

function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** The largest SI unit in which the largest time is at least 10; the given unit if its length is not known. */
function labelUnit(largest: number, name: string): { unit: string; unitsPerLabel: number } {
  const given = SI.find(({ aliases }) => (aliases as readonly string[]).includes(name.toLowerCase()));
  if (!given) return { unit: name, unitsPerLabel: 1 };
  const chosen = SI.find(({ seconds }) => (largest * given.seconds) / seconds >= 10) ?? given;
  const unit = chosen.seconds < given.seconds ? given : chosen;
  return { unit: unit.name, unitsPerLabel: Math.round(unit.seconds / given.seconds) };
}
