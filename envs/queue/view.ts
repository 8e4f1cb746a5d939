/**
 * What a scheduler sees of the queue: waiting jobs in slots, oldest first; servers; expected times. It is told the
 * mean work of a job, or with `sizes: 'known'` the true one. Exponential work has no memory: however long a job of
 * hidden size has run, its mean is what is left.
 */
import { PlacementTable, waitAction } from '../../src/placement.js';
import { readGraph } from './graph.js';
import { IDLE, type QueueSimulator } from './simulator.js';

const SECOND = { name: 'second', seconds: 1 } as const;

export class QueueView {
  readonly table: PlacementTable;
  private readonly simulator: QueueSimulator;
  private readonly shown: Int32Array; // [1] jobs that have had a slot, always the oldest
  private graph: PlacementTable['graph'] | undefined; // of this decision, once somebody has asked

  constructor(simulator: QueueSimulator) {
    const { servers, itemSlots } = simulator.config;
    this.simulator = simulator;
    this.shown = simulator.arena.int32(1);
    this.table = new PlacementTable({
      shape: { items: itemSlots, resources: servers.length, variants: 1 },
      timeUnit: SECOND,
      itemKinds: ['job'],
      itemColumns: [],
      itemGroups: ['always-on'],
      contextGroups: ['always-on'],
      resourceNames: servers.map(({ name }) => name),
      resourceKinds: ['server'],
      resourceColumns: [],
      graph: () => {
        this.graph ??= readGraph(this.simulator, this);
        return this.graph;
      },
      arena: simulator.arena,
    });
    const fastest = Math.max(...servers.map(({ speed }) => speed));
    this.table.resources.speed.set(servers.map(({ speed }) => speed / fastest));
    this.table.groups.awake.fill(1);
    this.table.groups.context.fill(1);
    this.table.items.deadline.fill(Number.POSITIVE_INFINITY);
  }

  /** After a reset of the simulator. */
  clear(): void {
    this.table.clear();
    this.table.resources.freeAt.fill(0);
    this.shown.fill(0);
  }

  /** After the bytes of the arena have been replaced. */
  expire(): void {
    this.graph = undefined;
  }

  /** Brings the table up to date for a decision, or for the end (nothing allowed). */
  refresh(): void {
    const { simulator, table, shown } = this;
    const { arrived, now, running, server } = simulator;
    this.expire();
    table.elapsed = now - table.now;
    table.now = now;
    for (let i = table.items.count - 1; i >= 0; i--) {
      const slot = table.items.slots[i];
      if (server[table.items.job[slot]] !== IDLE) table.remove(slot);
    }
    while (shown[0] < arrived && this.show(shown[0])) shown[0]++;
    table.items.overflow = arrived - shown[0];
    for (let s = 0; s < running.length; s++) this.refreshServer(s);
    const due = simulator.decisionDue;
    for (let i = 0; i < table.items.count; i++) {
      const row = table.items.slots[i] * running.length;
      for (let s = 0; s < running.length; s++) table.mask[row + s] = running[s] === IDLE ? 1 : 0;
    }
    table.mask[waitAction(table.shape)] = due && simulator.eventPending ? 1 : 0;
  }

  /** Expected time of a job on a server. */
  expectedTime(job: number, server: number): number {
    const { config, work } = this.simulator;
    return (config.sizes === 'known' ? work[job] : config.work.mean) / config.servers[server].speed;
  }

  /** When a job in service is expected to end. */
  expectedFinish(job: number): number {
    const { config, finish, now, server } = this.simulator;
    const memoryless = config.sizes === 'hidden' && config.work.distribution === 'exponential';
    return memoryless ? now + this.expectedTime(job, server[job]) : finish[job];
  }

  private refreshServer(s: number): void {
    const { resources, now } = this.table;
    const job = this.simulator.running[s];
    resources.queueLength[s] = job === IDLE ? 0 : 1;
    if (job !== IDLE) resources.freeAt[s] = this.expectedFinish(job);
    else if (resources.freeAt[s] > now) resources.freeAt[s] = now; // ended before it was expected
  }

  /** Gives a job a slot; false when all are taken. */
  private show(job: number): boolean {
    const { items, shape, cost, ready } = this.table;
    const slot = this.table.add();
    if (slot < 0) return false;
    let total = 0;
    for (let s = 0; s < shape.resources; s++) {
      const time = this.expectedTime(job, s);
      cost[slot * shape.resources + s] = time;
      ready[slot * shape.resources + s] = this.simulator.arrival[job];
      total += time;
    }
    items.id[slot] = job;
    items.job[slot] = job;
    items.since[slot] = this.simulator.arrival[job];
    items.remainingWork[slot] = total / shape.resources;
    items.upwardRank[slot] = total / shape.resources;
    return true;
  }
}
