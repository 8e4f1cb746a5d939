/**
 * SCARL as a policy (Cheong et al. 2019, doi 10.1109/ACCESS.2019.2948150, for clusters; for chips as in
 * EpiSci/SoCRATES@e246978): attention chooses a processor for the oldest ready task. Trained by REINFORCE without a
 * baseline, Adam at 3e-4, returns at discount 0.98 per tick. `scarl-released` has the faults of its features. A fault of its
 * training explains why it is no better than random: the update draws anew and takes the log-probability of that draw,
 * not of the action that earned the return, so that its expected gradient is 0.
 */
import { z } from 'zod';
import type { Policy, PolicySpec } from '../../src/nn/policy.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { PROCESSOR_COLUMNS, ScarlEncoder, taskColumnNames } from './encoder.js';
import { ScarlNetwork } from './network.js';

const count = z.number().int().min(1);

const schema = z.object({
  jobs: count.max(64).default(3), // observed
  tasks: count.max(256).default(10), // per job, by which the share of unplaced tasks is scaled
  processors: count.max(64).default(3), // places of the task's one-hot
  embedding: count.max(512).default(32),
  availableTime: z.enum(['expected', 'zero']).default('expected'),
  times: z.enum(['relative', 'raw']).default('relative'),
  predecessors: z.enum(['each', 'colliding']).default('each'),
});

export type ScarlOptions = z.input<typeof schema>;

/** The faults of the release that a policy can have. */
const RELEASED: ScarlOptions = Object.freeze({ availableTime: 'zero', times: 'raw', predecessors: 'colliding' });

/** Errors: `ArenaError` for options it does not know. */
export function scarlPolicy(options: ScarlOptions = {}, id = 'scarl'): Policy {
  const { embedding, ...encoding } = readPlannerOptions({ who: `policies/${id}`, schema, given: options });
  const network = new ScarlNetwork({ task: taskColumnNames(encoding), processor: PROCESSOR_COLUMNS, embedding });
  return { network, encoder: () => new ScarlEncoder(encoding) };
}

export const scarlPolicies: readonly PolicySpec[] = [
  {
    id: 'scarl',
    description: 'SCARL: attention chooses a processor for the oldest ready task',
    tags: ['soc', 'published'],
    create: (options) => scarlPolicy((options ?? {}) as ScarlOptions),
  },
  {
    id: 'scarl-released',
    description: 'SCARL with its released faults: available time always 0, unscaled times',
    tags: ['soc', 'published', 'faults'],
    create: (options) => scarlPolicy({ ...RELEASED, ...(options as ScarlOptions) }, 'scarl-released'),
  },
];
