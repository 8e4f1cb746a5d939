/**
 * One server of the phase-split simulator. Iterations with an equal batch are played as one group with one event at its
 * end; a task that may join breaks the group off at the next boundary of an iteration (the pause). Memory holds the
 * weights and the KV cache of all requests that have run here.
 */
import { type BatchRule, type BatchState, MAX_BATCH, MAX_BATCH_TOKENS } from './batch-rule.js';
import type { EventClock, TimedEvent } from './event-heap.js';
import { floorQuotient } from './floor-quotient.js';
import { iterationTime, type PhaseTimes } from './performance-table.js';
import { insertSorted, type PhaseRequest, type PhaseTask } from './phase-task.js';

export interface InstanceParts {
  readonly clock: EventClock;
  readonly rule: BatchRule;
  readonly times: PhaseTimes;
  readonly weights: number; // bytes
  readonly memoryLimit: number; // bytes
  readonly finished: (task: PhaseTask) => void; // told after the task has left the batch
}

interface Group {
  readonly duration: number; // s, one iteration
  count: number; // iterations
  event: TimedEvent;
}

export class Instance implements BatchState {
  readonly index: number;
  readonly pool: PhaseRequest[] = [];
  readonly pending: PhaseTask[] = [];
  batch: PhaseTask[] = [];
  blocked: PhaseTask[] = [];
  batchTokens = 0;
  memory: number;
  scheduledTokens = 0; // what token routers count
  iterations = 0;
  groups = 0;
  private readonly parts: InstanceParts;
  private group: Group | undefined;
  private paused = false;
  private readonly held = new Map<number, number>(); // request → bytes

  constructor(index: number, parts: InstanceParts) {
    this.index = index;
    this.parts = parts;
    this.memory = parts.weights;
  }

  get memoryLimit(): number {
    return this.parts.memoryLimit;
  }

  arrive(task: PhaseTask): void {
    task.instance = this.index;
    if (!this.pool.includes(task.request)) insertSorted(this.pool, task.request, (a, b) => a.arrival < b.arrival);
    this.parts.rule.insert(this.pending, task);
    if (this.batch.length === 0) this.startIfFits(task);
    else if (this.parts.rule.interrupts(this, task)) this.pause();
  }

  charge(request: PhaseRequest, bytes: number): void {
    this.memory += bytes;
    this.held.set(request.number, (this.held.get(request.number) ?? 0) + bytes);
  }

  /** Frees all memory of a request. */
  release(request: PhaseRequest): void {
    this.memory -= this.held.get(request.number) ?? 0;
    this.held.delete(request.number);
  }

  /** After memory has become free: starts, or lets pending work in. */
  resume(): void {
    if (this.pending.length === 0) return;
    if (this.batch.length === 0) this.startIfFits(this.pending[0]);
    else if (this.batch.length < MAX_BATCH && this.batchTokens < MAX_BATCH_TOKENS) this.pause();
  }

  private startIfFits(task: PhaseTask): void {
    if (this.memory + task.size.bytes <= this.memoryLimit) this.start();
  }

  private start(): void {
    const { rule, times, clock } = this.parts;
    this.form(rule.select(this));
    if (this.batch.length === 0) return;
    for (const request of this.pool) {
      const first = request.firstTask(this.index);
      if (first.state !== 'running') first.preemptions++;
    }
    const hasPrompt = this.batch.some((task) => task.isPrompt);
    const hasToken = this.batch.some((task) => !task.isPrompt);
    const duration = iterationTime(times, this.batchTokens, hasPrompt, hasToken);
    const count = hasPrompt ? 1 : Math.min(...this.batch.map((task) => task.remaining));
    this.group = { duration, count, event: clock.schedule(duration * count, () => this.complete()) };
  }

  /** Old tasks keep their order, new ones join at the end. */
  private form(selected: readonly PhaseTask[]): void {
    const chosen = new Set(selected);
    const kept = this.batch.filter((task) => chosen.has(task));
    for (const task of this.batch) {
      if (chosen.has(task)) continue;
      task.state = 'blocked';
      this.blocked.push(task);
      this.parts.rule.insert(this.pending, task);
    }
    for (const task of selected) {
      if (task.state === 'running') continue;
      if (task.state === 'queued') {
        task.started = this.parts.clock.now;
        this.charge(task.request, task.size.bytes);
      }
      task.state = 'running';
      this.pending.splice(this.pending.indexOf(task), 1);
      kept.push(task);
    }
    this.blocked = this.blocked.filter((task) => task.state === 'blocked');
    this.batch = kept;
    this.batchTokens = kept.reduce((sum, task) => sum + task.size.tokensPerIteration, 0);
  }

  /** Ends the group at the next boundary of an iteration. */
  private pause(): void {
    const { group } = this;
    if (this.paused || !group || this.batch.some((task) => task.isPrompt)) return;
    const { now } = this.parts.clock;
    const elapsed = now - (group.event.time - group.duration * group.count);
    this.paused = true;
    group.count = floorQuotient(elapsed, group.duration) + 1;
    group.event.cancelled = true;
    group.event = this.parts.clock.schedule(group.duration * group.count - elapsed, () => this.complete());
  }

  private complete(): void {
    const count = this.group?.count ?? 0;
    const { now } = this.parts.clock;
    this.iterations += count;
    this.groups++;
    for (const task of this.batch) task.remaining -= task.isPrompt ? 1 : count;
    const leaving = this.batch.filter((task) => task.remaining <= 0);
    this.batch = this.batch.filter((task) => task.remaining > 0);
    for (const task of leaving) {
      task.state = 'finished';
      task.finished = now;
      if (!task.isPrompt || task.request.token.instance !== this.index) this.leave(task.request);
      this.parts.finished(task);
    }
    this.paused = false;
    this.start();
  }

  private leave(request: PhaseRequest): void {
    this.pool.splice(this.pool.indexOf(request), 1);
  }
}
