/** Planning under contention: every planner that builds on the planning kit places transfers that keep to it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heftPlanners } from '../../../agents/heft/planners.js';
import { lowerBounds } from '../../../src/plan/bounds.js';
import { CONTENTIONS, type Contention, type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { arbitraryMachine, cutProblem } from './arbitrary-machine.js';

const SHARED = CONTENTIONS.filter((contention) => contention !== 'none');
const PLANNERS = heftPlanners.map((spec) => [spec.id, spec.create()] as const);
const heft = PLANNERS[0][1];

/** Edges whose transfer is placed. */
function transfersOf({ transferStart }: Schedule): number[] {
  return Array.from(transferStart!.keys()).filter((edge) => !Number.isNaN(transferStart![edge]));
}

function senderOf({ successorStart }: DagProblem, edge: number): number {
  return successorStart.findLastIndex((start) => start <= edge);
}

describe.each(SHARED)('under %s contention', (contention) => {
  it('every schedule is valid, and none is shorter than the bound', () => {
    fc.assert(
      fc.property(
        arbitraryMachine({ contention: [contention] }),
        fc.constantFrom(...PLANNERS),
        (problem, [, planner]) => {
          const schedule = planner.plan(problem);
          expect(validateSchedule(problem, schedule)).toEqual([]);
          expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBounds(problem).best * (1 - 1e-12));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('re-planning keeps what is placed and stays valid', () => {
    fc.assert(
      fc.property(
        arbitraryMachine({ contention: [contention] }),
        fc.constantFrom(...PLANNERS),
        fc.nat(9),
        (base, [, planner], tenths) => {
          const problem = cutProblem(base, planner.plan(base), tenths / 10);
          expect(validateSchedule(problem, planner.plan(problem))).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses schedules in which a transfer is earlier, is missing, or meets another', () => {
    let tampered = 0;
    fc.assert(
      fc.property(arbitraryMachine({ contention: [contention] }), fc.nat(), (problem, choice) => {
        const schedule = heft.plan(problem);
        const edges = transfersOf(schedule);
        if (edges.length === 0) return;
        tampered++;
        const edge = edges[choice % edges.length];
        const sent = schedule.finish[senderOf(problem, edge)];
        const but = (time: number): Schedule => ({
          ...schedule,
          transferStart: schedule.transferStart!.with(edge, time),
        });
        expect(validateSchedule(problem, but(sent - 0.01)).join()).toMatch(
          /transfer \d+ → \d+ starts at .*, before task/,
        );
        expect(validateSchedule(problem, but(Number.NaN)).join()).toMatch(/has no start/);
        expect(validateSchedule(problem, but(schedule.makespan)).join()).toMatch(
          /task \d+ starts at .*, transfer .* arrives/,
        );
        const { transferStart: _, ...silent } = schedule;
        expect(validateSchedule(problem, silent).join()).toMatch(/the schedule does not say when they start/);
      }),
    );
    expect(tampered).toBeGreaterThan(10);
  });

  it('changes nothing where all transfers are free', () => {
    fc.assert(
      fc.property(arbitraryMachine({ contention: [contention] }), (problem) => {
        const free = { ...problem, startup: problem.startup.map(() => 0), volume: problem.volume.map(() => 0) };
        const { transferStart, ...schedule } = heft.plan(free);
        expect(transferStart!.every(Number.isNaN)).toBe(true);
        expect(schedule).toEqual(heft.plan({ ...free, contention: 'none' }));
      }),
    );
  });
});

/** Tasks 0 and 1 on processors 0 and 1; tasks 2 and 3 behind both run on processors 2 and 3 only. */
function crossing(contention: Contention): DagProblem {
  const no = Number.POSITIVE_INFINITY;
  const cost = [
    [1, no, no, no],
    [no, 1, no, no],
    [no, no, 1, no],
    [no, no, no, 1],
  ];
  const edges = [
    [0, 2, 4],
    [0, 3, 4],
    [1, 2, 4],
    [1, 3, 4],
  ] as const;
  return { ...problemOf({ cost, edges }), contention };
}

describe('what is shared', () => {
  it.each([
    ['none', undefined, 6],
    ['link', [1, 1, 1, 1], 6], // each link carries one
    ['one-port', [1, 5, 5, 1], 10], // 1→2 behind 0→2 at the receiver, 0→3 behind 0→2 at the sender, 1→3 before both
    ['bus', [1, 9, 5, 13], 18], // task 2's first, one after another
  ] as const)('%s', (contention, starts, makespan) => {
    const schedule = heft.plan(crossing(contention));
    expect(schedule.transferStart === undefined ? undefined : Array.from(schedule.transferStart)).toEqual(starts);
    expect(schedule.makespan).toBe(makespan);
  });

  it('start-up time counts, transfers of no time do not', () => {
    const table = {
      cost: [
        [1, Number.POSITIVE_INFINITY],
        [Number.POSITIVE_INFINITY, 1],
        [Number.POSITIVE_INFINITY, 1],
      ],
      edges: [
        [0, 1, 0],
        [0, 2, 0],
      ] as const,
    };
    const free = { ...problemOf(table), contention: 'bus' } as const;
    const plan = heft.plan(free);
    expect([plan.makespan, ...plan.transferStart!]).toEqual([3, Number.NaN, Number.NaN]);
    const slow = heft.plan({ ...free, startup: free.startup.map(() => 2) });
    expect([slow.makespan, ...slow.transferStart!]).toEqual([6, 1, 3]);
  });

  it('a transfer fills the gap that another one leaves', () => {
    // rank order 0, 1, 2, 3: the bus carries 0→2 (5…7) before 1→3 is placed at 1…3
    const no = Number.POSITIVE_INFINITY;
    const problem = problemOf({
      cost: [
        [5, no, no],
        [no, 1, no],
        [no, no, 9],
        [no, no, 1],
      ],
      edges: [
        [0, 2, 2],
        [1, 3, 2],
      ],
    });
    const schedule = heft.plan({ ...problem, contention: 'bus' });
    expect(Array.from(schedule.transferStart!)).toEqual([5, 1]);
    expect(schedule.start[3]).toBe(3);
  });
});
