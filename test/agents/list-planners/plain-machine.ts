/**
 * What plain readings of list scheduling rules need: everything is worked out anew whenever it is asked for, from
 * ordinary arrays. Only starts come from the planning kit, which has a reference of its own (plain-kernel.ts).
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../../src/planner.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { type WideTraits, wideProblem } from './wide-problem.js';

export const NEVER = Number.POSITIVE_INFINITY;
export const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0);

/** Index of the row that comes first when rows are compared number by number; the first one on ties. */
export function firstOf(rows: readonly (readonly number[])[]): number {
  let best = 0;
  rows.forEach((row, i) => {
    const place = row.findIndex((value, j) => value !== rows[best][j]);
    if (place >= 0 && row[place] < rows[best][place]) best = i;
  });
  return best;
}

/** A problem with edges that lead upwards, and a schedule in the making. */
export class Plain {
  readonly problem: DagProblem;
  readonly schedule: PartialSchedule;
  readonly tasks: readonly number[];
  readonly processors: readonly number[];

  constructor(problem: DagProblem, insertion: boolean) {
    this.problem = problem;
    this.schedule = new PartialSchedule(problem, problemGraph(problem, 'test'), { insertion });
    this.tasks = Array.from({ length: problem.taskCount }, (_, task) => task);
    this.processors = Array.from({ length: problem.processorCount }, (_, k) => k);
  }

  cost(task: number, k: number): number {
    return this.problem.cost[task * this.processors.length + k];
  }

  /** Processors that run a task. */
  able(task: number): number[] {
    return this.processors.filter((k) => this.cost(task, k) < NEVER);
  }

  transfer(edge: number, from: number, to: number): number {
    const { startup, bandwidth, volume, processorCount: m } = this.problem;
    if (from === to) return 0;
    return startup[from * m + to] + (volume[edge] === 0 ? 0 : volume[edge] / bandwidth[from * m + to]);
  }

  after(task: number): { edge: number; to: number }[] {
    const { successorStart, successor } = this.problem;
    const edges = Array.from(successor, (to, edge) => ({ edge, to }));
    return edges.slice(successorStart[task], successorStart[task + 1]);
  }

  before(task: number): { edge: number; from: number }[] {
    return this.tasks.flatMap((from) =>
      this.after(from)
        .filter(({ to }) => to === task)
        .map(({ edge }) => ({ edge, from })),
    );
  }

  /** Ready tasks, by index. */
  ready(): number[] {
    const placed = (task: number) => this.schedule.processor[task] >= 0;
    return this.tasks.filter((task) => !placed(task) && this.before(task).every(({ from }) => placed(from)));
  }

  place(task: number, k: number): void {
    this.schedule.place(task, k, this.schedule.earliestStart(task, k));
  }
}

/** The whole schedule, by one decision after another. */
export function byDefinition(plain: Plain, decide: (ready: number[]) => readonly [task: number, k: number]): Schedule {
  for (let ready = plain.ready(); ready.length > 0; ready = plain.ready()) plain.place(...decide(ready));
  return plain.schedule.done();
}

export const SOME: WideTraits = { mostTime: 9 };
export const TIES: WideTraits = { mostTime: 2 };

export function check(planner: Planner, expected: (problem: DagProblem) => Schedule, traits: WideTraits): void {
  fc.assert(
    fc.property(wideProblem(traits), (problem) => {
      const schedule = planner.plan(problem);
      expect(validateSchedule(problem, schedule)).toEqual([]);
      expect(schedule).toEqual(expected(problem));
    }),
    { numRuns: 120 },
  );
}

/** Longest path of mean times to the end of the graph. */
export function upward(
  plain: Plain,
  mean: ArrayLike<number> = meanCosts(plain.problem),
  transfers = meanTransfers(plain.problem, 'paper'),
): number[] {
  const rank: number[] = [];
  for (const task of plain.tasks.toReversed())
    rank[task] = mean[task] + Math.max(0, ...plain.after(task).map(({ edge, to }) => transfers[edge] + rank[to]));
  return rank;
}

/** From where the last message comes (of equals: by the lowest predecessor), and when. */
export function lastMessage(plain: Plain, task: number): { enabling: number; last: number } {
  const { schedule, problem } = plain;
  const transfers = meanTransfers(problem, 'paper');
  const messages = plain.before(task).map(({ edge, from }) => [-(schedule.finish[from] + transfers[edge]), from]);
  if (messages.length === 0) return { enabling: -1, last: problem.release[task] };
  const [arrival, from] = messages[firstOf(messages)];
  return { enabling: schedule.processor[from], last: Math.max(-arrival, problem.release[task]) };
}

/** What decides: starts, or finishes. */
export type By = 'start' | 'finish';

/** Of those that run a task, the one that is idle first, or would finish it first if it had its data. */
export function idleFirst(plain: Plain, task: number, by: By): number {
  const able = plain.able(task);
  return able[firstOf(able.map((k) => [plain.schedule.endOf(k) + (by === 'finish' ? plain.cost(task, k) : 0)]))];
}

/** Start or finish of a task behind everything on a processor. */
export function timeOf(plain: Plain, by: By): (task: number, k: number) => number {
  return (task, k) => plain.schedule.earliestStart(task, k) + (by === 'finish' ? plain.cost(task, k) : 0);
}
