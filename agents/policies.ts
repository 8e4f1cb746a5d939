/** Registers every policy that can be trained, and the agents that play with trained weights. */
import { policies } from '../src/nn/policy.js';
import { decimaPolicies } from './decima/policies.js';
import { deepSocsPolicies } from './deepsocs/policy.js';
import { DEFAULT_LINEAR_OPTIONS, LinearScheduler } from './linear/linear.js';
import { EarliestTaskFirst } from './list/etf.js';
import { pairPolicySpec } from './pairnet/policy.js';
import type { PairRules } from './pairnet/rules.js';
import { scarlPolicies } from './scarl/policy.js';
import { socratesPolicies } from './socrates/policy.js';

/** The schedulers that the pair network is told of. */
export const PAIR_RULES: PairRules = {
  etf: () => new EarliestTaskFirst('etf'),
  linear: () => new LinearScheduler(),
  linearWeights: DEFAULT_LINEAR_OPTIONS,
};

for (const spec of [
  pairPolicySpec(PAIR_RULES),
  ...deepSocsPolicies,
  ...socratesPolicies,
  ...scarlPolicies,
  ...decimaPolicies,
]) {
  policies.register(spec);
}
