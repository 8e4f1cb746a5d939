/**
 * What may be said about a workload: where requests come from (a generated family, a file, rows), how many, how fast,
 * whose they are, and what a scheduler may know of their lengths. Plain JSON and complete: the same configuration and
 * seed make the same requests. Times in seconds, lengths in tokens.
 */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../../../src/error.js';
import { annotationSchema } from './annotate.js';
import { arrivalSchema, checkArrivals } from './arrival-settings.js';
import { fileShape } from './files/file-shape.js';
import { TIMED_FORMATS } from './files/trace-formats.js';
import { lengthDistributionSchema, tokenCount } from './length-distribution.js';
import { predictorSchema } from './predictor.js';

const positive = z.number().positive();
const whole = z.number().int();

/** What every workload has. */
const everywhere = {
  ...annotationSchema.shape,
  predictor: predictorSchema.default({ kind: 'none' }),
  /** Prompts are shortened until prompt + output fits; null = no limit. */
  maxTokens: whole.min(2).nullable().default(null),
  /** Shorter outputs are raised to this. */
  minOutput: tokenCount.default(1),
};

/** What every generated workload has. */
const generated = {
  ...everywhere,
  requests: whole.min(1).max(1_000_000_000).default(1000),
  /** Requests per second; null = the family's own. */
  rate: positive.nullable().default(null),
  /** When they come; null = as in the family's trace. */
  arrival: arrivalSchema.nullable().default(null),
};

const zipfClass = z.enum(['S', 'M', 'L', 'XL']);
const client = z.strictObject({
  name: z.string().min(1),
  rate: positive,
  coefficientOfVariation: positive.max(30).default(1),
  input: lengthDistributionSchema,
  output: lengthDistributionSchema,
});

const family = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind), ...generated });
const byMean = <K extends string>(kind: K) =>
  z.strictObject({
    kind: z.literal(kind),
    ...generated,
    input: positive.default(512), // tokens
    output: positive.default(128), // tokens
  });

const schemas = [
  family('azure-conv'),
  family('azure-code'),
  family('arxiv'),
  family('sharegpt'),
  family('burstgpt'),
  family('mooncake-conversation'),
  family('mooncake-synthetic'),
  /** Length classes of Llumnix. */
  z.strictObject({
    kind: z.literal('llumnix'),
    ...generated,
    input: zipfClass.default('M'),
    output: zipfClass.default('M'),
  }),
  /** Always the mean, exponential, or uniform from 1 to 2·mean − 1. */
  byMean('constant'),
  byMean('exponential'),
  byMean('uniform'),
  /** Any two distributions. */
  z.strictObject({
    kind: z.literal('lengths'),
    ...generated,
    input: lengthDistributionSchema,
    output: lengthDistributionSchema,
  }),
  /** A made-up population of clients. */
  z.strictObject({
    kind: z.literal('servegen'),
    ...everywhere,
    requests: generated.requests,
    rate: positive.default(10),
    clients: whole.min(1).max(10_000).default(100),
    skew: z.number().min(0).max(5).default(1.2),
    meanInput: positive.default(600),
    meanOutput: positive.default(250),
    spread: z.number().min(0).max(3).default(0.8),
    burstiness: positive.max(10).default(1.2),
    clientsAsTenants: z.boolean().default(true),
  }),
  /** Given clients; `rate` rescales all of them. */
  z.strictObject({
    kind: z.literal('clients'),
    ...everywhere,
    requests: generated.requests,
    rate: positive.nullable().default(null),
    clients: z.array(client).min(1).max(10_000),
    clientsAsTenants: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('shared-prefix'),
    ...generated,
    granule: tokenCount.default(16), // tokens
    groups: whole.min(1).max(1_000_000).default(16),
    prefixTokens: whole.min(0).default(1024),
    exponent: z.number().min(0).max(5).default(1),
    subgroups: whole.min(0).max(1_000_000).default(0),
    subgroupTokens: whole.min(0).default(0),
    groupsAsTenants: z.boolean().default(false),
    /** Tokens after the shared ones. */
    input: lengthDistributionSchema.default({ distribution: 'exponential', mean: 256, min: 1, max: null }),
    output: lengthDistributionSchema.default({ distribution: 'exponential', mean: 128, min: 1, max: null }),
  }),
  /** Conversations begin at rate / meanTurns; those that outgrow maxTokens have fewer turns, so the real rate is lower. */
  z.strictObject({
    kind: z.literal('multi-turn'),
    ...generated,
    requests: whole.min(1).max(5_000_000).default(1000),
    granule: tokenCount.default(16), // tokens
    meanTurns: z.number().min(1).max(1000).default(4),
    thinkTime: z.number().nonnegative().default(10), // s
    secondsPerOutputToken: z.number().nonnegative().default(0.05), // s
    systemTokens: whole.min(0).default(0),
    /** Tokens the user adds in a turn. */
    input: lengthDistributionSchema.default({ distribution: 'lognormal', mean: 200, sigma: 1, min: 1, max: null }),
    output: lengthDistributionSchema.default({ distribution: 'lognormal', mean: 250, sigma: 0.8, min: 1, max: null }),
  }),
  /** A trace file with times. */
  z.strictObject({
    kind: z.literal('file'),
    ...everywhere,
    format: z.enum(TIMED_FORMATS),
    path: z.string().min(1),
    ...fileShape,
  }),
  /** A file of lengths (num_prefill_tokens, num_decode_tokens). */
  z.strictObject({
    kind: z.literal('length-file'),
    ...generated,
    path: z.string().min(1),
    start: fileShape.start,
    limit: fileShape.limit,
    empty: fileShape.empty,
    order: z.enum(['file', 'random']).default('file'),
  }),
  /** A file of conversations in ShareGPT's form. */
  z.strictObject({
    kind: z.literal('sharegpt-file'),
    ...everywhere,
    path: z.string().min(1),
    requests: whole.min(1).nullable().default(null), // at most; null = all
    rate: positive.default(1),
    arrival: arrivalSchema.default({ process: 'poisson' }),
    charactersPerToken: positive.default(4),
    turns: z.enum(['first', 'all']).default('first'),
    granule: tokenCount.default(16), // tokens; for `all`
    thinkTime: z.number().nonnegative().default(10), // s; for `all`
    secondsPerOutputToken: z.number().nonnegative().default(0.05), // s; for `all`
  }),
  /** A folder of the published ServeGen client data. */
  z.strictObject({
    kind: z.literal('servegen-file'),
    ...everywhere,
    path: z.string().min(1),
    window: z.number().nonnegative().default(0), // s
    requests: generated.requests,
    rate: positive.nullable().default(null),
    clientsAsTenants: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('rows'),
    ...everywhere,
    /** In order of arrival. */
    rows: z
      .array(
        z.strictObject({
          arrival: z.number().nonnegative(), // s
          prompt: tokenCount,
          output: tokenCount,
          priority: whole.min(0).optional(),
          tenant: z.string().min(1).optional(),
          sloClass: whole.min(0).optional(),
          session: whole.min(-1).optional(),
          prefix: z.array(whole.min(0).max(2 ** 31 - 1)).optional(),
        }),
      )
      .min(1),
    granule: whole.min(0).default(0), // tokens of a prefix granule
  }),
] as const;

/** Schema of a workload: a union by `kind`. */
export const workloadSchema = z.discriminatedUnion('kind', schemas);

export type WorkloadInput = z.input<typeof workloadSchema>;
/** A complete, checked workload; plain JSON. */
export type WorkloadConfig = z.output<typeof workloadSchema>;

/** All kinds, in order. */
export const WORKLOAD_KINDS: readonly string[] = schemas.map((schema) => schema.shape.kind.value);

/**
 * Checks and completes a workload.
 * @throws ArenaError naming the setting, what was given and what is allowed.
 */
export function parseWorkload(json: unknown, who = 'envs/serving: workload'): WorkloadConfig {
  const parsed = workloadSchema.safeParse(json);
  if (!parsed.success) throw new ArenaError(`${who}: ${describe(parsed.error.issues[0], json)}`);
  const config = parsed.data;
  if ('arrival' in config && config.arrival !== null) checkArrivals(config.arrival, `${who}: arrival`);
  return config;
}

function describe(issue: z.core.$ZodIssue, json: unknown): string {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return `${JSON.stringify(json) ?? 'nothing'} is no workload (an object with \`kind\`)`;
  }
  const { kind } = json as { kind?: unknown };
  const schema = schemas.find((member) => member.shape.kind.value === kind);
  if (!schema) {
    const given = JSON.stringify(kind) ?? 'nothing';
    return `kind ${given} does not exist (${WORKLOAD_KINDS.join(', ')})${didYouMean(String(kind), WORKLOAD_KINDS)}`;
  }
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${kind}: ${path || 'configuration'}: ${issue.message}`;
  const known = path === '' ? Object.keys(schema.shape) : [];
  const key = issue.keys[0];
  return `${kind}: option "${path ? `${path}.` : ''}${key}" does not exist${didYouMean(key, known)}`;
}
