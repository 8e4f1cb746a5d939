/** Which optimum is believed: claims of planners, of a planner outside the table, and what refutes them. */
import { describe, expect, it } from 'vitest';
import { uniformLinks, unrelatedInstance } from '../../../src/plan/instance.js';
import type { Schedule } from '../../../src/planner.js';
import { planBoard, tiedForBest } from '../../../src/report/plan-entries.js';
import type { PlanResult } from '../../../src/report/plan-run.js';

// a fork of two tasks that cost 2 each behind one that costs 1; data take 3 to another processor
const instance = unrelatedInstance({
  name: 'fork',
  tasks: ['root', 'left', 'right'],
  processors: ['P0', 'P1'],
  cost: Float64Array.of(1, 1, 2, 2, 2, 2),
  edges: [
    [0, 1, 3],
    [0, 2, 3],
  ],
  ...uniformLinks(2),
});
const times = { runs: 1, firstMs: 1, medianMs: 1, p10Ms: 1, p90Ms: 1 };

function planned(schedule: Schedule, optimal: boolean): PlanResult {
  return { status: 'planned', schedule: optimal ? { ...schedule, optimal } : schedule, times };
}

const together: Schedule = {
  processor: Int32Array.of(0, 0, 0),
  start: Float64Array.of(0, 1, 3),
  finish: Float64Array.of(1, 3, 5),
  makespan: 5,
};
const apart: Schedule = {
  processor: Int32Array.of(0, 0, 1),
  start: Float64Array.of(0, 1, 4),
  finish: Float64Array.of(1, 3, 6),
  makespan: 6,
};

const board = (results: readonly PlanResult[], optimum: number | null = null) =>
  planBoard({
    instance,
    contestants: results.map((_, i) => ({ planner: `p${i}` })),
    results,
    optimum: optimum === null ? null : { makespan: optimum, provedBy: 'proved elsewhere' },
  });
const violations = ({ entries }: ReturnType<typeof board>) => entries.map((entry) => entry.violations);

describe('the optimum of a board', () => {
  it('is what a planner proved, if no schedule is shorter', () => {
    const found = board([planned(together, true), planned(apart, false)]);
    expect(found.optimum).toEqual({ makespan: 5, provedBy: 'proved by p0' });
    expect(violations(found)).toEqual([[], []]);
  });

  it('is not known where the claim is refuted, and another claim is heard', () => {
    const refuted = board([planned(apart, true), planned(together, false)]);
    expect(refuted.optimum).toBeNull();
    expect(violations(refuted)).toEqual([[], ['it claims that 6 is optimal, but p1 needs only 5']]);
    expect(board([planned(apart, true), planned(together, true)]).optimum?.provedBy).toBe('proved by p1');
  });

  it('may come from elsewhere, refutes and can be refuted', () => {
    expect(board([planned(apart, false)], 5).optimum?.makespan).toBe(5);
    const claimed = board([planned(apart, true)], 5);
    expect(claimed.optimum?.makespan).toBe(5);
    expect(violations(claimed)[0][0]).toContain('but a schedule proved elsewhere needs only 5');
    expect(board([planned(together, false)], 6).optimum).toBeNull();
  });

  it('is not taken from a schedule of somebody who changed the problem', () => {
    const changed = { ...planned(together, true), changed: ['cost'] } as PlanResult;
    const found = board([changed, planned(apart, false)]);
    expect(found.optimum).toBeNull();
    expect(found.entries.map(({ planner }) => planner)).toEqual(['p1', 'p0']);
    expect(found.entries[1].violations).toEqual(['it changed the problem it was given (cost)']);
  });
});

describe('ties', () => {
  it('are counted among valid schedules', () => {
    const early = { ...together, start: Float64Array.of(0, 0, 3) };
    const found = board([
      planned(together, false),
      planned(together, false),
      planned(apart, false),
      planned(early, false),
    ]);
    expect(tiedForBest(found)).toBe(2);
  });
});
