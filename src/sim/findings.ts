/**
 * The collecting end of the validators: violations in words (the first few, the rest counted), comparison of times up
 * to rounding, and the check that no two pieces of work share a resource.
 */

export interface ValidationOptions {
  /** Times may differ by this much relative to their size (and absolutely below 1). */
  readonly tolerance: number;
  /** After so many violations the rest is only counted. */
  readonly mostViolations: number;
}

export const DEFAULT_VALIDATION: ValidationOptions = Object.freeze({ tolerance: 1e-9, mostViolations: 20 });

/** Collects violations, the first few in words. */
export class Findings {
  private readonly words: string[] = [];
  private readonly options: ValidationOptions;
  private unsaid = 0;

  constructor(options: ValidationOptions) {
    this.options = options;
  }

  /** True when a lies before b by more than rounding. */
  before(a: number, b: number): boolean {
    const rounding = this.options.tolerance * Math.max(1, Math.abs(a), Math.abs(b));
    return rounding === Number.POSITIVE_INFINITY ? a < b : a < b - rounding;
  }

  differ(a: number, b: number): boolean {
    return !(a === b || (!this.before(a, b) && !this.before(b, a)));
  }

  add(violation: string): void {
    if (this.words.length < this.options.mostViolations) this.words.push(violation);
    else this.unsaid++;
  }

  all(): string[] {
    return this.unsaid === 0 ? this.words : [...this.words, `… and ${this.unsaid} more`];
  }
}

export interface Occupation {
  readonly rows: Int32Array; // rows to compare
  readonly resource: Int32Array; // [row]
  readonly start: Float64Array; // [row]
  readonly finish: Float64Array; // [row]
}

export interface ExclusivityReport {
  readonly findings: Findings;
  readonly excused: (a: number, b: number) => boolean;
  readonly name: (row: number) => string;
  readonly place: (resource: number) => string;
}

/** Reports overlaps of work on one resource; work of length 0 occupies nothing. */
export function checkExclusivity({ rows, resource, start, finish }: Occupation, report: ExclusivityReport): void {
  const sorted = rows
    .filter((row) => finish[row] > start[row])
    .sort((a, b) => resource[a] - resource[b] || start[a] - start[b] || finish[a] - finish[b] || a - b);
  let latest = -1; // the row that finishes last among those before
  for (const row of sorted) {
    if (latest >= 0 && resource[latest] === resource[row]) {
      if (report.findings.before(start[row], finish[latest]) && !report.excused(latest, row))
        report.findings.add(
          `${report.name(latest)} and ${report.name(row)} overlap on ${report.place(resource[row])} ` +
            `(${start[latest]}…${finish[latest]} and ${start[row]}…${finish[row]})`,
        );
      if (finish[row] <= finish[latest]) continue;
    }
    latest = row;
  }
}
