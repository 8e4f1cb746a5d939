/**
 * How many instances there should be, by Llumnix's artifact: the load of the fleet (the average, the busiest or the
 * freest instance) is held between two thresholds. Above the upper one instances are added in thought, each with the
 * memory of the first, until the *average* load is below it; that number may be 0 where another strategy asked. Below
 * the lower one the last instance goes.
 */
import { type LlumnixColumns, migrationLoad, negativeFreeness } from './llumnix-load.js';

export const SCALE_STRATEGIES = ['avg_load', 'max_load', 'min_load'] as const;
export type ScaleStrategy = (typeof SCALE_STRATEGIES)[number];

export interface ScalingQuestion {
  readonly columns: LlumnixColumns;
  readonly instances: readonly number[]; // that are up, in order of number; at least one
  readonly strategy: ScaleStrategy;
  readonly defrag: boolean;
  readonly upThreshold: number; // load above which instances are added; negative
  readonly downThreshold: number; // load below which one is removed
}

interface Sums {
  readonly free: number;
  readonly watermark: number;
  readonly waitingBlocks: number;
  readonly running: number;
  readonly waiting: number;
}

/** Instances to add. */
export function instancesToAdd(question: ScalingQuestion): number {
  const { columns, instances, upThreshold } = question;
  if (!(fleetLoad(question) > upThreshold)) return 0;
  const sums = sumsOver(columns, instances);
  const memory = columns.totalBlocks[instances[0]];
  let added = 0;
  if (!(memory > 0)) return 0;
  while (averageLoad(sums, added * memory) > upThreshold) added++;
  return added;
}

/** Whether the last instance should go. */
export function shouldRemove(question: ScalingQuestion): boolean {
  const { columns, instances, strategy, defrag, upThreshold, downThreshold } = question;
  if (fleetLoad(question) > upThreshold) return false;
  const load = strategy === 'avg_load' ? loadWithoutLast(columns, instances, defrag) : fleetLoad(question);
  return load < downThreshold;
}

function fleetLoad({ columns, instances, strategy, defrag }: ScalingQuestion): number {
  if (strategy === 'avg_load') return averageLoad(sumsOver(columns, instances), 0);
  const loads = instances.map((i) => migrationLoad(columns, i, { defrag, moreRunning: 0 }));
  return strategy === 'max_load' ? Math.max(...loads) : Math.min(...loads);
}

function averageLoad(sums: Sums, addedBlocks: number): number {
  const available = sums.free + addedBlocks - sums.watermark - sums.waitingBlocks;
  return negativeFreeness(available, sums.running + sums.waiting);
}

/** The same requests on one instance fewer. */
function loadWithoutLast(columns: LlumnixColumns, instances: readonly number[], defrag: boolean): number {
  const last = instances[instances.length - 1];
  const sums = sumsOver(columns, instances);
  const free = Math.max(0, sums.free - columns.totalBlocks[last]);
  const available = free - (sums.watermark - columns.watermarkBlocks[last]);
  if (!defrag) return negativeFreeness(available, sums.running);
  return negativeFreeness(available - sums.waitingBlocks, sums.running + (sums.waiting > 0 ? 1 : 0));
}

function sumsOver(columns: LlumnixColumns, instances: readonly number[]): Sums {
  const sum = (column: ArrayLike<number>) => instances.reduce((total, i) => total + column[i], 0);
  return {
    free: sum(columns.freeBlocks),
    watermark: sum(columns.watermarkBlocks),
    waitingBlocks: sum(columns.waitingBlocks),
    running: sum(columns.runningRequests),
    waiting: sum(columns.waitingRequests),
  };
}
