/**
 * What every registered planner promises, whatever its rule: valid schedules, never shorter than a lower bound, the same
 * bytes again, times that scale with the problem, no dependence on how tasks are numbered, and clear refusals.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import { renumbered, shuffledIndices } from '../../src/cli/dag-goldens/renumbering.js';
import { ArenaError } from '../../src/error.js';
import { type DagProblem, type DagTable, type Planner, problemOf, type Schedule } from '../../src/planner.js';
import { type PlannerSpec, planners } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import type { Edge } from '../../src/sim/dag.js';
import { validateSchedule } from '../../src/sim/validate.js';
import { anyProblem, tielessProblem } from './any-problem.js';

interface Effort {
  readonly problems: number;
  readonly contended: number;
  readonly others: number;
  readonly chain: number;
}

/** Equal effort: long searches take a thousand times as long as list schedulers. */
const FAST: Effort = { problems: 2000, contended: 200, others: 60, chain: 20_000 };
const SEARCH: Effort = { problems: 20, contended: 6, others: 3, chain: 0 };

/** Options with which long searches end as soon as others, so that they can be asked as often. */
const SHORT: ReadonlyMap<string, object> = new Map([
  ['exact', { nodeLimit: 60 }],
  ['annealing', { evaluations: 20 }],
  ['genetic', { population: 5, generations: 3 }],
]);

const isSearch = ({ id }: PlannerSpec) => SHORT.has(id);
const effortOf = (spec: PlannerSpec) => (isSearch(spec) ? SEARCH : FAST);

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) => fc.sample(arbitrary, { numRuns, seed: 7 });
const FREE = ['none'] as const;
const CONTENDED = ['one-port', 'link', 'bus'] as const;
const PROBLEMS = sample(anyProblem({ contentions: FREE, mostTasks: 14 }), FAST.problems);
const SHARED = sample(anyProblem({ contentions: CONTENDED, mostTasks: 14 }), FAST.contended);
const SMALL = sample(anyProblem({ contentions: FREE, mostTasks: 7 }), SEARCH.problems);
const SMALL_SHARED = sample(anyProblem({ contentions: CONTENDED, mostTasks: 6 }), SEARCH.contended);
const TIELESS = sample(tielessProblem, FAST.others).map(problemOf);

const problemsFor = (spec: PlannerSpec) => (isSearch(spec) ? SMALL : PROBLEMS);
const sharedFor = (spec: PlannerSpec) => (isSearch(spec) ? SMALL_SHARED : SHARED);

/** No schedule is shorter: the longest chain of least costs, the work spread evenly, and what is placed already. */
function lowerBound(problem: DagProblem): number {
  const { taskCount: n, processorCount: m, cost, successorStart, successor, release } = problem;
  const { availableFrom, fixedProcessor, fixedFinish } = problem;
  const opening = Math.min(...availableFrom);
  const ready = Float64Array.from(release, (time) => Math.max(time, opening)); // edges lead upwards
  let bound = 0;
  let work = 0;
  for (let task = 0; task < n; task++) {
    const least = Math.min(...cost.subarray(task * m, (task + 1) * m));
    const placed = fixedProcessor[task] >= 0;
    const finish = placed ? fixedFinish[task] : ready[task] + least;
    if (!placed) work += least;
    bound = Math.max(bound, finish);
    for (let e = successorStart[task]; e < successorStart[task + 1]; e++)
      ready[successor[e]] = Math.max(ready[successor[e]], finish);
  }
  return Math.max(bound, work / m);
}

/** What is wrong with a plan for a problem whose edges lead upwards; the empty text if nothing. */
function faultOf(problem: DagProblem, schedule: Schedule): string {
  const bound = lowerBound(problem);
  if (schedule.makespan < bound * (1 - 1e-9)) return `makespan ${schedule.makespan} is below the bound ${bound}`;
  return validateSchedule(problem, schedule)[0] ?? '';
}

/** A problem as text, to tell which one failed and whether one has been changed. */
function written(problem: DagProblem | Schedule): string {
  return JSON.stringify(problem, (_, value) => {
    if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, String);
    return typeof value === 'number' ? String(value) : value;
  });
}

/** The first problem that a planner gets wrong, in words. */
function firstFault(planner: Planner, problems: readonly DagProblem[]): string {
  for (const problem of problems) {
    const fault = faultOf(problem, planner.plan(problem));
    if (fault) return `${fault} in ${written(problem)}`;
  }
  return '';
}

const TIMES = ['cost', 'startup', 'volume', 'release', 'availableFrom', 'fixedStart', 'fixedFinish'] as const;

function scaled(problem: DagProblem, factor: number): DagProblem {
  const times = TIMES.map((name) => [name, problem[name].map((time) => time * factor)] as const);
  return { ...problem, ...Object.fromEntries(times) };
}

const TWO_ISLANDS: DagTable = {
  cost: [
    [3, 5],
    [4, 2],
    [6, 6],
    [1, 9],
  ],
  edges: [
    [0, 1, 2],
    [2, 3, 4],
  ],
};

/** Problems at the edge of what is one. */
const CORNERS: readonly (readonly [name: string, problem: DagProblem])[] = [
  ['no task at all', { ...problemOf({ cost: [[1, 1]], edges: [] }), ...noTasks() }],
  ['a single task', problemOf({ cost: [[3, 2]], edges: [] })],
  ['a single processor', problemOf({ cost: [[3], [0], [2]], edges: [[0, 2, 5]] })],
  ['free links', problemOf({ ...TWO_ISLANDS, bandwidth: Number.POSITIVE_INFINITY })],
  ['a graph in two parts', problemOf(TWO_ISLANDS)],
  [
    'tasks that take no time',
    problemOf({ cost: TWO_ISLANDS.cost.map((row) => row.map(() => 0)), edges: TWO_ISLANDS.edges }),
  ],
  ['tasks that one processor runs', problemOf({ ...TWO_ISLANDS, cost: TWO_ISLANDS.cost.map(oneProcessor) })],
  ['everything placed', { ...problemOf({ cost: [[3, 2]], edges: [] }), ...placedBefore() }],
];

function noTasks(): Partial<DagProblem> {
  const none = new Float64Array(0);
  const tasks = { taskCount: 0, cost: none, successorStart: new Int32Array(1), release: none };
  return { ...tasks, fixedProcessor: new Int32Array(0), fixedStart: none, fixedFinish: none };
}

function oneProcessor(row: readonly number[], task: number): number[] {
  return row.map((time, k) => (k === task % 2 ? time : Number.POSITIVE_INFINITY));
}

function placedBefore(): Partial<DagProblem> {
  return { fixedProcessor: Int32Array.of(1), fixedStart: Float64Array.of(4), fixedFinish: Float64Array.of(6) };
}

function chain(length: number): DagProblem {
  const edges = Array.from({ length: length - 1 }, (_, i): Edge => [i, i + 1, 3]);
  return problemOf({ cost: Array.from({ length }, (_, i) => [1 + (i % 3), 2]), edges });
}

/** Planners whose rule itself asks for the numbers of tasks, whatever the costs, and where. */
const BY_NUMBER: ReadonlyMap<string, string> = new Map([
  ['mct', 'topological order by number'],
  ['met', 'topological order by number'],
  ['olb', 'topological order by number'],
  ['mst', 'topological order by number'],
  ['hcpt', 'parents that are not critical are listed by number'],
  ['fcp', 'what finds the queue full waits in order of arrival, in the order of the edges within one moment'],
  ['fcp-heterogeneous', 'as fcp'],
  ['peft', 'optimistic costs are equal where only the same successor counts, e.g. before the exit'],
  ['cpop', 'of two successors on critical paths the lower number is followed'],
  ['parametric-critical-path', 'as cpop'],
  ['hybrid', 'plans with peft and cpop among others'],
]);

const SPECS = planners.all().map((spec) => [spec.id, spec] as const);

it('there are planners', () => expect(SPECS.length).toBeGreaterThan(2));

describe.each(SPECS)('%s', (_, spec) => {
  const effort = effortOf(spec);

  it('plans validly and never below the bound', () => {
    expect(firstFault(spec.create(), problemsFor(spec))).toBe('');
  });

  it.runIf(isSearch(spec))('plans validly when it searches for a short time', () => {
    const planner = spec.create(SHORT.get(spec.id) as never);
    expect(firstFault(planner, PROBLEMS)).toBe('');
    expect(firstFault(planner, SHARED)).toBe('');
  });

  it('plans contended transfers validly or refuses them', () => {
    const problems = sharedFor(spec);
    let fault = '';
    try {
      fault = firstFault(spec.create(), problems);
    } catch (error) {
      expect(error).toBeInstanceOf(ArenaError);
      expect((error as Error).message).toMatch(/contention/);
      for (const problem of problems) expect(() => spec.create().plan(problem)).toThrow(/contention/);
    }
    expect(fault).toBe('');
  });

  it.each(CORNERS)('plans %s', (_, problem) => {
    const schedule = spec.create().plan(problem);
    expect(validateSchedule(problem, schedule)).toEqual([]);
    expect(schedule.processor).toHaveLength(problem.taskCount);
    if (problem.taskCount === 0) expect(schedule.makespan).toBe(0);
  });

  it('plans the same again, and leaves the problem as it was', () => {
    const used = spec.create();
    for (const problem of problemsFor(spec).slice(0, effort.others)) {
      const before = written(problem);
      const first = written(used.plan(problem));
      expect(written(used.plan(problem))).toBe(first);
      expect(written(spec.create().plan(problem))).toBe(first);
      expect(written(problem)).toBe(before);
    }
  });

  it('does not touch a schedule it has given away', () => {
    const planner = spec.create();
    const [one, other] = problemsFor(spec);
    const schedule = planner.plan(one);
    const before = written(schedule);
    planner.plan(other);
    expect(written(schedule)).toBe(before);
  });

  it.each([4, 1 / 8])('scales with the times (× %d)', (factor) => {
    for (const problem of problemsFor(spec).slice(0, effort.others)) {
      const { processor, start, finish, makespan } = spec.create().plan(problem);
      const other = spec.create().plan(scaled(problem, factor));
      expect(other.processor, written(problem)).toEqual(processor);
      expect(other.start).toEqual(start.map((time) => time * factor));
      expect(other.finish).toEqual(finish.map((time) => time * factor));
      expect(other.makespan).toBe(makespan * factor);
    }
  });

  it.skipIf(BY_NUMBER.has(spec.id) || spec.tags.includes('random'))('does not care how tasks are numbered', () => {
    const rng = createRng(3);
    for (const problem of TIELESS.filter(({ taskCount }) => !isSearch(spec) || taskCount < 7).slice(0, effort.others)) {
      const task = shuffledIndices(problem.taskCount, rng);
      const processor = Int32Array.from({ length: problem.processorCount }, (_, k) => k);
      const other = spec.create().plan(renumbered(problem, { task, processor })).makespan;
      const { makespan } = spec.create().plan(problem);
      expect(Math.abs(other - makespan) / makespan, `${other} and ${makespan}: ${written(problem)}`).toBeLessThan(1e-9);
    }
  });

  it.runIf(effort.chain > 0)('plans a long chain without recursion', () => {
    const problem = chain(effort.chain);
    expect(validateSchedule(problem, spec.create().plan(problem))).toEqual([]);
  });

  it('refuses what it does not know, in one line', () => {
    const message = refusal(() => spec.create({ nonsense: 1 }));
    expect(message).toMatch(/"nonsense" does not exist/);
    expect(message).not.toContain('\n');
  });

  it('refuses tasks that nobody can run and graphs with a cycle', () => {
    const problem = problemOf(TWO_ISLANDS);
    const cost = problem.cost.slice().fill(Number.POSITIVE_INFINITY, 2, 4);
    expect(refusal(() => spec.create().plan({ ...problem, cost }))).toMatch(/task 1/);
    const successor = problem.successor.map((task) => (task === 1 ? 0 : task));
    expect(refusal(() => spec.create().plan({ ...problem, successor }))).toMatch(/cycle/);
  });
});

/** The message of the ArenaError that a call throws. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ArenaError);
    return (error as Error).message;
  }
  return 'nothing was refused';
}
