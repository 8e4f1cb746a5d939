/**
 * Ranks that admit what is not known: an agent's best possible place counts only the agents that are surely better
 * than it, its worst place also those that are not surely worse. Agents are compared in pairs: all of them are
 * bootstrapped with the same draws of seeds, and one is surely better when it is ahead in at least 97.5 % of the
 * replicates (for 95 % intervals). What a seed does to both cancels, which intervals of single agents cannot do.
 */
import type { RankRange } from './leaderboard.js';

/** One contender; without replicates it cannot be ranked among the others and comes after them. */
export interface Contender {
  readonly replicates: Float64Array | undefined; // [replicate] of its measure, same draws for all contenders
}

/** How to rank. */
export interface RankingOptions {
  readonly higherIsBetter: boolean;
  readonly confidence: number; // of the two-sided interval of a paired difference
}

/** The range of places of every contender, in the given order. */
export function rankRanges(contenders: readonly Contender[], options: RankingOptions): RankRange[] {
  const { higherIsBetter, confidence } = options;
  const ranked = contenders.filter(({ replicates }) => replicates !== undefined).length;
  const above = new Int32Array(contenders.length); // contenders surely better
  const below = new Int32Array(contenders.length); // contenders surely worse
  const share = 1 - (1 - confidence) / 2;
  contenders.forEach(({ replicates: a }, i) => {
    for (let j = 0; j < i; j++) {
      const b = contenders[j].replicates;
      if (a === undefined || b === undefined) continue;
      const lead = ahead(a, b, share);
      if (lead === 0) continue;
      const better = lead > 0 === higherIsBetter ? i : j;
      below[better]++;
      above[better === i ? j : i]++;
    }
  });
  return contenders.map(({ replicates }, i) =>
    replicates === undefined
      ? { best: ranked + 1, worst: contenders.length }
      : { best: above[i] + 1, worst: ranked - below[i] },
  );
}

/** 1 if `a` is larger than `b` in at least this share of the replicates, −1 if smaller, else 0. */
function ahead(a: Float64Array, b: Float64Array, share: number): number {
  let larger = 0;
  let smaller = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] > b[i]) larger++;
    else if (a[i] < b[i]) smaller++;
  }
  if (larger >= share * a.length) return 1;
  return smaller >= share * a.length ? -1 : 0;
}

/** `3`, or `2–4` for a shared range. */
export function formatRank({ best, worst }: RankRange): string {
  return best === worst ? String(best) : `${best}–${worst}`;
}
