/**
 * What a training run is made of: a policy, an algorithm with its options, the scenarios it learns on, how long, and how
 * it is judged. A preset is such a description by name, marked as tuned by a named search or as not tuned. The command
 * line changes single settings by path; what comes out is validated as a whole before anything is built.
 */
import { z } from 'zod';
import { configHash, mergeConfig } from '../config.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { policies } from '../nn/policy.js';
import { WEIGHT_FORMATS } from '../nn/weights-text.js';
import { agents, envs } from '../registry.js';
import type { Json } from '../space/space.js';
import { algorithms } from './algorithms.js';
import { scenarioSchema } from './scenario-mix.js';
import { policyChoiceSchema } from './workbench.js';

const count = z.int().min(1);
const judged = z.array(scenarioSchema).min(1).optional();

export const presetSchema = z.strictObject({
  policy: policyChoiceSchema,
  /** Registered algorithm, and its options; left out = its defaults. */
  algorithm: z.strictObject({ id: z.string().min(1), options: z.custom<Json>().default({}) }),
  /** What is learned on, with weights. */
  scenarios: z.array(scenarioSchema).min(1),
  iterations: count,
  /** On validation seeds by the deterministic policy; decides which weights are kept. */
  evaluation: z.strictObject({ every: count.default(10), seeds: count.default(10), scenarios: judged }).prefault({}),
  /** On test seeds, once, at the end: the best weights against agents on the same seeds. */
  test: z
    .strictObject({
      seeds: z.int().min(2).default(40),
      baselines: z.array(z.string().min(1)).min(1).default(['etf', 'linear', 'heft']),
      scenarios: judged,
      /** In which the best weights are exported; they are rounded to it before they are tested. Default float32. */
      weightFormat: z.enum(WEIGHT_FORMATS).optional(),
    })
    .prefault({}),
  checkpoints: z.strictObject({ every: count.default(10), keep: count.default(3) }).prefault({}),
});

/** Settings as a preset may give them. */
export type PresetSettings = z.input<typeof presetSchema>;

/** Complete settings; plain JSON. */
export type TrainingPlan = z.output<typeof presetSchema>;

/** A registered preset. */
export interface PresetSpec {
  readonly id: string;
  readonly description: string;
  /** The search that found its numbers, in words; false = chosen by hand. */
  readonly tuned: string | false;
  readonly settings: PresetSettings;
}

/** The scenarios that evaluations play; those of training where no others are named. */
export function judgedScenarios(plan: TrainingPlan, when: 'evaluation' | 'test') {
  return plan[when].scenarios ?? plan.evaluation.scenarios ?? plan.scenarios;
}

/**
 * Completes settings, with changes by path merged in, and checks every name in them. Errors: `ArenaError` that names the
 * preset, the setting, what was given and what is allowed.
 */
export function resolvePlan({ id, settings }: Pick<PresetSpec, 'id' | 'settings'>, changes: Json = {}): TrainingPlan {
  const merged = mergeConfig(settings as unknown as Json, changes);
  const parsed = presetSchema.safeParse(merged);
  if (!parsed.success) throw new ArenaError(`preset ${id}: ${describeIssue(parsed.error.issues, merged)}`);
  const plan = parsed.data;
  return naming(`preset ${id}`, () => {
    const { policy, algorithm } = plan;
    const judgedLists = [judgedScenarios(plan, 'evaluation'), judgedScenarios(plan, 'test')];
    const named = (list: TrainingPlan['scenarios']) =>
      list.map((entry) => ({ ...entry, scenario: envs.get(entry.scenario).id }));
    for (const list of judgedLists) named(list);
    return {
      ...plan,
      policy: { ...policy, id: policies.get(policy.id).id },
      algorithm: { ...algorithm, id: algorithms.get(algorithm.id).id },
      scenarios: named(plan.scenarios),
      test: { ...plan.test, baselines: plan.test.baselines.map((agent) => agents.get(agent).id) },
    };
  });
}

/** Adds who complains to errors of the registry. */
function naming<T>(who: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ArenaError)) throw error;
    throw new ArenaError(`${who}: ${error.message}`);
  }
}

/** A setting that does not exist is told first: it may be why another one is missing. */
function describeIssue(issues: readonly z.core.$ZodIssue[], given: Json): string {
  const unknown = issues.find(({ code }) => code === 'unrecognized_keys');
  const issue = unknown ?? issues[0];
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    const hint = didYouMean(issue.keys[0], known) || (known.length > 0 ? `; there are ${known.join(', ')}` : '');
    return `setting "${path === '' ? '' : `${path}.`}${issue.keys[0]}" does not exist${hint}`;
  }
  const value = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)?.[key], given);
  return `${path || 'settings'} ${value === undefined ? 'is missing' : `= ${JSON.stringify(value)}`}: ${issue.message}`;
}

/** Names of the settings in the object that a path leads to. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = presetSchema;
  for (const key of path) schema = member(schema, key);
  const { shape } = unwrapped(schema) as { readonly shape?: object };
  return Object.keys(shape ?? {});
}

function member(schema: unknown, key: PropertyKey): unknown {
  const { shape, element } = unwrapped(schema) as {
    readonly shape?: Record<PropertyKey, unknown>;
    readonly element?: unknown;
  };
  return shape?.[key] ?? element;
}

/** The schema inside of defaults and optionals. */
function unwrapped(schema: unknown): object {
  let inner = schema as { readonly def?: { readonly innerType?: unknown } };
  while (inner?.def?.innerType !== undefined) inner = inner.def.innerType as typeof inner;
  return inner ?? {};
}

/** The hash of the whole plan, for manifests. */
export function planHash(plan: TrainingPlan): string {
  return configHash(plan as unknown as Json);
}

/**
 * The hash of what decides the course of training: how it goes on may be changed (more iterations, other tests, more
 * checkpoints) without making another run of it.
 */
export function courseHash({ policy, algorithm, scenarios, evaluation }: TrainingPlan): string {
  return configHash({ policy, algorithm, scenarios, evaluation } as unknown as Json);
}

/** Changes by path, `evaluation.every=5`, as one object; values are JSON. Errors: `ArenaError` for a path that is none. */
export function changeAt(path: string, value: Json): Json {
  const keys = path.split('.');
  ensure(
    keys.every((key) => /^[\w-]+$/.test(key)),
    `--set ${path}: this is no path (names joined by dots, as in evaluation.every=5)`,
  );
  return keys.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}
