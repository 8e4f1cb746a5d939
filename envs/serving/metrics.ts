/**
 * The outcome of a serving episode as named numbers (`metric-list.ts` says what each means): times in seconds, NaN
 * where there is nothing to tell. Latencies are those of completed requests, which flatters a scheduler that starves
 * some; so means also come censored, unfinished requests are counted, and those whose age breaks a limit have missed it.
 * Quantiles are exact where the ledger has rows, within 0.4 % where it has histograms; time between tokens always the latter.
 */
import { quantileOfSorted } from '../../src/sim/quantile.js';
import { censoredDelayMedian } from './censored-delay.js';
import { type Ledger, OUTCOME_COMPLETED, OUTCOME_REJECTED, requestFacts } from './ledger.js';
import { QUANTILES } from './metric-list.js';
import { groupOf, LATENCIES, RequestTotals, timesOf } from './request-totals.js';
import type { SampleMeans } from './samples.js';
import type { ServingSimulator } from './simulator.js';
import { type SloClass, SloLimits } from './slo.js';

export { METRICS } from './metric-list.js';

/** What the fleet has counted. */
export interface FleetTallies {
  readonly instanceTime: number; // Σ of the time instances were not off, clock
  readonly migrationsAborted: number;
  /** Completed migrations, where requests move; downtime is their sum, clock. */
  readonly migrations?: { readonly completed: number; readonly downtime: number; readonly longestDowntime: number };
  /** Completed transfers from prefill to decode instances; transferTime is their sum, clock. */
  readonly handovers?: { readonly completed: number; readonly transferTime: number; readonly bytes: number };
}

export interface ServingMetricsInput {
  readonly simulator: Pick<ServingSimulator, 'state' | 'ledger' | 'iterations' | 'settleAll'>;
  readonly samples: SampleMeans;
  readonly fleet: FleetTallies;
  readonly slo: readonly SloClass[];
}

/** Everything about the episode so far. */
export function servingMetrics(input: ServingMetricsInput): Record<string, number> {
  const { simulator, samples, fleet, slo } = input;
  simulator.settleAll();
  const { ledger, state } = simulator;
  const second = ledger.secondsPerUnit;
  const totals = totalsOf(input);
  const seconds = state.now * second;
  const classes = slo.map((_, each) => each);
  const all: Group = { classes, groups: classes.flatMap((each) => [2 * each, 2 * each + 1]) };
  const report = new GroupReport({ ledger, totals, seconds });
  const metrics = report.whole(all);
  const { samples: _, instancesMean: __, ...means } = samples;
  const busy = busyTime(state);
  Object.assign(metrics, {
    offeredJobs: metrics.completedJobs + metrics.unfinishedJobs + metrics.droppedJobs,
    acceptedJobs: metrics.completedJobs + metrics.unfinishedJobs,
    makespan: seconds,
    ...migrationsOf(fleet, second),
    ...handoversOf(fleet, second),
    ...means,
    busyShare: busy / fleet.instanceTime,
    instanceHours: (fleet.instanceTime * second) / 3600,
    averageInstances: fleet.instanceTime / state.now,
    jainIndex: tenantFairness(totals),
    iterations: simulator.iterations,
  });
  metrics.schedulingDelayP50Censored = censoredDelayMedian(ledger, state.requests, state.now);
  slo.forEach(({ name }, each) => {
    report.part(metrics, name, { classes: [each], groups: [2 * each, 2 * each + 1] });
  });
  report.part(metrics, 'normal-priority', { classes: [], groups: classes.map((each) => 2 * each) });
  report.part(metrics, 'high-priority', { classes: [], groups: classes.map((each) => 2 * each + 1) });
  return metrics;
}

/** Sums over all requests: those of the ledger, or counted from its rows; and the requests that are not over. */
function totalsOf({ simulator, slo }: ServingMetricsInput): RequestTotals {
  const { ledger, state } = simulator;
  const limits = new SloLimits(slo, ledger.secondsPerUnit);
  const totals = new RequestTotals({ classes: slo.length, limits, nanosecondsPerUnit: 1, histograms: false });
  if (ledger.totals) totals.restore({ ...ledger.totals.snapshot(), histogram: undefined });
  else addRows(totals, ledger);
  const { requests, now } = state;
  for (let slot = 0; slot < requests.capacity; slot++) {
    if (requests.number[slot] < 0) continue;
    const facts = { ...requestFacts(requests, slot), outputTokens: outputsSoFar(requests, slot) };
    const age = now - facts.arrival;
    const started = facts.firstTokenAt >= 0;
    const sinceToken = started ? now - requests.lastTokenAt[slot] : 0;
    totals.leaveOpen(facts, {
      ttft: started ? facts.firstTokenAt - facts.arrival : age,
      tpot: Number.NaN,
      gap: Math.max(facts.largestGap, sinceToken),
      e2e: age,
    });
  }
  return totals;
}

type Requests = ServingSimulator['state']['requests'];

/** Output tokens of a live request; a preempted one keeps them in what it has to recompute. */
function outputsSoFar({ prefilled, done, target, promptTokens }: Requests, slot: number): number {
  return Math.max(0, (prefilled[slot] === 1 ? done[slot] : target[slot]) - promptTokens[slot]);
}

function addRows(totals: RequestTotals, ledger: Ledger): void {
  for (let row = 0; row < ledger.rows; row++) {
    if (ledger.outcome[row] === OUTCOME_REJECTED) totals.reject(ledger.sloClass[row], ledger.priority[row]);
    else if (ledger.outcome[row] === OUTCOME_COMPLETED) totals.complete(rowFacts(ledger, row), ledger.finishedAt[row]);
  }
}

function rowFacts(ledger: Ledger, row: number) {
  return {
    sloClass: ledger.sloClass[row],
    tenant: ledger.tenant[row],
    priority: ledger.priority[row],
    promptTokens: ledger.promptTokens[row],
    outputTokens: ledger.outputTokens[row],
    cachedTokens: ledger.cachedTokens[row],
    preemptions: ledger.preemptions[row],
    migrations: ledger.migrations[row],
    arrival: ledger.arrival[row],
    scheduledAt: ledger.scheduledAt[row],
    firstTokenAt: ledger.firstTokenAt[row],
    lostTime: ledger.lostTime[row],
    downtime: ledger.downtime[row],
    largestGap: ledger.largestGap[row],
  };
}

/** Time in which batches ran by now, Σ over instances, clock; that of a batch is booked when it begins. */
function busyTime({ instances, now }: ServingSimulator['state']): number {
  const { count, busyTime, batchCount, batchStart, lastDuration, stages, stageFree, maxStages } = instances;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += busyTime[i];
    if (batchCount[i] === 0) continue;
    const booked = stages[i] > 1 ? stageFree[i * maxStages] : batchStart[instances.oldestBatch(i)] + lastDuration[i];
    if (booked > now) sum -= booked - now;
  }
  return sum;
}

/** Migrations as the fleet has counted them: those that ended early have moved nobody, and their downtime counts nowhere. */
function migrationsOf({ migrations, migrationsAborted }: FleetTallies, second: number): Record<string, number> {
  const { completed = 0, downtime = 0, longestDowntime = 0 } = migrations ?? {};
  const none = completed === 0;
  return {
    migrations: completed,
    migrationsAborted,
    migrationDowntimeMean: none ? Number.NaN : (downtime * second) / completed,
    migrationDowntimeMax: none ? Number.NaN : longestDowntime * second,
  };
}

function handoversOf({ handovers }: FleetTallies, second: number): Record<string, number> {
  const { completed = 0, transferTime = 0, bytes = 0 } = handovers ?? {};
  return {
    handovers: completed,
    handoverTimeMean: completed === 0 ? Number.NaN : (transferTime * second) / completed,
    handoverBytes: bytes,
  };
}

/**
 * Jain's index (Σx)² / (n Σx²) over the tenants that had a request, x = output tokens / time in the system: what a
 * tenant sees of the cluster's speed, whatever its share of the load.
 */
function tenantFairness({ tenantTokens, tenantTime }: RequestTotals): number {
  let tenants = 0;
  let sum = 0;
  let squares = 0;
  for (let tenant = 0; tenant < tenantTime.length; tenant++) {
    if (tenantTime[tenant] === 0) continue;
    const rate = tenantTokens[tenant] / tenantTime[tenant];
    tenants++;
    sum += rate;
    squares += rate * rate;
  }
  return (sum * sum) / (tenants * squares);
}

/** Requests that are reported together. */
interface Group {
  readonly classes: readonly number[]; // rows of the histogram of gaps; empty where gaps are not kept by this group
  readonly groups: readonly number[]; // of RequestTotals
}

/** Numbers of one group of requests after another. */
class GroupReport {
  private readonly ledger: Ledger;
  private readonly totals: RequestTotals;
  private readonly seconds: number;
  private readonly second: number; // length of a clock unit

  constructor(of: { ledger: Ledger; totals: RequestTotals; seconds: number }) {
    this.ledger = of.ledger;
    this.totals = of.totals;
    this.seconds = of.seconds;
    this.second = of.ledger.secondsPerUnit;
  }

  /** All that is told of all requests. */
  whole(group: Group): Record<string, number> {
    const { totals, second } = this;
    const { groups } = group;
    const of = (name: Parameters<RequestTotals['sum']>[0]) => totals.sum(name, groups);
    const completed = of('completed');
    const unfinished = of('unfinished');
    const latency = totals.latency(2, groups);
    const ttft = totals.latency(0, groups);
    const metrics: Record<string, number> = {};
    LATENCIES.forEach((name, which) => {
      this.distribution(metrics, { name, which }, group);
      if (name === 'tpot') this.gaps(metrics, group);
    });
    return Object.assign(metrics, {
      ttftMeanCensored: ((ttft.sum + of('openTtft')) * second) / (ttft.count + unfinished),
      latencyMeanCensored: ((latency.sum + of('openAge')) * second) / (latency.count + unfinished),
      schedulingDelayP50Censored: Number.NaN, // set by the caller
      ...this.objectives(group),
      throughput: completed / this.seconds,
      outputTokenThroughput: of('outputTokens') / this.seconds,
      tokenThroughput: (of('promptTokens') + of('outputTokens')) / this.seconds,
      offeredJobs: 0, // place in the order; set by the caller
      acceptedJobs: 0,
      completedJobs: completed,
      unfinishedJobs: unfinished,
      droppedJobs: of('rejected'),
      makespan: this.seconds,
      preemptions: of('preemptions'),
      preemptedJobs: of('preempted'),
      preemptionLossMean: (of('lostTime') * second) / completed,
      migrations: 0, // set by the caller
      migrationsAborted: 0,
      migrationDowntimeMean: Number.NaN,
      migrationDowntimeMax: Number.NaN,
      handovers: 0,
      handoverTimeMean: Number.NaN,
      handoverBytes: 0,
      prefixHitShare: of('cachedTokens') / of('promptTokens'),
    });
  }

  /** What is told of a class or a priority, under `key:name`. */
  part(metrics: Record<string, number>, name: string, group: Group): void {
    const own: Record<string, number> = { completedJobs: this.totals.sum('completed', group.groups) };
    LATENCIES.forEach((latency, which) => {
      this.distribution(own, { name: latency, which }, group);
      if (latency === 'tpot') this.gaps(own, group);
    });
    Object.assign(own, this.objectives(group));
    for (const [key, value] of Object.entries(own)) {
      if (!key.endsWith('P90')) metrics[`${key}:${name}`] = value;
    }
  }

  private objectives({ groups }: Group): { sloAttainment: number; goodput: number } {
    const of = (name: Parameters<RequestTotals['sum']>[0]) => this.totals.sum(name, groups);
    const met = of('met');
    const decided = met + of('missed') + of('overdue') + of('rejected');
    return { sloAttainment: met / decided, goodput: met / this.seconds };
  }

  private distribution(
    metrics: Record<string, number>,
    { name, which }: { readonly name: string; readonly which: number },
    { groups }: Group,
  ): void {
    const { ledger, second } = this;
    const { sum, count } = this.totals.latency(which, groups);
    metrics[`${name}Mean`] = (sum * second) / count;
    const histogram = ledger.totals?.histogram;
    const sorted = histogram ? undefined : rowsOf(ledger, which, groups).sort();
    const rows = groups.map((group) => which * this.totals.groups + group);
    for (const [statistic, q] of Object.entries(QUANTILES)) {
      metrics[name + statistic] = sorted ? quantileOfSorted(sorted, q) * second : histogram!.quantile(q, rows) * 1e-9;
    }
  }

  /** Time between tokens: the mean of completed requests is exact, quantiles are those of all gaps so far. */
  private gaps(metrics: Record<string, number>, { classes, groups }: Group): void {
    metrics.tbtMean = (this.totals.sum('gapTime', groups) * this.second) / this.totals.sum('gaps', groups);
    if (classes.length === 0) return;
    for (const [statistic, q] of Object.entries(QUANTILES)) {
      metrics[`tbt${statistic}`] = this.ledger.gaps.quantile(q, classes) * 1e-9;
    }
  }
}

/** One latency of the completed requests of some groups, clock: [completed], in order of request. */
function rowsOf(ledger: Ledger, which: number, groups: readonly number[]): Float64Array {
  const wanted = new Set(groups);
  const values = new Float64Array(ledger.completed);
  let count = 0;
  for (let row = 0; row < ledger.rows; row++) {
    if (ledger.outcome[row] !== OUTCOME_COMPLETED) continue;
    if (!wanted.has(groupOf(ledger.sloClass[row], ledger.priority[row]))) continue;
    const value = latencyOf(ledger, which, row);
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return values.slice(0, count);
}

function latencyOf(ledger: Ledger, which: number, row: number): number {
  if (which === 4) return ledger.scheduledAt[row] - ledger.arrival[row];
  const times = timesOf(rowFacts(ledger, row), ledger.finishedAt[row]);
  if (which === 0) return times.ttft;
  if (which === 1) return times.tpot;
  return which === 2 ? times.e2e : times.e2e / ledger.outputTokens[row];
}
