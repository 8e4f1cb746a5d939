/** Where the Llumnix study differs from what was published, and why; every figure and every direction is computed. */
import { formatNumber } from '../../report/quantity.js';
import { LOADS, POLICY_TITLES, WORKLOADS } from './llumnix-cells.js';
import {
  type Comparison,
  type EqualLatencyRow,
  type Findings,
  largest,
  lossSavedByLoad,
  RATIO_KEYS,
  type RatioMetric,
} from './llumnix-comparisons.js';
import { cellAt, latencySetting, type PlayedCell, THRESHOLDS, valuesOf } from './llumnix-experiments.js';
import type { MigrationRow } from './llumnix-migration.js';
import { type Estimate, meanOf, ratioOf } from './paired-ratio.js';

const short = (value: number, digits = 3) => formatNumber(value, digits);
const percent = (share: number) => short(100 * share);
const rangeOf = (values: readonly number[], text: (value: number) => string) =>
  `${text(Math.min(...values))}–${text(Math.max(...values))}`;

export function llumnixAccount(
  cells: readonly PlayedCell[],
  findings: Findings,
  migration: readonly MigrationRow[],
): string[] {
  return [
    loads(cells, findings),
    prefill(cells, findings),
    loss(findings),
    roundRobin(cells, findings),
    artifact(cells),
    priorities(findings),
    scaling(findings),
    downtime(migration),
    'Not from the original: iteration times (a fit scaled from an A40 profile, linear in prompt tokens, as in the simulator ' +
      'of Llumnix, whose own coefficients are not published); lengths of ShareGPT and BurstGPT drawn independently from ' +
      'quantiles of the paper quoted from memory; one number of KV blocks (792, for 12,000 batched tokens) for all workloads. ' +
      'Rounds of migrations are held every 0.5 s instead of after every four steps of all instances.',
  ];
}

/** Mean over seeds of a metric of a latency cell. */
function valueAt(cells: readonly PlayedCell[], setting: string, policy: string, key: string): number {
  return meanOf(valuesOf(cellAt(cells, 'latencies', setting, policy), key)).value;
}

/** At which load each workload has its largest ratio: `×1.2 for 4, ×1.4 for 3`. */
function loadsOfLargest(infaas: readonly Comparison[], key: RatioMetric): string {
  const at = WORKLOADS.map(({ id }) => {
    const own = infaas.filter(({ setting }) => LOADS.some((load) => setting === latencySetting(id, load)));
    return LOADS.find((load) => largest(own, key).setting === latencySetting(id, load));
  });
  return LOADS.map((load) => ({ load, workloads: at.filter((each) => each === load).length }))
    .filter(({ workloads }) => workloads > 0)
    .map(({ load, workloads }) => `×${load} for ${workloads}`)
    .join(', ');
}

function loads(cells: readonly PlayedCell[], { infaas }: Findings): string {
  const usage = LOADS.map((load) => {
    const of = (key: string) => WORKLOADS.map(({ id }) => valueAt(cells, latencySetting(id, load), 'infaas', key));
    const [preempted, completed] = [of('preemptedJobs'), of('completedJobs')];
    const shares = preempted.map((count, i) => count / completed[i]);
    return `${rangeOf(of('kvUsageMean'), percent)} % at ×${load} (${rangeOf(shares, percent)} % of the requests preempted)`;
  });
  return (
    `Under INFaaS++ the KV memory in use, by workload, is ${usage.join(', ')}. Of the ${WORKLOADS.length} workloads the ratio ` +
    `of mean prefill latencies over INFaaS++ is largest at ${loadsOfLargest(infaas, 'ttftMean')}; that of P99 at ` +
    `${loadsOfLargest(infaas, 'ttftP99')}.`
  );
}

/** The largest ratio of any single seed, and where it is. */
function largestOfOneSeed(cells: readonly PlayedCell[], compared: readonly Comparison[], key: RatioMetric) {
  let best = { value: 0, setting: '' };
  for (const { setting, policy } of compared) {
    const other = valuesOf(cellAt(cells, 'latencies', setting, policy), key);
    const own = valuesOf(cellAt(cells, 'latencies', setting, 'llumnix'), key);
    for (let seed = 0; seed < own.length; seed++)
      if (other[seed] / own[seed] > best.value) best = { value: other[seed] / own[seed], setting };
  }
  return best;
}

function prefill(cells: readonly PlayedCell[], { infaas }: Findings): string {
  const gain = (key: RatioMetric) => short(largest(infaas, key).ratios[key].value);
  const mean = largestOfOneSeed(cells, infaas, 'ttftMean');
  const tail = largestOfOneSeed(cells, infaas, 'ttftP99');
  const better = infaas.filter(({ ratios }) => (ratios.ttftMean.interval?.lower ?? 0) > 1).length;
  const worse = infaas.flatMap(({ ratios, setting }) =>
    RATIO_KEYS.filter((key) => (ratios[key].interval?.upper ?? 1) < 1).map((key) => `${setting} (${key})`),
  );
  const losses =
    worse.length === 0
      ? 'by none of the five measures is it worse in any setting with an interval below 1'
      : `it is worse in ${worse.join(', ')}`;
  return (
    `Over INFaaS++ Llumnix has the shorter mean prefill latency in ${better} of ${infaas.length} settings with an interval ` +
    `above 1; ${losses}. The largest ratios of the ${infaas.length} settings are ${gain('ttftMean')}× of means and ` +
    `${gain('ttftP99')}× of P99 (published: 7.7× and 14.8×). Published are single runs, the best of several workloads and rates; ` +
    `the best single seed here has ${short(mean.value)}× (${mean.setting}) and ${short(tail.value)}× (${tail.setting}). ` +
    'Our INFaaS++ may be a stronger opponent, because it dispatches by the state of the moment, without the delay of reports ' +
    'and the overheads of a real cluster; that was not tested.'
  );
}

function loss({ infaas }: Findings): string {
  const each = lossSavedByLoad(infaas).map(
    ({ load, value, settings }) => `${percent(value)} % at ×${load} (${settings} settings)`,
  );
  return (
    `Of the time that INFaaS++ loses to preemptions migration avoids, on average over settings, ${each.join(', ')}; the ` +
    'published 70.4 % stand for the published rates, our ×1. Settings in which INFaaS++ loses nothing do not count.'
  );
}

function roundRobin(cells: readonly PlayedCell[], { roundRobin: compared }: Findings): string {
  const best = largest(compared, 'ttftMean');
  const of = (policy: string, key: string) => short(valueAt(cells, best.setting, policy, key));
  const usual = compared.filter(({ setting }) => setting.endsWith(` ×${LOADS[0]}`));
  const above = (key: RatioMetric, published: number) =>
    usual.filter(({ ratios }) => (ratios[key].interval?.lower ?? ratios[key].value) > published).length;
  return (
    `Over round robin the ratio of means exceeds the published 26.6× in ${above('ttftMean', 26.6)} of ${usual.length} workloads ` +
    `at the published rates, and that of P99 the published 34.4× in ${above('ttftP99', 34.4)} (whole interval above). The largest ` +
    `of ${compared.length} settings is ${short(best.ratios.ttftMean.value)}× in ${best.setting}, where the mean is ` +
    `${of('roundRobin', 'ttftMean')} s against ${of('llumnix', 'ttftMean')} s and the median ${of('roundRobin', 'ttftP50')} s ` +
    `against ${of('llumnix', 'ttftP50')} s. One long request may hold most of the memory of an instance for minutes while round ` +
    'robin goes on sending there; a ratio of such a queue to no queue depends on details of the workload.'
  );
}

function artifact(cells: readonly PlayedCell[]): string {
  const settings = WORKLOADS.flatMap(({ id }) => LOADS.map((load) => latencySetting(id, load)));
  const ratio = settings.map((setting) => {
    const of = (policy: string) => valuesOf(cellAt(cells, 'latencies', setting, policy), 'ttftMean');
    return { setting, ...ratioOf(of('artifact'), of('llumnix'), `account/${setting}`) };
  });
  const clear = (found: typeof ratio) => {
    const each = found.map(({ setting, value }) => `${setting} ${short(value)}×`).join(', ');
    return `${found.length}${each && ` (${each})`}`;
  };
  const sooner = ratio.filter(({ interval }) => (interval?.upper ?? 1) < 1);
  const later = ratio.filter(({ interval }) => (interval?.lower ?? 1) > 1);
  return (
    `${POLICY_TITLES.artifact} over its corrected form: the ratio of mean prefill latencies is ` +
    `${rangeOf(
      ratio.map(({ value }) => value),
      (value) => short(value),
    )}× over ${ratio.length} settings. With an interval that ` +
    `excludes 1 the artifact is faster in ${clear(sooner)} and slower in ${clear(later)}. The corrected form refuses migrations that ` +
    'leave the destination above the threshold; on a crowded cluster even those may make room for somebody who waits, which ' +
    'was not tested. The instances are equal here; on unequal ones the artifact was not compared.'
  );
}

function priorities({ priorities: rows }: Findings): string {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const faster = mean(rows.map(({ urgent }) => urgent.latencyMean.value));
  const bound = mean(rows.map((row) => row.bound.value));
  const share = (faster - 1) / (bound - 1);
  return (
    `Urgent requests are ${short(faster)}× faster, mean of ${rows.length} settings (published: 1.2–1.5×). With the whole cluster to ` +
    `themselves they would be ${short(bound)}× faster, so ${percent(share)} % of the possible is reached. How much a crowded ` +
    'batch slows decoding is a matter of the time model; on the real engines it may slow it more, which was not tested. ' +
    '“With support” is a reserve that keeps batches around urgent requests small, and queues in order of priority; ' +
    '“without” has neither, but there, too, urgent requests are not chosen to be migrated.'
  );
}

const arrivalsOf = (burstiness: number) => (burstiness === 1 ? 'Poisson' : 'gamma');

/** A row of every kind of arrivals, at the threshold of the paper. */
function atUsual(rows: Findings['scaling'], value: (row: Findings['scaling'][number]) => Estimate): string {
  return rows
    .filter(({ threshold }) => threshold === 10)
    .map((row) => `${percent(value(row).value)} % (${arrivalsOf(row.burstiness)})`)
    .join(' and ');
}

/** What is saved at equal latency, from the lowest threshold to the highest. */
function equalText(equal: readonly EqualLatencyRow[]): string {
  const at = (threshold: number) =>
    equal
      .filter((row) => row.threshold === threshold && Number.isFinite(row.saved.value))
      .map(({ burstiness, saved }) => `${percent(saved.value)} % (${arrivalsOf(burstiness)})`)
      .join(' and ');
  const ends = [THRESHOLDS[0], THRESHOLDS[THRESHOLDS.length - 1]];
  return ends
    .map((threshold) => `${at(threshold) || 'an unknown share'} against INFaaS++ with x = ${threshold}`)
    .join(', ');
}

function scaling({ scaling: rows, equalLatency }: Findings): string {
  const faster = rows.filter(({ ttftMean }) => ttftMean.llumnix.value < ttftMean.infaas.value).length;
  const fewer = rows.filter(({ cost }) => cost.llumnix.value < cost.unmoved.value).length;
  const fasterMoved = rows.filter(({ ttftMean }) => ttftMean.llumnix.value < ttftMean.unmoved.value).length;
  const slower = rows.filter(({ burstiness, ttftMean }) => {
    const own = rows.filter((row) => row.burstiness === burstiness).map((row) => row.ttftMean.llumnix.value);
    return ttftMean.infaas.value > Math.max(...own);
  }).length;
  return (
    `With auto-scaling Llumnix pays at x = 10 for ${atUsual(rows, ({ saved }) => saved)} fewer instances than INFaaS++ ` +
    `(published: 16 % and 18 %), with a shorter mean prefill latency in ${faster} of ${rows.length} settings. Without migration ` +
    `the same agent saves ${atUsual(rows, ({ savedUnmoved }) => savedUnmoved)}; with it the cost is lower in ${fewer} and the mean ` +
    `prefill latency shorter in ${fasterMoved} of ${rows.length}. At equal latency Llumnix saves ${equalText(equalLatency)} ` +
    `(published: 36 %). In ${slower} of the ${rows.length} settings INFaaS++ is slower than Llumnix at any threshold; there ` +
    "Llumnix's cheapest run counts, which is the faster one all the same. Episodes have half the requests of the others; " +
    'instances start in 10 s.'
  );
}

function downtime(rows: readonly MigrationRow[]): string {
  const milliseconds = rows.map((row) => 1000 * row.downtime);
  return (
    `Downtime of a migration: ${rangeOf(milliseconds, (value) => short(value, 4))} ms from ${rows[0].tokens} to ` +
    `${rows[rows.length - 1].tokens} tokens. 20 ms of it are a setting (handshakes of the published system); the rest is the copying of ` +
    'the last blocks, the only ones copied while the request stands still. That copying slows decoding by up to 1 % in the ' +
    'paper; here it is left out.'
  );
}
