/**
 * Which iteration-time model an instance has, as plain JSON: one object per kind, complete without files except where
 * a path is named, or the name of a preset. Models and GPUs are names of the catalogues or shapes of one's own.
 * Every mistake is one line that names the setting.
 */
import { z } from 'zod';
import { ArenaError, didYouMean, ensure } from '../../../src/error.js';
import { BANDWIDTHS, type Bandwidth } from './bandwidth.js';
import { HARDWARE, type Hardware } from './hardware.js';
import { MODEL_SHAPES, type ModelShape } from './models.js';
import { TIME_MODEL_PRESETS } from './presets.js';

const amount = z.number().nonnegative();
const positive = z.number().positive();
const count = z.number().int().positive();
const whole = z.number().int().nonnegative().max(1e12);
const degree = count.max(64);

const shapeSchema = z
  .strictObject({
    name: z.string().min(1),
    layers: count,
    hidden: count,
    heads: count,
    kvHeads: count,
    headDim: count,
    ffn: count,
    ffnMatrices: count.max(3).default(3),
    vocabulary: count.default(32_000),
    bytes: positive.default(2),
  })
  .refine(({ heads, kvHeads }) => heads % kvHeads === 0, 'heads must be a multiple of kvHeads');

const share = positive.max(1);
const ownHardwareSchema = z.strictObject({
  name: z.string().min(1),
  teraflops: positive,
  terabytesPerSecond: positive,
  gibibytes: positive,
  mfuPrefill: share.default(0.38),
  mfuDecode: share.default(0.18),
  profiledAs: z.enum(['A100-80GB', 'H100', 'A40']).default('A100-80GB'),
  slice: z.boolean().default(false),
  source: z.string().default('configuration'),
});

/** A model of the catalogue by name, or a shape; gives the shape. */
export const modelSchema = z
  .union([z.string(), shapeSchema], { error: 'a model name or a shape is expected' })
  .transform((given, context): ModelShape => {
    if (typeof given !== 'string') return given;
    return known(MODEL_SHAPES, given, (message) => context.issues.push({ code: 'custom', message, input: given }));
  });

/** A GPU or MIG slice of the catalogue by name, or numbers; gives the numbers. */
export const hardwareSchema = z
  .union([z.string(), ownHardwareSchema], { error: 'a GPU name or its numbers are expected' })
  .transform((given, context): Hardware => {
    if (typeof given !== 'string') return given;
    return known(HARDWARE, given, (message) => context.issues.push({ code: 'custom', message, input: given }));
  });

const ownLinkSchema = z.strictObject({
  bytesPerSecond: positive,
  /** ns. */
  latency: amount.default(0),
  source: z.string().default('configuration'),
});

/** A link by name, or its numbers; gives the link. */
const bandwidthSchema = z
  .union([z.string(), ownLinkSchema], { error: 'a link name or its numbers are expected' })
  .transform((given, context): Bandwidth => {
    if (typeof given === 'object') return given;
    const links = new Map<string, Bandwidth>(Object.entries(BANDWIDTHS));
    return known(links, given, (message) => context.issues.push({ code: 'custom', message, input: given }));
  });

function known<T>(catalogue: ReadonlyMap<string, T>, name: string, complain: (message: string) => void): T {
  const entry = catalogue.get(name);
  if (entry !== undefined) return entry;
  const names = [...catalogue.keys()];
  complain(`"${name}" does not exist${didYouMean(name, names) || ` (there are: ${names.join(', ')})`}`);
  return z.NEVER;
}

const exact = { a: whole.default(6_000_000), b: whole.default(60_000), c: whole.default(260), d: whole.default(3) };
const stratum = z.strictObject({
  intercept: positive,
  tokens: z.number(),
  prefillTokens: z.number(),
  decodes: z.number(),
  decodeContext: amount,
  prefillContext: amount,
});
const machine = { model: modelSchema, hardware: hardwareSchema, tensorParallel: degree.default(1) };
const operatorFit = z.strictObject({ floorMs: amount, slopeUs: amount, interceptMs: z.number() });
const median = z.tuple([positive, positive, positive]);
const measured = z.array(z.tuple([positive, positive])).min(2);

/** The kinds of models; times are in the unit that the name of a setting ends in, else as the model's file says. */
export const timeModelSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear'), ...exact }),
  z.strictObject({ kind: z.literal('roofline'), ...exact }),
  z.strictObject({
    kind: z.literal('stratified'),
    /** Coefficients of one's own, s; those of Llama-3-8B on A100 when left out. */
    coefficients: z.strictObject({ boundary: count, small: stratum, large: stratum }).optional(),
  }),
  z.strictObject({
    kind: z.literal('operators'),
    ...machine,
    /** A fit of one's own; else the table of the catalogue, or of the JSON file `fits`. */
    fit: operatorFit.optional(),
    fits: z.string().min(1).optional(),
    /** The measured table itself (linear_ms_per_layer.csv) in place of a fit, which is up to 42 % off at its knee. */
    table: z.string().min(1).optional(),
    /** The link of the all-reduces; by GPU when left out. */
    link: bandwidthSchema.optional(),
    overheadMs: amount.default(0),
  }),
  z.strictObject({
    kind: z.literal('splitwise-table'),
    model: z.string().default('llama2-70b'),
    hardware: z.string().default('h100-80gb'),
    tensorParallel: degree.default(8),
    /** Medians of one's own: tokens, prompt s, token s; else the built-in ones, or those of the file `path`. */
    medians: z.array(median).min(2).optional(),
    path: z.string().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('layer-profile'), folder: z.string().min(1), layers: count.default(32) }),
  z.strictObject({ kind: z.literal('trained-physics'), ...machine, wholeMicroseconds: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('roofline-hardware'), ...machine, ffnMatrices: count.max(3).optional() }),
  z.strictObject({
    kind: z.literal('llumnix-simulator'),
    /** ms. */
    prefill: z.strictObject({ perToken: amount, constant: amount }),
    decode: z.strictObject({ perSequence: amount, perContextToken: amount, constant: amount }),
  }),
  z.strictObject({
    kind: z.literal('measured-table'),
    /** Tables of one's own: tokens, s; else the built-in ones, or prefill.csv and decode.csv of `folder`. */
    prefill: measured.optional(),
    decode: measured.optional(),
    contextPair: amount.default(7.54),
    folder: z.string().min(1).optional(),
  }),
]);

/** A complete, checked configuration of a time model. */
export type TimeModelConfig = z.output<typeof timeModelSchema>;

/** As it may be written; `{ preset: 'llama-3-8b/a100' }` or the preset's name alone will do too. */
export type TimeModelInput = z.input<typeof timeModelSchema> | { readonly preset: string } | string;

/**
 * Checks and completes a configuration; a preset becomes the configuration that it stands for.
 * @throws ArenaError in one line naming the setting, what was given and what is allowed.
 */
export function parseTimeModel(input: unknown): TimeModelConfig {
  const parsed = timeModelSchema.safeParse(presetOf(input) ?? input);
  if (!parsed.success) throw new ArenaError(`envs/serving: time model: ${describe(parsed.error.issues[0], input)}`);
  const config = parsed.data;
  if ('hardware' in config && typeof config.hardware === 'object') {
    const { hardware, tensorParallel } = config;
    const alone = !hardware.slice || tensorParallel === 1;
    ensure(alone, `envs/serving: time model: a MIG slice has no link, so ${hardware.name} takes tensorParallel 1 only`);
  }
  if (config.kind === 'operators') {
    const given = [config.fit, config.fits, config.table].filter((entry) => entry !== undefined);
    ensure(given.length <= 1, 'envs/serving: time model: one of fit, fits and table is given, or none');
  }
  if (config.kind === 'measured-table') {
    const both = (config.prefill === undefined) === (config.decode === undefined);
    ensure(both, 'envs/serving: time model: prefill and decode tables are given together or not at all');
  }
  return config;
}

function presetOf(input: unknown): unknown {
  const given = typeof input === 'object' && input !== null && 'preset' in input ? input : undefined;
  const name = given === undefined ? input : given.preset;
  if (given === undefined && typeof name !== 'string') return undefined;
  const other = Object.keys(given ?? {}).find((key) => key !== 'preset');
  ensure(other === undefined, `envs/serving: time model: a preset takes no other setting, got "${other}"`);
  const preset = TIME_MODEL_PRESETS.find((entry) => entry.name === name);
  const names = TIME_MODEL_PRESETS.map((entry) => entry.name);
  const hint = didYouMean(String(name), names) || ` (there are: ${names.join(', ')})`;
  ensure(preset !== undefined, `envs/serving: time model: preset "${String(name)}" does not exist${hint}`);
  return preset.config;
}

const KINDS = timeModelSchema.options.map((option) => option.shape.kind.value);

function describe(issue: z.core.$ZodIssue, input: unknown): string {
  const path = issue.path.join('.');
  if (issue.code === 'invalid_union' && path === 'kind') {
    const kind = String((input as { readonly kind?: unknown } | null)?.kind);
    return `kind "${kind}" does not exist${didYouMean(kind, KINDS) || ` (there are: ${KINDS.join(', ')})`}`;
  }
  const inside = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined;
  if (inside !== undefined && (inside.path.length > 0 || inside.code === 'unrecognized_keys')) {
    return describe({ ...inside, path: [...issue.path, ...inside.path] }, input);
  }
  if (issue.code !== 'unrecognized_keys') return `${path || 'configuration'}: ${issue.message}`;
  const option = timeModelSchema.options.find(({ shape }) => shape.kind.value === (input as { kind?: unknown })?.kind);
  const names = path === '' && option !== undefined ? Object.keys(option.shape) : [];
  return `option "${path ? `${path}.` : ''}${issue.keys[0]}" does not exist${didYouMean(issue.keys[0], names)}`;
}
