/**
 * Dispatch by Llumnix's artifact: instances are ordered by dispatch load, freest first, the highest number on ties, and
 * the first is taken. A request of high priority walks the same order and takes the least load as it sees it; only a
 * strictly smaller one replaces the first, and none above 10,000 counts.
 */
import { dispatchLoad, type LlumnixColumns } from './llumnix-load.js';
import { descending } from './llumnix-pairing.js';

const HIGHEST_LOAD = 10_000;

/** The instance for a request; `instances` (at least one) in order of number. */
export function dispatchTo(columns: LlumnixColumns, instances: readonly number[], highPriority: boolean): number {
  const load = new Map(instances.map((i) => [i, dispatchLoad(columns, i, false)] as const));
  const freestFirst = [...instances].sort((a, b) => descending(load.get(a)!, load.get(b)!)).reverse();
  if (!highPriority) return freestFirst[0];
  let best = freestFirst[0];
  let least = HIGHEST_LOAD;
  for (const i of freestFirst) {
    const here = dispatchLoad(columns, i, true);
    if (here >= least) continue;
    best = i;
    least = here;
  }
  return best;
}
