import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heft } from '../../../agents/heft/heft.js';
import { TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { busyTimes, scheduleQuality } from '../../../src/plan/quality.js';
import { problemOf } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryProblem } from '../../fixtures/problems.js';

const NOTHING = { cpMin: 0, sequentialTime: 0, best: 0 };

describe('quality of a schedule', () => {
  it("is the published one for HEFT on its paper's example", () => {
    const problem = problemOf(TOPCUOGLU);
    const schedule = new Heft().plan(problem);
    expect(validateSchedule(problem, schedule)).toEqual([]);
    // cpMin 41 and seqMin 127 as computed by hand from the printed matrix; 73 is its proved optimum
    const quality = scheduleQuality(problem, schedule, { cpMin: 41, sequentialTime: 127, best: 50, optimum: 73 });
    expect(quality.makespan).toBe(80);
    expect(quality.slr).toBeCloseTo(80 / 41, 12);
    expect(quality.speedup).toBeCloseTo(127 / 80, 12);
    expect(quality.efficiency).toBeCloseTo(127 / 240, 12);
    expect(quality.boundGap).toBeCloseTo(0.6, 12);
    expect(quality.optimalityGap).toBeCloseTo(7 / 73, 12);
    // P1: 2 and 8; P2: 4, 6, 9, 10; P3: 1, 3, 5, 7
    expect([...busyTimes(problem, schedule)]).toEqual([13 + 5, 8 + 16 + 12 + 7, 9 + 19 + 10 + 11]);
    expect(quality.utilisation).toBeCloseTo(110 / 240, 12);
    expect(quality.balance).toBeCloseTo(110 / 3 / 49, 12);
    // edges between processors: 1-2 1-4 1-6 2-9 4-8 5-9 6-8 7-10 8-10
    expect(quality.transfers).toBe(9);
    expect(quality.communicationTime).toBe(18 + 9 + 14 + 16 + 27 + 13 + 15 + 17 + 11);
    expect(quality.communicationShare).toBeCloseTo(140 / 250, 12);
    expect(quality.processorsUsed).toBe(3);
  });

  it('has no ratios where there is nothing to divide by', () => {
    const problem = problemOf({ cost: [[0, 0]], edges: [] });
    const quality = scheduleQuality(problem, new Heft().plan(problem), NOTHING);
    const { makespan, slr, speedup, efficiency, boundGap, optimalityGap, utilisation, balance } = quality;
    expect(makespan).toBe(0);
    expect([slr, speedup, efficiency, boundGap, optimalityGap, utilisation, balance]).toEqual(
      Array(7).fill(Number.NaN),
    );
    const apart = problemOf({
      cost: [
        [1, Number.POSITIVE_INFINITY],
        [Number.POSITIVE_INFINITY, 1],
      ],
      edges: [],
    });
    const bounds = { cpMin: 1, sequentialTime: Number.POSITIVE_INFINITY, best: 1 };
    expect(scheduleQuality(apart, new Heft().plan(apart), bounds)).toMatchObject({ slr: 1, speedup: Number.NaN });
  });

  it('stays in range, and does not change when all times are scaled', () => {
    fc.assert(
      fc.property(arbitraryProblem, (table) => {
        const problem = problemOf(table);
        const schedule = new Heft().plan(problem);
        const quality = scheduleQuality(problem, schedule, NOTHING);
        for (const share of [quality.utilisation, quality.balance, quality.communicationShare]) {
          if (Number.isNaN(share)) continue;
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1 + 1e-12);
        }
        const doubled = problemOf({
          ...table,
          cost: table.cost.map((row) => row.map((time) => 2 * time)),
          edges: table.edges.map(([from, to, volume]) => [from, to, 2 * volume]),
        });
        const twice = {
          ...schedule,
          start: schedule.start.map((t) => 2 * t),
          finish: schedule.finish.map((t) => 2 * t),
        };
        const again = scheduleQuality(doubled, { ...twice, makespan: 2 * schedule.makespan }, NOTHING);
        expect([again.utilisation, again.balance, again.communicationShare]).toEqual([
          quality.utilisation,
          quality.balance,
          quality.communicationShare,
        ]);
      }),
    );
  });
});
