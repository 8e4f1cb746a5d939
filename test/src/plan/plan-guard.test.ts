/** What planners return and what they do to their problem: everything that is no schedule is told in words. */
import { describe, expect, it } from 'vitest';
import { changedParts, scheduleFrom } from '../../../src/plan/plan-guard.js';
import { copyProblem, type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';

const problem = problemOf({
  cost: [
    [1, 2],
    [3, 1],
  ],
  edges: [[0, 1, 1]],
});
const schedule: Schedule = {
  processor: Int32Array.of(0, 0),
  start: Float64Array.of(0, 1),
  finish: Float64Array.of(1, 4),
  makespan: 4,
};

describe('a copy of a problem', () => {
  it('is equal, and shares no array', () => {
    const copy = copyProblem(problem);
    expect(copy).toEqual(problem);
    expect(changedParts(problem, copy)).toEqual([]);
    for (const [part, value] of Object.entries(copy)) {
      if (!ArrayBuffer.isView(value)) continue;
      expect(value.buffer).not.toBe((problem[part as keyof DagProblem] as Float64Array).buffer);
      (value as Float64Array).fill(7);
    }
    expect(problem.cost).toEqual(Float64Array.of(1, 2, 3, 1));
    expect(changedParts(problem, copy)).toContain('cost');
  });

  it('is compared part by part', () => {
    const longer = { ...copyProblem(problem), release: new Float64Array(3) };
    expect(changedParts(problem, longer)).toEqual(['release']);
    expect(changedParts(problem, { ...copyProblem(problem), taskCount: 1, contention: 'bus' })).toEqual([
      'taskCount',
      'contention',
    ]);
  });
});

describe('what a planner returns', () => {
  it('is reduced to a schedule', () => {
    const returned = { ...schedule, optimal: false, trail: () => 0 };
    expect(scheduleFrom(returned, problem)).toEqual(schedule);
    expect(scheduleFrom({ ...schedule, optimal: true }, problem).optimal).toBe(true);
  });

  const wrong: readonly (readonly [says: RegExp, returned: unknown])[] = [
    [/^returned no schedule: undefined$/, undefined],
    [/^returned no schedule: null$/, null],
    [/^returned no schedule: 7$/, 7],
    [/a promise/, Promise.resolve(schedule)],
    [/processor is undefined \(an Int32Array is needed\)/, {}],
    [/processor is of type Array/, { ...schedule, processor: [0, 0] }],
    [/start has length 1 \(the problem has 2 tasks\)/, { ...schedule, start: new Float64Array(1) }],
    [/finish is of type Float32Array \(a Float64Array/, { ...schedule, finish: new Float32Array(2) }],
    [/transferStart has length 2 \(the problem has 1 edges\)/, { ...schedule, transferStart: new Float64Array(2) }],
    [/makespan is NaN \(a finite number is needed\)/, { ...schedule, makespan: Number.NaN }],
  ];
  it.for(wrong)('is refused: %s', ([says, returned]) => {
    expect(() => scheduleFrom(returned, problem)).toThrow(says);
  });
});
