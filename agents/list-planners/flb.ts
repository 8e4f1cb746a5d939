/**
 * FLB, fast load balancing (Radulescu & van Gemund 1999, "FLB: fast load balancing for distributed-memory machines",
 * doi 10.1109/ICPP.1999.797442): schedules, like ETF, the ready task that starts earliest, but compares two pairs only.
 * A ready task whose last message arrives while its enabling processor is still busy may as well run elsewhere; the
 * others are bound to it. The candidates are, of the bound tasks whose data are first at their enabling processors, the
 * one that starts earliest, and the free task whose last message arrives first, on the processor that is idle first. On
 * ties the free one is taken, since its messages have travelled already; among tasks larger upward rank, then lowest
 * index; among processors the lowest. Tasks are put behind everything on a processor. Message times of the classification
 * are means per edge, starts are true; processors that do not run a task are no candidates. O(n·(log n + m) + e·m).
 *
 * `choose: 'finish'` is the change for processors of different speed proposed by the same authors (2000,
 * doi 10.1109/HCW.2000.843747), completion times in place of start times: bound tasks are sorted by arrival plus their
 * time on the enabling processor, free ones by arrival plus mean time, and the earlier finish decides. The processor
 * for the free task is, by our own reading, the one that would finish it first if its data were everywhere.
 *
 * `compat: 'saga'` gives the makespans of the SAGA library; see flb-saga.ts. It goes by starts.
 */
import { z } from 'zod';
import { ensure } from '../../src/error.js';
import { meanCosts, meanTransfers } from '../../src/plan/averages.js';
import { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { commAverage, compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import { upwardRank } from '../../src/plan/ranks.js';
import { TaskHeap } from '../../src/plan/task-heap.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { type EarlyBy, firstIdle, Messages } from './enabling-processor.js';
import { SagaCandidates } from './flb-saga.js';
import { ReadyTasks } from './ready-tasks.js';

const schema = z.object({
  commAverage,
  /** What is to be early. */
  choose: z.enum(['start', 'finish']).default('start'),
  compat,
});

export type FlbOptions = z.output<typeof schema>;

export class Flb implements Planner {
  readonly name: string;
  private readonly options: FlbOptions;

  /** Errors: `ArenaError` for options it does not know, and for `compat: 'saga'` by finish. */
  constructor(options: Partial<FlbOptions> = {}, name = 'flb') {
    this.name = name;
    this.options = readPlannerOptions({ who: `agents/${name}`, schema, given: options });
    const { compat, choose } = this.options;
    ensure(
      compat !== 'saga' || choose === 'start',
      `agents/${name}: option "compat" does not exist where choose is "finish" (SAGA goes by starts)`,
    );
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, `agents/${this.name}`);
    const { commAverage, choose, compat } = this.options;
    const meanCost = meanCosts(problem);
    const meanTransfer = meanTransfers(problem, commAverage);
    const tie = upwardRank(problem, graph, meanCost, meanTransfer);
    for (let task = 0; task < tie.length; task++) tie[task] = -tie[task];
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    const messages = new Messages(problem, graph, meanTransfer);
    const candidates =
      compat === 'saga'
        ? new SagaCandidates(problem, schedule, messages)
        : new Candidates(problem, schedule, { messages, tie, meanCost, by: choose });
    const ready = new ReadyTasks(problem, graph);
    for (let i = 0; i < ready.count; i++) candidates.open(ready.tasks[i]);
    while (ready.count > 0) {
      const task = candidates.choose();
      const k = candidates.processor;
      schedule.place(task, k, schedule.earliestStart(task, k));
      candidates.close(task, k);
      const opened = ready.remove(task);
      for (let i = ready.count - opened; i < ready.count; i++) candidates.open(ready.tasks[i]);
    }
    return schedule.done();
  }
}

interface CandidateRules {
  readonly messages: Messages;
  readonly tie: Float64Array; // [n] smaller first
  readonly meanCost: Float64Array; // [n]
  readonly by: EarlyBy;
}

const BOUND = 1;
const FREE = 2;
const DONE = 3;

class Candidates {
  /** Where the task last chosen shall run. */
  processor = -1;
  private readonly state: Uint8Array; // [n] 0 = not ready
  private readonly arrival: Float64Array; // [n] of all data at the enabling processor, but for contention
  private readonly boundKey: Float64Array; // [n] the same, by finish with the processing time
  private readonly freeKey: Float64Array; // [n] last message
  private readonly bound: TaskHeap[]; // [m] by `boundKey`
  private readonly leaving: TaskHeap[]; // [m] the same tasks by last message
  private readonly free: TaskHeap;
  private readonly contended: boolean;
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly rules: CandidateRules;

  constructor(problem: DagProblem, schedule: PartialSchedule, rules: CandidateRules) {
    const { taskCount: n, processorCount: m } = problem;
    this.problem = problem;
    this.schedule = schedule;
    this.rules = rules;
    this.contended = problem.contention !== undefined && problem.contention !== 'none';
    this.state = new Uint8Array(n);
    this.arrival = new Float64Array(n);
    this.boundKey = new Float64Array(n);
    this.freeKey = new Float64Array(n);
    this.bound = Array.from({ length: m }, () => new TaskHeap(this.boundKey, rules.tie));
    this.leaving = Array.from({ length: m }, () => new TaskHeap(rules.messages.last, rules.tie));
    this.free = new TaskHeap(this.freeKey, rules.tie);
  }

  open(task: number): void {
    const { messages, by } = this.rules;
    const k = messages.enablingProcessor(task, this.schedule);
    const time = k < 0 ? Number.POSITIVE_INFINITY : this.problem.cost[task * this.problem.processorCount + k];
    if (time === Number.POSITIVE_INFINITY || messages.last[task] < this.schedule.endOf(k)) {
      this.release(task);
      return;
    }
    this.state[task] = BOUND;
    this.arrival[task] = this.schedule.ready(task, k);
    this.boundKey[task] = this.arrival[task] + (by === 'finish' ? time : 0);
    this.bound[k].push(task);
    this.leaving[k].push(task);
  }

  /** After a task has been placed on a processor. */
  close(task: number, k: number): void {
    this.state[task] = DONE;
    const { last } = this.rules.messages;
    const leaving = this.leaving[k];
    const end = this.schedule.endOf(k);
    while (leaving.size > 0) {
      const first = leaving.top();
      if (this.state[first] === BOUND && !(last[first] < end)) break;
      leaving.pop();
      if (this.state[first] === BOUND) this.release(first);
    }
  }

  /** The task to be scheduled next; sets `processor`. */
  choose(): number {
    let best = -1;
    let bestTime = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.bound.length; k++) {
      const heap = this.bound[k];
      while (heap.size > 0 && this.state[heap.top()] !== BOUND) heap.pop();
      if (heap.size === 0) continue;
      const time = this.boundTime(heap.top(), k);
      if (best >= 0 && !(time < bestTime)) continue;
      best = heap.top();
      bestTime = time;
      this.processor = k;
    }
    while (this.free.size > 0 && this.state[this.free.top()] !== FREE) this.free.pop();
    if (this.free.size === 0) return best;
    const task = this.free.top();
    const k = firstIdle(this.problem, this.schedule, task, this.rules.by);
    if (best >= 0 && bestTime < this.time(task, k)) return best;
    this.processor = k;
    return task;
  }

  private release(task: number): void {
    this.state[task] = FREE;
    this.freeKey[task] = this.rules.messages.last[task] + (this.rules.by === 'finish' ? this.rules.meanCost[task] : 0);
    this.free.push(task);
  }

  /** Of a bound task on its enabling processor. */
  private boundTime(task: number, k: number): number {
    if (this.contended) return this.time(task, k);
    return this.withWork(Math.max(this.arrival[task], this.schedule.endOf(k)), task, k);
  }

  private time(task: number, k: number): number {
    return this.withWork(this.schedule.earliestStart(task, k), task, k);
  }

  private withWork(start: number, task: number, k: number): number {
    return this.rules.by === 'finish' ? start + this.problem.cost[task * this.problem.processorCount + k] : start;
  }
}
