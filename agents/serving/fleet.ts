/**
 * The instances as policies that think about the whole fleet need them: who is up, on the way up or draining, and a copy
 * of the columns with which migration loads are computed. A draining instance is written as one that holds a single
 * request for which 1,000 blocks are missing, which makes it the busiest: it is always a source and never a destination
 * (the fake request without end of the Llumnix paper).
 */
import { encodeAction, type PlacementView } from '../../src/placement.js';
import {
  INSTANCE_DRAINING,
  INSTANCE_OFF,
  INSTANCE_STARTING,
  INSTANCE_UP,
  ITEM_MIGRATE,
  ITEM_SCALE,
} from '../../src/serving.js';
import type { LlumnixColumns } from './llumnix-load.js';

const MISSING_BLOCKS = 1000;

const COLUMNS = [
  'totalBlocks',
  'freeBlocks',
  'watermarkBlocks',
  'runningRequests',
  'waitingRequests',
  'waitingBlocks',
  'highPriorityRequests',
] as const;

export interface Fleet {
  readonly columns: LlumnixColumns; // [m] draining instances as full
  readonly serving: readonly number[]; // up or draining, in order of number
  readonly up: readonly number[];
  readonly starting: number; // instances on the way up
  readonly draining: number;
}

/** The fleet of a view; copies what it needs. */
export function fleetOf(view: PlacementView): Fleet {
  const { count, columns: given } = view.resources;
  const columns = Object.fromEntries(COLUMNS.map((name) => [name, given[name].slice()])) as Record<
    (typeof COLUMNS)[number],
    Float64Array
  >;
  const serving: number[] = [];
  const up: number[] = [];
  let starting = 0;
  for (let r = 0; r < count; r++) {
    if (given.state[r] === INSTANCE_STARTING) starting++;
    if (given.state[r] !== INSTANCE_UP && given.state[r] !== INSTANCE_DRAINING) continue;
    serving.push(r);
    if (given.state[r] === INSTANCE_UP) up.push(r);
    else markFull(columns, r);
  }
  return { columns, serving, up, starting, draining: serving.length - up.length };
}

function markFull(columns: Record<(typeof COLUMNS)[number], Float64Array>, r: number): void {
  columns.freeBlocks[r] = columns.watermarkBlocks[r] - MISSING_BLOCKS;
  columns.runningRequests[r] = 1;
  columns.waitingRequests[r] = 0;
  columns.waitingBlocks[r] = 0;
  columns.highPriorityRequests[r] = 0;
}

/** Slot of the request that this instance would give away; −1 if there is none. */
export function victimOf(view: PlacementView, source: number): number {
  return slotOf(view, ITEM_MIGRATE, source);
}

/** Slot of the decision about the size of the fleet; −1 if none is asked for. */
export function scaleItem(view: PlacementView): number {
  return slotOf(view, ITEM_SCALE, -1);
}

function slotOf(view: PlacementView, kind: number, source: number): number {
  const { items } = view;
  for (let i = 0; i < items.count; i++) {
    const slot = items.slots[i];
    if (items.kind[slot] !== kind) continue;
    if (kind === ITEM_SCALE || items.columns.source[slot] === source) return slot;
  }
  return -1;
}

/** The action that migrates, starts or drains (variant 1), or −1 where it is not allowed. */
export function deed(view: PlacementView, slot: number, instance: number): number {
  if (slot < 0 || view.shape.variants < 2) return -1;
  const action = encodeAction(view.shape, slot, instance, 1);
  return view.mask[action] === 1 ? action : -1;
}

/** Starts the first instance that is off; −1 if none may be started. */
export function startOne(view: PlacementView, slot: number): number {
  const { state } = view.resources.columns;
  for (let r = 0; r < view.shape.resources; r++) {
    const action = state[r] === INSTANCE_OFF ? deed(view, slot, r) : -1;
    if (action >= 0) return action;
  }
  return -1;
}

/** Drains the instance with the fewest requests, the highest number on ties; −1 if none may be drained. */
export function drainEmptiest(view: PlacementView, slot: number): number {
  const { queueLength, columns } = view.resources;
  let best = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (let r = view.shape.resources - 1; r >= 0; r--) {
    if (columns.state[r] !== INSTANCE_UP || !(queueLength[r] < fewest)) continue;
    const action = deed(view, slot, r);
    if (action < 0) continue;
    best = action;
    fewest = queueLength[r];
  }
  return best;
}
