/** Statistics of results: pure functions of numbers, each named for what it computes. */
export * from './aggregate.js';
export {
  type BootstrapOptions,
  bootstrapInterval,
  bootstrapIntervals,
  bootstrapReplicates,
  DEFAULT_BOOTSTRAP,
  meanReplicates,
} from './bootstrap.js';
export { geometricMean } from './geometric-mean.js';
export {
  type ImprovementProbability,
  probabilityOfImprovement,
} from './improvement.js';
export { incompleteBeta, logBeta } from './incomplete-beta.js';
export { DEFAULT_CONFIDENCE, type Interval, intervalsOverlap, percentileInterval, tInterval } from './interval.js';
export { interquartileMean, trimmedPerSide } from './iqm.js';
export { jainIndex } from './jain.js';
export { mean, populationVariance, standardDeviation, standardError, variance } from './mean.js';
export { normalTail } from './normal.js';
export { normalizedScore, type ReferenceCosts } from './normalized-score.js';
export { optimalityGap } from './optimality-gap.js';
export { type PairedComparison, pairedComparison } from './paired.js';
export { type PairedBootstrap, pairedBootstrap } from './paired-bootstrap.js';
export { type PairedTTest, pairedTTest } from './paired-t.js';
export { DEFAULT_PROFILE_REPLICATES, type PerformanceProfile, performanceProfile, profileBand } from './profile.js';
export { median, quantile, quantiles } from './quantile.js';
export { type Sample, type ScoreMatrix, scoreMatrix } from './sample.js';
export { studentTCritical, studentTTail } from './student-t.js';
export { type Summary, summary } from './summary.js';
export { type WilcoxonTest, wilcoxonSignedRank } from './wilcoxon.js';
