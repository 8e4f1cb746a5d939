/** The layered family: levels, widths and degrees as its parameters say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dagOf, draw, mean } from './drawing.js';

function layered(parameters: object, seed = 1) {
  const { problem, tasks } = draw({ graph: { family: 'layered', ...parameters } }, seed);
  return { problem, tasks, dag: dagOf(problem) };
}

/** [task] the level that its name says. */
const levelNames = (tasks: readonly string[]) => tasks.map((name) => Number(name.split('_')[1]));

describe('layered', () => {
  it.each([
    [100, 0.5, 20],
    [100, 1, 10],
    [100, 2, 5],
    [60, 1, 8],
    [20, 30, 1],
    [5, 0.001, 5],
  ])('%i tasks with α = %d make %i levels', (tasks, shape, height) => {
    const { dag, tasks: names } = layered({ tasks, shape });
    expect(Math.max(...dag.level) + 1).toBe(height);
    expect([...dag.level]).toEqual(levelNames(names)); // every task has a predecessor right above it
  });

  it('any parameters: v tasks, degrees, jumps, single ends', () => {
    const parameters = fc.record({
      tasks: fc.integer({ min: 1, max: 120 }),
      shape: fc.constantFrom(0.1, 0.5, 1, 2, 8),
      outDegree: fc.integer({ min: 1, max: 130 }),
      jump: fc.integer({ min: 1, max: 4 }),
      singleEntry: fc.boolean(),
      singleExit: fc.boolean(),
      randomHeight: fc.boolean(),
    });
    fc.assert(
      fc.property(parameters, fc.nat(1000), (given, seed) => {
        const { dag, tasks, problem } = layered(given, seed);
        expect(tasks.length).toBe(given.tasks);
        const levels = levelNames(tasks);
        expect([...dag.level]).toEqual(levels);
        const width = (level: number) => levels.filter((l) => l === level).length;
        const last = Math.max(...levels);
        if (given.singleEntry) expect(width(0)).toBe(1);
        if (given.singleExit) expect(width(last)).toBe(1);
        for (let task = 0; task < given.tasks; task++) {
          const to = problem.successor.slice(problem.successorStart[task], problem.successorStart[task + 1]);
          for (const next of to) expect(levels[next] - levels[task]).toBeLessThanOrEqual(given.jump);
          const reach = levels.filter((l) => l > levels[task] && l <= levels[task] + given.jump).length;
          const shared = levels[task] < last ? Math.ceil(width(levels[task] + 1) / width(levels[task])) : 0;
          expect(to.length).toBeGreaterThanOrEqual(Math.min(given.outDegree, reach));
          expect(to.length).toBeLessThanOrEqual(Math.max(Math.min(given.outDegree, reach), shared));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('an out-degree of v joins neighbouring levels completely', () => {
    const { dag, problem } = layered({ tasks: 40, outDegree: 40 });
    const width = new Map<number, number>();
    for (const level of dag.level) width.set(level, (width.get(level) ?? 0) + 1);
    let pairs = 0;
    for (const [level, count] of width) pairs += count * (width.get(level + 1) ?? 0);
    expect(problem.successor.length).toBe(pairs);
  });

  it('widths are spread around √v · α, from thin to nearly double', () => {
    const widths: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const levels = levelNames(layered({ tasks: 400, shape: 1 }, seed).tasks);
      for (let level = 0; level <= Math.max(...levels); level++) widths.push(levels.filter((l) => l === level).length);
    }
    expect(mean(widths)).toBe(20);
    const variance = mean(widths.map((w) => (w - 20) ** 2));
    expect(Math.abs(variance - 361 / 3)).toBeLessThan(25); // uniform on 1…39 has (38² / 12)
    expect(Math.min(...widths)).toBeLessThan(5);
    expect(Math.max(...widths)).toBeGreaterThan(34);
  });

  it('a random height has mean √v / α', () => {
    const heights = Array.from({ length: 300 }, (_, seed) => {
      return Math.max(...layered({ tasks: 100, randomHeight: true }, seed).dag.level) + 1;
    });
    expect(Math.abs(mean(heights) - 10)).toBeLessThan(1.3); // 4 standard errors of uniform 1…19
    expect(new Set(heights).size).toBeGreaterThan(15);
  });

  it.each([2, 8])('out-degree %i: successors are drawn evenly over the next level', (outDegree) => {
    const places: number[] = []; // of successors within their level, 0 = first, 1 = last
    for (let seed = 0; seed < 300; seed++) {
      const { dag, problem } = layered({ tasks: 50, shape: 3.5, outDegree }, seed);
      const first = dag.level.indexOf(1);
      for (const to of problem.successor) places.push((to - first + 0.5) / (50 - first));
    }
    expect(Math.abs(mean(places) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(mean(places.map((x) => (x - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.004);
  });
});
