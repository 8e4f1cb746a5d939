/**
 * A plain simulator of DAG jobs on processors with transfers, to drive schedulers to the end of an episode. Objects and
 * searches everywhere: obviously right before fast. Decisions bind on ready (a task joins a processor's queue, first come
 * first served) or late (only idle processors, waiting allowed). `noise` stretches the real times, unseen by the view.
 */
import {
  NODE_DONE,
  NODE_PLACED,
  NODE_READY,
  NODE_RUNNING,
  NODE_WAITING,
  type PlacementGraph,
  PlacementTable,
} from '../../src/placement.js';
import type { Edge } from '../../src/sim/dag.js';
import { emptyGraph } from './table.js';

export interface ToyJob {
  readonly arrival: number;
  readonly cost: readonly (readonly number[])[]; // [task][processor]
  readonly edges: readonly Edge[]; // volume = transfer time between different processors
}

interface ToyTask {
  readonly id: number;
  readonly job: number;
  readonly index: number; // in its job
  slot: number; // −1 = not an item
  processor: number; // −1 = unplaced
  start: number;
  finish: number; // real
  expectedFinish: number;
  done: boolean;
}

export interface ToyOptions {
  readonly late: boolean;
  readonly slots?: number; // default 8
  readonly noise?: (task: number) => number; // factor on the real time, default 1
}

export class ToySimulator {
  readonly view: PlacementTable;
  readonly tasks: ToyTask[] = [];
  decisions = 0;
  private readonly jobs: readonly ToyJob[];
  private readonly options: ToyOptions;
  private readonly processors: number;

  constructor(jobs: readonly ToyJob[], options: ToyOptions) {
    this.jobs = jobs;
    this.options = options;
    this.processors = jobs[0].cost[0].length;
    jobs.forEach((job, j) => {
      job.cost.forEach((_, index) => {
        const id = this.tasks.length;
        this.tasks.push({
          id,
          job: j,
          index,
          slot: -1,
          processor: -1,
          start: Number.NaN,
          finish: Number.NaN,
          expectedFinish: Number.NaN,
          done: false,
        });
      });
    });
    this.view = new PlacementTable({
      shape: { items: options.slots ?? 8, resources: this.processors, variants: 1 },
      timeUnit: { name: 'tick', seconds: 1 },
      itemKinds: ['task'],
      itemColumns: [],
      itemGroups: [],
      contextGroups: [],
      resourceNames: Array.from({ length: this.processors }, (_, r) => `P${r}`),
      resourceKinds: ['processor'],
      resourceColumns: [],
      graph: () => this.graph(),
    });
    const { bandwidth } = this.view.links;
    for (let a = 0; a < this.processors; a++)
      for (let b = 0; b < this.processors; b++) if (a !== b) bandwidth[a * this.processors + b] = 1;
    this.advance();
  }

  get finished(): boolean {
    return this.tasks.every((task) => task.done);
  }

  /** Mean time from arrival to the end of the last task. */
  meanLatency(): number {
    const ends = this.jobs.map((_, j) => Math.max(...this.ofJob(j).map((task) => task.finish)));
    return this.jobs.reduce((sum, job, j) => sum + ends[j] - job.arrival, 0) / this.jobs.length;
  }

  step(action: number): void {
    if (this.view.mask[action] !== 1) throw new Error(`illegal action ${action}`);
    this.decisions++;
    if (action === this.view.mask.length - 1) {
      this.nextEvent();
      this.advance();
      return;
    }
    const slot = Math.floor(action / this.processors);
    this.place(this.tasks[this.view.items.id[slot]], action % this.processors);
    this.view.remove(slot);
    this.advance();
  }

  private place(task: ToyTask, r: number): void {
    const { view } = this;
    const queue = this.tasks.filter((other) => other.processor === r && !other.done);
    const free = Math.max(view.now, ...queue.map((other) => other.finish));
    const expectedFree = Math.max(view.now, ...queue.map((other) => other.expectedFinish));
    const ready = this.dataReady(task, r);
    const cost = this.jobs[task.job].cost[task.index][r];
    task.slot = -1;
    task.processor = r;
    task.start = Math.max(free, ready);
    task.finish = task.start + cost * (this.options.noise?.(task.id) ?? 1);
    task.expectedFinish = Math.max(expectedFree, ready) + cost;
  }

  /** Moves time until there is an item, and brings the table up to date. */
  private advance(): void {
    this.collectItems();
    while (!this.finished && !this.view.mask.subarray(0, -1).includes(1)) {
      this.nextEvent();
      this.collectItems();
    }
  }

  private nextEvent(): void {
    const { view } = this;
    const times = [
      ...this.tasks.filter((task) => task.processor >= 0 && !task.done).map((task) => task.finish),
      ...this.jobs.map((job) => job.arrival),
    ];
    const later = times.filter((time) => time > view.now);
    const atOnce = this.tasks.some((task) => task.processor >= 0 && !task.done && task.finish <= view.now);
    if (!atOnce) view.now = Math.min(...later);
    if (!Number.isFinite(view.now)) throw new Error('nothing left to happen');
    for (const task of this.tasks) if (task.processor >= 0 && task.finish <= view.now) task.done = true;
  }

  private collectItems(): void {
    const { view } = this;
    const m = this.processors;
    for (const task of this.tasks) {
      if (task.slot >= 0 || task.processor >= 0 || !this.isReady(task)) continue;
      const slot = view.add();
      if (slot < 0) break;
      task.slot = slot;
      view.items.id[slot] = task.id;
      view.items.job[slot] = task.job;
      view.items.since[slot] = view.now;
      view.items.upwardRank[slot] = this.rank(task);
      view.items.remainingWork[slot] = this.ofJob(task.job).filter((other) => !other.done).length;
      view.items.deadline[slot] = Number.POSITIVE_INFINITY;
    }
    for (let r = 0; r < m; r++) {
      const queue = this.tasks.filter((task) => task.processor === r && !task.done);
      view.resources.freeAt[r] = Math.max(0, ...queue.map((task) => task.expectedFinish));
      view.resources.queueLength[r] = queue.length;
    }
    for (const task of this.tasks.filter(({ slot }) => slot >= 0)) {
      for (let r = 0; r < m; r++) {
        const cost = this.jobs[task.job].cost[task.index][r];
        view.cost[task.slot * m + r] = cost;
        view.ready[task.slot * m + r] = this.dataReady(task, r);
        const busy = view.resources.queueLength[r] > 0;
        view.mask[task.slot * m + r] = cost < Number.POSITIVE_INFINITY && !(this.options.late && busy) ? 1 : 0;
      }
    }
    const pending =
      this.jobs.some((job) => job.arrival > view.now) || this.tasks.some((task) => task.processor >= 0 && !task.done);
    view.mask[view.mask.length - 1] = this.options.late && pending ? 1 : 0;
  }

  private isReady(task: ToyTask): boolean {
    const job = this.jobs[task.job];
    if (job.arrival > this.view.now) return false;
    const peers = this.ofJob(task.job);
    return job.edges.every(([from, to]) => to !== task.index || peers[from].done);
  }

  private dataReady(task: ToyTask, r: number): number {
    const peers = this.ofJob(task.job);
    let ready = this.view.now;
    for (const [from, to, volume] of this.jobs[task.job].edges) {
      if (to === task.index) ready = Math.max(ready, peers[from].finish + (peers[from].processor === r ? 0 : volume));
    }
    return ready;
  }

  private rank(task: ToyTask): number {
    const job = this.jobs[task.job];
    const finite = job.cost[task.index].filter(Number.isFinite);
    const mean = finite.reduce((sum, cost) => sum + cost, 0) / finite.length;
    const peers = this.ofJob(task.job);
    const below = job.edges
      .filter(([from]) => from === task.index)
      .map(([, to, volume]) => volume + this.rank(peers[to]));
    return mean + Math.max(0, ...below);
  }

  private ofJob(j: number): ToyTask[] {
    return this.tasks.filter((task) => task.job === j);
  }

  private graph(): PlacementGraph {
    const { now } = this.view;
    const live = this.jobs
      .map((job, j) => ({ job, j }))
      .filter(({ job, j }) => job.arrival <= now && this.ofJob(j).some((task) => !task.done));
    const nodes = live.flatMap(({ j }) => this.ofJob(j));
    const place = new Map(nodes.map((task, node) => [task.id, node]));
    const edges = live.flatMap(({ job, j }) =>
      job.edges.map(
        ([from, to, volume]) => [place.get(this.ofJob(j)[from].id)!, place.get(this.ofJob(j)[to].id)!, volume] as const,
      ),
    );
    const bySource = [...edges].sort((a, b) => a[0] - b[0]);
    const jobStart = [0];
    for (const { job } of live) jobStart.push(jobStart.at(-1)! + job.cost.length);
    return {
      ...emptyGraph(),
      nodeCount: nodes.length,
      edgeCount: edges.length,
      jobCount: live.length,
      jobId: Int32Array.from(live, ({ j }) => j),
      jobStart: Int32Array.from(jobStart),
      jobArrival: Float64Array.from(live, ({ job }) => job.arrival),
      task: Int32Array.from(nodes, (task) => task.id),
      nodeJob: Int32Array.from(nodes, (task) => live.findIndex(({ j }) => j === task.job)),
      nodeItem: Int32Array.from(nodes, (task) => task.slot),
      state: Uint8Array.from(nodes, (task) => this.state(task)),
      resource: Int32Array.from(nodes, (task) => task.processor),
      start: Float64Array.from(nodes, (task) => task.start),
      finish: Float64Array.from(nodes, (task) => (task.done ? task.finish : task.expectedFinish)),
      cost: Float64Array.from(nodes.flatMap((task) => this.jobs[task.job].cost[task.index])),
      successorStart: Int32Array.from(
        { length: nodes.length + 1 },
        (_, node) => bySource.filter(([from]) => from < node).length,
      ),
      successor: Int32Array.from(bySource, ([, to]) => to),
      volume: Float64Array.from(bySource, ([, , volume]) => volume),
    };
  }

  private state(task: ToyTask): number {
    if (task.done) return NODE_DONE;
    if (task.processor >= 0) return task.start <= this.view.now ? NODE_RUNNING : NODE_PLACED;
    return this.isReady(task) ? NODE_READY : NODE_WAITING;
  }
}
