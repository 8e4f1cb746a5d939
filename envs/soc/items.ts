/**
 * What a scheduler sees of the simulator, written where it changes: a ready task takes a slot of the placement table
 * and its row of costs, data times, groups and mask is filled once; with late binding the mask of a column turns when
 * a processor becomes free or busy. Ready tasks without a slot wait in order behind the slots. Expected times only:
 * noise never shows.
 */
import type { PlacementGraph, PlacementTable } from '../../src/placement.js';
import type { SocConfig } from './config.js';
import type { SocModel } from './model.js';
import { ALLOWED, BOUND, BUSY, NOW, OVERFLOW_COUNT, OVERFLOW_HEAD, type SocState } from './state.js';
import { createTable, taskGroups, writeConstants, writeLoad } from './table.js';
import type { SocTransfers } from './transfers.js';

export class SocItems {
  readonly table: PlacementTable;
  readonly slotCell: Int32Array; // [slot] cell of the ready task
  private readonly model: SocModel;
  private readonly state: SocState;
  private readonly late: boolean;
  private readonly transfers: SocTransfers;
  private readonly awake: Float64Array; // [task row · g] groups of every task
  private readonly groupCount: number; // g
  private readonly minimumCost: Float64Array; // [slot]
  private readonly successors: Float64Array; // [slot]
  private readonly level: Float64Array; // [slot]
  private readonly communicationMax: Float64Array; // [slot]
  private readonly jobArrival: Float64Array; // [slot]

  constructor(
    model: SocModel,
    config: SocConfig,
    at: { state: SocState; transfers: SocTransfers; graph: () => PlacementGraph },
  ) {
    const { state } = at;
    this.model = model;
    this.state = state;
    this.late = config.binding === 'late';
    this.transfers = at.transfers;
    this.table = createTable(model, config, { arena: state.arena, graph: at.graph });
    this.groupCount = this.table.groups.names.length;
    this.awake = taskGroups(model);
    this.slotCell = state.arena.int32(config.itemSlots);
    const { columns } = this.table.items;
    this.minimumCost = columns.minimumCost;
    this.successors = columns.successors;
    this.level = columns.level;
    this.communicationMax = columns.communicationMax;
    this.jobArrival = columns.jobArrival;
  }

  clear(): void {
    this.table.clear();
    this.slotCell.fill(0);
    const { resources } = this.table;
    resources.speed.fill(1);
    resources.freeAt.fill(0);
    resources.queueLength.fill(0);
    resources.columns.busy.fill(0);
    resources.columns.temperatureCelsius.fill(0);
    resources.columns.powerWatts.fill(0);
    resources.columns.activeWatts.fill(0);
    writeConstants(this.table, this.model);
  }

  /** A task became ready: into a slot, or behind them. */
  add(cell: number): void {
    const { whole, overflow, readyAt, real } = this.state;
    readyAt[cell] = real[NOW];
    if (whole[OVERFLOW_COUNT] === 0) {
      const slot = this.table.add();
      if (slot >= 0) {
        this.fill(slot, cell);
        return;
      }
    }
    const position = whole[OVERFLOW_HEAD] + whole[OVERFLOW_COUNT]++;
    overflow[position < overflow.length ? position : position - overflow.length] = cell;
    this.table.items.overflow = whole[OVERFLOW_COUNT];
  }

  /** Frees a slot; the oldest task behind the slots moves in. */
  take(slot: number): void {
    const { whole, overflow } = this.state;
    this.forgetPairs(slot);
    this.table.remove(slot);
    if (whole[OVERFLOW_COUNT] === 0) return;
    const cell = overflow[whole[OVERFLOW_HEAD]];
    whole[OVERFLOW_HEAD] = whole[OVERFLOW_HEAD] + 1 === overflow.length ? 0 : whole[OVERFLOW_HEAD] + 1;
    whole[OVERFLOW_COUNT]--;
    this.table.items.overflow = whole[OVERFLOW_COUNT];
    this.fill(this.table.add(), cell);
  }

  /** Late binding: a processor can take work (1) or not (0). */
  offer(processor: number, allowed: number): void {
    const { items, mask, cost } = this.table;
    const m = this.model.processorCount;
    for (let i = 0; i < items.count; i++) {
      const pair = items.slots[i] * m + processor;
      if (cost[pair] === Number.POSITIVE_INFINITY || mask[pair] === allowed) continue;
      mask[pair] = allowed;
      this.state.whole[ALLOWED] += allowed === 1 ? 1 : -1;
    }
  }

  /** Expected time at which the work assigned to a processor is done, and how much that is. */
  writeProcessor(p: number): void {
    const { state } = this;
    const { resources } = this.table;
    const busy = state.running[p] >= 0;
    const sum = state.expectedEnd[p] + state.queuedWork[p];
    const bound = state.dataBound[p];
    resources.freeAt[p] = Math.max(bound, sum);
    resources.queueLength[p] = state.queued[p] + (busy ? 1 : 0);
    resources.columns.busy[p] = busy ? 1 : 0;
  }

  /** A cluster changed its frequency: expected costs of waiting tasks follow. */
  writeSpeed(p: number, megahertz: number): void {
    const { items, resources, cost } = this.table;
    const { model, state } = this;
    const m = model.processorCount;
    resources.speed[p] = state.speed[p];
    resources.columns.frequencyMegahertz[p] = megahertz;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      cost[slot * m + p] = model.cost[this.taskRow(this.slotCell[slot]) * m + p] / state.speed[p];
    }
  }

  /** Brings what depends on the present moment up to date, before a decision. */
  refresh(now: number, previous: number): void {
    const { table, state, model } = this;
    const m = model.processorCount;
    table.now = now;
    table.elapsed = now - previous;
    for (let p = 0; p < m; p++) {
      if (state.expectedEnd[p] >= now || (state.running[p] < 0 && state.queued[p] === 0)) continue;
      const free = now + state.queuedWork[p]; // overdue, or waiting for data
      if (free > table.resources.freeAt[p]) table.resources.freeAt[p] = free;
    }
    if (this.transfers.volatile)
      for (let i = 0; i < table.items.count; i++) {
        const slot = table.items.slots[i];
        this.transfers.fillReady(this.slotCell[slot], table.ready, slot * m);
      }
    writeLoad(table, table.items.count + table.items.overflow + state.whole[BOUND] + state.whole[BUSY]);
  }

  /** Row of a cell's task in the columns of the model. */
  private taskRow(cell: number): number {
    const { model, state } = this;
    const row = (cell / model.taskCapacity) | 0;
    return model.taskStart[state.jobTemplate[row]] + cell - row * model.taskCapacity;
  }

  private fill(slot: number, cell: number): void {
    const { model, state, table } = this;
    const { items, cost, mask } = table;
    const m = model.processorCount;
    const row = (cell / model.taskCapacity) | 0;
    const template = state.jobTemplate[row];
    const index = cell - row * model.taskCapacity;
    const u = model.taskStart[template] + index;
    const job = state.jobId[row];
    const arrival = state.jobArrival[row];
    this.slotCell[slot] = cell;
    items.id[slot] = state.jobFirstTask[row] + index;
    items.kind[slot] = template;
    items.job[slot] = job;
    items.since[slot] = state.readyAt[cell];
    items.remainingWork[slot] = model.remainingWork[u];
    items.upwardRank[slot] = model.upwardRank[u];
    items.priority[slot] = model.priority[template];
    items.deadline[slot] = arrival + model.deadline[template];
    this.minimumCost[slot] = model.minimumCost[u];
    this.successors[slot] = model.successorStart[u + 1] - model.successorStart[u];
    this.level[slot] = model.level[u];
    this.communicationMax[slot] = model.communicationMax[u];
    this.jobArrival[slot] = arrival;
    const g = this.groupCount;
    for (let i = 0; i < g; i++) table.groups.awake[slot * g + i] = this.awake[u * g + i];
    let allowed = 0;
    for (let p = 0; p < m; p++) {
      const ticks = model.cost[u * m + p];
      cost[slot * m + p] = ticks / state.speed[p];
      if (ticks === Number.POSITIVE_INFINITY) continue;
      if (this.late && (state.running[p] >= 0 || state.queued[p] > 0)) continue;
      mask[slot * m + p] = 1;
      allowed++;
    }
    state.whole[ALLOWED] += allowed;
    this.transfers.fillReady(cell, table.ready, slot * m);
  }

  private forgetPairs(slot: number): void {
    const { mask } = this.table;
    const m = this.model.processorCount;
    for (let p = 0; p < m; p++) this.state.whole[ALLOWED] -= mask[slot * m + p];
  }
}
