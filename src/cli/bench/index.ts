/** The benchmark areas by name; each is loaded only when it is asked for. */
import type { BenchArea } from './case.js';

export const benchAreas: Readonly<Record<string, () => Promise<BenchArea>>> = Object.freeze({
  dag: async () => (await import('./dag.js')).dagBench,
  serving: async () => (await import('./serving.js')).servingBench,
  soc: async () => (await import('./soc.js')).socBench,
  statistics: async () => (await import('./statistics.js')).statisticsBench,
  train: async () => (await import('./train.js')).trainBench,
});
