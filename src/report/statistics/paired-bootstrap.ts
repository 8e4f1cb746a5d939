/**
 * The bootstrap over pairs: every replicate redraws whole (baseline, candidate) pairs, floor(u·n) once per pair, so
 * that what both agents share (trace, sizes, noise) stays shared; both statistics come from the same draws.
 */
import { type BootstrapOptions, resolveBootstrap } from './bootstrap.js';
import { type Interval, percentileInterval } from './interval.js';
import { ensurePairs, type Sample } from './sample.js';

/** Percentile intervals over resampled pairs. */
export interface PairedBootstrap {
  readonly meanDifference: Interval; // of baseline − candidate
  readonly ratioOfSums: Interval; // of Σbaseline / Σcandidate
}

/** Bootstraps the mean difference and the ratio of sums of paired costs. */
export function pairedBootstrap(baseline: Sample, candidate: Sample, options: BootstrapOptions): PairedBootstrap {
  ensurePairs('pairedBootstrap', baseline, candidate);
  const { uniform, replicates, confidence } = resolveBootstrap('pairedBootstrap', options);
  const n = baseline.length;
  const differences = new Float64Array(replicates);
  const ratios = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    let difference = 0;
    let baselineSum = 0;
    let candidateSum = 0;
    for (let draw = 0; draw < n; draw++) {
      const pair = Math.floor(uniform() * n);
      difference += baseline[pair] - candidate[pair];
      baselineSum += baseline[pair];
      candidateSum += candidate[pair];
    }
    differences[replicate] = difference / n;
    ratios[replicate] = baselineSum / candidateSum;
  }
  return {
    meanDifference: percentileInterval(differences, confidence),
    ratioOfSums: percentileInterval(ratios, confidence),
  };
}
