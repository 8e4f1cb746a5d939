/**
 * Which instance gives requests to which: the pairing of Llumnix's artifact. Instances are sorted by migration load,
 * busiest first (stable, so equal ones stay in order of number). Sources are those above the threshold or with preempted
 * requests; destinations are those below it without any, freest first, the highest number on ties. The i-th source goes
 * with the i-th destination. The filter 'balanced' then drops pairs that would not even out the load; it reckons with one
 * running request more or less but not with the blocks that move, which is a fault of the artifact and kept here.
 */
import { type LlumnixColumns, migrationLoad } from './llumnix-load.js';

export type MigrationPair = readonly [source: number, destination: number];

export interface PairingQuestion {
  readonly instances: readonly number[]; // in order of number
  readonly loads: ArrayLike<number>; // [instance] migration load
  readonly preempted: ArrayLike<number>; // [instance] preempted requests that wait
  readonly threshold: number; // load between giving and taking
}

/** Every pair, in order. */
export function pairMigrations({ instances, loads, preempted, threshold }: PairingQuestion): readonly MigrationPair[] {
  const busiestFirst = [...instances].sort((a, b) => descending(loads[a], loads[b]));
  const sources = busiestFirst.filter((i) => preempted[i] > 0 || loads[i] > threshold);
  const destinations = busiestFirst.filter((i) => preempted[i] === 0 && loads[i] < threshold).reverse();
  return sources.slice(0, destinations.length).map((source, i) => [source, destinations[i]] as const);
}

export interface BalanceQuestion {
  readonly columns: LlumnixColumns;
  readonly defrag: boolean;
  readonly threshold: number;
}

/** The pairs after which source and destination are closer and the destination is not too busy. */
export function balancedPairs(pairs: readonly MigrationPair[], question: BalanceQuestion): readonly MigrationPair[] {
  const { columns, defrag, threshold } = question;
  return pairs.filter(([source, destination]) => {
    const destinationAfter = migrationLoad(columns, destination, { defrag, moreRunning: 1 });
    if (!(destinationAfter <= threshold)) return false;
    const destinationBefore = migrationLoad(columns, destination, { defrag, moreRunning: 0 });
    if (destinationBefore === Number.NEGATIVE_INFINITY) return true;
    const before = migrationLoad(columns, source, { defrag, moreRunning: 0 }) - destinationBefore;
    const after = migrationLoad(columns, source, { defrag, moreRunning: -1 }) - destinationAfter;
    return after > 0 && before > after;
  });
}

/** Orders numbers with infinities among them, largest first. */
export function descending(a: number, b: number): number {
  if (a === b) return 0;
  return a > b ? -1 : 1;
}
