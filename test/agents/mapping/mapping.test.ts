/**
 * The mapping heuristics: the worked examples by their rules, then each against its definition written out the plain way
 * (everything computed anew before every choice) on random problems, contended ones too.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappingPlanners } from '../../../agents/mapping/planners.js';
import { ARABNEJAD, TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { CONTENTIONS, type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import type { Json } from '../../../src/space/space.js';
import { anyProblem } from '../any-problem.js';

function plan(id: string, problem: DagProblem, options?: Json): Schedule {
  return mappingPlanners
    .find((spec) => spec.id === id)!
    .create(options)
    .plan(problem);
}

// unpublished; from the same rules in an independent implementation
it.each([
  ['min-min', 76, 122],
  ['max-min', 97, 124],
  ['duplex', 76, 122],
  ['sufferage', 76, 138],
  ['mct', 88, 140],
  ['met', 82, 188],
  ['olb', 114, 151],
  ['fastest-node', 127, 205],
])('%s: %d on the example of Topcuoglu et al., %d on that of Arabnejad & Barbosa', (id, first, second) => {
  expect(plan(id, problemOf(TOPCUOGLU)).makespan).toBe(first);
  expect(plan(id, problemOf(ARABNEJAD)).makespan).toBe(second);
});

/** A ready task with its finish on every processor that runs it. */
interface Candidate {
  readonly task: number;
  readonly finishes: readonly { readonly k: number; readonly finish: number }[]; // by finish, then processor
}

/** Higher goes first; the lowest task on ties. */
const MERIT: Readonly<Record<string, (candidate: Candidate, m: number) => number>> = {
  'min-min': ({ finishes }) => -finishes[0].finish,
  'max-min': ({ finishes }) => finishes[0].finish,
  sufferage: ({ finishes }, m) =>
    m === 1 ? 0 : (finishes[1]?.finish ?? Number.POSITIVE_INFINITY) - finishes[0].finish,
};

/** The definition: before every choice, all finish times of all ready tasks. */
function byDefinition(id: string, problem: DagProblem, batch: boolean): Schedule {
  const { taskCount: n, processorCount: m, cost } = problem;
  const graph = problemGraph(problem, 'test');
  const schedule = new PartialSchedule(problem, graph, { insertion: false });
  const isReady = (task: number) =>
    schedule.processor[task] < 0 &&
    graph.predecessor
      .subarray(graph.predecessorStart[task], graph.predecessorStart[task + 1])
      .every((before) => schedule.processor[before] >= 0);
  const allReady = () => Array.from({ length: n }, (_, task) => task).filter(isReady);
  let drained: number[] = [];
  for (;;) {
    if (drained.length === 0 || !batch) drained = allReady();
    if (drained.length === 0) return schedule.done();
    const candidates = drained.map((task): Candidate => {
      const finishes = Array.from({ length: m }, (_, k) => ({
        k,
        finish: schedule.earliestStart(task, k) + cost[task * m + k],
      }));
      return {
        task,
        finishes: finishes
          .filter(({ finish }) => finish < Number.POSITIVE_INFINITY)
          .sort((a, b) => a.finish - b.finish),
      };
    });
    const merits = candidates.map((candidate) => MERIT[id](candidate, m));
    const { task, finishes } = candidates[merits.indexOf(Math.max(...merits))];
    schedule.place(task, finishes[0].k, schedule.earliestStart(task, finishes[0].k));
    drained = drained.filter((other) => other !== task);
  }
}

describe.each(['min-min', 'max-min', 'sufferage'])('%s', (id) => {
  it.each([false, true])('is its definition (batch: %s)', (batch) => {
    fc.assert(
      fc.property(anyProblem({ contentions: CONTENTIONS, mostTasks: 14 }), (problem) => {
        const own = plan(id, problem, { batch });
        const plain = byDefinition(id, problem, batch);
        expect(own.processor).toEqual(plain.processor);
        expect(own.start).toEqual(plain.start);
        expect(validateSchedule(problem, own)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('options', () => {
  /** Task 1 becomes ready while the long task 2 waits. */
  const late = problemOf({ cost: [[1], [1], [5]], edges: [[0, 1, 0]] });

  it('batch places what is ready before what becomes ready', () => {
    expect(Array.from(plan('min-min', late).start)).toEqual([0, 1, 2]);
    expect(Array.from(plan('min-min', late, { batch: true }).start)).toEqual([0, 6, 1]);
    expect(Array.from(plan('min-min', late, { compat: 'saga' }).start)).toEqual([0, 6, 1]);
    expect(Array.from(plan('min-min', late, { compat: 'saga', batch: false }).start)).toEqual([0, 1, 2]);
    expect(Array.from(plan('duplex', late, { compat: 'saga' }).start)).toEqual([0, 6, 1]);
  });

  it('of SAGA leave sufferage plain', () => {
    expect(plan('sufferage', late, { compat: 'saga' })).toEqual(plan('sufferage', late));
  });

  it.each(mappingPlanners.map(({ id }) => id))('of %s are checked', (id) => {
    expect(() => plan(id, late, { compat: 'sago' })).toThrow(`agents/${id}: option "compat"`);
    expect(() => plan(id, late, { comapt: 'saga' })).toThrow('did you mean "compat"');
  });
});

describe('ties and what cannot run', () => {
  it('sufferage takes first what only one processor runs', () => {
    const problem = problemOf({
      cost: [
        [1, 100],
        [5, Number.POSITIVE_INFINITY],
      ],
      edges: [],
    });
    expect(Array.from(plan('sufferage', problem).start)).toEqual([5, 0]);
  });

  it('duplex keeps min-min when both are equally long', () => {
    const problem = problemOf({ cost: [[1], [2]], edges: [] });
    expect(Array.from(plan('duplex', problem).start)).toEqual([0, 1]);
    expect(Array.from(plan('max-min', problem).start)).toEqual([2, 0]);
  });

  it('fastest node falls back where no processor runs everything', () => {
    const never = Number.POSITIVE_INFINITY;
    const problem = problemOf({
      cost: [
        [never, 4, 2],
        [1, 4, 2],
        [1, 4, never],
      ],
      edges: [],
    });
    expect(Array.from(plan('fastest-node', problem).processor)).toEqual([1, 1, 1]);
    const split = problemOf({
      cost: [
        [never, 4],
        [1, 4],
        [1, never],
        [1, never],
      ],
      edges: [],
    });
    expect(Array.from(plan('fastest-node', split).processor)).toEqual([1, 0, 0, 0]);
  });

  it('olb looks at the queues alone, and at processors that can run the task', () => {
    const problem = problemOf({
      cost: [
        [9, 9, 9],
        [Number.POSITIVE_INFINITY, 50, 1],
        [3, 3, 3],
      ],
      edges: [[0, 2, 100]],
    });
    expect(Array.from(plan('olb', problem).processor)).toEqual([0, 1, 2]);
    const busy = { ...problem, availableFrom: Float64Array.of(3, 2, 1) };
    expect(Array.from(plan('olb', busy).processor)).toEqual([2, 1, 0]);
  });
});
