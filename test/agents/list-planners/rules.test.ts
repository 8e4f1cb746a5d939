/** What distinguishes each list planner, on cases small enough for a calculation by hand. */
import { describe, expect, it } from 'vitest';
import { Bil } from '../../../agents/list-planners/bil.js';
import { Dls } from '../../../agents/list-planners/dls.js';
import { Etf } from '../../../agents/list-planners/etf.js';
import { Fcp } from '../../../agents/list-planners/fcp.js';
import { Flb } from '../../../agents/list-planners/flb.js';
import { Gdl } from '../../../agents/list-planners/gdl.js';
import { Hbmct, independentGroups } from '../../../agents/list-planners/hbmct.js';
import { Hcpt, listing } from '../../../agents/list-planners/hcpt.js';
import { criticalNodeCost, pessimisticCost } from '../../../agents/list-planners/ipeft.js';
import { Msbc } from '../../../agents/list-planners/msbc.js';
import { Mst } from '../../../agents/list-planners/mst.js';
import { deviations, Sdbats } from '../../../agents/list-planners/sdbats.js';
import { averageTimes } from '../../../agents/list-planners/static-level.js';
import { TOPCUOGLU } from '../../../src/instances/published.js';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { type Planner, problemOf, type Schedule } from '../../../src/planner.js';

/** `[processor, start]` of each task. */
function placed({ processor, start }: Schedule): number[][] {
  return Array.from(processor, (k, task) => [k, start[task]]);
}

function startsOf(planner: Planner, cost: number[][]): number[] {
  return Array.from(planner.plan(problemOf({ cost, edges: [] })).start);
}

describe('ETF', () => {
  it('looks at starts only, or at finishes', () => {
    const problem = problemOf({ cost: [[5, 2]], edges: [] });
    expect(new Etf().plan(problem).makespan).toBe(5);
    expect(new Etf({ choose: 'finish' }).plan(problem).makespan).toBe(2);
  });

  it('gives ties to the higher static level', () => {
    const problem = problemOf({ cost: [[1], [1], [9]], edges: [[1, 2, 0]] });
    expect(Array.from(new Etf().plan(problem).start)).toEqual([10, 0, 1]);
  });
});

describe('GDL', () => {
  const handOver = problemOf({
    cost: [
      [4, 4],
      [10, 1],
    ],
    edges: [[0, 1, 100]],
  });

  it('begins where the descendant is at home', () => {
    // 0 on P0: 5.5 − min(10, 100 + 1) = −4.5; on P1: 5.5 − min(1, 100 + 10) = 4.5
    expect(new Gdl().plan(handOver).makespan).toBe(5);
    expect(new Gdl({ dynamicLevel: 1 }).plan(handOver).makespan).toBe(14);
    expect(new Dls().plan(handOver).makespan).toBe(14);
  });

  it('serves first who would lose most', () => {
    // levels of 0: 10 and 10, it loses nothing; of 1: 9 and 2, it would lose 7
    const cost = [
      [10, 10],
      [2, 9],
    ];
    expect(Array.from(new Gdl().plan(problemOf({ cost, edges: [] })).processor)).toEqual([1, 0]);
    expect(Array.from(new Dls().plan(problemOf({ cost, edges: [] })).processor)).toEqual([0, 1]);
  });
});

describe('BIL', () => {
  const busy = (count: number) => ({
    ...problemOf({ cost: Array.from({ length: count }, () => [3, 5]), edges: [] }),
    availableFrom: Float64Array.of(3, 0),
  });

  it('weighs processing times when more tasks are ready than processors', () => {
    // alone: 3 + 3 against 5; with 4 ready on 2 processors: 3 + 3 + 3·(4/2 − 1) = 9 against 5 + 5 = 10
    expect(new Bil().plan(busy(1)).processor[0]).toBe(1);
    expect(new Bil().plan(busy(2)).processor[0]).toBe(1);
    expect(new Bil().plan(busy(4)).processor[0]).toBe(0);
  });

  it('judges two ready tasks by their second best processors', () => {
    // second smallest of 0: 7, of 1: 9
    const cost = [
      [6, 7],
      [2, 9],
    ];
    expect(placed(new Bil().plan(problemOf({ cost, edges: [] })))).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });
});

describe('FCP', () => {
  it('sorts as many ready tasks as its queue holds, the others wait in line', () => {
    const cost = [[1], [5], [9]];
    expect(startsOf(new Fcp({ queueSize: 3 }), cost)).toEqual([14, 9, 0]);
    expect(startsOf(new Fcp({ queueSize: 1 }), cost)).toEqual([0, 1, 6]);
    expect(startsOf(new Fcp(), cost)).toEqual([0, 1, 6]);
  });

  it('takes the enabling processor only if it starts the task earlier', () => {
    const cost = [
      [2, 2],
      [1, 1],
      [1, 1],
    ];
    // 0 on P0 until 2, 1 on P1 until 1, so P1 is idle first
    expect(placed(new Fcp().plan(problemOf({ cost, edges: [[0, 2, 5]] })))[2]).toEqual([0, 2]);
    expect(placed(new Fcp().plan(problemOf({ cost, edges: [[0, 2, 0]] })))[2]).toEqual([1, 2]);
  });

  it('by finish: takes the faster processor though it is busy longer', () => {
    const problem = { ...problemOf({ cost: [[9, 2]], edges: [] }), availableFrom: Float64Array.of(0, 3) };
    expect(new Fcp().plan(problem).makespan).toBe(9);
    expect(new Fcp({ choose: 'finish' }).plan(problem).makespan).toBe(5);
  });
});

describe('FLB', () => {
  // P0 runs 0 until 2; its message reaches other processors at 2 + volume
  const fork = (volume: number) =>
    problemOf({
      cost: [
        [2, 2],
        [4, 4],
        [4, 4],
      ],
      edges: [
        [0, 1, volume],
        [0, 2, volume],
      ],
    });

  it('binds tasks to the processor that enables them until that is busy longer than the message', () => {
    // 1 starts at 2 on P0; its end 6 is later than the message of 2 at 5, which is free then and goes to P1
    expect(placed(new Flb().plan(fork(3)))).toEqual([
      [0, 0],
      [0, 2],
      [1, 5],
    ]);
    // with a message at 7 it stays bound and follows
    expect(placed(new Flb().plan(fork(5)))).toEqual([
      [0, 0],
      [0, 2],
      [0, 6],
    ]);
  });

  it('by finish: takes the faster processor though it is busy longer', () => {
    const problem = { ...problemOf({ cost: [[9, 2]], edges: [] }), availableFrom: Float64Array.of(0, 3) };
    expect(new Flb().plan(problem).makespan).toBe(9);
    expect(new Flb({ choose: 'finish' }).plan(problem).makespan).toBe(5);
  });
});

describe('HBMCT', () => {
  it('cuts the order of the HEFT example into independent groups', () => {
    const graph = problemGraph(problemOf(TOPCUOGLU), 'test');
    const order = Int32Array.of(0, 3, 2, 1, 4, 5, 8, 6, 7, 9);
    const groups = independentGroups(graph, order).map((group) => Array.from(group));
    expect(groups).toEqual([[0], [3, 2, 1, 4, 5], [8, 6, 7], [9]]);
  });

  it('moves tasks from the processor that finishes last as long as that helps', () => {
    // all begin on P0 until 6; one moves: 4 and 3; another would finish at 6 on P1
    expect(placed(new Hbmct().plan(problemOf({ cost: Array(3).fill([2, 3]), edges: [] })))).toEqual([
      [1, 0],
      [0, 0],
      [0, 2],
    ]);
  });
});

describe('MST', () => {
  it('does not look at processing times', () => {
    expect(new Mst().plan(problemOf({ cost: [[9, 1]], edges: [] })).makespan).toBe(9);
  });
});

describe('MSBC', () => {
  it('takes the largest sum of bounds, and the earliest start', () => {
    // SBCT 1, 2, 4; SBL 0, 0, 2.5; ST 0, 0, 1: so 1 before 0; both processors are equally fast in all
    const cost = [
      [1, 4],
      [5, 2],
      [3, 3],
    ];
    expect(placed(new Msbc().plan(problemOf({ cost, edges: [[0, 2, 10]] })))).toEqual([
      [1, 0],
      [0, 0],
      [1, 4],
    ]);
  });
});

describe('HCPT', () => {
  // means 1 5 1 1; longest path 1 → 2; 0 → 2 is not critical, nor is 3
  const problem = problemOf({
    cost: [[1], [5], [1], [1]],
    edges: [
      [0, 2, 0],
      [1, 2, 0],
    ],
  });

  it('lists the parents of a critical task before it, and what is left by index', () => {
    const graph = problemGraph(problem, 'test');
    const times = averageTimes(problem, graph, meanCosts(problem), meanTransfers(problem, 'paper'));
    expect(times.length).toBe(6);
    expect(Array.from(times.critical)).toEqual([0, 1, 1, 0]);
    expect(Array.from(listing(problem, graph, times))).toEqual([1, 0, 2, 3]);
    expect(Array.from(new Hcpt().plan(problem).start)).toEqual([5, 0, 6, 7]);
  });

  it('fills gaps only when asked to', () => {
    // 1 waits on P0 for data until 10; 2 would fit before it
    const gap = problemOf({
      cost: [
        [9, 5],
        [5, 50],
        [3, 9],
      ],
      edges: [[0, 1, 5]],
    });
    expect(new Hcpt().plan(gap).start[2]).toBe(5);
    expect(placed(new Hcpt({ insertion: true }).plan(gap))[2]).toEqual([0, 0]);
  });
});

describe('IPEFT', () => {
  it('has the worst and the best way on in its tables', () => {
    const chain = problemOf({
      cost: [
        [1, 1],
        [3, 5],
      ],
      edges: [[0, 1, 4]],
    });
    const graph = problemGraph(chain, 'test');
    const meanTransfer = Float64Array.of(4);
    expect(Array.from(pessimisticCost(chain, graph, meanTransfer))).toEqual([9, 7, 0, 0]);
    const critical = Uint8Array.of(1, 1);
    expect(Array.from(criticalNodeCost(chain, graph, { meanTransfer, critical }))).toEqual([3, 5, 0, 0]);
  });

  it('leaves uncritical successors out of the critical node costs', () => {
    const fork = problemOf({
      cost: [[1], [3], [8]],
      edges: [
        [0, 1, 0],
        [0, 2, 0],
      ],
    });
    const graph = problemGraph(fork, 'test');
    const meanTransfer = new Float64Array(2);
    const costs = (critical: Uint8Array) => criticalNodeCost(fork, graph, { meanTransfer, critical })[0];
    expect(costs(Uint8Array.of(1, 0, 1))).toBe(8);
    expect(costs(Uint8Array.of(1, 1, 0))).toBe(3);
    expect(costs(Uint8Array.of(1, 0, 0))).toBe(8);
  });
});

describe('SDBATS', () => {
  it('goes by the standard deviation of processing times', () => {
    const problem = problemOf({
      cost: [
        [5, 5],
        [1, 9],
      ],
      edges: [],
    });
    expect(Array.from(deviations(problem))).toEqual([0, 4]);
    expect(placed(new Sdbats().plan(problem))).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });
});
