/** Replays the paired comparison of two cost columns: t-test, Wilcoxon test, wins, and the bootstrap over pairs. */
import * as z from 'zod';
import { Mulberry32 } from '../../generators/index.js';
import type { Interval } from '../statistics/interval.js';
import { pairedComparison } from '../statistics/paired.js';
import { bounds, caseOf, real, uint32, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const seeded = z.strictObject({
  generator: z.literal('mulberry32'),
  seed: uint32,
  reps: z.number().int().min(1),
  meanDifferenceCi95: bounds,
  ratioOfSumsCi95: bounds,
});

const output = z.strictObject({
  meanDifference: real,
  geometricMeanSpeedup: real,
  tInterval95: bounds,
  tStatistic: real,
  pValueT: real,
  wilcoxonStatistic: real,
  pValueWilcoxon: real,
  wins: real,
  losses: real.optional(),
  bootstrapSeeded: seeded,
});

function ends(interval: Interval): readonly [number, number] {
  return [interval.lower, interval.upper];
}

/** Paired costs under common random numbers. */
export const pairedCostsKind = defineKind({
  label: 'paired costs (baseline, candidate)',
  accepts: hasInputs('baseline', 'candidate'),
  schema: caseOf(z.strictObject({ baseline: vector, candidate: vector }), output),
  replay: ({ in: given, out }, comparison) => {
    const generator = new Mulberry32(out.bootstrapSeeded.seed);
    const paired = pairedComparison(given.baseline, given.candidate, {
      uniform: () => generator.next(),
      replicates: out.bootstrapSeeded.reps,
    });
    comparison.number('out.meanDifference', paired.meanDifference, out.meanDifference);
    comparison.number('out.geometricMeanSpeedup', paired.geometricMeanSpeedup, out.geometricMeanSpeedup);
    comparison.numbers('out.tInterval95', ends(paired.tTest.interval), out.tInterval95);
    comparison.number('out.tStatistic', paired.tTest.statistic, out.tStatistic);
    comparison.number('out.pValueT', paired.tTest.pValue, out.pValueT);
    comparison.number('out.wilcoxonStatistic', paired.wilcoxon.statistic, out.wilcoxonStatistic);
    comparison.number('out.pValueWilcoxon', paired.wilcoxon.pValue, out.pValueWilcoxon);
    comparison.exact('out.wins', paired.wins, out.wins);
    if (out.losses !== undefined) comparison.exact('out.losses', paired.losses, out.losses);
    const { bootstrap } = paired;
    const { meanDifferenceCi95, ratioOfSumsCi95 } = out.bootstrapSeeded;
    comparison.numbers('out.bootstrapSeeded.meanDifferenceCi95', ends(bootstrap.meanDifference), meanDifferenceCi95);
    comparison.numbers('out.bootstrapSeeded.ratioOfSumsCi95', ends(bootstrap.ratioOfSums), ratioOfSumsCi95);
  },
});
