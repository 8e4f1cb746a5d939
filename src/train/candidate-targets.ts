/**
 * From costs of candidates to something to learn: how much better each candidate is than the mean of those tried
 * (advantages), distributions over the candidates, and the advantage of the candidate taken. Costs are first divided by a
 * scale of their scenario, so that one temperature fits all. A high temperature makes the logarithms of targets nearly
 * linear in cost, and their mean over many futures then follows the mean cost; a low one imitates whatever was best in
 * the one future that came. A regression on advantages averages over futures exactly.
 */
import type { Segment } from './rollout.js';

/** Costs by decision. */
export interface CandidateCosts {
  readonly costs: Float32Array; // [row of candidates] NaN = not tried
  readonly rowStart: Int32Array; // [decision + 1]
  readonly scales: Float64Array; // [decision] of the costs
}

/** Scale of costs by scenario. */
export type CostScales = Readonly<Record<string, number>>;

/** Root mean square difference of costs from the mean of their decision, for each scenario; 1 where all are equal. */
export function measuredScales(
  { costs, rowStart }: Pick<CandidateCosts, 'costs' | 'rowStart'>,
  segments: readonly Segment[],
): CostScales {
  const sums = new Map<string, { squares: number; count: number }>();
  for (const { scenario, first, end } of segments) {
    const sum = sums.get(scenario) ?? { squares: 0, count: 0 };
    sums.set(scenario, sum);
    for (let d = first; d < end; d++) {
      const mean = meanTried(costs, rowStart[d], rowStart[d + 1]);
      for (let row = rowStart[d]; row < rowStart[d + 1]; row++) {
        if (Number.isNaN(costs[row])) continue;
        sum.squares += (costs[row] - mean) ** 2;
        sum.count++;
      }
    }
  }
  const scales = [...sums].map(([scenario, { squares, count }]) => [
    scenario,
    squares > 0 ? Math.sqrt(squares / count) : 1,
  ]);
  return Object.fromEntries(scales);
}

/** The scale of every decision; [decision]. */
export function scalesByDecision(scales: CostScales, segments: readonly Segment[], decisions: number): Float64Array {
  const column = new Float64Array(decisions).fill(1);
  for (const { scenario, first, end } of segments) column.fill(scales[scenario] ?? 1, first, end);
  return column;
}

/** By how many scales each candidate is cheaper than the mean of those tried, cut to ±limit; NaN where not tried. */
export function centredAdvantages({ costs, rowStart, scales }: CandidateCosts, limit: number): Float32Array {
  const advantages = new Float32Array(costs.length);
  for (let d = 0; d + 1 < rowStart.length; d++) {
    const mean = meanTried(costs, rowStart[d], rowStart[d + 1]);
    for (let row = rowStart[d]; row < rowStart[d + 1]; row++) {
      const advantage = (mean - costs[row]) / scales[d];
      advantages[row] = Math.max(-limit, Math.min(limit, advantage));
    }
  }
  return advantages;
}

/**
 * softmax(−cost / (temperature · scale)) over the candidates tried, at temperature 0 all weight on the cheapest; 0 for
 * the others, and all 0 where none was tried.
 */
export function softTargets({ costs, rowStart, scales }: CandidateCosts, temperature: number): Float32Array {
  const targets = new Float32Array(costs.length);
  for (let d = 0; d + 1 < rowStart.length; d++) {
    const best = cheapest(costs, rowStart[d], rowStart[d + 1]);
    if (best < 0) continue;
    if (temperature === 0) {
      targets[best] = 1;
      continue;
    }
    let sum = 0;
    for (let row = rowStart[d]; row < rowStart[d + 1]; row++) {
      if (Number.isNaN(costs[row])) continue;
      const weight = Math.exp((costs[best] - costs[row]) / (temperature * scales[d]));
      targets[row] = weight;
      sum += weight;
    }
    for (let row = rowStart[d]; row < rowStart[d + 1]; row++) targets[row] /= sum;
  }
  return targets;
}

/** Of the candidate taken, which has been tried; [decision]. */
export function chosenAdvantages(advantages: Float32Array, rowStart: Int32Array, chosen: Int32Array): Float64Array {
  return Float64Array.from(chosen, (candidate, d) => advantages[rowStart[d] + candidate]);
}

/** Mean over decisions of how many scales the candidate taken costs more than the cheapest. */
export function meanRegret({ costs, rowStart, scales }: CandidateCosts, chosen: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (let d = 0; d < chosen.length; d++) {
    const best = cheapest(costs, rowStart[d], rowStart[d + 1]);
    const cost = costs[rowStart[d] + chosen[d]];
    if (best < 0 || Number.isNaN(cost)) continue;
    sum += (cost - costs[best]) / scales[d];
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Row of the least cost, the first of equals; −1 where nothing was tried. */
export function cheapest(costs: Float32Array | Float64Array, first: number, end: number): number {
  let best = -1;
  for (let row = first; row < end; row++) {
    if (!Number.isNaN(costs[row]) && (best < 0 || costs[row] < costs[best])) best = row;
  }
  return best;
}

function meanTried(costs: Float32Array, first: number, end: number): number {
  let sum = 0;
  let count = 0;
  for (let row = first; row < end; row++) {
    if (Number.isNaN(costs[row])) continue;
    sum += costs[row];
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}
