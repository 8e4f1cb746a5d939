/** Vector environments: re-exports only. */
export { type Batch, batchInfos, batchObservations, type VectorInfo } from './batch.js';
export { FIRST_DERIVED_SEED, type VectorSeeding, vectorSeeds } from './seeds.js';
export {
  type AutoresetMode,
  DEFAULT_VECTOR_OPTIONS,
  SyncVectorEnv,
  type SyncVectorOptions,
  type VectorReset,
  type VectorResetOptions,
  type VectorSnapshot,
  type VectorStep,
} from './sync-vector.js';
