/**
 * Of all pairs of a ready task and a processor the one of least score, for planners that append it and ask again (ETF,
 * DLS, Min-Min), without contention. A score is a fixed value of the pair plus the start of the task there. Pairs whose
 * data come before the end of the processor start together, so that their order by fixed value stays as it is while
 * the queue grows; the others have a fixed score until the end of the queue passes them. Trees over blocks of tasks keep
 * the least of either kind, per processor, and the earliest arrival of those still to be passed. A step takes
 * O(m·log n), besides near-ties of a score that rounds otherwise than that sum: all pairs within the rounding errors of
 * the least are then computed. The method is this project's own.
 */
import type { DagProblem } from '../planner.js';
import type { PartialSchedule } from './partial-schedule.js';

export interface PairScore {
  /** [n·m] score of a start at 0; Infinity = the task cannot run there. */
  readonly base: Float64Array;
  /**
   * The exact score if it rounds otherwise than `start + base`; it must not fall when the start grows.
   */
  readonly exact?: ExactScore;
  /** [n] the task of least value wins a tie, then that of lowest index; absent = all alike. */
  readonly tie?: Float64Array;
}

export interface ExactScore {
  readonly score: (task: number, k: number, start: number) => number;
  /** No less than the sizes of all terms but the start, added up. */
  readonly scale: number;
  /** Whether {@link isEven} holds for all terms but the start. */
  readonly even: boolean;
}

const BLOCK = 8; // tasks in a leaf
const NEVER = Number.POSITIVE_INFINITY;
/** Of the terms of a score: more than the few roundings by which it may differ from `start + base`. */
const ROUNDING = 2 ** -48;

/** True for multiples of 2^−16: sums of them are not rounded as long as they are smaller than 2^37. */
export function isEven(time: number): boolean {
  return Math.floor(time * 65536) === time * 65536;
}

export class LeastPair {
  /** Ready tasks. */
  size = 0;
  private readonly taskAt: Int32Array; // [place] tasks, those that win ties first
  private readonly placeOf: Int32Array; // [n]
  private readonly waiting: Uint8Array; // [place] 1 = ready
  private readonly arrival: Float64Array; // [n·m] when data, release and processor allow a start; of ready tasks
  private readonly end: Float64Array; // [m] where the queue of each processor ends
  private readonly leaves: number; // a power of two; node 1 is the root, the children of a node are 2i and 2i + 1
  private readonly passed: Float64Array; // [node·m + k] least base of pairs that can start at the end of the queue
  private readonly coming: Float64Array; // [node·m + k] least score of the other pairs
  private readonly next: Float64Array; // [node·m + k] earliest arrival of those
  private readonly problem: DagProblem;
  private readonly schedule: PartialSchedule;
  private readonly rule: PairScore;
  private latest = 0; // arrival or end so far
  private even: boolean; // all terms of all scores are
  private slack = 0; // by which a score may differ from `start + base`
  // the best pair of a search
  private bestScore = 0;
  private bestPlace = 0;
  private bestProcessor = 0;

  constructor(problem: DagProblem, schedule: PartialSchedule, rule: PairScore) {
    const { taskCount: n, processorCount: m } = problem;
    this.problem = problem;
    this.schedule = schedule;
    this.rule = rule;
    this.taskAt = new Int32Array(n).map((_, task) => task);
    const { tie } = rule;
    if (tie !== undefined) this.taskAt.sort((a, b) => tie[a] - tie[b] || a - b);
    this.placeOf = new Int32Array(n);
    for (let place = 0; place < n; place++) this.placeOf[this.taskAt[place]] = place;
    this.waiting = new Uint8Array(n);
    this.arrival = new Float64Array(n * m);
    this.end = Float64Array.from({ length: m }, (_, k) => schedule.endOf(k));
    this.even = rule.exact?.even ?? true;
    for (let k = 0; k < m; k++) this.note(this.end[k]);
    this.leaves = 1;
    while (this.leaves * BLOCK < n) this.leaves *= 2;
    this.passed = new Float64Array(2 * this.leaves * m).fill(NEVER);
    this.coming = new Float64Array(2 * this.leaves * m).fill(NEVER);
    this.next = new Float64Array(2 * this.leaves * m).fill(NEVER);
  }

  /** A task whose predecessors are all placed. */
  add(task: number): void {
    const m = this.problem.processorCount;
    const place = this.placeOf[task];
    this.size++;
    this.waiting[place] = 1;
    for (let k = 0; k < m; k++) {
      if (this.rule.base[task * m + k] === NEVER) continue;
      const arrival = this.schedule.ready(task, k);
      this.arrival[task * m + k] = arrival;
      this.note(arrival);
      this.update(place >> 3, k);
    }
  }

  /** Appends the task of the best pair to its processor and returns it; there must be a ready task. */
  placeNext(): number {
    this.search();
    const m = this.problem.processorCount;
    const k = this.bestProcessor;
    const task = this.taskAt[this.bestPlace];
    this.schedule.place(task, k, this.startOn(task, k));
    this.size--;
    this.waiting[this.bestPlace] = 0;
    for (let other = 0; other < m; other++) this.update(this.bestPlace >> 3, other);
    this.end[k] = this.schedule.endOf(k);
    this.note(this.end[k]);
    while (this.next[m + k] <= this.end[k]) this.update(this.blockOf(this.next, k, this.end[k]), k);
    return task;
  }

  /** A possible start. */
  private note(time: number): void {
    if (time > this.latest) this.latest = time;
    if (this.even && !isEven(time)) this.even = false;
  }

  private startOn(task: number, k: number): number {
    const arrival = this.arrival[task * this.problem.processorCount + k];
    return arrival > this.end[k] ? arrival : this.end[k];
  }

  private search(): void {
    const { passed, coming, end } = this;
    const m = this.problem.processorCount;
    const { exact } = this.rule;
    const size = exact === undefined ? 0 : exact.scale + this.latest;
    this.slack = this.even && size < 2 ** 36 ? 0 : size * ROUNDING;
    let least = NEVER;
    for (let k = 0; k < m; k++) least = Math.min(least, passed[m + k] + end[k], coming[m + k]);
    this.bestScore = least + this.slack; // no more than this
    this.bestPlace = this.waiting.length;
    for (let k = 0; k < m; k++) {
      if (this.slack > 0) {
        this.look(1, k);
        continue;
      }
      // sums keep the order of their terms, so the first block with the least sum has the first such task
      if (passed[m + k] + end[k] === least) this.scan(this.blockOf(passed, k, least, end[k]), k);
      if (coming[m + k] === least) this.scan(this.blockOf(coming, k, least), k);
    }
  }

  /** The first block with a value that plus `shift` is at most `bound`; there must be one. */
  private blockOf(values: Float64Array, k: number, bound: number, shift = 0): number {
    const m = this.problem.processorCount;
    let node = 1;
    while (node < this.leaves) {
      node *= 2;
      if (values[node * m + k] + shift > bound) node++;
    }
    return node - this.leaves;
  }

  /** Scans every block that may hold the best pair. */
  private look(node: number, k: number): void {
    const cell = node * this.problem.processorCount + k;
    const bound = Math.min(this.passed[cell] + this.end[k], this.coming[cell]);
    if (bound === NEVER || bound - this.slack > this.bestScore) return;
    if (node >= this.leaves) {
      this.scan(node - this.leaves, k);
      return;
    }
    this.look(2 * node, k);
    this.look(2 * node + 1, k);
  }

  private scan(block: number, k: number): void {
    const { taskAt, waiting } = this;
    const { base, exact } = this.rule;
    const m = this.problem.processorCount;
    const stop = Math.min((block + 1) * BLOCK, waiting.length);
    for (let place = block * BLOCK; place < stop; place++) {
      const task = taskAt[place];
      if (waiting[place] === 0 || base[task * m + k] === NEVER) continue;
      const start = this.startOn(task, k);
      const score = exact === undefined ? start + base[task * m + k] : exact.score(task, k, start);
      if (score > this.bestScore) continue;
      // processors come in ascending order
      if (score === this.bestScore && place >= this.bestPlace) continue;
      this.bestScore = score;
      this.bestPlace = place;
      this.bestProcessor = k;
    }
  }

  /** Brings the nodes above a block up to date for one processor. */
  private update(block: number, k: number): void {
    const { taskAt, waiting, arrival, passed, coming, next } = this;
    const { base } = this.rule;
    const m = this.problem.processorCount;
    const end = this.end[k];
    const stop = Math.min((block + 1) * BLOCK, waiting.length);
    let leastPassed = NEVER;
    let leastComing = NEVER;
    let leastNext = NEVER;
    for (let place = block * BLOCK; place < stop; place++) {
      if (waiting[place] === 0) continue;
      const pair = taskAt[place] * m + k;
      const value = base[pair];
      if (value === NEVER) continue;
      const from = arrival[pair];
      if (from <= end) {
        if (value < leastPassed) leastPassed = value;
      } else {
        if (from + value < leastComing) leastComing = from + value;
        if (from < leastNext) leastNext = from;
      }
    }
    let cell = (this.leaves + block) * m + k;
    for (let node = this.leaves + block; ; ) {
      if (passed[cell] === leastPassed && coming[cell] === leastComing && next[cell] === leastNext) return;
      passed[cell] = leastPassed;
      coming[cell] = leastComing;
      next[cell] = leastNext;
      if (node === 1) return;
      const sibling = (node ^ 1) * m + k;
      if (passed[sibling] < leastPassed) leastPassed = passed[sibling];
      if (coming[sibling] < leastComing) leastComing = coming[sibling];
      if (next[sibling] < leastNext) leastNext = next[sibling];
      node >>= 1;
      cell = node * m + k;
    }
  }
}
