/**
 * The worked examples of the HEFT and PEFT papers under ETF and DLS. DLS 91 with this schedule is printed in Topcuoglu,
 * Hariri & Wu 2002, section 5; ETF 93 and 125 and DLS 134 were computed by an independent implementation of the rules.
 */
import { describe, expect, it } from 'vitest';
import { Dls } from '../../../agents/list-planners/dls.js';
import { Etf } from '../../../agents/list-planners/etf.js';
import { ARABNEJAD, TOPCUOGLU } from '../../../src/instances/published.js';
import { problemOf } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';

describe('published examples', () => {
  it('DLS on the example of the HEFT paper', () => {
    const problem = problemOf(TOPCUOGLU);
    const schedule = new Dls().plan(problem);
    expect(validateSchedule(problem, schedule)).toEqual([]);
    const { processor, start, finish, makespan } = schedule;
    expect(makespan).toBe(91);
    expect(Array.from(processor, (k, task) => [k + 1, start[task], finish[task]])).toEqual([
      [3, 0, 9],
      [3, 9, 27],
      [2, 26, 39],
      [2, 18, 26],
      [1, 20, 32],
      [3, 27, 36],
      [1, 62, 69],
      [1, 53, 58],
      [2, 45, 57],
      [1, 70, 91],
    ]);
  });

  it.each([
    ['ETF on the example of the HEFT paper', new Etf(), TOPCUOGLU, 93],
    ['ETF on that of the PEFT paper', new Etf(), ARABNEJAD, 125],
    ['DLS on that of the PEFT paper', new Dls(), ARABNEJAD, 134],
  ] as const)('%s', (_, planner, table, makespan) => {
    expect(planner.plan(problemOf(table)).makespan).toBe(makespan);
  });
});
