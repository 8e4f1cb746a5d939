/**
 * Sums over requests, by group (SLO class × high or normal priority) and by tenant: everything about an episode's
 * requests but the quantiles. With quantiles by histogram it is all that a run of millions of requests keeps. Requests
 * that are unfinished at a cut are added with what is known of them: they never vanish.
 */
import { LatencyHistogram } from './latency-histogram.js';
import type { RequestTimes, SloLimits } from './slo.js';

/** Quantities whose distribution is reported; the time between tokens comes from the ledger's histogram of gaps. */
export const LATENCIES = ['ttft', 'tpot', 'latency', 'normalisedLatency', 'schedulingDelay'] as const;
export type Latency = (typeof LATENCIES)[number];
export const TTFT = 0;
export const TPOT = 1;
export const LATENCY = 2;
export const NORMALISED_LATENCY = 3;
export const SCHEDULING_DELAY = 4;

/** Sums kept per group. */
const SUMS = [
  'completed',
  'rejected',
  'unfinished',
  'met', // completed, within every limit
  'overdue', // unfinished, and some limit is broken already
  'missed', // completed, some limit broken
  'promptTokens', // of completed requests
  'outputTokens',
  'cachedTokens',
  'preemptions', // of completed and unfinished ones
  'preempted', // requests that were preempted at all
  'lostTime', // of completed ones, clock
  'firstTokens', // unfinished requests whose first token has come
  'openTtft', // of unfinished requests: TTFT, or the age where no token has come, clock
  'openAge', // of unfinished requests, clock
  'gaps', // between tokens of completed requests
  'gapTime', // their sum, clock
] as const;
export type TotalName = (typeof SUMS)[number];
const INDEX = Object.fromEntries(SUMS.map((name, i) => [name, i])) as Record<TotalName, number>;
const WIDTH = SUMS.length + 2 * LATENCIES.length; // and sum and number of each latency

/** What is told of a request that is over, or of one that is not. */
export interface RequestFacts {
  readonly sloClass: number;
  readonly tenant: number;
  readonly priority: number;
  readonly promptTokens: number;
  readonly outputTokens: number; // so far
  readonly cachedTokens: number;
  readonly preemptions: number;
  readonly migrations: number;
  readonly arrival: number; // clock
  readonly scheduledAt: number; // clock; < 0 = never
  readonly firstTokenAt: number; // clock; < 0 = never
  readonly lostTime: number; // clock
  readonly downtime: number; // clock
  readonly largestGap: number; // clock
}

/** The group of a request. */
export function groupOf(sloClass: number, priority: number): number {
  return 2 * sloClass + (priority > 0 ? 1 : 0);
}

export interface RequestTotalsSnapshot {
  readonly sums: Float64Array;
  readonly tenantTokens: Float64Array;
  readonly tenantTime: Float64Array;
  readonly histogram: ReturnType<LatencyHistogram['snapshot']> | undefined;
}

export class RequestTotals {
  readonly groups: number;
  /** Histogram of every latency; row latency·groups + group. Absent where quantiles come from rows. */
  readonly histogram: LatencyHistogram | undefined;
  tenantTokens = new Float64Array(8); // [tenant] outputs of completed and unfinished requests
  tenantTime = new Float64Array(8); // [tenant] Σ of their times in the system, clock
  private readonly limits: SloLimits;
  private readonly sums: Float64Array; // [group · WIDTH]

  constructor(options: { classes: number; limits: SloLimits; nanosecondsPerUnit: number; histograms: boolean }) {
    this.groups = 2 * options.classes;
    this.limits = options.limits;
    this.sums = new Float64Array(this.groups * WIDTH);
    this.histogram = options.histograms
      ? new LatencyHistogram(LATENCIES.length * this.groups, options.nanosecondsPerUnit)
      : undefined;
  }

  clear(): void {
    this.sums.fill(0);
    this.tenantTokens.fill(0);
    this.tenantTime.fill(0);
    this.histogram?.clear();
  }

  /** Sum of one quantity over groups. */
  sum(name: TotalName, groups: readonly number[]): number {
    let total = 0;
    for (const group of groups) total += this.sums[group * WIDTH + INDEX[name]];
    return total;
  }

  /** Sum and number of a latency of completed requests over groups, clock. */
  latency(which: number, groups: readonly number[]): { readonly sum: number; readonly count: number } {
    let sum = 0;
    let count = 0;
    for (const group of groups) {
      sum += this.sums[group * WIDTH + SUMS.length + 2 * which];
      count += this.sums[group * WIDTH + SUMS.length + 2 * which + 1];
    }
    return { sum, count };
  }

  reject(sloClass: number, priority: number): void {
    this.sums[groupOf(sloClass, priority) * WIDTH + INDEX.rejected]++;
  }

  /** A request that ended at `end`. */
  complete(facts: RequestFacts, end: number): void {
    const group = groupOf(facts.sloClass, facts.priority);
    const times = timesOf(facts, end);
    const span = end - facts.firstTokenAt;
    this.addBoth(group, facts, times.e2e);
    this.bump(group, 'completed', 1);
    this.bump(group, this.limits.meets(facts.sloClass, times) ? 'met' : 'missed', 1);
    this.bump(group, 'promptTokens', facts.promptTokens);
    this.bump(group, 'outputTokens', facts.outputTokens);
    this.bump(group, 'cachedTokens', facts.cachedTokens);
    this.bump(group, 'lostTime', facts.lostTime);
    this.bump(group, 'gaps', facts.outputTokens - 1);
    this.bump(group, 'gapTime', span);
    this.addLatency(group, TTFT, times.ttft);
    if (facts.outputTokens > 1) this.addLatency(group, TPOT, times.tpot);
    this.addLatency(group, LATENCY, times.e2e);
    this.addLatency(group, NORMALISED_LATENCY, times.e2e / facts.outputTokens);
    this.addLatency(group, SCHEDULING_DELAY, facts.scheduledAt - facts.arrival);
  }

  /** A request that is unfinished at `now`; `times` of what has come, its age where nothing has. */
  leaveOpen(facts: RequestFacts, times: RequestTimes): void {
    const group = groupOf(facts.sloClass, facts.priority);
    this.addBoth(group, facts, times.e2e);
    this.bump(group, 'unfinished', 1);
    if (!this.limits.meets(facts.sloClass, times)) this.bump(group, 'overdue', 1);
    if (facts.firstTokenAt >= 0) this.bump(group, 'firstTokens', 1);
    this.bump(group, 'openTtft', times.ttft);
    this.bump(group, 'openAge', times.e2e);
  }

  snapshot(): RequestTotalsSnapshot {
    return {
      sums: this.sums.slice(),
      tenantTokens: this.tenantTokens.slice(),
      tenantTime: this.tenantTime.slice(),
      histogram: this.histogram?.snapshot(),
    };
  }

  restore(saved: RequestTotalsSnapshot): void {
    this.sums.set(saved.sums);
    this.tenantTokens = saved.tenantTokens.slice();
    this.tenantTime = saved.tenantTime.slice();
    if (saved.histogram) this.histogram?.restore(saved.histogram);
  }

  private bump(group: number, name: TotalName, by: number): void {
    this.sums[group * WIDTH + INDEX[name]] += by;
  }

  private addLatency(group: number, which: number, duration: number): void {
    const at = group * WIDTH + SUMS.length + 2 * which;
    this.sums[at] += duration;
    this.sums[at + 1]++;
    this.histogram?.add(which * this.groups + group, duration);
  }

  /** What counts of finished and unfinished requests alike. */
  private addBoth(group: number, facts: RequestFacts, time: number): void {
    this.bump(group, 'preemptions', facts.preemptions);
    if (facts.preemptions > 0) this.bump(group, 'preempted', 1);
    const { tenant } = facts;
    if (tenant >= this.tenantTokens.length) this.makeRoom(Math.max(tenant + 1, 2 * this.tenantTokens.length));
    this.tenantTokens[tenant] += facts.outputTokens;
    this.tenantTime[tenant] += time;
  }

  private makeRoom(tenants: number): void {
    const { tenantTokens, tenantTime } = this;
    this.tenantTokens = new Float64Array(tenants);
    this.tenantTokens.set(tenantTokens);
    this.tenantTime = new Float64Array(tenants);
    this.tenantTime.set(tenantTime);
  }
}

/** Times of a request that ended. */
export function timesOf(facts: RequestFacts, end: number): RequestTimes {
  const { arrival, firstTokenAt, outputTokens, largestGap } = facts;
  return {
    ttft: firstTokenAt - arrival,
    tpot: outputTokens > 1 ? (end - firstTokenAt) / (outputTokens - 1) : Number.NaN,
    gap: largestGap,
    e2e: end - arrival,
  };
}
