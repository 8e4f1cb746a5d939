/**
 * Groups of requests and of moments, for learners and for regret by group: priority, bands of prompt and of predicted
 * output length, SLO class; and the load of the cluster when the decision is made. All in {0, 1}, fixed beforehand.
 */
import type { PlacementTable } from '../../src/placement.js';
import type { ServingResourceColumn } from '../../src/serving.js';

const FIXED = [
  'always-on',
  'high-priority',
  'prompt-up-to-256',
  'prompt-up-to-1024',
  'prompt-up-to-4096',
  'prompt-longer',
  'output-unknown',
  'output-up-to-64',
  'output-up-to-256',
  'output-longer',
] as const;

/** Names of the item groups. */
export function itemGroups(sloClasses: readonly string[]): string[] {
  return [...FIXED, ...sloClasses.map((name) => `class-${name}`)];
}

/** Load by the KV memory that requests hold or wait for, of all instances together. */
export const CONTEXT_GROUPS = ['always-on', 'memory-below-40', 'memory-below-80', 'memory-above-80'] as const;

export interface GroupedRequest {
  readonly sloClass: number; // −1 = no request
  readonly priority: number;
  readonly prompt: number; // tokens
  readonly output: number; // predicted tokens; NaN = no prediction
}

export function writeGroups(table: PlacementTable, slot: number, request: GroupedRequest): void {
  const { awake, names } = table.groups;
  const row = slot * names.length;
  awake.fill(0, row, row + names.length);
  awake[row] = 1;
  if (request.sloClass < 0) return;
  const { prompt, output } = request;
  if (request.priority > 0) awake[row + 1] = 1;
  awake[row + (prompt <= 256 ? 2 : prompt <= 1024 ? 3 : prompt <= 4096 ? 4 : 5)] = 1;
  awake[row + (Number.isNaN(output) ? 6 : output <= 64 ? 7 : output <= 256 ? 8 : 9)] = 1;
  awake[row + FIXED.length + request.sloClass] = 1;
}

export function writeContext(
  table: PlacementTable,
  column: Readonly<Record<ServingResourceColumn, Float64Array>>,
): void {
  let total = 0;
  let wanted = 0;
  for (let i = 0; i < table.resources.count; i++) {
    total += column.totalBlocks[i];
    wanted += column.totalBlocks[i] - column.freeBlocks[i] + column.waitingBlocks[i];
  }
  const share = wanted / total;
  const { context } = table.groups;
  context.fill(0);
  context[0] = 1;
  context[share < 0.4 ? 1 : share < 0.8 ? 2 : 3] = 1;
}
