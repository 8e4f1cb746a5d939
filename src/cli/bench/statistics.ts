/**
 * Benchmarks of the statistics: bootstrap intervals as the leaderboard makes them, against a plain version of the same
 * semantics with arrays and `sort`.
 */
import { aggregateMeasures, bootstrapInterval, scoreMatrix } from '../../report/statistics/index.js';
import { createRng } from '../../rng.js';
import { type BenchArea, measureRate } from './case.js';

const REPLICATES = 1_000;
const RUNS = 10;
const TASKS = 6;

/** Interval of the interquartile mean, written without care for speed. */
function plainInterval(rows: readonly (readonly number[])[], uniform: () => number): [number, number] {
  const replicates = Array.from({ length: REPLICATES }, () => {
    const values = rows
      .flatMap((row) => row.map((_, task) => rows[Math.floor(uniform() * rows.length)][task]))
      .sort((a, b) => a - b);
    const kept = values.slice(Math.floor(values.length / 4), values.length - Math.floor(values.length / 4));
    return kept.reduce((sum, value) => sum + value, 0) / kept.length;
  }).sort((a, b) => a - b);
  return [replicates[Math.floor(0.025 * REPLICATES)], replicates[Math.ceil(0.975 * REPLICATES) - 1]];
}

export const statisticsBench: BenchArea = {
  name: 'statistics',
  description: 'bootstrap intervals of the leaderboard',
  async run(context) {
    const rng = createRng('bench');
    const rows = Array.from({ length: RUNS }, () => Array.from({ length: TASKS }, () => rng()));
    const scores = scoreMatrix(rows);
    await measureRate(
      {
        area: 'statistics',
        case: `IQM interval, ${RUNS} runs × ${TASKS} tasks`,
        unit: 'replicates/s',
        work: REPLICATES,
        run: () => {
          bootstrapInterval(scores, aggregateMeasures.iqm, { uniform: rng, replicates: REPLICATES });
        },
        baseline: () => {
          plainInterval(rows, rng);
        },
      },
      context,
    );
  },
};
