/** A planner that nobody has to trust. */
import { describe, expect, it } from 'vitest';
import { Heft } from '../../../agents/heft/heft.js';
import { ArenaError } from '../../../src/error.js';
import { planCarefully } from '../../../src/plan/careful-plan.js';
import { copyProblem, type DagProblem, type Planner, problemOf, type Schedule } from '../../../src/planner.js';
import { STAIRS } from '../../fixtures/problems.js';

const problem = problemOf(STAIRS);

/** HEFT, meddled with. */
function planner(plan: (given: DagProblem) => unknown): () => Planner {
  return () => ({ name: 'odd', plan: plan as (given: DagProblem) => Schedule });
}

describe('a careful plan', () => {
  it('is the schedule of a planner that behaves', () => {
    const { schedule } = planCarefully(() => new Heft(), problem) as { schedule: Schedule };
    expect(schedule).toEqual(new Heft().plan(problem));
  });

  it.each<[string, (given: DagProblem) => unknown, RegExp]>([
    ['returns nothing', () => undefined, /^returned no schedule: undefined/],
    ['returns a promise', async (given) => new Heft().plan(given), /^returned no schedule: a promise/],
    [
      'returns too few tasks',
      (given) => ({ ...new Heft().plan(given), start: new Float64Array(1) }),
      /start has length 1/,
    ],
    [
      'lets tasks overlap',
      (given) => ({ ...new Heft().plan(given), start: new Float64Array(given.taskCount) }),
      /^invalid/,
    ],
    [
      'changes the problem',
      (given) => {
        given.cost.fill(0);
        return new Heft().plan(given);
      },
      /^it changed the problem it was given \(cost\)/,
    ],
    [
      'throws',
      () => {
        throw new TypeError('no luck');
      },
      /^TypeError: no luck$/,
    ],
  ])('tells of one that %s', (_, plan, message) => {
    const before = copyProblem(problem);
    const outcome = planCarefully(planner(plan), problem);
    expect(outcome).toMatchObject({ failure: expect.stringMatching(message), refused: false });
    expect(problem).toEqual(before);
  });

  it('tells a refusal from a fault', () => {
    const refuses = planner(() => {
      throw new ArenaError('odd: too large');
    });
    expect(planCarefully(refuses, problem)).toEqual({ failure: 'odd: too large', refused: true });
  });
});
