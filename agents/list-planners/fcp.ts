/**
 * FCP, fast critical path (Radulescu & van Gemund 1999, "On the complexity of list scheduling algorithms for
 * distributed-memory systems", doi 10.1145/305138.305162). Tasks that become ready enter a queue sorted by upward rank
 * (largest first, lowest index on ties) that holds only `queueSize` tasks, by default as many as there are processors;
 * what finds it full waits first come, first served. The first task of the queue goes behind everything on its enabling
 * processor or on the one that is idle first, whichever starts it earlier, the latter on ties. O(n·(log q + m) + e).
 *
 * `choose: 'finish'` is the change for processors of different speed proposed by the same authors (2000,
 * doi 10.1109/HCW.2000.843747): the earlier finish decides. There the second candidate is, by our own reading, the
 * processor that would finish the task first if its data were everywhere.
 *
 * `compat: 'saga'` gives the makespans of the SAGA library: it ranks by the harmonic mean of processing times (work by
 * mean speed), and takes the processor of the predecessor that finishes last for the enabling one.
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
import { type EarlyBy, firstIdle, lastFinisher, Messages } from './enabling-processor.js';
import { ReadyTasks } from './ready-tasks.js';

const schema = z.object({
  commAverage,
  /** Tasks in the sorted queue; 0 = as many as processors. */
  queueSize: z.int().min(0).default(0),
  /** What is to be early. */
  choose: z.enum(['start', 'finish']).default('start'),
  compat,
});

export type FcpOptions = z.output<typeof schema>;

export class Fcp implements Planner {
  readonly name: string;
  private readonly options: FcpOptions;

  /** Errors: `ArenaError` for options it does not know, and for `compat: 'saga'` by finish. */
  constructor(options: Partial<FcpOptions> = {}, name = 'fcp') {
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
    const { choose, commAverage, queueSize } = this.options;
    const saga = this.options.compat === 'saga';
    const meanTransfer = meanTransfers(problem, commAverage);
    const key = upwardRank(problem, graph, saga ? harmonicMeans(problem) : meanCosts(problem), meanTransfer);
    for (let task = 0; task < key.length; task++) key[task] = -key[task];
    const queue = new BoundedQueue(key, queueSize > 0 ? queueSize : problem.processorCount);
    const schedule = new PartialSchedule(problem, graph, { insertion: false });
    const messages = new Messages(problem, graph, meanTransfer);
    const ready = new ReadyTasks(problem, graph);
    for (let i = 0; i < ready.count; i++) queue.add(ready.tasks[i]);
    while (ready.count > 0) {
      const task = queue.take();
      const idle = firstIdle(problem, schedule, task, choose);
      const enabling = saga ? lastFinisher(graph, schedule, task) : messages.enablingProcessor(task, schedule);
      const k = better({ problem, schedule, by: choose }, task, idle, enabling);
      schedule.place(task, k, schedule.earliestStart(task, k));
      const opened = ready.remove(task);
      for (let i = ready.count - opened; i < ready.count; i++) queue.add(ready.tasks[i]);
    }
    return schedule.done();
  }
}

/** Harmonic mean [task] of the processing times over supporting processors; 0 if one of them is 0. */
function harmonicMeans({ taskCount: n, processorCount: m, cost }: DagProblem): Float64Array {
  const mean = new Float64Array(n);
  for (let task = 0; task < n; task++) {
    let rates = 0;
    let supported = 0;
    for (let k = 0; k < m; k++) {
      const time = cost[task * m + k];
      if (time === Number.POSITIVE_INFINITY) continue;
      rates += 1 / time;
      supported++;
    }
    mean[task] = supported > 0 ? supported / rates : 0;
  }
  return mean;
}

interface Comparison {
  readonly problem: DagProblem;
  readonly schedule: PartialSchedule;
  readonly by: EarlyBy;
}

/** The enabling processor if it exists, runs the task and is really earlier. */
function better({ problem, schedule, by }: Comparison, task: number, idle: number, enabling: number): number {
  if (enabling < 0 || enabling === idle) return idle;
  const { processorCount: m, cost } = problem;
  let gain = schedule.earliestStart(task, idle) - schedule.earliestStart(task, enabling);
  if (by === 'finish' && gain > Number.NEGATIVE_INFINITY) gain += cost[task * m + idle] - cost[task * m + enabling];
  return gain > 0 ? enabling : idle;
}

/** A heap of limited size with a line before it. */
class BoundedQueue {
  private readonly heap: TaskHeap;
  private readonly limit: number;
  private readonly line: Int32Array; // tasks in order of arrival
  private head = 0;
  private tail = 0;

  constructor(key: Float64Array, limit: number) {
    this.heap = new TaskHeap(key, new Float64Array(key.length));
    this.limit = limit;
    this.line = new Int32Array(key.length);
  }

  add(task: number): void {
    if (this.heap.size < this.limit) this.heap.push(task);
    else this.line[this.tail++] = task;
  }

  take(): number {
    const task = this.heap.pop();
    if (this.head < this.tail) this.heap.push(this.line[this.head++]);
    return task;
  }
}
