/** Branch and bound: the optima of the papers and of the goldens, and what brute force finds on random problems. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planners } from '../../../src/registry.js';
import '../../../agents/index.js';
import { Exact } from '../../../agents/search/exact.js';
import { previousTwins, processorClasses } from '../../../agents/search/symmetry.js';
import { ARABNEJAD, TOPCUOGLU } from '../../../src/cli/published/worked-examples.js';
import { relatedInstance } from '../../../src/plan/instance.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { problemOf } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { bruteForceMakespan } from './brute-force.js';
import { scaled, smallProblem } from './small-problems.js';

describe('exact', () => {
  it.each([
    ['HEFT paper', TOPCUOGLU, 73],
    ['PEFT paper', ARABNEJAD, 113],
  ])('proves the optimum of the graph of the %s', (_, table, optimum) => {
    const problem = problemOf(table);
    const schedule = new Exact().plan(problem);
    expect(schedule.makespan).toBe(optimum);
    expect(schedule.optimal).toBe(true);
    expect(validateSchedule(problem, schedule)).toEqual([]);
  });

  it('equals brute force', () => {
    const check = (history: boolean, numRuns: number) =>
      fc.assert(
        fc.property(smallProblem({ tasks: 6, processors: 3, history }), (problem) => {
          const schedule = new Exact().plan(problem);
          expect(schedule.optimal).toBe(true);
          expect(validateSchedule(problem, schedule)).toEqual([]);
          const optimum = bruteForceMakespan(problem);
          expect(Math.abs(schedule.makespan - optimum)).toBeLessThanOrEqual(1e-11 * optimum);
        }),
        { numRuns },
      );
    check(false, 150);
    check(true, 200);
  });

  it('equals brute force where processors and tasks are alike', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
        fc.subarray([
          [0, 1],
          [0, 2],
          [1, 3],
          [2, 3],
          [1, 4],
          [2, 4],
          [0, 4],
        ]),
        fc.nat(3),
        (times, pairs, volume) => {
          const edges = pairs
            .filter(([, to]) => to < times.length)
            .map(([a, b]): [number, number, number] => [a, b, volume]);
          const problem = problemOf({ cost: times.map((time) => [time, time, time]), edges });
          const schedule = new Exact().plan(problem);
          expect(schedule.optimal).toBe(true);
          expect(schedule.makespan).toBe(bruteForceMakespan(problem));
        },
      ),
      { numRuns: 120 },
    );
  });

  it('is not above any other planner, and needs no larger limit for scaled times', () => {
    const others = planners.all().filter(({ tags }) => !tags.includes('search'));
    fc.assert(
      fc.property(smallProblem({ tasks: 8, processors: 3 }), (problem) => {
        const schedule = new Exact({ nodeLimit: 1_000_000 }).plan(problem);
        expect(schedule.optimal).toBe(true);
        for (const { create } of others) {
          const { makespan } = create().plan(problem);
          expect(schedule.makespan).toBeLessThanOrEqual(makespan * (1 + 1e-11));
        }
        expect(new Exact({ nodeLimit: 1_000_000 }).plan(scaled(problem, 0.5)).makespan).toBe(schedule.makespan / 2);
      }),
      { numRuns: 25 },
    );
  });

  it('says nothing about optimality when the limit ends the search', () => {
    const problem = problemOf(TOPCUOGLU);
    const schedule = new Exact({ nodeLimit: 10, initial: ['heft'] }).plan(problem);
    expect(schedule.optimal).toBeUndefined();
    expect(schedule.makespan).toBeLessThanOrEqual(80);
    expect(new Exact({ nodeLimit: 0, initial: ['heft'] }).plan(problem).makespan).toBe(80);
  });

  it('under contention it returns its start, optimal only where a bound proves it', () => {
    const table = {
      cost: [
        [2, 9],
        [3, 9],
      ],
      edges: [[0, 1, 5]] as [number, number, number][],
    };
    const chain = new Exact().plan({ ...problemOf(table), contention: 'bus' });
    expect(chain.makespan).toBe(5);
    expect(chain.optimal).toBe(true);
    const open = new Exact({ initial: ['heft'], nodeLimit: 9 }).plan({ ...problemOf(TOPCUOGLU), contention: 'bus' });
    expect(open.optimal).toBeUndefined();
  });

  it('returns at once for problems that are too large', () => {
    const n = 20_000;
    const chain = Array.from({ length: n - 1 }, (_, i): [number, number, number] => [i, i + 1, 1]);
    const cost = Array.from({ length: n }, (_, i) => [1 + (i % 3), 1 + ((i + 1) % 3)]);
    const problem = problemOf({ cost, edges: chain });
    expect(validateSchedule(problem, new Exact({ initial: ['heft'], nodeLimit: 50 }).plan(problem))).toEqual([]);
  });
});

describe('symmetry', () => {
  it('finds exchangeable processors and tasks', () => {
    const problem = problemOf({
      cost: [
        [1, 2, 1],
        [3, 3, 3],
        [3, 3, 3],
        [3, 3, 3],
        [1, 1, 1],
      ],
      edges: [
        [0, 1, 2],
        [0, 2, 2],
        [0, 3, 1],
        [1, 4, 1],
        [2, 4, 1],
        [3, 4, 1],
      ],
    });
    expect([...processorClasses(problem)]).toEqual([0, 1, 0]);
    expect([...previousTwins(problem, problemGraph(problem, 'test'))]).toEqual([-1, -1, 1, -1, -1]);
    problem.startup[0 * 3 + 1] = 1; // the way from 0 to 1 is longer than from 2 to 1
    expect([...processorClasses(problem)]).toEqual([0, 1, 2]);
  });
});

const GOLDENS = new URL('../../../../shared/goldens/dag/', import.meta.url);

interface RelatedGolden {
  readonly id: string;
  readonly cost: number[];
  readonly edges: [number, number, number][];
  readonly speed: number[];
  readonly bw: number[][];
}

describe.skipIf(!existsSync(GOLDENS))('exact on the shared goldens', () => {
  it('proves every optimum on record', () => {
    const instances = JSON.parse(readFileSync(new URL('related_instances.json', GOLDENS), 'utf8')) as RelatedGolden[];
    const packed = readFileSync(new URL('related_results.json.gz', GOLDENS));
    const results = JSON.parse(gunzipSync(packed).toString()) as Record<string, { optimal?: number }>;
    let compared = 0;
    for (const golden of instances) {
      const { optimal } = results[golden.id];
      if (optimal === undefined || optimal === null) continue;
      const { problem } = relatedOf(golden);
      const schedule = new Exact().plan(problem);
      expect(schedule.optimal, golden.id).toBe(true);
      expect(Math.abs(schedule.makespan - optimal), golden.id).toBeLessThanOrEqual(1e-9 * optimal);
      expect(validateSchedule(problem, schedule)).toEqual([]);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(20);
  });
});

function relatedOf({ id, cost, edges, speed, bw }: RelatedGolden) {
  const names = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i}`);
  const bandwidth = Float64Array.from(bw.flat(), (value) => (value > 0 ? value : 1));
  const graph = { name: id, tasks: names('t', cost.length), work: Float64Array.from(cost), edges };
  return relatedInstance(graph, {
    names: names('p', speed.length),
    speed: Float64Array.from(speed),
    bandwidth,
    startup: new Float64Array(bandwidth.length),
    contention: 'none',
  });
}
