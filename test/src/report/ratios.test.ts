import { describe, expect, it } from 'vitest';
import { formatRatio, heatMap } from '../../../src/report/heat-map.js';
import { ALL_SETS, type RatioRow, ratioTables } from '../../../src/report/ratios.js';

function rowsOf(set: string, planner: string, makespans: readonly number[]): RatioRow[] {
  return makespans.map((makespan, number) => ({
    set,
    number,
    planner,
    makespan,
    slr: makespan / 2,
    boundRatio: makespan / 3,
    milliseconds: 1,
  }));
}

const rows = [...rowsOf('a', 'good', [4, 6, 8]), ...rowsOf('a', 'bad', [8, 6, 16])];
const options = { replicates: 400 };

describe('ratio tables', () => {
  const [table] = ratioTables(rows, options);
  const [good, bad] = table.entries;

  it('divide by the best on each instance', () => {
    expect(good).toMatchObject({ planner: 'good', worst: 1, bestShare: 1, instances: 3, failures: 0 });
    expect(good.ratio.mean).toBe(1);
    expect(bad.ratio.mean).toBeCloseTo(5 / 3, 12);
    expect(bad).toMatchObject({ worst: 2, median: 2, bestShare: 1 / 3 });
    expect(bad.slr.mean).toBeCloseTo(5, 12);
  });

  it('have intervals that cover the mean; without spread they have no width', () => {
    expect(good.ratio.interval).toEqual({ lower: 1, upper: 1 });
    expect(bad.ratio.interval!.lower).toBeLessThan(bad.ratio.mean);
    expect(bad.ratio.interval!.upper).toBeGreaterThan(bad.ratio.mean);
  });

  it('do not depend on the order of the rows', () => {
    expect(ratioTables([...rows].reverse(), options)[0].entries.map(({ ratio }) => ratio)).toEqual(
      table.entries.map(({ ratio }) => ratio),
    );
  });

  it('over several sets redraw within the sets', () => {
    const other = [...rowsOf('b', 'good', [30, 30, 30]), ...rowsOf('b', 'bad', [10, 10, 10])];
    const all = ratioTables([...rows, ...other], options).at(-1)!;
    expect(all).toMatchObject({ set: ALL_SETS, instances: 6 });
    const lost = all.entries.find(({ planner }) => planner === 'good')!;
    expect(lost.ratio.mean).toBe(2); // 1 on the one set, 3 on the other, in every replicate
    expect(lost.ratio.interval).toEqual({ lower: 2, upper: 2 });
  });

  it('put planners that failed on an instance last and count them', () => {
    const failing: RatioRow[] = [
      ...rowsOf('a', 'partial', [1, 1]),
      { set: 'a', number: 2, planner: 'partial', failure: 'too large', refused: true },
    ];
    const entries = ratioTables([...rows, ...failing], options)[0].entries;
    expect(entries.at(-1)).toMatchObject({ planner: 'partial', instances: 2, failures: 1 });
  });
});

describe('the comparison with a reference', () => {
  const [table] = ratioTables(rows, { ...options, reference: 'good' });

  it('is paired by instance, whoever else is there', () => {
    const bad = table.entries.find(({ planner }) => planner === 'bad')!;
    expect(bad.against).toMatchObject({ wins: 0, losses: 2 });
    expect(bad.against!.mean).toBeCloseTo((2 + 1 + 2) / 3, 12);
    expect(table.entries.find(({ planner }) => planner === 'good')!.against).toMatchObject({
      mean: 1,
      interval: { lower: 1, upper: 1 },
      wins: 0,
      losses: 0,
    });
  });

  it('shows a planner that never made a schedule', () => {
    const liar: RatioRow = { set: 'a', number: 0, planner: 'liar', failure: 'overlap', refused: false };
    const entry = ratioTables([...rows, liar], options)[0].entries.at(-1)!;
    expect(entry).toMatchObject({ planner: 'liar', instances: 0, failures: 1 });
    expect(entry.ratio.mean).toBeNaN();
  });
});

describe('heat maps', () => {
  it('clip the colour, not the text', () => {
    const spec = heatMap({
      title: 't',
      rows: ['r'],
      columns: ['c', 'd'],
      rowTitle: '',
      columnTitle: '',
      legend: 'ratio',
      cells: [
        { row: 'r', column: 'c', value: 123.4 },
        { row: 'r', column: 'd', value: 0.8 },
      ],
    });
    const { values } = spec.data as { values: { shown: number; text: string }[] };
    expect(values.map(({ shown, text }) => [shown, text])).toEqual([
      [5, '123'],
      [1, '0.80'],
    ]);
  });

  it.each([
    [1.234, '1.23'],
    [12.34, '12.3'],
    [4321, '> 1000'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, '–'],
  ])('write %d as %s', (ratio, text) => expect(formatRatio(ratio)).toBe(text));
});
