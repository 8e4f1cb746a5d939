/** From a configuration to instances: engines, time models and KV pools, names and speeds, a simulator with its fleet. */
import { ROLE_DECODE, ROLE_MIXED, ROLE_PREFILL } from '../../src/serving.js';
import { BatchLog } from './batch-log.js';
import { BatchWork } from './batch-work.js';
import { OfflinePlan } from './batchllm/offline-plan.js';
import { blocksOf, bytesPerTokenOf, type InstanceConfig, type ServingConfig } from './config.js';
import { createEngine } from './engines/config.js';
import { FleetConductor } from './fleet/conductor.js';
import { LruPrefixCache } from './kv/prefix-cache.js';
import { Samples } from './samples.js';
import { type InstanceSpec, ServingSimulator } from './simulator.js';
import { createTimeModel } from './time/create.js';
import type { TimeModel } from './time/time-model.js';

const ROLES = { mixed: ROLE_MIXED, prefill: ROLE_PREFILL, decode: ROLE_DECODE } as const;

export interface Cluster {
  /** What an offline engine serves by; to be loaded with the requests of every episode. */
  readonly plan: OfflinePlan | undefined;
  readonly simulator: ServingSimulator;
  readonly fleet: FleetConductor;
  readonly samples: Samples;
}

/** Instances of a configuration, in order. */
export function instanceSpecs(config: ServingConfig, plan?: OfflinePlan): InstanceSpec[] {
  return config.instances.flatMap((group) => {
    const totalBlocks = blocksOf(group);
    const shared = {
      engine: createEngine(group.engine, plan),
      model: createTimeModel(group.timeModel),
      totalBlocks,
      blockTokens: group.kv.blockTokens,
      watermarkBlocks: Math.trunc(group.kv.watermark * totalBlocks),
      stages: group.pipelineStages,
      hopNanoseconds: Math.round(group.hopSeconds * 1e9),
      role: ROLES[group.role],
      kvBytesPerToken: bytesPerTokenOf(group),
    };
    return Array.from({ length: group.count }, (_, i) => ({ ...shared, up: i < (group.up ?? group.count) }));
  });
}

/** A simulator, its fleet and its samples; `prefixGranule` is that of the workload, 0 = nothing is shared. */
export function createCluster(config: ServingConfig, prefixGranule: number, record: boolean): Cluster {
  const plan = config.instances.some(({ engine }) => engine.kind === 'batchllm') ? new OfflinePlan() : undefined;
  const specs = instanceSpecs(config, plan);
  const simulator = new ServingSimulator({
    instances: specs,
    sloClasses: config.sloClasses.length,
    fastForward: config.fastForward && config.rebalance.kind !== 'reports',
    timers: specs.length * (4 + config.handover.lanes) + 16,
    keep: config.keep,
    ...(config.limitSeconds === null ? {} : { until: Math.round(config.limitSeconds * 1e9) }),
    starts: config.scaling !== null,
    slo: config.sloClasses,
    ...prefixCache(config, { specs, granuleTokens: prefixGranule, plan }),
    ...(record ? { log: new BatchLog() } : {}),
  });
  const samples = new Samples(specs.length);
  const fleet = new FleetConductor(simulator, {
    handover: config.handover,
    ...(config.migration ? { migration: config.migration, rebalance: config.rebalance } : {}),
    ...(config.scaling ? { scaling: config.scaling } : {}),
    sampler: { sample: (observed) => samples.take(observed) },
    sampleSeconds: config.sampleSeconds,
  });
  return { simulator, fleet, samples, plan };
}

/** A cache where the workload shares prefixes and some instance may keep them. */
function prefixCache(
  config: ServingConfig,
  given: { specs: readonly InstanceSpec[]; granuleTokens: number; plan: OfflinePlan | undefined },
): { prefixCache?: LruPrefixCache } {
  const { specs, granuleTokens, plan } = given;
  const caching = config.instances.flatMap(({ kv, count }) => Array.from({ length: count }, () => kv.prefixCaching));
  if (granuleTokens === 0 || !caching.includes(true)) return {};
  const instances = specs.map((spec, i) => ({ ...spec, prefixCaching: caching[i] }));
  return { prefixCache: new LruPrefixCache({ granuleTokens, instances, ...(plan ? { sharing: plan } : {}) }) };
}

/** Names of the instances: that of their group and a number. */
export function instanceNames(groups: readonly InstanceConfig[]): string[] {
  return groups.flatMap(({ name, count }) => Array.from({ length: count }, (_, i) => `${name}-${i}`));
}

const PROBE_TOKENS = 512;

/** Speed of every instance at a prompt of 512 tokens, relative to the fastest. */
export function instanceSpeeds(specs: readonly { readonly model: TimeModel }[]): number[] {
  const work = new BatchWork(1);
  work.addPrefill(PROBE_TOKENS, 0, PROBE_TOKENS);
  const times = specs.map(({ model }) => model.nanoseconds(work));
  const fastest = Math.min(...times);
  return times.map((time) => fastest / time);
}
