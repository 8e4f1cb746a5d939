/** The columns of the table of plans, once for the terminal and for the page. */
import type { Column } from './columns.js';
import type { PlannedEntry } from './plan-entries.js';
import { formatNumber, NOTHING_KNOWN } from './quantity.js';

/** A duration in the unit in which it is short: µs, ms or s. */
export function formatMilliseconds(ms: number): string {
  if (Number.isNaN(ms)) return NOTHING_KNOWN;
  if (ms < 0.9995) return `${formatNumber(ms * 1000, 3)} µs`;
  return ms < 999.5 ? `${formatNumber(ms, 3)} ms` : `${formatNumber(ms / 1000, 3)} s`;
}

/** A share as a percentage with one decimal. */
export function formatPercent(share: number): string {
  return Number.isNaN(share) ? NOTHING_KNOWN : `${(share * 100).toFixed(1)} %`;
}

/** A ratio with three decimals, so that they line up. */
export function formatRatio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : NOTHING_KNOWN;
}

/** Marks times of a single run. */
export const COLD_MARK = '*';

type Figure = (entry: PlannedEntry) => number;

function figure(
  title: string,
  explanation: string,
  value: Figure,
  format: (value: number) => string,
): Column<PlannedEntry> {
  const shown: Figure = (entry) => (entry.violations.length > 0 ? Number.NaN : value(entry));
  return { title, explanation, numeric: true, cell: (entry) => ({ text: format(shown(entry)), order: shown(entry) }) };
}

/** All columns; a narrow window gives up the last ones of {@link EXPENDABLE_PLAN_COLUMNS} first. */
export const planColumns: readonly Column<PlannedEntry>[] = [
  {
    title: 'Planner',
    explanation: 'registered id',
    numeric: false,
    cell: ({ planner }) => ({ text: planner, order: planner }),
  },
  {
    title: 'Makespan',
    explanation: 'finish of the last task',
    numeric: true,
    cell: ({ quality }) => ({ text: formatNumber(quality.makespan, 6), order: quality.makespan }),
  },
  figure(
    'SLR',
    'schedule length ratio: makespan / longest path of least processing times without communication',
    ({ quality }) => quality.slr,
    formatRatio,
  ),
  figure(
    'Speed-up',
    'time of all tasks on the best single processor / makespan',
    ({ quality }) => quality.speedup,
    formatRatio,
  ),
  figure('Efficiency', 'speed-up / number of processors', ({ quality }) => quality.efficiency, formatRatio),
  figure(
    'Over bound',
    'how much longer than the greatest lower bound; the optimum lies between',
    ({ quality }) => quality.boundGap,
    formatPercent,
  ),
  figure(
    'Over optimum',
    'optimality gap: how much longer than the proved optimum',
    ({ quality }) => quality.optimalityGap,
    formatPercent,
  ),
  figure(
    'Used',
    'share of processors × makespan in which tasks run',
    ({ quality }) => quality.utilisation,
    formatPercent,
  ),
  figure(
    'Balance',
    'mean busy time of the processors / that of the busiest; 1 = all equal',
    ({ quality }) => quality.balance,
    formatRatio,
  ),
  figure(
    'Moving',
    'time of transfers between processors / (that + time of tasks)',
    ({ quality }) => quality.communicationShare,
    formatPercent,
  ),
  {
    title: 'Time/plan',
    explanation: `time of one whole plan: median of plans repeated after every planner had planned once; ${COLD_MARK} = planned once only, code not compiled before`,
    numeric: true,
    cell: ({ times }) => ({
      text: `${formatMilliseconds(times.medianMs)}${times.runs > 1 ? ' ' : COLD_MARK}`,
      order: times.medianMs,
    }),
  },
  {
    title: 'Valid',
    explanation: 'whether the validator found nothing wrong with the schedule',
    numeric: false,
    cell: ({ violations }) => {
      const text = violations.length === 0 ? 'yes' : 'no';
      return { text, order: text };
    },
  },
];

/** Columns in the order in which they are given up when the window is too narrow. */
export const EXPENDABLE_PLAN_COLUMNS: readonly string[] = ['Moving', 'Balance', 'Used', 'Efficiency', 'Speed-up'];
