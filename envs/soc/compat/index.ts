/** The compatible SoC engine: configuration, simulator, reference schedulers, and replay of recorded runs. */
export { COMPAT_DEFAULTS, type CompatConfig, FIDELITY, type Mode } from './config.js';
export { type Draws, type Recording, recordedDraws, seededDraws, type Uniform } from './draws.js';
export { DS3_MIX } from './ds3.js';
export type { Fidelity } from './fidelity.js';
export {
  type ConformanceCase,
  goldenSimulator,
  parseSocGolden,
  replayBenchmarks,
  replaySocGolden,
  type SocGolden,
} from './golden.js';
export { REFERENCE_MEANS } from './reference-means.js';
export { type CompatTotals, compatTotals } from './results.js';
export type { Ending } from './run.js';
export type { CompatScheduler } from './scheduler.js';
export { compatScheduler, compatSchedulerNames } from './schedulers/index.js';
export {
  agreementHalfWidth,
  type ReferenceMean,
  type SeedMeans,
  type SeedMeansOptions,
  seedMeans,
} from './seed-means.js';
export { CompatSimulator, type CompatSnapshot } from './simulator.js';
export { type SingleJobCell, singleJobLatency, singleJobTable } from './single-job.js';
