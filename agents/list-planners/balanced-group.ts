/**
 * BMCT, balanced minimum completion time, for one group of independent tasks behind a partial schedule (Sakellariou &
 * Zhao 2004, doi 10.1109/IPDPS.2004.1303065); see hbmct.ts for the rules. Members are numbered by their place in the
 * group. A move is judged by running through the two task lists it changes.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';

export class BalancedGroup {
  private readonly tasks: Int32Array; // [member] task
  private readonly earliest: Float64Array; // [member·m + processor] start if it were alone; Infinity = unsupported
  private readonly meanEarliest: Float64Array; // [member] over supporting processors
  private readonly lists: number[][]; // [processor] members in order of their earliest start there
  private readonly begin: Float64Array; // [processor] end of what is placed already
  private readonly finish: Float64Array; // [processor] with its list
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;

  constructor(problem: DagProblem, schedule: PartialSchedule, tasks: Int32Array) {
    const m = problem.processorCount;
    this.problem = problem;
    this.schedule = schedule;
    this.tasks = tasks;
    this.earliest = new Float64Array(tasks.length * m);
    this.meanEarliest = new Float64Array(tasks.length);
    this.begin = Float64Array.from({ length: m }, (_, k) => schedule.endOf(k));
    this.finish = new Float64Array(m);
    this.lists = Array.from({ length: m }, () => []);
    for (let member = 0; member < tasks.length; member++) this.assignFastest(member);
    for (let k = 0; k < m; k++) {
      this.lists[k].sort((a, b) => this.earliest[a * m + k] - this.earliest[b * m + k] || a - b);
      this.finish[k] = this.finishOf(k, -1, -1);
    }
  }

  /** Moves tasks as long as that helps. */
  balance(): void {
    const limit = this.tasks.length * this.finish.length;
    for (let moves = 0; moves < limit; moves++) if (!this.moveOne()) return;
  }

  /** Puts all tasks into the schedule. */
  place(): void {
    const m = this.finish.length;
    const start = new Float64Array(this.tasks.length);
    const processor = new Int32Array(this.tasks.length);
    const order: number[] = [];
    for (let k = 0; k < m; k++) {
      let end = this.begin[k];
      for (const member of this.lists[k]) {
        start[member] = Math.max(end, this.earliest[member * m + k]);
        end = start[member] + this.cost(member, k);
        processor[member] = k;
        order.push(member);
      }
    }
    // stable: tasks of one processor that take no time stay in their order
    order.sort((a, b) => start[a] - start[b]);
    for (const member of order) {
      const task = this.tasks[member];
      this.schedule.place(task, processor[member], this.schedule.earliestStart(task, processor[member]));
    }
  }

  private assignFastest(member: number): void {
    const m = this.finish.length;
    let fastest = -1;
    let sum = 0;
    let supported = 0;
    for (let k = 0; k < m; k++) {
      const start = this.schedule.earliestStart(this.tasks[member], k);
      this.earliest[member * m + k] = start;
      if (start === Number.POSITIVE_INFINITY) continue;
      sum += start;
      supported++;
      if (fastest < 0 || this.cost(member, k) < this.cost(member, fastest)) fastest = k;
    }
    this.meanEarliest[member] = sum / supported;
    this.lists[fastest].push(member);
  }

  /** Finds the first move that helps and makes it; false if there is none. */
  private moveOne(): boolean {
    const { finish, lists, meanEarliest } = this;
    let last = 0;
    for (let k = 1; k < finish.length; k++) if (finish[k] > finish[last]) last = k;
    const tried = lists[last].toSorted((a, b) => meanEarliest[a] - meanEarliest[b] || a - b);
    for (const member of tried) {
      const without = this.finishOf(last, member, -1);
      if (!(without < finish[last])) continue;
      const target = this.bestTarget(member, last);
      if (target < 0) continue;
      const reached = this.finishOf(target, -1, member);
      lists[last].splice(lists[last].indexOf(member), 1);
      lists[target].splice(this.placeIn(target, member), 0, member);
      finish[last] = without;
      finish[target] = reached;
      return true;
    }
    return false;
  }

  /** The other processor that finishes first with this member too, if that is before the last finish; else −1. */
  private bestTarget(member: number, last: number): number {
    let best = -1;
    let bestFinish = this.finish[last];
    for (let k = 0; k < this.finish.length; k++) {
      if (k === last || this.earliest[member * this.finish.length + k] === Number.POSITIVE_INFINITY) continue;
      const finish = this.finishOf(k, -1, member);
      if (!(finish < bestFinish)) continue;
      best = k;
      bestFinish = finish;
    }
    return best;
  }

  /** Finish of a processor without one member of its list or with one more; −1 = none. */
  private finishOf(k: number, without: number, extra: number): number {
    const m = this.finish.length;
    const list = this.lists[k];
    const place = extra < 0 ? -1 : this.placeIn(k, extra);
    let end = this.begin[k];
    for (let i = 0; i <= list.length; i++) {
      if (i === place) end = Math.max(end, this.earliest[extra * m + k]) + this.cost(extra, k);
      if (i === list.length || list[i] === without) continue;
      end = Math.max(end, this.earliest[list[i] * m + k]) + this.cost(list[i], k);
    }
    return end;
  }

  /** Where a member would stand in the list of a processor. */
  private placeIn(k: number, member: number): number {
    const m = this.finish.length;
    const list = this.lists[k];
    const start = this.earliest[member * m + k];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.earliest[list[middle] * m + k];
      if (other < start || (other === start && list[middle] < member)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private cost(member: number, k: number): number {
    return this.problem.cost[this.tasks[member] * this.finish.length + k];
  }
}
