/**
 * Ranks that admit what is not known: an agent's best possible place counts only the agents whose interval lies
 * wholly above its own, its worst place also those that overlap. With intervals of ±0 these are ordinary ranks.
 */
import type { RankRange } from './leaderboard.js';
import type { Interval } from './statistics/index.js';

/** One contender; without an interval it cannot be ranked among the others and comes after them. */
export interface Contender {
  readonly interval: Interval | undefined;
}

/** The range of places of every contender, in the given order. */
export function rankRanges(contenders: readonly Contender[], higherIsBetter: boolean): RankRange[] {
  const ranked = contenders.filter((contender) => contender.interval !== undefined).length;
  return contenders.map(({ interval }) => {
    if (interval === undefined) return { best: ranked + 1, worst: contenders.length };
    let above = 0;
    let below = 0;
    for (const other of contenders) {
      if (other.interval === undefined) continue;
      const larger = other.interval.lower > interval.upper;
      const smaller = other.interval.upper < interval.lower;
      if (higherIsBetter ? larger : smaller) above++;
      if (higherIsBetter ? smaller : larger) below++;
    }
    return { best: above + 1, worst: ranked - below };
  });
}

/** `3`, or `2–4` for a shared range. */
export function formatRank({ best, worst }: RankRange): string {
  return best === worst ? String(best) : `${best}–${worst}`;
}
