/**
 * All pairs of a ready task and a processor with the finish that each would have behind everything there, for searches
 * that draw one of those that lengthen a schedule little. Without contention a placement changes the finishes on its own
 * processor only, so only these are worked out anew: O(ready + m) per placement. Beside that, pairs within the limit
 * are counted by blocks of rows; the counts stay as long as the limit does, else all are made anew: O(ready·m), some
 * nanoseconds per pair. Under contention each placed transfer may delay all others, and everything is asked of the
 * schedule again: O(ready·m) times the transfers into a task.
 */
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import type { DagProblem } from '../../src/planner.js';
import type { Rng } from '../../src/rng.js';

const BLOCK = 64; // rows counted together

export class WeighedPairs {
  /** Tasks left. */
  size = 0;
  private rows = 0; // tasks left, and places of tasks that are gone
  private blocks = 0;
  private stride = 0; // rows per column of the tables below
  private tasks = new Int32Array(0); // [row] −1 = gone; the order of the others stays
  private arrival = new Float64Array(0); // [processor·stride + row] when the data are there
  private cost = new Float64Array(0); // [processor·stride + row] Infinity = not supported, or gone
  private finish = new Float64Array(0); // [processor·stride + row] likewise
  private count = new Int32Array(0); // [processor·blocks + block] pairs within the limit
  private countedMakespan = Number.NaN; // of the counts
  private countedLimit = Number.NaN; // of the counts
  private readonly least: Float64Array; // [m] finish
  private readonly largest: Float64Array; // [m] finite finish; −Infinity = none
  private readonly unknown: Uint8Array; // [m] 1 = `least` and `largest` have to be found anew
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly contended: boolean;

  constructor(problem: DagProblem, schedule: PartialSchedule) {
    this.problem = problem;
    this.schedule = schedule;
    this.contended = (problem.contention ?? 'none') !== 'none';
    this.least = new Float64Array(problem.processorCount);
    this.largest = new Float64Array(problem.processorCount);
    this.unknown = new Uint8Array(problem.processorCount);
  }

  /** Begins with these tasks, which are all ready, in place of those before. */
  open(tasks: Int32Array): void {
    const { processorCount: m, cost } = this.problem;
    this.size = tasks.length;
    this.rows = tasks.length;
    this.stride = tasks.length;
    if (tasks.length > this.tasks.length) {
      this.tasks = new Int32Array(tasks.length);
      this.arrival = new Float64Array(tasks.length * m);
      this.cost = new Float64Array(tasks.length * m);
      this.finish = new Float64Array(tasks.length * m);
      this.count = new Int32Array(Math.ceil(tasks.length / BLOCK) * m);
    }
    this.tasks.set(tasks);
    for (let k = 0; k < m; k++) {
      for (let row = 0; row < this.rows; row++) this.cost[k * this.stride + row] = cost[tasks[row] * m + k];
    }
    this.receive();
  }

  /**
   * One of the pairs (row·m + processor) that lengthen a schedule of this makespan by at most the least plus `alpha`
   * times the range, all with the same chance.
   */
  draw(makespan: number, alpha: number, rng: Rng): number {
    if (this.contended) this.receive();
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (let k = 0; k < this.least.length; k++) {
      if (this.unknown[k] === 1) this.findExtremes(k);
      if (this.least[k] < first) first = this.least[k];
      if (this.largest[k] > last) last = this.largest[k];
    }
    const least = Math.max(0, first - makespan);
    const limit = least + alpha * (Math.max(0, last - makespan) - least);
    if (limit !== this.countedLimit || makespan !== this.countedMakespan) this.countAll(makespan, limit);
    let total = 0;
    for (let i = 0; i < this.blocks * this.least.length; i++) total += this.count[i];
    return this.find(rng.integer(total));
  }

  task(row: number): number {
    return this.tasks[row];
  }

  /** Takes out a task that has been placed on a processor. */
  remove(row: number, placed: number): void {
    const { stride } = this;
    for (let k = 0; k < this.least.length; k++) {
      const cell = k * stride + row;
      if (this.finish[cell] === this.least[k] || this.finish[cell] === this.largest[k]) this.unknown[k] = 1;
      this.cost[cell] = Number.POSITIVE_INFINITY;
      this.finish[cell] = Number.POSITIVE_INFINITY;
    }
    this.tasks[row] = -1;
    this.size--;
    this.weigh(placed);
    if (this.rows - this.size > BLOCK + this.size / 8) this.closeUp();
    else if (!this.contended) this.recount(placed, Math.floor(row / BLOCK));
  }

  /** Asks when the data are there, and weighs all pairs by that. */
  private receive(): void {
    const { processorCount: m } = this.problem;
    for (let row = 0; row < this.rows; row++) {
      const task = this.tasks[row];
      if (task < 0) continue;
      for (let k = 0; k < m; k++) this.arrival[k * this.stride + row] = this.schedule.ready(task, k);
    }
    this.blocks = Math.ceil(this.rows / BLOCK);
    this.countedLimit = Number.NaN;
    for (let k = 0; k < m; k++) this.weigh(k);
  }

  /** Works out the finishes on a processor. */
  private weigh(k: number): void {
    const { arrival, cost, finish, stride } = this;
    const end = this.schedule.endOf(k);
    const stop = k * stride + this.rows;
    for (let i = k * stride; i < stop; i++) finish[i] = (arrival[i] > end ? arrival[i] : end) + cost[i];
    this.unknown[k] = 1;
  }

  private findExtremes(k: number): void {
    const { finish } = this;
    const stop = k * this.stride + this.rows;
    let least = Number.POSITIVE_INFINITY;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = k * this.stride; i < stop; i++) {
      const time = finish[i];
      if (time < least) least = time;
      if (time > largest && time < Number.POSITIVE_INFINITY) largest = time;
    }
    this.least[k] = least;
    this.largest[k] = largest;
    this.unknown[k] = 0;
  }

  private countAll(makespan: number, limit: number): void {
    this.countedMakespan = makespan;
    this.countedLimit = limit;
    for (let k = 0; k < this.least.length; k++) {
      for (let block = 0; block < this.blocks; block++) this.countBlock(k, block);
    }
  }

  /** After the finishes on a processor and in a block have changed. */
  private recount(placed: number, changed: number): void {
    for (let k = 0; k < this.least.length; k++) this.countBlock(k, changed);
    for (let block = 0; block < this.blocks; block++) this.countBlock(placed, block);
  }

  private countBlock(k: number, block: number): void {
    const { finish, countedMakespan: makespan, countedLimit: limit } = this;
    const begin = k * this.stride;
    const stop = begin + Math.min(this.rows, (block + 1) * BLOCK);
    let count = 0;
    // adding the truth value leaves no branch to be guessed wrongly
    for (let i = begin + block * BLOCK; i < stop; i++) count += Number(finish[i] - makespan <= limit);
    this.count[k * this.blocks + block] = count;
  }

  /** The pair within the limit that comes after so many others. */
  private find(skipped: number): number {
    const { finish, stride, count, blocks, countedMakespan: makespan, countedLimit: limit } = this;
    const m = this.least.length;
    let left = skipped;
    let block = 0;
    for (;;) {
      let inside = 0;
      for (let k = 0; k < m; k++) inside += count[k * blocks + block];
      if (left < inside) break;
      left -= inside;
      block++;
    }
    let pair = block * BLOCK * m;
    for (;;) {
      const inside = finish[(pair % m) * stride + Math.floor(pair / m)] - makespan <= limit;
      if (inside && left-- === 0) return pair;
      pair++;
    }
  }

  /** Drops the places of tasks that are gone. */
  private closeUp(): void {
    const { tasks, stride, arrival, cost, finish } = this;
    let to = 0;
    for (let row = 0; row < this.rows; row++) {
      if (tasks[row] < 0) continue;
      tasks[to] = tasks[row];
      for (let k = 0; k < this.least.length; k++) {
        arrival[k * stride + to] = arrival[k * stride + row];
        cost[k * stride + to] = cost[k * stride + row];
        finish[k * stride + to] = finish[k * stride + row];
      }
      to++;
    }
    this.rows = to;
    this.blocks = Math.ceil(to / BLOCK);
    this.countedLimit = Number.NaN;
  }
}
