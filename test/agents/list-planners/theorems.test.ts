/** What is proved or defined about list planners in general, on random problems. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bil, imaginaryLevels } from '../../../agents/list-planners/bil.js';
import { Dps } from '../../../agents/list-planners/dps.js';
import { Flb } from '../../../agents/list-planners/flb.js';
import { Hbmct } from '../../../agents/list-planners/hbmct.js';
import { pessimisticCost } from '../../../agents/list-planners/ipeft.js';
import { LooseHeap } from '../../../agents/list-planners/loose-heap.js';
import { SortedRows } from '../../../agents/list-planners/sorted-rows.js';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { PartialSchedule } from '../../../src/plan/partial-schedule.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { TaskHeap } from '../../../src/plan/task-heap.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import { arbitraryProblem } from '../../fixtures/problems.js';
import { arbitraryMachine } from '../../src/plan/arbitrary-machine.js';

const free = arbitraryMachine({ contention: ['none'] });

function time(problem: DagProblem, edge: number, from: number, to: number): number {
  const link = from * problem.processorCount + to;
  const amount = problem.volume[edge];
  return from === to ? 0 : problem.startup[link] + (amount === 0 ? 0 : amount / problem.bandwidth[link]);
}

describe('BIL', () => {
  it('schedules chains optimally', () => {
    fc.assert(
      fc.property(free, (machine) => {
        const { taskCount: n, processorCount: m } = machine;
        const edges = Array.from({ length: n - 1 }, (_, task) => [task, task + 1, (task * 7) % 5] as const);
        const cost = Array.from({ length: n }, (_, task) =>
          Array.from(machine.cost.subarray(task * m, (task + 1) * m)),
        );
        const { bandwidth, startup } = machine;
        const chain = { ...problemOf({ cost, edges }), bandwidth, startup };
        let finish = cost[0]; // [processor] least finish of the task there
        for (let task = 1; task < n; task++) {
          const last = finish;
          finish = cost[task].map(
            (work, k) => work + Math.min(...last.map((end, from) => end + time(chain, task - 1, from, k))),
          );
        }
        expect(new Bil().plan(chain).makespan).toBeCloseTo(Math.min(...finish), 9);
      }),
      { numRuns: 100 },
    );
  });

  it('has levels as defined', () => {
    fc.assert(
      fc.property(free, (problem) => {
        const { taskCount: n, processorCount: m, cost, successorStart, successor } = problem;
        const level = Array.from({ length: n }, () => Array<number>(m).fill(0));
        for (let task = n - 1; task >= 0; task--) {
          for (let k = 0; k < m; k++) {
            let longest = 0;
            for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
              const ways = level[successor[edge]].map((onward, to) => onward + time(problem, edge, k, to));
              longest = Math.max(longest, Math.min(...ways));
            }
            level[task][k] = cost[task * m + k] + longest;
          }
        }
        const own = imaginaryLevels(problem, problemGraph(problem, 'test'));
        level.flat().forEach((value, i) => {
          if (value === Number.POSITIVE_INFINITY) expect(own[i]).toBe(value);
          else expect(own[i]).toBeCloseTo(value, 9);
        });
      }),
      { numRuns: 100 },
    );
  });
});

/** Levels from the definition, by recursion over what is and is not placed. */
function plainPriority(problem: DagProblem, processor: ArrayLike<number>, task: number): number {
  const { taskCount: n, processorCount: m, cost, successorStart, successor } = problem;
  const mean = meanCosts(problem);
  const transfers = meanTransfers(problem, 'paper');
  const work = (each: number) => (processor[each] < 0 ? mean[each] : cost[each * m + processor[each]]);
  const way = (edge: number, from: number, to: number) =>
    processor[from] < 0 || processor[to] < 0 ? transfers[edge] : time(problem, edge, processor[from], processor[to]);
  const top = (each: number): number => {
    let longest = 0;
    for (let from = 0; from < n; from++) {
      for (let edge = successorStart[from]; edge < successorStart[from + 1]; edge++)
        if (successor[edge] === each) longest = Math.max(longest, top(from) + work(from) + way(edge, from, each));
    }
    return longest;
  };
  const bottom = (each: number): number => {
    let longest = 0;
    for (let edge = successorStart[each]; edge < successorStart[each + 1]; edge++)
      longest = Math.max(longest, way(edge, each, successor[edge]) + bottom(successor[edge]));
    return work(each) + longest;
  };
  return bottom(task) - top(task);
}

describe('DPS', () => {
  it('takes the highest of all priorities, re-evaluated at every step', () => {
    fc.assert(
      fc.property(free, (machine) => {
        // the first tasks only: the recursion is exponential; times > 0, so that no task ties with one above it
        const problem = { ...machine, cost: machine.cost.map((work) => work + 1) };
        fc.pre(problem.taskCount <= 9);
        const graph = problemGraph(problem, 'test');
        const schedule = new PartialSchedule(problem, graph);
        const steps = new Dps().plan(problem);
        for (let step = 0; step < problem.taskCount; step++) {
          const left = Array.from(graph.order).filter((task) => schedule.processor[task] < 0);
          const priority = left.map((task) => plainPriority(problem, schedule.processor, task));
          const highest = Math.max(...priority);
          const near = left.filter((_, i) => priority[i] >= highest - 1e-9);
          // of equal priorities either may come first by rounding: then this case says nothing more
          if (near.length > 1) return;
          schedule.placeBest(near[0]);
          expect(schedule.processor[near[0]]).toBe(steps.processor[near[0]]);
          expect(schedule.start[near[0]]).toBeCloseTo(steps.start[near[0]], 9);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('FLB', () => {
  it('finds the earliest of all starts at each step when processors are alike', () => {
    fc.assert(
      fc.property(arbitraryProblem, (table) => {
        const alike = table.cost.map((row) => row.map(() => Math.min(...row) + 1));
        const problem = problemOf({ ...table, cost: alike });
        const { processor, start } = new Flb().plan(problem);
        const graph = problemGraph(problem, 'test');
        const order = Array.from(graph.order).sort((a, b) => start[a] - start[b]);
        const schedule = new PartialSchedule(problem, graph, { insertion: false });
        for (const task of order) {
          const ready = order.filter((each) => {
            const row = graph.predecessor.subarray(graph.predecessorStart[each], graph.predecessorStart[each + 1]);
            return schedule.processor[each] < 0 && row.every((before) => schedule.processor[before] >= 0);
          });
          const starts = ready.flatMap((each) => alike[0].map((_, k) => schedule.earliestStart(each, k)));
          expect(start[task]).toBe(Math.min(...starts));
          schedule.place(task, processor[task], start[task]);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('HBMCT', () => {
  it('leaves no move that would lower the last finish of independent tasks', () => {
    fc.assert(
      fc.property(arbitraryProblem, ({ cost }) => {
        const problem = problemOf({ cost, edges: [] });
        const { processor, makespan } = new Hbmct().plan(problem);
        const load = cost[0].map((_, k) =>
          cost.reduce((sum, row, task) => sum + (processor[task] === k ? row[k] : 0), 0),
        );
        expect(Math.max(...load)).toBeCloseTo(makespan, 9);
        // another processor may finish just as late
        const last = load.indexOf(Math.max(...load));
        cost.forEach((row, task) => {
          if (processor[task] !== last || row[last] === 0) return;
          row.forEach((work, k) => {
            if (k !== last) expect(load[k] + work).toBeGreaterThanOrEqual(makespan - 1e-9);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('IPEFT', () => {
  it('has pessimistic costs as defined', () => {
    fc.assert(
      fc.property(free, (problem) => {
        const { taskCount: n, processorCount: m, cost, successorStart, successor } = problem;
        const transfers = meanTransfers(problem, 'paper');
        const table = pessimisticCost(problem, problemGraph(problem, 'test'), transfers);
        for (let task = 0; task < n; task++) {
          for (let k = 0; k < m; k++) {
            let longest = 0;
            for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
              for (let to = 0; to < m; to++) {
                const cell = successor[edge] * m + to;
                if (cost[cell] === Number.POSITIVE_INFINITY) continue;
                longest = Math.max(longest, table[cell] + cost[cell] + (to === k ? 0 : transfers[edge]));
              }
            }
            expect(table[task * m + k]).toBe(longest);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('building blocks', () => {
  it('the heap gives tasks by key, tie and index', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 40 }), (pairs) => {
        const key = Float64Array.from(pairs, ([first]) => first);
        const tie = Float64Array.from(pairs, ([, second]) => second);
        const heap = new TaskHeap(key, tie);
        const tasks = pairs.map((_, task) => task);
        for (const task of tasks.toReversed()) heap.push(task);
        const sorted = tasks.toSorted((a, b) => key[a] - key[b] || tie[a] - tie[b] || a - b);
        for (const task of sorted) {
          expect(heap.top()).toBe(task);
          expect(heap.pop()).toBe(task);
        }
        expect(heap.size).toBe(0);
      }),
    );
  });

  it('the loose heap is a heap until something is cut out of its middle', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 40 }), (keys) => {
        const heap = new LooseHeap();
        keys.forEach((key, id) => {
          heap.push(key, id);
        });
        const sorted = keys.map((_, id) => id).toSorted((a, b) => keys[a] - keys[b] || a - b);
        for (const id of sorted) {
          expect(heap.top()).toBe(id);
          heap.pop();
        }
        expect(heap.top()).toBe(-1);
      }),
    );
    // levels 0 | 5 1 | 6 7 2 become 5 | 1 6 | 7 2
    const heap = new LooseHeap();
    for (const key of [0, 5, 1, 6, 7, 2]) heap.push(key, key);
    heap.cut(0);
    expect(heap.top()).toBe(5);
  });

  it('sorted rows follow changes', () => {
    const change = fc.tuple(fc.nat(1), fc.nat(3), fc.oneof(fc.nat(6), fc.constant(Number.POSITIVE_INFINITY)));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), fc.nat(3), (changes, rank) => {
        const table = new Float64Array(8).fill(3);
        const rows = new SortedRows(table, 4);
        rows.sort(0);
        rows.sort(1);
        for (const [row, column, value] of changes) rows.replace(row, column, value);
        const finite = (row: number) => {
          const sorted = Array.from(table.slice(row * 4, row * 4 + 4)).sort((a, b) => a - b);
          return sorted.slice(0, rank + 1).filter((value, i) => i === 0 || value < Number.POSITIVE_INFINITY);
        };
        const [a, b] = [finite(0).reverse(), finite(1).reverse()];
        const i = a.findIndex((value, place) => place < b.length && value !== b[place]);
        const expected = Math.sign(i < 0 ? a.length - b.length : a[i] - b[i]);
        expect(Math.sign(rows.compare(0, 1, rank))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});
