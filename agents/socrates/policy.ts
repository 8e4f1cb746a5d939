/**
 * SoCRATES as a policy (Sung & Ryu, ICMLA 2021, arXiv 2104.14354; code EpiSci/SoCRATES@e246978): a flat network binds the
 * ready tasks one after another in order of age. As published it learns from a reward of 50 per finished job and −0.5 per
 * tick (the environment's `reward.kind: 'completion'`), returns at discount 0.98 per tick matched to decisions by their
 * own tick, Adam at 3e-4, value weight 0.5, entropy weight 0.01. `socrates-released` has the two faults of its observation and of
 * its output rows. Those of its update belong to training and are options there: an advantage that is not detached,
 * tasks that are dropped, and a first sample that counts twice.
 */
import { z } from 'zod';
import type { Policy, PolicySpec } from '../../src/nn/policy.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { observationLength, SocratesEncoder, type SocratesEncoding } from './encoder.js';
import { SocratesNetwork } from './network.js';

const count = z.number().int().min(1);

const schema = z.object({
  jobs: count.max(64).default(3),
  tasks: count.max(256).default(10), // per job
  processors: count.max(64).default(3),
  rows: z.enum(['slot', 'task-id']).default('slot'),
  predecessors: z.enum(['each', 'colliding']).default('each'),
});

export type SocratesOptions = z.input<typeof schema>;

/** The faults of the release that a policy can have. */
const RELEASED: SocratesOptions = Object.freeze({ rows: 'task-id', predecessors: 'colliding' });

/** Errors: `ArenaError` for options it does not know. */
export function socratesPolicy(options: SocratesOptions = {}, id = 'socrates'): Policy {
  const encoding: SocratesEncoding = readPlannerOptions({ who: `policies/${id}`, schema, given: options });
  const network = new SocratesNetwork({
    observation: observationLength(encoding),
    outputs: encoding.jobs * encoding.tasks * encoding.processors,
    processors: encoding.processors,
  });
  return { network, encoder: () => new SocratesEncoder(encoding) };
}

export const socratesPolicies: readonly PolicySpec[] = [
  {
    id: 'socrates',
    description: 'SoCRATES: a flat network of fixed size binds ready tasks in order of age',
    tags: ['soc', 'published', 'fixed-size'],
    create: (options) => socratesPolicy((options ?? {}) as SocratesOptions),
  },
  {
    id: 'socrates-released',
    description: 'SoCRATES with its released faults: outputs by task id, colliding predecessors',
    tags: ['soc', 'published', 'fixed-size', 'faults'],
    create: (options) => socratesPolicy({ ...RELEASED, ...(options as SocratesOptions) }, 'socrates-released'),
  },
];
