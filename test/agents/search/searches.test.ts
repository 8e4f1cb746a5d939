/** Annealing, genetic algorithm, best-of and WBA: valid, repeatable, never worse than where they begin. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import { searchPlanners } from '../../../agents/search/planners.js';
import { START_PLANNERS } from '../../../agents/search/start-planners.js';
import { TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { lowerBounds } from '../../../src/plan/bounds.js';
import { problemOf, type Schedule } from '../../../src/planner.js';
import { planners } from '../../../src/registry.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { scaled, smallProblem } from './small-problems.js';

const SMALL: Record<string, Record<string, number>> = {
  exact: { nodeLimit: 500 },
  annealing: { evaluations: 60 },
  genetic: { population: 8, generations: 6 },
  hybrid: {},
  wba: { trials: 3 },
};

function plannerOf(id: string, options: object = SMALL[id]) {
  return searchPlanners.find((spec) => spec.id === id)!.create(options as never);
}

function bytes({ processor, start, finish, makespan }: Schedule): unknown {
  return { processor: [...processor], start: [...start], finish: [...finish], makespan };
}

const anyProblem = fc.oneof(
  smallProblem({ tasks: 14, processors: 4 }),
  smallProblem({ tasks: 10, processors: 3, history: true }),
  smallProblem({ tasks: 8, processors: 3, contention: ['one-port', 'link', 'bus'] }),
);

describe.each(searchPlanners.map((spec) => spec.id))('%s', (id) => {
  it('gives valid schedules, not below the bounds, the same each time', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const planner = plannerOf(id);
        const schedule = planner.plan(problem);
        expect(validateSchedule(problem, schedule)).toEqual([]);
        expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBounds(problem).best);
        expect(bytes(planner.plan(problem))).toEqual(bytes(schedule));
      }),
      { numRuns: 60 },
    );
  });

  it('scales with the times, to the digit', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const schedule = plannerOf(id).plan(problem);
        const larger = plannerOf(id).plan(scaled(problem, 1024));
        expect(larger.processor).toEqual(schedule.processor);
        expect(larger.start).toEqual(schedule.start.map((time) => time * 1024));
      }),
      { numRuns: 15 },
    );
  });

  it('refuses options it does not know', () => {
    expect(() => plannerOf(id, { sede: 1 })).toThrow(`agents/${id}: option "sede" does not exist`);
  });

  it('plans nothing but placed tasks', () => {
    const problem = problemOf({ cost: [[2], [3]], edges: [[0, 1, 1]] });
    problem.fixedProcessor.fill(0);
    problem.fixedStart.set([1, 5]);
    problem.fixedFinish.set([3, 8]);
    const schedule = plannerOf(id).plan(problem);
    expect(schedule.makespan).toBe(8);
    expect(validateSchedule(problem, schedule)).toEqual([]);
  });
});

describe('searches from schedules of others', () => {
  it.each(['exact', 'annealing', 'genetic', 'hybrid'])('%s is never worse than its start', (id) => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const starts = START_PLANNERS.filter((start) => planners.has(start));
        const best = Math.min(...starts.map((start) => planners.get(start).create().plan(problem).makespan));
        expect(plannerOf(id).plan(problem).makespan).toBeLessThanOrEqual(best);
      }),
      { numRuns: 30 },
    );
  });

  it('hybrid takes the first of equals, and names an unknown planner', () => {
    const problem = problemOf(TOPCUOGLU);
    const first = plannerOf('hybrid', { planners: ['cpop', 'heft'] }).plan(problem);
    expect(bytes(first)).toEqual(bytes(planners.get('heft').create().plan(problem)));
    expect(() => plannerOf('hybrid', { planners: ['hetf'] }).plan(problem)).toThrow('planner "hetf" does not exist');
  });

  it.each(['annealing', 'genetic'])('%s finds the optimum of the HEFT paper', (id) => {
    const found = [0, 1, 2].map(
      (seed) => plannerOf(id, { seed, initial: ['heft'] }).plan(problemOf(TOPCUOGLU)).makespan,
    );
    expect(Math.min(...found)).toBe(73);
    expect(Math.max(...found)).toBeLessThanOrEqual(76);
  });

  it.each([
    ['annealing', { evaluations: 200, initial: ['olb'] }],
    ['genetic', { population: 10, generations: 20, initial: ['olb'] }],
    ['wba', {}],
  ])('%s depends on its seed', (id, options) => {
    const problem = problemOf(TOPCUOGLU);
    const plans = [1, 2, 3, 4].map((seed) => JSON.stringify(bytes(plannerOf(id, { ...options, seed }).plan(problem))));
    expect(new Set(plans).size).toBeGreaterThan(1);
  });
});

describe('wba', () => {
  it('alpha 0 takes a pair of least increase: independent tasks on equal processors balance', () => {
    const problem = problemOf({ cost: Array.from({ length: 6 }, () => [2, 2]), edges: [] });
    expect(plannerOf('wba', { alpha: 0, trials: 1 }).plan(problem).makespan).toBeLessThanOrEqual(8);
  });

  it('more trials are never worse', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(99), (problem, seed) => {
        const [one, many] = [1, 5].map((trials) => plannerOf('wba', { seed, trials }).plan(problem).makespan);
        expect(many).toBeLessThanOrEqual(one);
      }),
      { numRuns: 50 },
    );
  });
});
