/** The columns of the tables of makespan ratios, once for the terminal and for Markdown. */
import type { Column } from './columns.js';
import { formatMilliseconds, formatPercent, formatRatio } from './plan-columns.js';
import { formatInterval, formatNumber, NOTHING_KNOWN } from './quantity.js';
import type { MeanRatio, RatioEntry, RatioTable } from './ratios.js';

type RatioColumn = Column<RatioEntry>;

function figure(
  title: string,
  explanation: string,
  value: (entry: RatioEntry) => number,
  format: (value: number) => string,
): RatioColumn {
  return { title, explanation, numeric: true, cell: (entry) => ({ text: format(value(entry)), order: value(entry) }) };
}

/** A mean and its interval in one cell. */
function meanFigure(
  title: string,
  explanation: string,
  value: (entry: RatioEntry) => MeanRatio | undefined,
): RatioColumn {
  const cell = (entry: RatioEntry) => {
    const known = value(entry);
    if (!known?.interval) return { text: NOTHING_KNOWN, order: Number.NaN };
    return { text: `${formatRatio(known.mean)} ${formatInterval(known.interval, formatRatio)}`, order: known.mean };
  };
  return { title, explanation, numeric: true, cell };
}

/** The columns of a table; those of the comparison with the reference only where there is one. */
export function ratioColumns({ reference }: RatioTable): readonly RatioColumn[] {
  const paired: RatioColumn[] =
    reference === undefined
      ? []
      : [
          meanFigure(
            `To ${reference} [CI]`,
            `mean of makespan / makespan of ${reference} on the same instance, below 1 = shorter`,
            ({ against }) => against,
          ),
          {
            title: 'W–L',
            explanation: `instances on which the planner was shorter – longer than ${reference}`,
            numeric: true,
            cell: ({ against }) => ({
              text: against ? `${against.wins}–${against.losses}` : NOTHING_KNOWN,
              order: against ? against.wins - against.losses : Number.NaN,
            }),
          },
        ];
  return [
    {
      title: 'Planner',
      explanation: 'registered id',
      numeric: false,
      cell: ({ planner }) => ({ text: planner, order: planner }),
    },
    meanFigure('Ratio [CI]', 'mean of makespan / shortest of all on the same instance', ({ ratio }) => ratio),
    ...paired,
    figure('Median', 'median ratio', ({ median }) => median, formatRatio),
    figure('Worst', 'largest ratio', ({ worst }) => worst, formatRatio),
    figure('Best', 'share of the instances on which nobody was shorter', ({ bestShare }) => bestShare, formatPercent),
    meanFigure('SLR [CI]', 'mean schedule length ratio', ({ slr }) => slr),
    figure('To bound', 'mean of makespan / greatest lower bound', ({ boundRatio }) => boundRatio, formatRatio),
    figure('Time', 'median time to plan one instance, once', ({ milliseconds }) => milliseconds, formatMilliseconds),
    figure('Failed', 'instances without a valid schedule', ({ failures }) => failures, formatNumber),
  ];
}
