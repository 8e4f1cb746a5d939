/**
 * What has become of the requests: one row per request of the workload for those that are over (columns that grow by
 * doubling), and the gaps between tokens as a histogram per SLO class. Everything that is reported about an episode
 * is computed from here and from the samples. Where millions of requests pass, `keep: 'summary'` keeps sums and
 * histograms instead of rows, so that memory does not grow.
 */
import { type HistogramSnapshot, LatencyHistogram } from './latency-histogram.js';
import { type RequestFacts, RequestTotals, type RequestTotalsSnapshot } from './request-totals.js';
import type { RequestTable } from './requests.js';
import { NO_SLO, type SloClass, SloLimits } from './slo.js';

/** Outcome of a request. */
export const OUTCOME_OPEN = 0; // not arrived, or still in the system
export const OUTCOME_COMPLETED = 1;
export const OUTCOME_REJECTED = 2; // could never fit on any instance

export interface LedgerOptions {
  /** A row for every request, or sums and histograms only; default rows. */
  readonly keep?: 'rows' | 'summary';
  /** Limits by which a summary counts requests that met them; default none. Rows are judged when asked for. */
  readonly slo?: readonly SloClass[];
  /** Length of a clock unit; default 1e-9. */
  readonly secondsPerUnit?: number;
}

export interface LedgerSnapshot {
  readonly completed: number;
  readonly rejected: number;
  readonly rows: number;
  readonly columns: readonly (Uint8Array | Int32Array | Float64Array)[];
  readonly gaps: HistogramSnapshot;
  readonly totals: RequestTotalsSnapshot | undefined;
}

export class Ledger {
  /** Time between tokens, ns; rows are SLO classes. */
  readonly gaps: LatencyHistogram;
  readonly secondsPerUnit: number; // length of a clock unit
  /** Sums over requests, where no rows are kept. */
  readonly totals: RequestTotals | undefined;
  completed = 0;
  rejected = 0;
  /** Rows in use: 1 + the largest number of a request that is over; 0 in a summary. */
  rows = 0;
  // rows by request number
  outcome = new Uint8Array(0); // OUTCOME_*
  sloClass = new Int32Array(0);
  tenant = new Int32Array(0);
  priority = new Int32Array(0);
  instance = new Int32Array(0); // where it ended
  promptTokens = new Int32Array(0);
  outputTokens = new Int32Array(0);
  cachedTokens = new Int32Array(0); // prompt tokens taken from a prefix cache
  preemptions = new Int32Array(0);
  migrations = new Int32Array(0);
  arrival = new Float64Array(0); // clock
  scheduledAt = new Float64Array(0); // clock, first time in a batch
  firstTokenAt = new Float64Array(0); // clock
  finishedAt = new Float64Array(0); // clock
  lostTime = new Float64Array(0); // clock, preemption loss
  downtime = new Float64Array(0); // clock, of migrations
  largestGap = new Float64Array(0); // clock, between two tokens

  constructor(sloClasses: number, options: LedgerOptions = {}) {
    const { keep = 'rows', secondsPerUnit = 1e-9 } = options;
    const nanosecondsPerUnit = secondsPerUnit === 1e-9 ? 1 : secondsPerUnit * 1e9;
    const slo = options.slo ?? Array.from({ length: sloClasses }, () => NO_SLO);
    const limits = new SloLimits(slo, secondsPerUnit);
    this.secondsPerUnit = secondsPerUnit;
    this.gaps = new LatencyHistogram(sloClasses, nanosecondsPerUnit);
    this.totals =
      keep === 'summary'
        ? new RequestTotals({ classes: sloClasses, limits, nanosecondsPerUnit, histograms: true })
        : undefined;
  }

  clear(): void {
    this.gaps.clear();
    this.totals?.clear();
    this.completed = 0;
    this.rejected = 0;
    this.outcome.fill(OUTCOME_OPEN, 0, this.rows);
    this.rows = 0;
  }

  finish(requests: RequestTable, slot: number, now: number): void {
    this.completed++;
    if (this.totals !== undefined) this.totals.complete(requestFacts(requests, slot), now);
    else this.close(requests, slot, { outcome: OUTCOME_COMPLETED, end: now });
  }

  reject(requests: RequestTable, slot: number): void {
    this.rejected++;
    if (this.totals !== undefined) this.totals.reject(requests.sloClass[slot], requests.priority[slot]);
    else this.close(requests, slot, { outcome: OUTCOME_REJECTED, end: Number.NaN });
  }

  /** A copy of the used rows and buckets. */
  snapshot(): LedgerSnapshot {
    const { completed, rejected, rows, gaps, totals } = this;
    const columns = COLUMNS.map((name) => this[name].slice(0, rows));
    return { completed, rejected, rows, columns, gaps: gaps.snapshot(), totals: totals?.snapshot() };
  }

  restore(saved: LedgerSnapshot): void {
    if (saved.rows > this.outcome.length) this.grow(saved.rows);
    this.outcome.fill(OUTCOME_OPEN, 0, this.rows);
    COLUMNS.forEach((name, i) => {
      this[name].set(saved.columns[i] as never);
    });
    this.completed = saved.completed;
    this.rejected = saved.rejected;
    this.rows = saved.rows;
    this.gaps.restore(saved.gaps);
    if (saved.totals) this.totals?.restore(saved.totals);
  }

  private close(requests: RequestTable, slot: number, at: { outcome: number; end: number }): void {
    const row = requests.number[slot];
    if (row >= this.outcome.length) this.grow(Math.max(1024, 2 * this.outcome.length, row + 1));
    if (row >= this.rows) this.rows = row + 1;
    this.outcome[row] = at.outcome;
    this.finishedAt[row] = at.end;
    this.sloClass[row] = requests.sloClass[slot];
    this.tenant[row] = requests.tenant[slot];
    this.priority[row] = requests.priority[slot];
    this.instance[row] = requests.instance[slot];
    this.promptTokens[row] = requests.promptTokens[slot];
    this.outputTokens[row] = requests.total[slot] - requests.promptTokens[slot];
    this.cachedTokens[row] = requests.cachedTokens[slot];
    this.preemptions[row] = requests.preemptions[slot];
    this.migrations[row] = requests.migrations[slot];
    this.arrival[row] = requests.arrival[slot];
    this.scheduledAt[row] = requests.scheduledAt[slot];
    this.firstTokenAt[row] = requests.firstTokenAt[slot];
    this.lostTime[row] = requests.lostTime[slot];
    this.downtime[row] = requests.downtime[slot];
    this.largestGap[row] = requests.largestGap[slot];
  }

  private grow(rows: number): void {
    const self = this as unknown as Record<string, Uint8Array | Int32Array | Float64Array>;
    for (const name of COLUMNS) {
      const column = self[name];
      const bigger = new (column.constructor as Float64ArrayConstructor)(rows);
      bigger.set(column as Float64Array);
      self[name] = bigger;
    }
  }
}

/** The columns by request number. */
export const LEDGER_COLUMNS = [
  'outcome',
  'sloClass',
  'tenant',
  'priority',
  'instance',
  'promptTokens',
  'outputTokens',
  'cachedTokens',
  'preemptions',
  'migrations',
  'arrival',
  'scheduledAt',
  'firstTokenAt',
  'finishedAt',
  'lostTime',
  'downtime',
  'largestGap',
] as const;
const COLUMNS = LEDGER_COLUMNS;

/** What the table knows of a live request; outputs are all that it will have. */
export function requestFacts(requests: RequestTable, slot: number): RequestFacts {
  return {
    sloClass: requests.sloClass[slot],
    tenant: requests.tenant[slot],
    priority: requests.priority[slot],
    promptTokens: requests.promptTokens[slot],
    outputTokens: requests.total[slot] - requests.promptTokens[slot],
    cachedTokens: requests.cachedTokens[slot],
    preemptions: requests.preemptions[slot],
    migrations: requests.migrations[slot],
    arrival: requests.arrival[slot],
    scheduledAt: requests.scheduledAt[slot],
    firstTokenAt: requests.firstTokenAt[slot],
    lostTime: requests.lostTime[slot],
    downtime: requests.downtime[slot],
    largestGap: requests.largestGap[slot],
  };
}
