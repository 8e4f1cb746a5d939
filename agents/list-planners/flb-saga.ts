/**
 * The candidates of FLB as the SAGA library keeps them (ANRGUSC/saga, schedulers/flb.py), for makespans that agree with
 * its own. Against flb.ts: on equal starts the bound task is taken; ties between tasks go by index; the end of a
 * processor is renewed in the queue of idle processors only when a free task goes there, so that after bound tasks the
 * queue is out of date; and entries are cut out of heaps without restoring their order. Processors that do not run a
 * task, which that library does not know, are passed over by taking the first idle one that does.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';
import { firstIdle, type Messages } from './enabling-processor.js';
import { LooseHeap } from './loose-heap.js';

export class SagaCandidates {
  /** Where the task last chosen shall run. */
  processor = -1;
  private readonly free = new LooseHeap(); // tasks by last message
  private readonly idle = new LooseHeap(); // processors by end, as last renewed
  private readonly active = new LooseHeap(); // processors with bound tasks by start of the first
  private readonly bound: LooseHeap[]; // [m] tasks by arrival at the processor
  private readonly leaving: LooseHeap[]; // [m] the same tasks by last message
  private fromFree = false; // the task last chosen was free
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly messages: Messages;

  constructor(problem: DagProblem, schedule: PartialSchedule, messages: Messages) {
    this.problem = problem;
    this.schedule = schedule;
    this.messages = messages;
    this.bound = Array.from({ length: problem.processorCount }, () => new LooseHeap());
    this.leaving = this.bound.map(() => new LooseHeap());
    for (let k = 0; k < problem.processorCount; k++) this.idle.push(schedule.endOf(k), k);
  }

  open(task: number): void {
    const { schedule, messages, problem } = this;
    const k = messages.enablingProcessor(task, schedule);
    const runs = k >= 0 && problem.cost[task * problem.processorCount + k] < Number.POSITIVE_INFINITY;
    const last = messages.last[task];
    if (!runs || last < schedule.endOf(k)) {
      this.free.push(last, task);
      return;
    }
    const arrival = schedule.ready(task, k);
    const first = this.bound[k].top();
    if (first < 0) this.active.push(schedule.earliestStart(task, k), k);
    else if (arrival < schedule.ready(first, k)) {
      this.active.cut(k);
      this.active.push(Math.max(arrival, schedule.endOf(k)), k);
    }
    this.bound[k].push(arrival, task);
    this.leaving[k].push(last, task);
  }

  /** The task to be scheduled next; sets `processor`. */
  choose(): number {
    const boundTo = this.active.top();
    const bound = boundTo < 0 ? -1 : this.bound[boundTo].top();
    const boundStart = bound < 0 ? Number.POSITIVE_INFINITY : this.schedule.earliestStart(bound, boundTo);
    const free = this.free.top();
    const freeStart = free < 0 ? Number.POSITIVE_INFINITY : this.schedule.earliestStart(free, this.idle.top());
    this.fromFree = bound < 0 || !(boundStart <= freeStart);
    if (!this.fromFree) {
      this.processor = boundTo;
      return bound;
    }
    const unsupported = freeStart === Number.POSITIVE_INFINITY;
    this.processor = unsupported ? firstIdle(this.problem, this.schedule, free, 'start') : this.idle.top();
    return free;
  }

  /** After the task last chosen has been placed. */
  close(task: number, k: number): void {
    const { schedule, messages } = this;
    const end = schedule.endOf(k);
    if (this.fromFree) {
      this.free.pop();
      if (this.idle.top() === k) this.idle.pop();
      else this.idle.cut(k);
      this.idle.push(end, k);
    } else {
      this.active.pop();
      this.bound[k].pop();
      this.leaving[k].cut(task);
    }
    for (let first = this.leaving[k].top(); first >= 0; first = this.leaving[k].top()) {
      if (messages.last[first] >= end) break;
      this.leaving[k].pop();
      this.bound[k].cut(first);
      this.free.push(messages.last[first], first);
    }
    this.active.cut(k);
    const next = this.bound[k].top();
    if (next >= 0) this.active.push(schedule.earliestStart(next, k), k);
  }
}
