/**
 * The table of one scenario: every agent's metric over the seeds. Percentiles of latency are taken per seed and then
 * averaged; pooling the jobs of several seeds would hide their spread. The bootstrap redraws the same seeds for every
 * agent (streams are named after the scenario), so that equal agents get equal intervals, whoever else competes.
 */
import { createRng } from '../rng.js';
import type { Completion, LeaderboardOptions, PairedToReference, RankRange, ScoredScenario } from './leaderboard.js';
import { rankRanges } from './ranks.js';
import type { ResultRow } from './rows.js';
import {
  type Interval,
  interquartileMean,
  mean,
  meanReplicates,
  pairedComparison,
  percentileInterval,
  probabilityOfImprovement,
  scoreMatrix,
  standardDeviation,
} from './statistics/index.js';

/** Latency percentiles of one family (`latencyP50`, …), averaged over seeds; NaN where the scenario has none. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/**
 * What became of the offered jobs, means over seeds; NaN where the environment does not measure it. A mean latency
 * means little without: it is taken over the jobs that were accepted, and `latencyMean` over the completed ones.
 */
export interface LoadHandled {
  readonly offered: number; // jobs
  readonly accepted: number; // jobs; the rest was turned away
  readonly completed: number; // jobs
  readonly latencyMeanCensored: number; // accepted jobs, the unfinished ones with their age at the end
}

/** One agent on one scenario. Numbers are NaN, intervals absent, where there was nothing to compute from. */
export interface ScenarioEntry {
  readonly agent: string;
  readonly oracle: boolean;
  readonly rank: RankRange;
  readonly completion: Completion;
  readonly values: readonly number[]; // [seed] the metric; NaN where missing
  readonly scores: readonly number[]; // [seed] normalised; NaN where missing or without a scale
  readonly mean: number;
  readonly std: number; // over seeds
  readonly meanInterval: Interval | undefined;
  readonly iqm: number;
  readonly iqmInterval: Interval | undefined;
  readonly percentiles: Percentiles;
  readonly load: LoadHandled;
  readonly score: number; // mean normalised score
  readonly paired: PairedToReference | undefined;
  readonly decisionMicroseconds: { readonly p50: number; readonly p95: number; readonly mean: number }; // mean over seeds
  readonly decisionsMean: number;
}

export interface ScenarioTable {
  readonly scenario: ScoredScenario;
  readonly percentileFamily: string | undefined; // the name before P50, P95, P99
  readonly scale: { readonly floor: number; readonly reference: number } | undefined; // mean metric of both agents
  readonly entries: readonly ScenarioEntry[]; // best first
}

type Settings = Required<Omit<LeaderboardOptions, 'plays' | 'scenarios'>>;

/** Rows of one agent on one scenario by seed; undefined where missing. */
type SeedRows = readonly (ResultRow | undefined)[];

function finite(values: readonly number[]): number[] {
  return values.filter((value) => Number.isFinite(value));
}

/** Mean of the finite values, NaN without any. */
function meanOrNaN(values: readonly number[]): number {
  const known = finite(values);
  return known.length === 0 ? Number.NaN : mean(known);
}

/** The family of percentiles that belongs to a metric: `latencyMeanCensored` → `latency`, if its P50 is measured. */
export function percentileFamily(metric: string, names: ReadonlySet<string>): string | undefined {
  const families = [metric.replace(/Mean.*$/, ''), ...[...names].map((name) => name.replace(/P50$/, ''))];
  return families.find((family) => ['P50', 'P95', 'P99'].every((suffix) => names.has(family + suffix)));
}

/** The agent that turned away most jobs of a scenario; nothing when all were accepted or nobody counted. */
export function fewestAccepted({ entries }: ScenarioTable): ScenarioEntry | undefined {
  const share = ({ load }: ScenarioEntry) => load.accepted / load.offered;
  const lossy = entries.filter((entry) => share(entry) < 1);
  return lossy.sort((a, b) => share(a) - share(b))[0];
}

function completion(rows: SeedRows, values: readonly number[]): Completion {
  return {
    expected: values.length,
    scored: finite(values).length,
    failed: rows.filter((row) => row?.status === 'failed').length,
    censored: rows.filter((row, i) => row?.censored && Number.isFinite(values[i])).length,
  };
}

/** Compares with the reference on the seeds that both have a value for. */
function compare(
  values: readonly number[],
  reference: readonly number[],
  sign: number, // 1 = lower is better
  bootstrap: { uniform: () => number; replicates: number; confidence: number },
): PairedToReference | undefined {
  const seeds = values.flatMap((value, i) => (Number.isFinite(value) && Number.isFinite(reference[i]) ? [i] : []));
  if (seeds.length === 0) return undefined;
  const own = seeds.map((i) => sign * values[i]);
  const other = seeds.map((i) => sign * reference[i]);
  const comparison = pairedComparison(other, own, bootstrap);
  const higher = (costs: readonly number[]) => scoreMatrix(costs.map((cost) => [-cost]));
  return {
    pairs: comparison.pairs,
    difference: comparison.meanDifference,
    interval: comparison.bootstrap.meanDifference,
    wins: comparison.wins,
    losses: comparison.losses,
    wilcoxonP: comparison.wilcoxon.pValue,
    probabilityOfImprovement: probabilityOfImprovement(higher(own), higher(other)).overall,
  };
}

/** Computes the table of one scenario. */
export function scenarioTable(rows: readonly ResultRow[], scenario: ScoredScenario, settings: Settings): ScenarioTable {
  const { env, metric, lowerIsBetter } = scenario;
  const here = rows.filter((row) => row.env === env);
  const seedRows = new Map<string, SeedRows>(
    settings.agents.map((agent) => {
      const bySeed = new Map(here.filter((row) => row.agent === agent).map((row) => [row.seed, row]));
      return [agent, settings.seeds.map((seed) => bySeed.get(seed))];
    }),
  );
  const column = (agent: string, name: string) =>
    (seedRows.get(agent) ?? []).map((row) => (row?.status === 'ok' ? (row.metrics[name] ?? Number.NaN) : Number.NaN));
  const family = percentileFamily(metric, new Set(here.flatMap((row) => Object.keys(row.metrics))));
  const reference = column(scenario.reference, metric);
  const scale = { floor: meanOrNaN(column(scenario.floor, metric)), reference: meanOrNaN(reference) };
  const scaled = (scale.floor - scale.reference) * (lowerIsBetter ? 1 : -1) > 0; // false also where one is NaN

  const score = (value: number) => (scaled ? (scale.floor - value) / (scale.floor - scale.reference) : Number.NaN);

  const replicatesOf = new Map<string, Float64Array>(); // of the mean, same draws for all agents
  const unranked = settings.agents.map((agent): Omit<ScenarioEntry, 'rank'> => {
    const own = seedRows.get(agent)!;
    const values = column(agent, metric);
    const known = finite(values);
    const bootstrap = (name: string) => ({
      uniform: createRng('bootstrap').fork(env).fork(name),
      replicates: settings.replicates,
      confidence: settings.confidence,
    });
    const matrix = known.length === 0 ? undefined : scoreMatrix(known.map((value) => [value]));
    const replicates = matrix && meanReplicates(matrix, bootstrap('mean'));
    const interval = (sample: Float64Array | undefined) => sample && percentileInterval(sample, settings.confidence);
    if (replicates && known.length === values.length) replicatesOf.set(agent, replicates.mean);
    const timing = (name: 'p50' | 'p95' | 'mean') =>
      meanOrNaN(own.map((row) => row?.decisionMicroseconds[name] ?? Number.NaN));
    const measured = (name: string) => meanOrNaN(column(agent, name));
    const percentile = (suffix: string) => (family ? measured(family + suffix) : Number.NaN);
    return {
      agent,
      oracle: own.some((row) => row?.oracle),
      completion: completion(own, values),
      values,
      scores: values.map(score),
      mean: meanOrNaN(values),
      std: known.length > 1 ? standardDeviation(known) : Number.NaN,
      meanInterval: interval(replicates?.mean),
      iqm: matrix ? interquartileMean(known) : Number.NaN,
      iqmInterval: interval(replicates?.iqm),
      percentiles: { p50: percentile('P50'), p95: percentile('P95'), p99: percentile('P99') },
      load: {
        offered: measured('offeredJobs'),
        accepted: measured('acceptedJobs'),
        completed: measured('completedJobs'),
        latencyMeanCensored: measured('latencyMeanCensored'),
      },
      score: score(meanOrNaN(values)),
      paired: compare(values, reference, lowerIsBetter ? 1 : -1, bootstrap('paired')),
      decisionMicroseconds: { p50: timing('p50'), p95: timing('p95'), mean: timing('mean') },
      decisionsMean: meanOrNaN(own.map((row) => (row?.status === 'ok' ? row.decisions : Number.NaN))),
    };
  });
  const complete = (entry: Omit<ScenarioEntry, 'rank'>) => entry.completion.scored === entry.completion.expected;
  const ranks = rankRanges(
    settings.agents.map((agent) => ({ replicates: replicatesOf.get(agent) })),
    { higherIsBetter: !lowerIsBetter, confidence: settings.confidence },
  );
  const entries = unranked.map((entry, i): ScenarioEntry => ({ ...entry, rank: ranks[i] }));
  const cost = (entry: ScenarioEntry) =>
    Number.isNaN(entry.mean) ? Number.POSITIVE_INFINITY : (lowerIsBetter ? 1 : -1) * entry.mean;
  entries.sort(
    (a, b) => Number(complete(b)) - Number(complete(a)) || cost(a) - cost(b) || a.agent.localeCompare(b.agent, 'en'),
  );
  return { scenario, percentileFamily: family, scale: scaled ? scale : undefined, entries };
}
