/**
 * What may be set about the placement of a DAG. A configuration is plain JSON and complete: the same one makes the same
 * environment, instances included. Costs, volumes and links belong to the instances and have their own checks, in
 * src/instances for generated ones and in src/graph for written ones.
 */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../../src/error.js';
import { type InstanceConfig, parseInstanceConfig } from '../../src/instances/index.js';
import type { Json } from '../../src/space/space.js';

const schema = z.strictObject({
  /** Where instances come from: drawn by a generator of src/instances, or one of a list (all with as many processors). */
  instances: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('generated'), config: z.unknown() }),
    z.strictObject({ kind: z.literal('fixed'), instances: z.array(z.record(z.string(), z.unknown())).min(1) }),
  ]),
  /** Available tasks the view shows at once; further ones queue behind. */
  itemSlots: z.number().int().positive().max(4096).default(32),
  /** `insertion`: a task goes into the first gap that holds it; `append`: behind the last one of its processor. */
  placement: z.enum(['insertion', 'append']).default('insertion'),
  /** Minus the growth of the makespan, as it is or divided by the longest path of least costs. */
  reward: z.enum(['makespan', 'slr']).default('makespan'),
});

/** A configuration as it may be written. */
export type DagConfigInput = z.input<typeof schema>;

/** A complete, checked configuration; plain JSON. */
export type DagConfig = Omit<z.output<typeof schema>, 'instances'> & {
  readonly instances:
    | { readonly kind: 'generated'; readonly config: InstanceConfig }
    | { readonly kind: 'fixed'; readonly instances: readonly Json[] };
};

/**
 * Checks and completes a configuration; the instances of a list are checked when they are read.
 * @throws ArenaError naming the setting, what was given and what is allowed.
 */
export function parseDagConfig(input: unknown): DagConfig {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ArenaError(`envs/dag: ${describe(parsed.error.issues[0])}`);
  const { instances } = parsed.data;
  if (instances.kind === 'fixed')
    return { ...parsed.data, instances: { kind: 'fixed', instances: instances.instances as Json[] } };
  const config = parseInstanceConfig(instances.config, 'envs/dag: instances.config');
  return { ...parsed.data, instances: { kind: 'generated', config } };
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return `${path || 'configuration'}: ${issue.message}`;
  const known = path === '' ? Object.keys(schema.shape) : [];
  return `option "${path ? `${path}.` : ''}${issue.keys[0]}" does not exist${didYouMean(issue.keys[0], known)}`;
}
