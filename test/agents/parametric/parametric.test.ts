/** Parametric list scheduling: its corners are the published schedulers, and every combination of parts is valid. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cpop } from '../../../agents/heft/cpop.js';
import { Heft } from '../../../agents/heft/heft.js';
import { Peft } from '../../../agents/heft/peft.js';
import { Etf } from '../../../agents/list-planners/etf.js';
import { FastestNode } from '../../../agents/mapping/fastest-node.js';
import { MaxMinMapping } from '../../../agents/mapping/max-min.js';
import { MctMapping } from '../../../agents/mapping/mct.js';
import { MetMapping } from '../../../agents/mapping/met.js';
import { MinMinMapping } from '../../../agents/mapping/min-min.js';
import { OlbMapping } from '../../../agents/mapping/olb.js';
import { SufferageMapping } from '../../../agents/mapping/sufferage.js';
import { CORNERS } from '../../../agents/parametric/corners.js';
import { Parametric, type ParametricOptions } from '../../../agents/parametric/parametric.js';
import { parametricPlanners } from '../../../agents/parametric/planners.js';
import { PRIORITIES } from '../../../agents/parametric/priority.js';
import { COMPARISONS } from '../../../agents/parametric/processor-choice.js';
import { ARABNEJAD, TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { lowerBounds } from '../../../src/plan/bounds.js';
import { type Planner, problemOf } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { scaled, smallProblem } from '../search/small-problems.js';

const PUBLISHED: Readonly<Record<string, Planner>> = {
  heft: new Heft(),
  cpop: new Cpop(),
  peft: new Peft(),
  mct: new MctMapping(),
  met: new MetMapping(),
  olb: new OlbMapping(),
  'fastest-node': new FastestNode(),
  'min-min': new MinMinMapping(),
  'max-min': new MaxMinMapping(),
  sufferage: new SufferageMapping(),
  etf: new Etf(),
};

const anyProblem = fc.oneof(
  smallProblem({ tasks: 16, processors: 4 }),
  smallProblem({ tasks: 12, processors: 3, history: true }),
  smallProblem({ tasks: 10, processors: 3, contention: ['one-port', 'link', 'bus'] }),
);

const anyOptions: fc.Arbitrary<Partial<ParametricOptions>> = fc.record({
  priority: fc.constantFrom(...PRIORITIES),
  ties: fc.constantFrom('topological', 'index'),
  choice: fc.constantFrom('first', 'sufferage', 'least', 'greatest'),
  candidates: fc.integer({ min: 1, max: 4 }),
  processor: fc.constantFrom(...COMPARISONS),
  insertion: fc.boolean(),
  criticalPath: fc.boolean(),
  commAverage: fc.constantFrom('paper', 'pairs', 'saga'),
  gapRule: fc.constantFrom('nonstrict', 'strict'),
});

describe('corners', () => {
  it('are compared one by one', () => {
    expect(Object.keys(CORNERS).sort()).toEqual(Object.keys(PUBLISHED).sort());
  });

  it.each(Object.keys(CORNERS))('%s, to the digit', (id) => {
    const parametric = new Parametric(CORNERS[id]);
    for (const table of [TOPCUOGLU, ARABNEJAD])
      expect(parametric.plan(problemOf(table))).toEqual(PUBLISHED[id].plan(problemOf(table)));
    fc.assert(
      fc.property(anyProblem, (problem) => {
        expect(parametric.plan(problem)).toEqual(PUBLISHED[id].plan(problem));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['heft', 80, 133],
    ['cpop', 86, 167],
    ['peft', 85, 122],
    ['min-min', 76, 122],
    ['etf', 93, 125],
  ])('%s on the published graphs: %i, %i', (id, first, second) => {
    expect(new Parametric(CORNERS[id]).plan(problemOf(TOPCUOGLU)).makespan).toBe(first);
    expect(new Parametric(CORNERS[id]).plan(problemOf(ARABNEJAD)).makespan).toBe(second);
  });

  it('HEFT with its options', () => {
    fc.assert(
      fc.property(
        anyProblem,
        fc.constantFrom('paper', 'pairs', 'saga'),
        fc.constantFrom('nonstrict', 'strict'),
        fc.boolean(),
        (problem, commAverage, gapRule, insertion) => {
          const options = { commAverage, gapRule, insertion } as const;
          expect(new Parametric(options).plan(problem)).toEqual(new Heft(options).plan(problem));
        },
      ),
      { numRuns: 50 },
    );
    const saga = new Parametric({ compat: 'saga' });
    expect(saga.plan(problemOf(ARABNEJAD))).toEqual(new Heft({ compat: 'saga' }).plan(problemOf(ARABNEJAD)));
  });
});

describe('parametric', () => {
  it('is valid in every combination, the same each time, and scales with the times', () => {
    fc.assert(
      fc.property(anyProblem, anyOptions, (problem, options) => {
        const planner = new Parametric(options);
        const schedule = planner.plan(problem);
        expect(validateSchedule(problem, schedule)).toEqual([]);
        expect(schedule.makespan).toBeGreaterThanOrEqual(lowerBounds(problem).best);
        expect(planner.plan(problem)).toEqual(schedule);
        const larger = planner.plan(scaled(problem, 8));
        expect(larger.processor).toEqual(schedule.processor);
        expect(larger.makespan).toBe(schedule.makespan * 8);
      }),
      { numRuns: 200 },
    );
  });

  it('each part changes some schedule', () => {
    const variants: Partial<ParametricOptions>[] = [
      ...PRIORITIES.slice(1).map((priority) => ({ priority })),
      ...COMPARISONS.slice(1).map((processor) => ({ processor })),
      { choice: 'sufferage', candidates: 2 },
      { choice: 'least' },
      { choice: 'greatest' },
      { insertion: false },
      { criticalPath: true },
    ];
    const problems = fc.sample(smallProblem({ tasks: 14, processors: 3 }), { numRuns: 30, seed: 1 });
    for (const options of variants) {
      const [plain, changed] = [new Parametric(), new Parametric(options)];
      const differs = problems.some((p) => plain.plan(p).makespan !== changed.plan(p).makespan);
      expect(differs, JSON.stringify(options)).toBe(true);
    }
  });

  it('refuses what it does not know', () => {
    expect(() => new Parametric({ priority: 'upward' as never })).toThrow('agents/parametric: option "priority"');
    expect(() => new Parametric({ order: 'rank' } as never)).toThrow(
      'agents/parametric: option "order" does not exist',
    );
    expect(() => new Parametric({ candidates: 0 })).toThrow('agents/parametric: option "candidates"');
  });

  it.each(parametricPlanners.map((spec) => [spec.id, spec] as const))(
    '%s is registered with its options',
    (id, spec) => {
      const problem = problemOf(TOPCUOGLU);
      expect(spec.create().name).toBe(id);
      expect(validateSchedule(problem, spec.create().plan(problem))).toEqual([]);
      expect(() => spec.create({ wrong: 1 })).toThrow(`agents/${id}: option "wrong" does not exist`);
      expect(spec.create({ insertion: false }).plan(problem).makespan).toBeGreaterThan(0);
    },
  );

  it('does not recurse: a chain of 30 000 tasks', () => {
    const n = 30_000;
    const edges = Array.from({ length: n - 1 }, (_, i): [number, number, number] => [i, i + 1, 1]);
    const problem = problemOf({ cost: Array.from({ length: n }, () => [1, 2]), edges });
    for (const priority of PRIORITIES) {
      expect(new Parametric({ priority, criticalPath: true }).plan(problem).makespan).toBe(n);
    }
  });
});
