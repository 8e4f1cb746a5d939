/**
 * The paired comparison of two agents on the same instances (common random numbers): costs of a baseline and a
 * candidate, smaller is better, one pair per instance. Pairing removes what the instances share, so far fewer seeds
 * decide than a comparison of two means would need.
 */
import { type BootstrapOptions, resolveBootstrap } from './bootstrap.js';
import { geometricMean } from './geometric-mean.js';
import { mean } from './mean.js';
import { type PairedBootstrap, pairedBootstrap } from './paired-bootstrap.js';
import { type PairedTTest, pairedTTest } from './paired-t.js';
import { ensurePairs, type Sample } from './sample.js';
import { sum } from './sum.js';
import { type WilcoxonTest, wilcoxonSignedRank } from './wilcoxon.js';

/** How a candidate compares with a baseline over paired costs. */
export interface PairedComparison {
  readonly pairs: number;
  readonly meanDifference: number; // of baseline − candidate; positive = the candidate costs less
  readonly geometricMeanSpeedup: number; // of baseline / candidate; NaN unless every cost is positive
  readonly ratioOfSums: number; // Σbaseline / Σcandidate
  readonly wins: number; // pairs in which the candidate costs less
  readonly losses: number; // pairs in which it costs more
  readonly tTest: PairedTTest;
  readonly wilcoxon: WilcoxonTest;
  readonly bootstrap: PairedBootstrap;
}

/** Ratio of every pair, or none when a cost is not positive. */
function speedups(baseline: Sample, candidate: Sample): Float64Array | undefined {
  const ratios = new Float64Array(baseline.length);
  for (let i = 0; i < ratios.length; i++) {
    if (!(baseline[i] > 0 && candidate[i] > 0)) return undefined;
    ratios[i] = baseline[i] / candidate[i];
  }
  return ratios;
}

/** Compares paired costs of the same instances, in the same order. */
export function pairedComparison(baseline: Sample, candidate: Sample, options: BootstrapOptions): PairedComparison {
  ensurePairs('pairedComparison', baseline, candidate);
  const { confidence } = resolveBootstrap('pairedComparison', options);
  const differences = Float64Array.from(baseline, (cost, i) => cost - candidate[i]);
  const ratios = speedups(baseline, candidate);
  return {
    pairs: differences.length,
    meanDifference: mean(differences),
    geometricMeanSpeedup: ratios ? geometricMean(ratios) : Number.NaN,
    ratioOfSums: sum(baseline) / sum(candidate),
    wins: differences.filter((difference) => difference > 0).length,
    losses: differences.filter((difference) => difference < 0).length,
    tTest: pairedTTest(differences, confidence),
    wilcoxon: wilcoxonSignedRank(differences),
    bootstrap: pairedBootstrap(baseline, candidate, options),
  };
}
