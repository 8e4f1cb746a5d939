/**
 * Random and published instances of static scheduling: graph families, their configuration, named presets, the grid of
 * the HEFT paper, the worked examples that the literature prints.
 */
export {
  type CommunicationConfig,
  type GraphConfig,
  type InstanceConfig,
  type ProcessorConfig,
  parseInstanceConfig,
} from './config.js';
export { instanceFamilies } from './families.js';
export type { InstanceFamily, ParameterNote, ParameterValue } from './family.js';
export { generateInstance } from './generate.js';
export { instancePresets } from './presets.js';
export { publishedInstances } from './published.js';
export { type TopcuogluAxes, topcuogluGrid } from './topcuoglu-grid.js';
