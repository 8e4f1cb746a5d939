/**
 * BIL, FCP, FLB, MSBC and DPS against the plain reading of their rules, where everything is worked out anew at every
 * step, and ties are decided as the planners document them.
 */
import { describe, expect, it } from 'vitest';
import { Bil } from '../../../agents/list-planners/bil.js';
import { Dps } from '../../../agents/list-planners/dps.js';
import { Fcp } from '../../../agents/list-planners/fcp.js';
import { Flb } from '../../../agents/list-planners/flb.js';
import { Msbc } from '../../../agents/list-planners/msbc.js';
import { meanCosts, meanTransfers } from '../../../src/plan/averages.js';
import { problemGraph } from '../../../src/plan/problem-graph.js';
import { type DagProblem, problemOf, type Schedule } from '../../../src/planner.js';
import {
  type By,
  byDefinition,
  check,
  firstOf,
  idleFirst,
  lastMessage,
  NEVER,
  Plain,
  SOME,
  sum,
  TIES,
  timeOf,
  upward,
} from './plain-machine.js';

describe('BIL', () => {
  const plan = (problem: DagProblem): Schedule => {
    const plain = new Plain(problem, false);
    const { tasks, processors, schedule } = plain;
    const m = processors.length;
    const level: number[][] = tasks.map(() => []);
    for (const task of tasks.toReversed()) {
      for (const k of processors) {
        const ways = plain
          .after(task)
          .map(({ edge, to }) => Math.min(...processors.map((l) => level[to][l] + plain.transfer(edge, k, l))));
        level[task][k] = plain.cost(task, k) + Math.max(0, ...ways);
      }
    }
    const makespan = (task: number, k: number) =>
      level[task][k] < NEVER ? schedule.earliestStart(task, k) + level[task][k] : NEVER;
    return byDefinition(plain, (ready) => {
      const r = ready.length;
      const priorities = ready.map((task) => {
        const ascending = plain
          .able(task)
          .map((k) => makespan(task, k))
          .sort((a, b) => a - b);
        return ascending.slice(0, Math.min(r, m)).reverse();
      });
      // largest first: the r-th smallest, then the next smaller ones as far as both have them
      const task = ready.reduce((best, other) => {
        const [a, b] = [priorities[ready.indexOf(other)], priorities[ready.indexOf(best)]];
        const place = a.findIndex((value, i) => i < b.length && value !== b[i]);
        return place >= 0 && a[place] > b[place] ? other : best;
      });
      const revised = (each: number, k: number) => {
        const weight = Math.max(r / m - 1, 0);
        return weight === 0 ? makespan(each, k) : makespan(each, k) + plain.cost(each, k) * weight;
      };
      const others = (k: number) =>
        sum(ready.filter((each) => each !== task && plain.cost(each, k) < NEVER).map((each) => revised(each, k)));
      const able = plain.able(task);
      return [task, able[firstOf(able.map((k) => [revised(task, k), -others(k)]))]];
    });
  };

  it('imagines, ranks and revises as defined', () => check(new Bil(), plan, { mostTime: 1e6 }));
  it('breaks ties as documented', () => check(new Bil(), plan, { mostTime: 2, unsupported: 0 }));

  it('with fewer ready tasks than processors judges by a smaller makespan than the largest', () => {
    // two ready tasks on three processors, second smallest: 3 and 4, so 1 is placed first, on P0 at 0;
    // by the largest (9 and 5) task 0 would be
    const cost = [
      [1, 3, 9],
      [2, 4, 5],
    ];
    const { processor, start } = new Bil().plan(problemOf({ cost, edges: [] }));
    expect([...processor]).toEqual([0, 0]);
    expect([...start]).toEqual([2, 0]);
  });
});

describe('FCP', () => {
  /** As in SAGA: work by mean speed, and the processor of the predecessor that finishes last. */
  const harmonicMeans = (plain: Plain): number[] =>
    plain.tasks.map((task) => plain.able(task).length / sum(plain.able(task).map((k) => 1 / plain.cost(task, k))));
  const lastFinisher = (plain: Plain, task: number): number => {
    const before = plain.before(task).map(({ from }) => from);
    if (before.length === 0) return -1;
    return plain.schedule.processor[before[firstOf(before.map((from) => [-plain.schedule.finish[from]]))]];
  };

  const plan = (problem: DagProblem, { queueSize = problem.processorCount, saga = false, by = 'start' as By } = {}) => {
    const plain = new Plain(problem, false);
    const time = timeOf(plain, by);
    const rank = upward(plain, saga ? harmonicMeans(plain) : undefined);
    const queue: number[] = [];
    const line: number[] = [];
    const seen = new Set<number>();
    return byDefinition(plain, (ready) => {
      for (const task of ready.filter((each) => !seen.has(each))) {
        seen.add(task);
        (queue.length < queueSize ? queue : line).push(task);
      }
      const [task] = queue.splice(firstOf(queue.map((each) => [-rank[each], each])), 1);
      if (line.length > 0) queue.push(line.shift()!);
      const enabling = saga ? lastFinisher(plain, task) : lastMessage(plain, task).enabling;
      const idle = idleFirst(plain, task, by);
      return [task, enabling >= 0 && time(task, enabling) < time(task, idle) ? enabling : idle];
    });
  };

  it('takes from a short sorted queue as defined', () => {
    check(new Fcp(), (problem) => plan(problem), SOME);
    check(new Fcp({ queueSize: 2 }), (problem) => plan(problem, { queueSize: 2 }), SOME);
  });
  it('breaks ties as documented', () => check(new Fcp(), (problem) => plan(problem), TIES));
  it('as in SAGA ranks by mean speeds and follows the last predecessor', () => {
    check(new Fcp({ compat: 'saga' }), (problem) => plan(problem, { saga: true }), SOME);
  });
  it('by finish compares finishes', () => {
    check(new Fcp({ choose: 'finish' }), (problem) => plan(problem, { by: 'finish' }), SOME);
  });
});

describe('FLB', () => {
  const plan = (problem: DagProblem, by: By): Schedule => {
    const plain = new Plain(problem, false);
    const { schedule } = plain;
    const time = timeOf(plain, by);
    const mean = meanCosts(problem);
    const rank = upward(plain);
    return byDefinition(plain, (ready) => {
      const all = ready.map((task) => ({ task, ...lastMessage(plain, task) }));
      const isBound = ({ task, enabling, last }: (typeof all)[number]) =>
        enabling >= 0 && plain.cost(task, enabling) < NEVER && last >= schedule.endOf(enabling);
      const free = all.filter((each) => !isBound(each));
      const tied = all.filter(isBound);
      // per processor the one whose data arrive first, and of these the one that starts first
      const heads = plain.processors.flatMap((k) => {
        const here = tied.filter(({ enabling }) => enabling === k);
        if (here.length === 0) return [];
        const work = (task: number) => (by === 'finish' ? plain.cost(task, k) : 0);
        return here[firstOf(here.map(({ task }) => [schedule.ready(task, k) + work(task), -rank[task]]))];
      });
      const head = heads[firstOf(heads.map(({ task, enabling }) => [time(task, enabling)]))];
      const spread = (task: number) => (by === 'finish' ? mean[task] : 0);
      const messenger = free[firstOf(free.map(({ task, last }) => [last + spread(task), -rank[task]]))];
      if (!messenger) return [head.task, head.enabling];
      const idle = idleFirst(plain, messenger.task, by);
      const bound = head && time(head.task, head.enabling) < time(messenger.task, idle);
      return bound ? [head.task, head.enabling] : [messenger.task, idle];
    });
  };

  it('compares a bound and a free task as defined', () => check(new Flb(), (problem) => plan(problem, 'start'), SOME));
  it('breaks ties as documented', () => check(new Flb(), (problem) => plan(problem, 'start'), TIES));

  it('by finish compares finishes', () => {
    check(new Flb({ choose: 'finish' }), (problem) => plan(problem, 'finish'), SOME);
  });

  it('takes the free one of two that start at the same time', () => {
    // 0 on P0 and 1 on P1 until 2; then 2 could follow 0, to which it is bound, and 3 could go to P0 at 2 as well
    const cost = [2, 2, 4, 1].map((time) => [time, time]);
    const { processor, start } = new Flb().plan(problemOf({ cost, edges: [[0, 2, 5]] }));
    expect([...processor]).toEqual([0, 1, 0, 0]);
    expect([...start]).toEqual([0, 0, 3, 2]);
  });
});

describe('MSBC', () => {
  const plan = (problem: DagProblem, insertion = true): Schedule => {
    const plain = new Plain(problem, insertion);
    const { tasks, processors } = plain;
    const mean = meanCosts(problem);
    const [favourite, begin, complete, path]: number[][] = [[], [], [], []];
    for (const task of tasks) {
      const before = plain.before(task);
      const arrivals = processors.map((k) =>
        Math.max(0, ...before.map(({ edge, from }) => complete[from] + plain.transfer(edge, favourite[from], k))),
      );
      const ends = arrivals.map((arrival, k) => [arrival + plain.cost(task, k)]);
      const k = firstOf(ends);
      favourite[task] = k;
      begin[task] = arrivals[k];
      complete[task] = ends[k][0];
      path[task] = Math.max(0, ...before.map(({ from }) => path[from] + mean[from]));
    }
    const runs = processors.map((k) => tasks.map((task) => plain.cost(task, k)).filter((time) => time < NEVER));
    return byDefinition(plain, (ready) => {
      const task = ready[firstOf(ready.map((each) => [-(complete[each] + path[each] + begin[each])]))];
      const keys = plain
        .able(task)
        .map((k) => [plain.schedule.earliestStart(task, k), -runs[k].length, sum(runs[k]), k]);
      return [task, keys[firstOf(keys)][3]];
    });
  };

  it('sums bounds and chooses starts as defined', () => check(new Msbc(), (problem) => plan(problem), SOME));
  it('breaks ties as documented', () => check(new Msbc(), (problem) => plan(problem), TIES));
  it('as in SAGA fills no gaps', () => {
    check(new Msbc({ compat: 'saga' }), (problem) => plan(problem, false), SOME);
  });
});

describe('DPS', () => {
  const plan = (problem: DagProblem, saga: boolean): Schedule => {
    const plain = new Plain(problem, !saga);
    const { schedule } = plain;
    const transfers = saga ? problem.volume : meanTransfers(problem, 'paper');
    const bottom = upward(plain, meanCosts(problem), transfers);
    const position = problemGraph(problem, 'test').position;
    const top = (task: number): number => {
      const k = schedule.processor[task];
      const paths = plain.before(task).map(({ edge, from }) => {
        const way = k < 0 ? transfers[edge] : plain.transfer(edge, schedule.processor[from], k);
        return top(from) + schedule.finish[from] - schedule.start[from] + way;
      });
      return Math.max(0, ...paths);
    };
    return byDefinition(plain, (ready) => {
      const task = ready[firstOf(ready.map((each) => [top(each) - bottom[each], position[each]]))];
      const able = plain.able(task);
      return [task, able[firstOf(able.map((k) => [schedule.earliestStart(task, k) + plain.cost(task, k)]))]];
    });
  };

  it('takes the highest priority as defined', () => check(new Dps(), (problem) => plan(problem, false), SOME));
  it('breaks ties as documented', () => check(new Dps(), (problem) => plan(problem, false), TIES));
  it('as in SAGA fills no gaps and takes sizes for times', () => {
    check(new Dps({ compat: 'saga' }), (problem) => plan(problem, true), SOME);
  });
});
