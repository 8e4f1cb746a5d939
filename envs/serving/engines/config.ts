/**
 * The configurations of all engines, told apart by `kind`, and the engine for each. A configuration is plain JSON;
 * what it leaves out has the default of the engine's own schema.
 */
import { z } from 'zod';
import { OfflinePlan } from '../batchllm/offline-plan.js';
import { BatchLlmEngine, batchLlmSchema } from './batchllm.js';
import type { Engine } from './engine.js';
import { NiyamaEngine, niyamaSchema } from './niyama.js';
import { OrcaEngine, orcaSchema } from './orca.js';
import { SarathiEngine, sarathiSchema } from './sarathi.js';
import { VllmV0Engine, vllmV0Schema } from './vllm-v0.js';
import { VllmV1Engine, vllmV1Schema } from './vllm-v1.js';

export const engineSchema = z.discriminatedUnion('kind', [
  orcaSchema,
  vllmV0Schema,
  vllmV1Schema,
  sarathiSchema,
  niyamaSchema,
  batchLlmSchema,
]);

/** A configuration as it may be written. */
export type EngineOptions = z.input<typeof engineSchema>;
/** A complete configuration. */
export type EngineConfig = z.output<typeof engineSchema>;

/** `plan` is what an offline engine serves by; whoever gives it loads it with the workload. */
export function createEngine(config: EngineConfig, plan: OfflinePlan = new OfflinePlan()): Engine {
  switch (config.kind) {
    case 'orca':
      return new OrcaEngine(config);
    case 'vllm-v0':
      return new VllmV0Engine(config);
    case 'vllm-v1':
      return new VllmV1Engine(config);
    case 'sarathi':
      return new SarathiEngine(config);
    case 'niyama':
      return new NiyamaEngine(config);
    case 'batchllm':
      return new BatchLlmEngine(config, plan);
  }
}
