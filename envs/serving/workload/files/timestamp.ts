/**
 * Calendar times of trace files, exactly: `2023-11-16 18:15:46.6805900`, also with `T`, without a fraction, and with
 * `Z` or an offset such as `+00:00`. Up to nine digits of a fraction are kept as whole nanoseconds; a double of
 * nanoseconds since 1970 would lose them, so seconds and nanoseconds stay apart.
 */
export interface Timestamp {
  readonly seconds: number; // since 1970-01-01 UTC, whole
  readonly ns: number; // 0 … 999,999,999
}

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/;
const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The time, or undefined when the text is none. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const found = PATTERN.exec(text.trim());
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = found;
  const leap = +month === 2 && +year % 4 === 0 && (+year % 100 !== 0 || +year % 400 === 0);
  if (+month < 1 || +month > 12 || +day < 1 || +day > DAYS[+month] + (leap ? 1 : 0)) return undefined;
  if (+hour > 23 || +minute > 59 || +second > 59) return undefined;
  let offset = 0;
  if (zone !== 'Z') {
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    offset = (zone[0] === '-' ? -minutes : minutes) * 60;
  }
  const seconds = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) / 1000 - offset;
  return { seconds, ns: Number(fraction.padEnd(9, '0')) };
}

/** Characters of `2023-11-16 18:15:`. */
const MINUTE_CHARACTERS = 17;

/** Reads the times of a file one after another: most fall in the minute of the one before, which is not parsed again. */
export class TimestampReader {
  private minute = ''; // text up to the seconds, of a time without zone
  private minuteSeconds = 0; // its seconds since 1970

  /** The same as {@link parseTimestamp}. */
  read(text: string): Timestamp | undefined {
    if (this.minute !== '' && text.startsWith(this.minute)) {
      const found = this.withinMinute(text);
      if (found) return found;
    }
    const parsed = parseTimestamp(text);
    if (parsed && /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?$/.test(text)) {
      this.minute = text.slice(0, MINUTE_CHARACTERS);
      this.minuteSeconds = parsed.seconds - Number(text.slice(MINUTE_CHARACTERS, MINUTE_CHARACTERS + 2));
    }
    return parsed;
  }

  /** Seconds and fraction after the known minute; undefined when anything else stands there. */
  private withinMinute(text: string): Timestamp | undefined {
    const digits = text.length - MINUTE_CHARACTERS - 3;
    if (digits < 1 || digits > 9 || text.charCodeAt(MINUTE_CHARACTERS + 2) !== 46) return undefined;
    const tens = text.charCodeAt(MINUTE_CHARACTERS) - 48;
    const ones = text.charCodeAt(MINUTE_CHARACTERS + 1) - 48;
    if (tens < 0 || tens > 5 || ones < 0 || ones > 9) return undefined;
    let ns = 0;
    for (let k = MINUTE_CHARACTERS + 3; k < text.length; k++) {
      const digit = text.charCodeAt(k) - 48;
      if (digit < 0 || digit > 9) return undefined;
      ns = ns * 10 + digit;
    }
    return { seconds: this.minuteSeconds + tens * 10 + ones, ns: ns * 10 ** (9 - digits) };
  }
}
