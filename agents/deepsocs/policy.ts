/**
 * DeepSoCS as it was meant (Sung et al., Electronics 9(6) 2020, arXiv 2005.07666): a graph network draws the ready tasks
 * one after another, a heuristic places them. `deepsocs` does what the release intends; `deepsocs-faulty` has its single
 * round of messages, its normalisation, unscaled times and summaries of finished tasks, but does use the order it draws. As
 * published it is trained by REINFORCE on average-reward returns with a baseline over time from several rollouts, entropy
 * weight from 1 to 1e-4 in steps of 1e-3, Adam at 3e-4. A fault of that training: the advantage multiplies the sum of the
 * logarithms of all probabilities instead of that of the task drawn.
 */
import { z } from 'zod';
import type { Policy, PolicySpec } from '../../src/nn/policy.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { DeepSocsEncoder } from './encoder.js';
import { DeepSocsNetwork } from './network.js';

const schema = z.object({
  depth: z.number().int().min(1).max(8).default(2), // rounds of messages
  normalization: z.enum(['none', 'tasks']).default('none'),
  summary: z.enum(['unfinished', 'all']).default('unfinished'),
  times: z.enum(['relative', 'raw']).default('relative'),
  placement: z.enum(['insertion', 'earliest-finish']).default('insertion'),
});

export type DeepSocsOptions = z.input<typeof schema>;

/** The faults of the release that a policy can have. */
const FAULTS: DeepSocsOptions = Object.freeze({ depth: 1, normalization: 'tasks', summary: 'all', times: 'raw' });

/** Errors: `ArenaError` for options it does not know. */
export function deepSocsPolicy(options: DeepSocsOptions = {}, id = 'deepsocs'): Policy {
  const { depth, normalization, ...encoding } = readPlannerOptions({ who: `policies/${id}`, schema, given: options });
  return {
    network: new DeepSocsNetwork({ depth, normalization }),
    encoder: () => new DeepSocsEncoder(encoding),
  };
}

export const deepSocsPolicies: readonly PolicySpec[] = [
  {
    id: 'deepsocs',
    description: 'DeepSoCS as intended: a graph network orders ready tasks, an insertion planner places them',
    tags: ['soc', 'published'],
    create: (options) => deepSocsPolicy((options ?? {}) as DeepSocsOptions),
  },
  {
    id: 'deepsocs-eft',
    description: 'DeepSoCS with placement by earliest finish, transfers included',
    tags: ['soc', 'published'],
    create: (options) =>
      deepSocsPolicy({ placement: 'earliest-finish', ...(options as DeepSocsOptions) }, 'deepsocs-eft'),
  },
  {
    id: 'deepsocs-faulty',
    description: 'DeepSoCS with the faults of its released network, but using the order it draws',
    tags: ['soc', 'published', 'faults'],
    create: (options) => deepSocsPolicy({ ...FAULTS, ...(options as DeepSocsOptions) }, 'deepsocs-faulty'),
  },
];
