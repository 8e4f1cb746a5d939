/** ETF and DLS against a slow, obvious implementation, ties included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dls } from '../../../agents/list-planners/dls.js';
import { Etf } from '../../../agents/list-planners/etf.js';
import type { DagProblem, Schedule } from '../../../src/planner.js';
import { arbitraryMachine } from '../../src/plan/arbitrary-machine.js';
import { type Placement, plainLevel, plainPairs, timesOf } from './plain-pairs.js';

const free = arbitraryMachine({ contention: ['none'] });

function same({ processor, start }: Schedule, placements: Placement[]): void {
  expect(Array.from(processor)).toEqual(placements.map((placement) => placement.processor));
  expect(Array.from(start)).toEqual(placements.map((placement) => placement.start));
}

const sum = (times: number[]) => times.reduce((total, time) => total + time, 0);

function tasksOf(problem: DagProblem): number[] {
  return Array.from({ length: problem.taskCount }, (_, task) => task);
}

function meanLevel(problem: DagProblem): number[] {
  const means = tasksOf(problem).map((task) => sum(timesOf(problem, task)) / timesOf(problem, task).length);
  return plainLevel(problem, means);
}

function median(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return half % 1 === 0 ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half - 0.5];
}

describe('pairs of task and processor', () => {
  it('ETF', () => {
    fc.assert(
      fc.property(free, (problem) => {
        const level = meanLevel(problem);
        same(
          new Etf().plan(problem),
          plainPairs(problem, (task, _, start) => [start, -level[task]]),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('ETF by finish', () => {
    fc.assert(
      fc.property(free, (problem) => {
        const { processorCount: m, cost } = problem;
        const level = meanLevel(problem);
        same(
          new Etf({ choose: 'finish' }).plan(problem),
          plainPairs(problem, (task, k, start) => [start + cost[task * m + k], -level[task]]),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('DLS', () => {
    fc.assert(
      fc.property(free, (problem) => {
        const { processorCount: m, cost } = problem;
        const medians = tasksOf(problem).map((task) => median(timesOf(problem, task)));
        const level = plainLevel(problem, medians);
        const dynamic = (task: number, k: number, start: number) =>
          level[task] - start + medians[task] - cost[task * m + k];
        same(
          new Dls().plan(problem),
          plainPairs(problem, (task, k, start) => [-dynamic(task, k, start)]),
        );
      }),
      { numRuns: 150 },
    );
  });
});
