/**
 * What would become of the live jobs if this placement were made and the rest followed ETF? A roll-out (Tesauro & Galperin
 * 1996; Bertsekas, Tsitsiklis & Wu 1997, doi 10.1023/A:1009635226865) in a model of the view: the placement is carried out,
 * then the jobs are played to their end from event to event on expected costs, with the queues of processors that skip
 * tasks whose data are not there yet. Nothing hidden is used: no noise, no arrivals to come, so any scheduler may ask.
 * Waiting, where it is offered, means that nothing is placed before the next event. Left out: link contention, changes
 * of frequency, data that start to move only at binding.
 */
import type { PlacementView } from '../placement.js';
import { LiveTasks } from './live-tasks.js';

export class LiveRollout {
  readonly tasks = new LiveTasks();
  /** [job] time at which each live job would end. */
  jobFinish = new Float64Array(0);
  private view!: PlacementView;
  private late = false; // tasks are bound to idle resources only
  private waitingFor = new Int32Array(0); // [node]
  private dataAt = new Float64Array(0); // [node · m]
  private inputsAt = new Float64Array(0); // [node] time, of a queued task
  private next = new Int32Array(0); // [node] behind it in its queue, or −1
  private ready = new Int32Array(0); // [readyCount] nodes, oldest first
  private booked = new Uint8Array(0); // [position in ready]
  private readyCount = 0;
  private running = new Int32Array(0); // [m] node, or −1
  private runningEnd = new Float64Array(0); // [m]
  private head = new Int32Array(0); // [m] first of the queue, or −1
  private tail = new Int32Array(0); // [m]
  private queuedWork = new Float64Array(0); // [m]
  private dataBound = new Float64Array(0); // [m] latest data plus cost of any queued task
  private free = new Float64Array(0); // [m] scratch of one choice
  private slowness = new Float64Array(0); // [m] 1 / speed
  private now = 0;

  /** Starts a decision. `late`: tasks go to idle resources only, as in environments that offer *wait*. */
  prepare(view: PlacementView, late: boolean): void {
    this.view = view;
    this.late = late;
    this.tasks.prepare(view);
    this.resize();
    for (let r = 0; r < this.tasks.resources; r++) this.slowness[r] = 1 / view.resources.speed[r];
  }

  /** Plays one placement; slot −1 = *wait*. The result is in `jobFinish`. */
  play(slot: number, resource: number): void {
    this.start();
    if (slot >= 0) {
      const node = this.tasks.nodeOfSlot[slot];
      this.removeReady(this.positionOf(node));
      this.place(node, resource);
    }
    if (slot >= 0 || !this.late) this.bindAll();
    for (let time = this.nextTime(); time < Number.POSITIVE_INFINITY; time = this.nextTime()) {
      this.now = Math.max(this.now, time);
      for (let r = 0; r < this.tasks.resources; r++) this.settle(r);
      this.bindAll();
    }
  }

  /** True if ETF would place something now instead of waiting. */
  etfPlaces(): boolean {
    this.start();
    for (let r = 0; r < this.tasks.resources; r++) this.free[r] = this.freeAt(r);
    this.booked.fill(0, 0, this.readyCount);
    return this.late ? this.firstOnIdle() >= 0 : this.readyCount > 0;
  }

  /** Sum over the live jobs of their time to the end, after `play`. */
  totalTime(): number {
    let sum = 0;
    for (let job = 0; job < this.tasks.jobs; job++) sum += this.jobFinish[job] - this.view.now;
    return sum;
  }

  private start(): void {
    const { tasks, view } = this;
    const m = tasks.resources;
    this.now = view.now;
    for (let job = 0; job < tasks.jobs; job++) this.jobFinish[job] = view.now;
    for (let r = 0; r < m; r++) {
      this.running[r] = tasks.running[r];
      this.runningEnd[r] = tasks.runningEnd[r];
      this.head[r] = -1;
      this.queuedWork[r] = 0;
      this.dataBound[r] = 0;
    }
    for (let i = 0; i < tasks.openCount; i++) {
      const node = tasks.open[i];
      this.waitingFor[node] = tasks.waitingFor[node];
      for (let k = node * m; k < node * m + m; k++) this.dataAt[k] = tasks.dataAt[k];
    }
    for (let i = 0; i < tasks.placedCount; i++) {
      const node = tasks.placed[i];
      const r = view.graph.resource[node];
      this.enqueue(node, r, tasks.dataAt[node * m + r]);
    }
    this.readyCount = tasks.readyCount;
    for (let i = 0; i < tasks.readyCount; i++) this.ready[i] = tasks.ready[i];
  }

  /** Binds ready tasks by ETF until none is left, or none can go to an idle resource. */
  private bindAll(): void {
    while (this.readyCount > 0 && (!this.late || this.anyIdle())) {
      for (let r = 0; r < this.tasks.resources; r++) this.free[r] = this.freeAt(r);
      if (this.late) this.booked.fill(0, 0, this.readyCount);
      const pair = this.late ? this.firstOnIdle() : this.earliestFinish();
      if (pair < 0) return;
      const position = Math.floor(pair / this.tasks.resources);
      const node = this.ready[position];
      this.removeReady(position);
      this.place(node, pair - position * this.tasks.resources);
    }
  }

  private anyIdle(): boolean {
    for (let r = 0; r < this.tasks.resources; r++) if (this.running[r] < 0 && this.head[r] < 0) return true;
    return false;
  }

  /** position · m + resource of the pair that finishes first; −1 = none. */
  private earliestFinish(): number {
    const m = this.tasks.resources;
    const { cost } = this.view.graph;
    let best = -1;
    let bestFinish = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.readyCount; i++) {
      if (this.late && this.booked[i] === 1) continue;
      const row = this.ready[i] * m;
      for (let r = 0; r < m; r++) {
        const data = this.dataAt[row + r];
        const start = data > this.free[r] ? data : this.free[r];
        const finish = start + cost[row + r] * this.slowness[r];
        if (finish < bestFinish) {
          bestFinish = finish;
          best = i * m + r;
        }
      }
    }
    return best;
  }

  /** ETF with bookings: favourites on busy resources are booked until one is idle; −1 = all are booked. */
  private firstOnIdle(): number {
    const m = this.tasks.resources;
    for (let left = this.readyCount; left > 0; left--) {
      const pair = this.earliestFinish();
      if (pair < 0) return -1;
      const position = Math.floor(pair / m);
      const r = pair - position * m;
      if (this.running[r] < 0 && this.head[r] < 0) return pair;
      const k = this.ready[position] * m + r;
      this.free[r] = Math.max(this.free[r], this.dataAt[k]) + this.view.graph.cost[k] * this.slowness[r];
      this.booked[position] = 1;
    }
    return -1;
  }

  private freeAt(r: number): number {
    const sum = (this.running[r] >= 0 ? this.runningEnd[r] : this.now) + this.queuedWork[r];
    return this.head[r] >= 0 && this.dataBound[r] > sum ? this.dataBound[r] : sum;
  }

  private place(node: number, r: number): void {
    const data = this.dataAt[node * this.tasks.resources + r];
    if (this.running[r] < 0 && data <= this.now) this.run(node, r);
    else this.enqueue(node, r, data);
  }

  private run(node: number, r: number): void {
    this.running[r] = node;
    this.runningEnd[r] = this.now + this.costOf(node, r);
  }

  private enqueue(node: number, r: number, data: number): void {
    const cost = this.costOf(node, r);
    this.inputsAt[node] = data;
    this.next[node] = -1;
    if (this.head[r] < 0) {
      this.head[r] = node;
      this.dataBound[r] = 0;
    } else this.next[this.tail[r]] = node;
    this.tail[r] = node;
    this.queuedWork[r] += cost;
    if (data + cost > this.dataBound[r]) this.dataBound[r] = data + cost;
  }

  /** Time of the next end of a task, or of data that an idle resource waits for; Infinity = all is done. */
  private nextTime(): number {
    let time = Number.POSITIVE_INFINITY;
    for (let r = 0; r < this.tasks.resources; r++) {
      if (this.running[r] >= 0) {
        if (this.runningEnd[r] < time) time = this.runningEnd[r];
        continue;
      }
      for (let node = this.head[r]; node >= 0; node = this.next[node]) {
        if (this.inputsAt[node] < time) time = this.inputsAt[node];
      }
    }
    return time;
  }

  /** One resource at the present instant: its task ends, the first queued task whose data are there begins. */
  private settle(r: number): void {
    const ended = this.running[r] >= 0 && this.runningEnd[r] <= this.now ? this.running[r] : -1;
    if (this.running[r] >= 0 && ended < 0) return;
    this.running[r] = -1;
    this.startNext(r);
    if (ended >= 0) this.finish(ended, r);
  }

  private startNext(r: number): void {
    let before = -1;
    for (let node = this.head[r]; node >= 0; before = node, node = this.next[node]) {
      if (this.inputsAt[node] > this.now) continue;
      if (before < 0) this.head[r] = this.next[node];
      else this.next[before] = this.next[node];
      if (this.tail[r] === node) this.tail[r] = before;
      this.queuedWork[r] = this.head[r] < 0 ? 0 : this.queuedWork[r] - this.costOf(node, r);
      this.run(node, r);
      return;
    }
  }

  private finish(node: number, r: number): void {
    const { graph } = this.view;
    const job = graph.nodeJob[node];
    if (this.now > this.jobFinish[job]) this.jobFinish[job] = this.now;
    const source = { from: r, finish: this.now };
    for (let edge = graph.successorStart[node]; edge < graph.successorStart[node + 1]; edge++) {
      this.tasks.deliver(this.view, edge, source, this.dataAt);
      if (--this.waitingFor[graph.successor[edge]] === 0) this.ready[this.readyCount++] = graph.successor[edge];
    }
  }

  private costOf(node: number, r: number): number {
    return this.view.graph.cost[node * this.tasks.resources + r] * this.slowness[r];
  }

  private positionOf(node: number): number {
    let position = 0;
    while (this.ready[position] !== node) position++;
    return position;
  }

  private removeReady(position: number): void {
    this.readyCount--;
    for (let i = position; i < this.readyCount; i++) this.ready[i] = this.ready[i + 1];
  }

  private resize(): void {
    const m = this.tasks.resources;
    const capacity = this.tasks.open.length;
    if (this.head.length !== m) {
      this.running = new Int32Array(m);
      this.runningEnd = new Float64Array(m);
      this.head = new Int32Array(m);
      this.tail = new Int32Array(m);
      this.queuedWork = new Float64Array(m);
      this.dataBound = new Float64Array(m);
      this.free = new Float64Array(m);
      this.slowness = new Float64Array(m);
    }
    if (this.dataAt.length < capacity * m) this.dataAt = new Float64Array(capacity * m);
    if (this.next.length < capacity) {
      this.waitingFor = new Int32Array(capacity);
      this.inputsAt = new Float64Array(capacity);
      this.next = new Int32Array(capacity);
      this.ready = new Int32Array(capacity);
      this.booked = new Uint8Array(capacity);
    }
    if (this.jobFinish.length < this.tasks.jobs) this.jobFinish = new Float64Array(2 * this.tasks.jobs);
  }
}
