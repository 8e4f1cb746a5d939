/**
 * Rates of work that awaits: like `measureRate`, for functions that return promises and say how much they did. What is to
 * be compared runs in turn, and of each its best round counts, so that a disturbance from outside has to last to show.
 */
import { cpuMs, monotonicMs } from '../../clock.js';
import type { BenchLine } from './case.js';

/** Does some work and returns how many units it was. */
export type Worker = () => Promise<number> | number;

export interface RoundOptions {
  readonly timeMs: number; // for all rounds of all workers, about
  readonly clock?: () => number; // milliseconds; default CPU time of the process
  readonly warmUp?: number; // calls of each; default 1
}

const FEWEST_ROUNDS = 3;
const MOST_ROUNDS = 5;

/** Units per second of each worker. */
export async function bestRates(
  workers: readonly Worker[],
  { timeMs, clock = cpuMs, warmUp = 1 }: RoundOptions,
): Promise<number[]> {
  for (let call = 0; call < warmUp; call++) for (const work of workers) await work();
  const best = workers.map(() => 0);
  const begin = monotonicMs();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (round >= FEWEST_ROUNDS && monotonicMs() - begin > timeMs) break;
    for (const [i, work] of workers.entries()) {
      const started = clock();
      const units = await work();
      best[i] = Math.max(best[i], (1000 * units) / Math.max(clock() - started, 1e-3));
    }
  }
  return best;
}

/** A line of this area; `ratio` says how many times better than the baseline, above 1 = better. */
export function trainLine(line: {
  readonly case: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly smallerIsBetter?: boolean;
}): BenchLine {
  const { case: name, metric, value, unit, baseline = null, smallerIsBetter = false } = line;
  const ratio = baseline === null ? null : smallerIsBetter ? baseline / value : value / baseline;
  return { area: 'train', case: name, metric, value, unit, baseline, ratio };
}
