/** The columns of the tables of makespan ratios, once for the terminal and for Markdown. */
import type { Column } from './columns.js';
import { formatMilliseconds, formatPercent, formatRatio } from './plan-columns.js';
import { formatInterval, formatNumber } from './quantity.js';
import type { RatioEntry } from './ratios.js';

function figure(
  title: string,
  explanation: string,
  value: (entry: RatioEntry) => number,
  format: (value: number) => string,
): Column<RatioEntry> {
  return { title, explanation, numeric: true, cell: (entry) => ({ text: format(value(entry)), order: value(entry) }) };
}

export const ratioColumns: readonly Column<RatioEntry>[] = [
  {
    title: 'Planner',
    explanation: 'registered id',
    numeric: false,
    cell: ({ planner }) => ({ text: planner, order: planner }),
  },
  figure('Ratio', 'mean makespan ratio to the best on each instance', ({ mean }) => mean, formatRatio),
  {
    title: '95 % CI',
    explanation: 'bootstrap interval of the mean ratio over instances',
    numeric: true,
    cell: ({ interval }) => ({ text: formatInterval(interval, formatRatio), order: interval.lower }),
  },
  figure('Median', 'median ratio', ({ median }) => median, formatRatio),
  figure('Worst', 'largest ratio', ({ worst }) => worst, formatRatio),
  figure('Best', 'share of the instances on which nobody was better', ({ bestShare }) => bestShare, formatPercent),
  figure('SLR', 'mean schedule length ratio', ({ slr }) => slr, formatRatio),
  {
    title: 'SLR 95 % CI',
    explanation: 'bootstrap interval of the mean schedule length ratio',
    numeric: true,
    cell: ({ slrInterval }) => ({ text: formatInterval(slrInterval, formatRatio), order: slrInterval.lower }),
  },
  figure('To bound', 'mean makespan / greatest lower bound', ({ boundRatio }) => boundRatio, formatRatio),
  figure('Time', 'median time to plan one instance', ({ milliseconds }) => milliseconds, formatMilliseconds),
  figure('Instances', 'with a schedule', ({ instances }) => instances, formatNumber),
];
