/**
 * Agents of published methods with weights that this framework has trained, on wish with the faults of the released
 * programs (`-faulty`, `-released`). They are what some minutes of training come to (`src/train/presets/published.ts`), where the
 * publications took hours. All have learned on synthetic profiles of small chips only, SoCRATES even refuses other sizes, so
 * in a leaderboard of all agents they play just there.
 */

import type { PolicySpec } from '../src/nn/policy.js';
import { PolicyAgent } from '../src/nn/policy-agent.js';
import { type TrainedWeights, trainedParameters } from '../src/nn/trained-weights.js';
import { decodeWeights } from '../src/nn/weights-text.js';
import type { AgentSpec } from '../src/registry.js';
import { createDecima } from './decima/policies.js';
import { TRAINED_WEIGHTS as DECIMA } from './decima/weights.js';
import { deepSocsPolicies } from './deepsocs/policy.js';
import { TRAINED_WEIGHTS as DEEPSOCS } from './deepsocs/weights.js';
import { TRAINED_WEIGHTS as DEEPSOCS_EFT } from './deepsocs/weights-eft.js';
import { TRAINED_WEIGHTS as DEEPSOCS_FAULTY } from './deepsocs/weights-faulty.js';
import { agentOptions } from './options.js';
import { scarlPolicies } from './scarl/policy.js';
import { TRAINED_WEIGHTS as SCARL } from './scarl/weights.js';
import { TRAINED_WEIGHTS as SCARL_RELEASED } from './scarl/weights-released.js';
import { socratesPolicies } from './socrates/policy.js';
import { TRAINED_WEIGHTS as SOCRATES } from './socrates/weights.js';
import { TRAINED_WEIGHTS as SOCRATES_RELEASED } from './socrates/weights-released.js';

/** Where jobs have at most ten tasks and there are three processors. */
const SMALL_CHIPS = ['soc/canonical', 'soc/closed-canonical', 'soc/profiles-*'];

const WEIGHTS: Readonly<Record<string, TrainedWeights>> = {
  deepsocs: DEEPSOCS,
  'deepsocs-eft': DEEPSOCS_EFT,
  'deepsocs-faulty': DEEPSOCS_FAULTY,
  socrates: SOCRATES,
  'socrates-released': SOCRATES_RELEASED,
  scarl: SCARL,
  'scarl-released': SCARL_RELEASED,
};

/** The agent of a policy, by the same id. */
function trainedSpec({ id, description, tags, create }: PolicySpec): AgentSpec {
  const trained = WEIGHTS[id];
  return {
    id,
    description: `${description}; trained`,
    tags: ['network', 'learned', ...tags.filter((tag) => tag !== 'soc')],
    oracle: false,
    plays: SMALL_CHIPS,
    create: (options) => {
      agentOptions(id, options, []);
      const policy = create(trained.policy.options);
      return new PolicyAgent(id, { policy, parameters: trainedParameters(`agents/${id}`, policy.network, trained) });
    },
  };
}

const decima: AgentSpec = {
  id: 'decima',
  description: 'Decima: a stage and a limit of processors, placed by earliest finish; trained, or published weights',
  tags: ['network', 'learned', 'published'],
  oracle: false,
  plays: SMALL_CHIPS,
  create: (options) => createDecima(options, decodeWeights(DECIMA.weights)),
};

export const publishedAgents: readonly AgentSpec[] = [
  ...[...deepSocsPolicies, ...socratesPolicies, ...scarlPolicies].map(trainedSpec),
  decima,
];
