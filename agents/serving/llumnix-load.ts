/**
 * Loads of Llumnix (OSDI '24) as its published artifact computes them, as plain functions over columns of instances.
 * Load is negative freeness, (free blocks − demand) / requests: larger is busier, −∞ means that nobody is there. Demand
 * is what waiting requests need, and a reserve where high-priority requests live. Operations are in the artifact's
 * order, so that its recorded numbers come out as equal doubles.
 */

/** The state of the instances, one number each. [instance] */
export interface LlumnixColumns {
  readonly totalBlocks: ArrayLike<number>;
  readonly freeBlocks: ArrayLike<number>;
  readonly watermarkBlocks: ArrayLike<number>;
  readonly runningRequests: ArrayLike<number>;
  readonly waitingRequests: ArrayLike<number>;
  readonly waitingBlocks: ArrayLike<number>; // Σ over waiting requests, fractional
  readonly highPriorityRequests: ArrayLike<number>; // waiting or running
}

/** Blocks that stay usable for requests of high priority: all others are reserved (1,600 tokens of 16 a block). */
export const HIGH_PRIORITY_BLOCKS = 100;

/** Minus available blocks per request; −∞ without requests. */
export function negativeFreeness(available: number, requests: number): number {
  return requests === 0 ? Number.NEGATIVE_INFINITY : -(available / requests);
}

/** Blocks in reserve for high priority on an instance, if it applies. */
export function headroom(columns: LlumnixColumns, i: number, applies: boolean): number {
  return applies ? columns.totalBlocks[i] - HIGH_PRIORITY_BLOCKS : 0;
}

/**
 * Load for dispatching: all waiting requests count. A normal request sees an instance that hosts high priority as full;
 * a request of high priority sees the others as full.
 */
export function dispatchLoad(columns: LlumnixColumns, i: number, highPriority: boolean): number {
  const reserve = headroom(columns, i, columns.highPriorityRequests[i] > 0 !== highPriority);
  const available = columns.freeBlocks[i] - columns.watermarkBlocks[i];
  return negativeFreeness(
    available - columns.waitingBlocks[i] - reserve,
    columns.runningRequests[i] + columns.waitingRequests[i],
  );
}

/** How migration looks at an instance. */
export interface MigrationLook {
  /** Count what waits, so that space is made for it by migrating others away (de-fragmentation). */
  readonly defrag: boolean;
  /** Running requests more (or fewer) than there are. */
  readonly moreRunning: number;
}

/** Load for pairing instances. */
export function migrationLoad(columns: LlumnixColumns, i: number, { defrag, moreRunning }: MigrationLook): number {
  const available = columns.freeBlocks[i] - columns.watermarkBlocks[i];
  const running = columns.runningRequests[i] + moreRunning;
  if (!defrag) return negativeFreeness(available, running);
  const reserve = headroom(columns, i, columns.highPriorityRequests[i] > 0);
  const waiting = columns.waitingRequests[i] > 0 ? 1 : 0;
  return negativeFreeness(available - columns.waitingBlocks[i] - reserve, running + waiting);
}

/** Share of the memory that is held or needed by waiting requests: the artifact's load 'block'. */
export function blockLoad(columns: LlumnixColumns, i: number): number {
  const used = columns.totalBlocks[i] - columns.freeBlocks[i];
  return (used + columns.waitingBlocks[i]) / columns.totalBlocks[i];
}
