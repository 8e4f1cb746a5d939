/**
 * What may be set about a serving cluster. A configuration is plain JSON and complete: the same one makes the same
 * environment. Instances come in groups of equals; every part has its schema beside its code (engines, time models,
 * workloads, migration, scaling, SLO classes), and this file puts them together. Times are in seconds here, inside
 * the simulator in whole nanoseconds.
 */
import { z } from 'zod';
import { ArenaError, ensure } from '../../src/error.js';
import { describeIssue } from './describe-issue.js';
import { engineSchema } from './engines/config.js';
import { handoverSchema, migrationSchema, rebalanceSchema, scalingSchema } from './fleet/config.js';
import { NO_SLO, sloClassSchema } from './slo.js';
import { hardwareSchema, modelSchema, parseTimeModel, type TimeModelConfig } from './time/config.js';
import { machineOf, sameShape } from './time/machine.js';
import { kvBlocks } from './time/memory.js';
import { kvBytesPerToken } from './time/models.js';
import { parseWorkload, type WorkloadConfig } from './workload/config.js';

const count = z.number().int().positive();
const weight = z.number().min(0).default(0);

/** The KV cache of one instance: given in blocks, or what fits beside a model's weights. */
const kvSchema = z.strictObject({
  /** Blocks of the pool; null = what fits: `model` and `hardware` are then needed. */
  blocks: count.max(100_000_000).nullable().default(null),
  blockTokens: count.max(4096).default(16),
  /** Share of the blocks that admission keeps free. */
  watermark: z.number().min(0).max(0.9).default(0.01),
  model: modelSchema.nullable().default(null),
  hardware: hardwareSchema.nullable().default(null),
  tensorParallel: count.max(64).default(1),
  /** Share of the memory that the engine may use. */
  utilisation: z.number().positive().max(1).default(0.9),
  /** Bytes of one token; null = those of `model`, else of the time model's model, else of Llama-2-7B. For transfers. */
  bytesPerToken: z.number().positive().nullable().default(null),
  /** Prompts share the KV of common prefixes (engines that can). */
  prefixCaching: z.boolean().default(false),
});

const instanceSchema = z.strictObject({
  count: count.max(4096).default(1),
  /** Names are name-0, name-1, …. */
  name: z.string().min(1).default('instance'),
  engine: engineSchema.default({ kind: 'vllm-v1' } as never).transform((engine) => engineSchema.parse(engine)),
  /** An iteration-time model, or the name of a preset. */
  timeModel: z.unknown().default('exact-linear'),
  kv: kvSchema.default(() => kvSchema.parse({ blocks: 2048 })),
  /** Prompts and outputs, or one of them (disaggregated prefill and decode). */
  role: z.enum(['mixed', 'prefill', 'decode']).default('mixed'),
  pipelineStages: count.max(64).default(1),
  /** Time to hand activations to the next stage. */
  hopSeconds: z.number().min(0).default(0),
  /** How many of them are up at the beginning; null = all. */
  up: z.number().int().min(0).nullable().default(null),
});

const schema = z.strictObject({
  instances: z.array(instanceSchema).min(1),
  workload: z.unknown(),
  sloClasses: z.array(sloClassSchema).min(1).default([NO_SLO]),
  /** null = requests stay where they are. */
  migration: migrationSchema.nullable().default(null),
  /** When migrations are decided. */
  rebalance: rebalanceSchema.default({ kind: 'interval', seconds: 0.5 }),
  /** How KV goes from prefill to decode instances. */
  handover: handoverSchema.default(() => handoverSchema.parse({})),
  /** null = the fleet keeps its size. */
  scaling: scalingSchema.nullable().default(null),
  /** A scheduler may leave a request undispatched until something happens. */
  mayHold: z.boolean().default(false),
  /** Instances publish the statistics that schedulers see once in this time; 0 = at every decision. */
  staleSeconds: z.number().min(0).default(0),
  /** Gauges are sampled so often. */
  sampleSeconds: z.number().positive().default(1),
  /** The reward is minus the weighted sum of what happened since the last decision. */
  reward: z
    .strictObject({
      inSystem: weight.default(1), // seconds that requests spent in the system together
      sloMisses: weight, // requests that ended without meeting their class
      normalisedLatency: weight, // Σ over ended requests of seconds per output token
      preemptionLoss: weight, // seconds lost to preemptions, of ended requests
      instanceTime: weight, // instance-seconds paid for
    })
    .default(() => ({ inSystem: 1, sloMisses: 0, normalisedLatency: 0, preemptionLoss: 0, instanceTime: 0 })),
  /** Items the view shows at once; further ones queue behind. */
  itemSlots: count.max(4096).default(16),
  /** The episode is cut at this time; null = it ends with its last request. */
  limitSeconds: z.number().positive().nullable().default(null),
  /** Jump over runs of decode iterations (same results). */
  fastForward: z.boolean().default(true),
  /** One row per request, or sums and histograms alone, for very long workloads. */
  keep: z.enum(['rows', 'summary']).default('rows'),
});

/** A configuration as it may be written. */
export type ServingConfigInput = Omit<z.input<typeof schema>, 'workload'> & { readonly workload: unknown };

type Parsed = z.output<typeof schema>;
export type InstanceConfig = Omit<Parsed['instances'][number], 'timeModel'> & { readonly timeModel: TimeModelConfig };
/** A complete, checked configuration; plain JSON. */
export type ServingConfig = Omit<Parsed, 'instances' | 'workload'> & {
  readonly instances: readonly InstanceConfig[];
  readonly workload: WorkloadConfig;
};

/** KV bytes per token of Llama-2-7B in 16 bits, where neither the KV cache nor the time model names a model. */
const LLAMA_2_7B_BYTES = 524_288;

/**
 * Checks and completes a configuration.
 * @throws ArenaError naming the setting, what was given and what is allowed.
 */
export function parseServingConfig(input: unknown): ServingConfig {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ArenaError(`envs/serving: ${describeIssue(parsed.error.issues[0], schema, input)}`);
  const instances = parsed.data.instances.map((group) => ({ ...group, timeModel: parseTimeModel(group.timeModel) }));
  const config = { ...parsed.data, instances, workload: parseWorkload(parsed.data.workload) } as ServingConfig;
  for (const group of instances) {
    checkGroup(group);
    checkMachine(group);
  }
  const names = instances.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  ensure(twice === undefined, `envs/serving: instances: the name "${twice}" is given twice`);
  checkRoles(config);
  const classes = config.sloClasses.map(({ name }) => name);
  ensure(new Set(classes).size === classes.length, 'envs/serving: sloClasses: two classes have the same name');
  const highest = highestClass(config.workload);
  ensure(
    highest < classes.length,
    `envs/serving: workload: SLO class ${highest} does not exist (sloClasses has 0…${classes.length - 1})`,
  );
  return config;
}

function checkGroup({ name, kv, up, count: all, pipelineStages, role, engine }: InstanceConfig): void {
  const known = kv.blocks !== null || (kv.model !== null && kv.hardware !== null);
  ensure(known, `envs/serving: instances: ${name}: kv needs \`blocks\`, or \`model\` and \`hardware\` to compute them`);
  ensure((up ?? all) <= all, `envs/serving: instances: ${name}: ${up} up of ${all}`);
  ensure(
    role === 'mixed' || pipelineStages === 1,
    `envs/serving: instances: ${name}: a ${role} instance takes one pipeline stage`,
  );
  ensure(
    !kv.prefixCaching || engine.kind === 'vllm-v1' || engine.kind === 'batchllm',
    `envs/serving: instances: ${name}: prefixCaching works with vllm-v1 and batchllm, not with ${engine.kind}`,
  );
}

/**
 * Times and memory are to be of the same machine, where both are named: the KV model where blocks or bytes follow from
 * it, hardware and split where blocks do.
 */
function checkMachine({ name, kv, timeModel }: InstanceConfig): void {
  const machine = machineOf(timeModel);
  if (machine === undefined) return;
  const differ = (what: string, ofTime: string | number, ofMemory: string | number) =>
    `envs/serving: instances: ${name}: timeModel is of ${what} ${ofTime}, kv of ${ofMemory}: make them agree, or give kv.blocks and kv.bytesPerToken`;
  if (kv.model !== null && machine.model !== undefined && (kv.blocks === null || kv.bytesPerToken === null))
    ensure(sameShape(kv.model, machine.model), differ('model', machine.model.name, kv.model.name));
  if (kv.blocks !== null || kv.hardware === null) return;
  if (machine.hardware !== undefined)
    ensure(kv.hardware.name === machine.hardware.name, differ('hardware', machine.hardware.name, kv.hardware.name));
  const { tensorParallel } = kv;
  ensure(tensorParallel === machine.tensorParallel, differ('tensorParallel', machine.tensorParallel, tensorParallel));
}

/** The largest SLO class that a request of the workload may have. */
function highestClass(workload: WorkloadConfig): number {
  const { sloClasses } = workload;
  const drawn = sloClasses.by === 'share' ? sloClasses.shares.length - 1 : Math.max(...sloClasses.classes);
  const rows = workload.kind === 'rows' ? workload.rows : [];
  return rows.reduce((highest, { sloClass = 0 }) => Math.max(highest, sloClass), drawn);
}

function checkRoles({ instances, scaling }: ServingConfig): void {
  const sharing = new Set(
    instances.filter(({ kv }) => kv.prefixCaching).map(({ engine }) => engine.kind === 'batchllm'),
  );
  ensure(sharing.size < 2, 'envs/serving: instances: batchllm shares by its own plan, not beside other prefix caches');
  const has = (...roles: string[]) => instances.some(({ role }) => roles.includes(role));
  ensure(has('mixed', 'prefill'), 'envs/serving: instances: nobody can prefill (role mixed or prefill)');
  ensure(has('mixed', 'decode'), 'envs/serving: instances: nobody can decode (role mixed or decode)');
  for (const group of instances.filter(({ role }) => role === 'prefill')) {
    const same = instances.some(
      (other) => other.role !== 'prefill' && bytesPerTokenOf(other) === bytesPerTokenOf(group),
    );
    ensure(
      same,
      `envs/serving: instances: ${group.name}: nobody who decodes has KV of ${bytesPerTokenOf(group)} bytes per token`,
    );
  }
  const anyUp = instances.some((group) => (group.up ?? group.count) > 0);
  ensure(anyUp || scaling !== null, 'envs/serving: instances: none is up and there is no scaling');
}

/** KV blocks of an instance of the group. */
export function blocksOf({ kv, pipelineStages }: InstanceConfig): number {
  if (kv.blocks !== null) return kv.blocks;
  const { model, hardware, tensorParallel, utilisation, blockTokens } = kv;
  if (model === null || hardware === null) throw new ArenaError('envs/serving: kv needs blocks');
  return kvBlocks({ model, hardware, tensorParallel, pipelineStages, utilisation, blockTokens });
}

/** KV bytes of one token on an instance of the group. */
export function bytesPerTokenOf({ kv, timeModel }: InstanceConfig): number {
  const model = kv.model ?? machineOf(timeModel)?.model;
  return kv.bytesPerToken ?? (model ? kvBytesPerToken(model) : LLAMA_2_7B_BYTES);
}
