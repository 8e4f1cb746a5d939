/** The policy `pairnet`: the pair network with its encoder, for the registry of policies. */
import { z } from 'zod';
import { ArenaError } from '../../src/error.js';
import type { Encoder, Policy, PolicySpec } from '../../src/nn/policy.js';
import type { Json } from '../../src/space/space.js';
import { PairEncoder } from './encoder.js';
import { PairNetwork } from './network.js';
import type { PairRules } from './rules.js';
import { STARTS, startWeights } from './start.js';

const lanes = z.int().min(4).max(256).multipleOf(4);

const Options = z.strictObject({
  width: lanes.default(16),
  hidden: z.tuple([lanes, lanes]).default([32, 32]),
  start: z.enum(STARTS).default('drain'),
  /** Roll-outs of the live jobs among the columns of candidates. */
  drain: z.boolean().default(true),
});

export type PairPolicyOptions = z.output<typeof Options>;

export class PairPolicy implements Policy {
  readonly network: PairNetwork;
  private readonly rules: PairRules;
  private readonly drain: boolean;

  constructor(rules: PairRules, { width, hidden, start, drain }: PairPolicyOptions) {
    this.network = new PairNetwork({ width, hidden, start }, startWeights(start, rules));
    this.rules = rules;
    this.drain = drain;
  }

  encoder(): Encoder {
    return new PairEncoder(this.rules, { drain: this.drain });
  }
}

/** Errors: `ArenaError` for options it does not know. */
export function pairPolicy(rules: PairRules, options: Json = {}): PairPolicy {
  const parsed = Options.safeParse(options ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ArenaError(`policy pairnet: ${['options', ...issue.path].join('.')}: ${issue.message}`);
  }
  return new PairPolicy(rules, parsed.data);
}

export function pairPolicySpec(rules: PairRules): PolicySpec {
  return {
    id: 'pairnet',
    description: 'joint task × processor scoring over embedded job graphs; any number of processors, jobs and tasks',
    tags: ['graph', 'size-invariant'],
    create: (options) => pairPolicy(rules, options),
  };
}
