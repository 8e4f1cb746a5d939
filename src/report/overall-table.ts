/**
 * The overall table: normalised scores of every agent over all scenarios that have a scale (floor and reference agent
 * measured, and different). Intervals resample seeds within each scenario. Agents that miss an episode get no score:
 * an average over the episodes that happened to work would flatter them.
 */
import { createRng } from '../rng.js';
import type { Completion, LeaderboardOptions, PairedToReference, RankRange } from './leaderboard.js';
import { rankRanges } from './ranks.js';
import type { ScenarioEntry, ScenarioTable } from './scenario-table.js';
import {
  aggregate,
  aggregateMeasures,
  type Interval,
  mean,
  meanReplicates,
  percentileInterval,
  type ScoreMatrix,
  scoreMatrix,
  wilcoxonSignedRank,
} from './statistics/index.js';

/** One agent over all scenarios. */
export interface OverallEntry {
  readonly agent: string;
  readonly oracle: boolean;
  readonly rank: RankRange;
  readonly completion: Completion;
  readonly mean: number; // normalised score
  readonly meanInterval: Interval | undefined;
  readonly iqm: number;
  readonly iqmInterval: Interval | undefined;
  readonly median: number;
  readonly optimalityGap: number; // what is missing to 1, excess not counted
  readonly paired: PairedToReference | undefined; // against each scenario's reference agent
  readonly decisionMicroseconds: { readonly p50: number; readonly p95: number; readonly mean: number }; // mean over scenarios
}

export interface OverallTable {
  readonly scenarios: readonly string[]; // ids that count
  readonly excluded: readonly string[]; // ids without a scale
  readonly entries: readonly OverallEntry[]; // best first
}

type Settings = Required<Omit<LeaderboardOptions, 'plays' | 'scenarios'>>;

/** Scores [seed][scenario] of one agent as a matrix; nothing when one is missing. */
function matrixOf(columns: readonly ScenarioEntry[]): ScoreMatrix | undefined {
  if (columns.length === 0 || columns.some((entry) => entry.scores.some((score) => !Number.isFinite(score))))
    return undefined;
  return scoreMatrix(columns[0].scores.map((_, seed) => columns.map((entry) => entry.scores[seed])));
}

function sumCompletion(columns: readonly ScenarioEntry[]): Completion {
  const total = (name: keyof Completion) => columns.reduce((sum, entry) => sum + entry.completion[name], 0);
  return { expected: total('expected'), scored: total('scored'), failed: total('failed'), censored: total('censored') };
}

/** Comparison with each scenario's reference: the gain in interquartile mean, replicate by replicate. */
function compare(
  columns: readonly ScenarioEntry[],
  own: Measured | undefined,
  reference: Measured | undefined,
  confidence: number,
): PairedToReference | undefined {
  if (!own || !reference) return undefined;
  const differences = own.matrix.values.map((score, i) => score - reference.matrix.values[i]);
  const total = (name: 'wins' | 'losses') => columns.reduce((sum, entry) => sum + (entry.paired?.[name] ?? 0), 0);
  const gains = own.replicates.iqm.map((value, i) => value - reference.replicates.iqm[i]);
  return {
    pairs: differences.length,
    difference: aggregateMeasures.iqm(own.matrix) - aggregateMeasures.iqm(reference.matrix),
    interval: percentileInterval(gains, confidence),
    wins: total('wins'),
    losses: total('losses'),
    wilcoxonP: wilcoxonSignedRank(differences).pValue,
    probabilityOfImprovement: mean(columns.map((entry) => entry.paired?.probabilityOfImprovement ?? 0.5)),
  };
}

/** Scores of an agent and their replicates, drawn alike for all agents. */
interface Measured {
  readonly matrix: ScoreMatrix;
  readonly replicates: { readonly mean: Float64Array; readonly iqm: Float64Array };
}

function measure(columns: readonly ScenarioEntry[], settings: Settings): Measured | undefined {
  const matrix = matrixOf(columns);
  if (!matrix) return undefined;
  const bootstrap = {
    uniform: createRng('bootstrap').fork('overall'),
    replicates: settings.replicates,
    confidence: settings.confidence,
  };
  return { matrix, replicates: meanReplicates(matrix, bootstrap) };
}

/** Computes the overall table from the scenario tables. */
export function overallTable(tables: readonly ScenarioTable[], settings: Settings): OverallTable {
  const scaled = tables.filter((table) => table.scale !== undefined);
  const entryOf = (table: ScenarioTable, agent: string) => table.entries.find((entry) => entry.agent === agent)!;
  const reference = measure(
    scaled.map((table) => entryOf(table, table.scenario.reference)),
    settings,
  );
  const replicatesOf = new Map<string, Float64Array>(); // of the interquartile mean, same draws for all agents
  const unranked = settings.agents.map((agent): Omit<OverallEntry, 'rank'> => {
    const everywhere = tables.map((table) => entryOf(table, agent));
    const columns = scaled.map((table) => entryOf(table, agent));
    const own = measure(columns, settings);
    const interval = (sample: Float64Array | undefined) => sample && percentileInterval(sample, settings.confidence);
    if (own) replicatesOf.set(agent, own.replicates.iqm);
    const measured = own && aggregate(own.matrix);
    const timing = (name: 'p50' | 'p95' | 'mean') => {
      const known = everywhere.map((entry) => entry.decisionMicroseconds[name]).filter(Number.isFinite);
      return known.length === 0 ? Number.NaN : mean(known);
    };
    return {
      agent,
      oracle: everywhere.some((entry) => entry.oracle),
      completion: sumCompletion(everywhere),
      mean: measured?.mean ?? Number.NaN,
      meanInterval: interval(own?.replicates.mean),
      iqm: measured?.iqm ?? Number.NaN,
      iqmInterval: interval(own?.replicates.iqm),
      median: measured?.median ?? Number.NaN,
      optimalityGap: measured?.optimalityGap ?? Number.NaN,
      paired: compare(columns, own, reference, settings.confidence),
      decisionMicroseconds: { p50: timing('p50'), p95: timing('p95'), mean: timing('mean') },
    };
  });
  const ranks = rankRanges(
    settings.agents.map((agent) => ({ replicates: replicatesOf.get(agent) })),
    { higherIsBetter: true, confidence: settings.confidence },
  );
  const entries = unranked.map((entry, i): OverallEntry => ({ ...entry, rank: ranks[i] }));
  const height = (entry: OverallEntry) => (Number.isNaN(entry.iqm) ? Number.NEGATIVE_INFINITY : entry.iqm);
  entries.sort((a, b) => height(b) - height(a) || a.agent.localeCompare(b.agent, 'en'));
  return {
    scenarios: scaled.map((table) => table.scenario.env),
    excluded: tables.filter((table) => table.scale === undefined).map((table) => table.scenario.env),
    entries,
  };
}
