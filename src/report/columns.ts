/**
 * The columns of the leaderboard's tables, once for every way they are shown: terminal, Markdown and HTML. A column
 * has a title, an explanation, and for each entry a text and a number to sort by.
 */
import type { Completion, PairedToReference } from './leaderboard.js';
import type { OverallEntry } from './overall-table.js';
import {
  formatChange,
  formatInterval,
  formatNumber,
  formatProbability,
  formatScore,
  NOTHING_KNOWN,
} from './quantity.js';
import { formatRank } from './ranks.js';
import type { LoadHandled, ScenarioEntry, ScenarioTable } from './scenario-table.js';

/** One cell: what is shown, and its place in the order (NaN = last). */
export interface Cell {
  readonly text: string;
  readonly order: number | string;
}

export interface Column<E> {
  readonly title: string;
  readonly explanation: string;
  readonly numeric: boolean;
  readonly cell: (entry: E) => Cell;
}

type Entry = ScenarioEntry | OverallEntry;

function numberColumn<E>(
  title: string,
  explanation: string,
  value: (entry: E) => number,
  format: (value: number) => string = formatNumber,
): Column<E> {
  return { title, explanation, numeric: true, cell: (entry) => ({ text: format(value(entry)), order: value(entry) }) };
}

const rankColumn: Column<Entry> = {
  title: 'Rank',
  explanation: 'places the agent may hold; agents that no paired comparison tells apart share places',
  numeric: true,
  cell: ({ rank }) => ({ text: formatRank(rank), order: rank.best + rank.worst / 1000 }),
};

const agentColumn: Column<Entry> = {
  title: 'Agent',
  explanation: 'registered id; † marks an oracle, which sees what is hidden from the others',
  numeric: false,
  cell: ({ agent, oracle }) => ({ text: oracle ? `${agent} †` : agent, order: agent }),
};

function pairedCell(paired: PairedToReference | undefined, format: (value: number) => string): Cell {
  if (!paired) return { text: NOTHING_KNOWN, order: Number.NaN };
  const signed = (value: number) => formatChange(value, format);
  return { text: `${signed(paired.difference)} ${formatInterval(paired.interval, signed)}`, order: paired.difference };
}

function pairedColumns(difference: string, format: (value: number) => string): Column<Entry>[] {
  return [
    {
      title: 'Gain [CI]',
      explanation: `${difference}, same seeds; positive = better than the reference agent`,
      numeric: true,
      cell: ({ paired }) => pairedCell(paired, format),
    },
    {
      title: 'W–L',
      explanation: 'seeds on which the agent was better – worse than the reference agent',
      numeric: true,
      cell: ({ paired }) => ({
        text: paired ? `${paired.wins}–${paired.losses}` : NOTHING_KNOWN,
        order: paired ? paired.wins - paired.losses : Number.NaN,
      }),
    },
    numberColumn(
      'p',
      'two-sided Wilcoxon signed-rank test of the paired differences, not corrected for many comparisons',
      ({ paired }: Entry) => paired?.wilcoxonP ?? Number.NaN,
      formatProbability,
    ),
    numberColumn(
      'P(better)',
      'probability that a run of the agent beats a run of the reference agent, seeds drawn independently',
      ({ paired }: Entry) => paired?.probabilityOfImprovement ?? Number.NaN,
      (value) => (Number.isNaN(value) ? NOTHING_KNOWN : value.toFixed(2)),
    ),
  ];
}

const decisionColumns: Column<Entry>[] = [
  numberColumn(
    'µs/decision p50',
    'median time the agent takes to decide, microseconds',
    (entry: Entry) => entry.decisionMicroseconds.p50,
    (value) => formatNumber(value, 3),
  ),
  numberColumn(
    'µs mean',
    'mean time to decide over whole episodes, planning at the beginning included, microseconds',
    (entry: Entry) => entry.decisionMicroseconds.mean,
    (value) => formatNumber(value, 3),
  ),
  numberColumn(
    'µs p95',
    '95th percentile of the time the agent takes to decide, microseconds',
    (entry: Entry) => entry.decisionMicroseconds.p95,
    (value) => formatNumber(value, 3),
  ),
];

/** `10/10`, with how many failed. */
export function formatCompletion({ expected, scored, failed }: Completion): string {
  return `${scored}/${expected}${failed > 0 ? ` (${failed} failed)` : ''}`;
}

const completionColumns: Column<Entry>[] = [
  {
    title: 'Runs',
    explanation: 'episodes with a value of those expected',
    numeric: true,
    cell: ({ completion }) => ({ text: formatCompletion(completion), order: completion.scored }),
  },
  numberColumn(
    'Cut short',
    'how many of these episodes ended with work left: cut at the time limit, not all accepted jobs completed',
    ({ completion }: Entry) => completion.censored,
  ),
];

const TOGETHER = 'always read latency together with completions';

/** Jobs completed and accepted and the censored mean; only what some entry has a value for. */
function loadColumns({ scenario, entries }: ScenarioTable): Column<ScenarioEntry>[] {
  const known = (value: (load: LoadHandled) => number) => entries.some(({ load }) => !Number.isNaN(value(load)));
  const columns: Column<ScenarioEntry>[] = [];
  if (known((load) => load.completed)) {
    columns.push(
      numberColumn('Completed', `jobs completed, mean over seeds; ${TOGETHER}`, ({ load }) => load.completed),
    );
  }
  if (known((load) => load.accepted / load.offered)) {
    columns.push({
      title: 'Accepted',
      explanation: `jobs accepted of those offered, means over seeds; the rest found the system full and counts in no latency; ${TOGETHER}`,
      numeric: true,
      cell: ({ load }) => ({
        text: Number.isNaN(load.offered)
          ? NOTHING_KNOWN
          : `${formatNumber(load.accepted)}/${formatNumber(load.offered)}`,
        order: load.accepted / load.offered,
      }),
    });
  }
  if (/^latency(?!MeanCensored)/.test(scenario.metric) && known((load) => load.latencyMeanCensored)) {
    columns.push(
      numberColumn(
        'Censored',
        `mean latency of all accepted jobs, unfinished ones counted with their age at the end: too low for them, and without the jobs turned away; ${TOGETHER}`,
        ({ load }) => load.latencyMeanCensored,
      ),
    );
  }
  return columns;
}

/** Columns of the overall table. */
export const overallColumns: readonly Column<OverallEntry>[] = [
  rankColumn,
  agentColumn,
  numberColumn(
    'Score IQM',
    'interquartile mean of the normalised scores: 0 = floor agent, 1 = reference agent',
    (e) => e.iqm,
    formatScore,
  ),
  {
    title: '95 % CI',
    explanation: 'bootstrap interval of the interquartile mean, stratified by scenario',
    numeric: true,
    cell: ({ iqmInterval }) => ({
      text: formatInterval(iqmInterval, formatScore),
      order: iqmInterval?.lower ?? Number.NaN,
    }),
  },
  numberColumn('Mean', 'mean normalised score', (e) => e.mean, formatScore),
  numberColumn(
    'Gap',
    'optimality gap: what is missing to a score of 1, excess not counted',
    (e) => e.optimalityGap,
    formatScore,
  ),
  ...pairedColumns('gain in interquartile mean score over each scenario’s reference agent', formatScore),
  ...decisionColumns,
  ...completionColumns,
];

/** Columns of one scenario's table. */
export function scenarioColumns(table: ScenarioTable): readonly Column<ScenarioEntry>[] {
  const { metric } = table.scenario;
  const family = table.percentileFamily;
  const percentiles = family
    ? (['p50', 'p95', 'p99'] as const).map((name) =>
        numberColumn<ScenarioEntry>(
          name,
          `${family} ${name}: taken per seed, then averaged over seeds`,
          (entry) => entry.percentiles[name],
        ),
      )
    : [];
  return [
    rankColumn,
    agentColumn,
    numberColumn('Mean', `mean ${metric} over seeds`, (e) => e.mean),
    {
      title: '95 % CI',
      explanation: 'bootstrap interval of the mean over seeds',
      numeric: true,
      cell: ({ meanInterval }) => ({ text: formatInterval(meanInterval), order: meanInterval?.lower ?? Number.NaN }),
    },
    ...loadColumns(table),
    numberColumn('IQM', `interquartile mean of ${metric} over seeds`, (e) => e.iqm),
    ...pairedColumns(`mean improvement of ${metric} over ${table.scenario.reference}`, (value) =>
      formatNumber(value, 3),
    ),
    ...percentiles,
    numberColumn('Score', 'normalised: 0 = floor agent, 1 = reference agent', (e) => e.score, formatScore),
    ...decisionColumns,
    ...completionColumns,
  ];
}
