/** The policies `decima` and `decima-original`, and the agent that plays with trained or pretrained weights. */
import type { Agent } from '../../src/agent.js';
import { ensure } from '../../src/error.js';
import { Parameters } from '../../src/nn/parameters.js';
import type { Policy, PolicySpec } from '../../src/nn/policy.js';
import { PolicyAgent } from '../../src/nn/policy-agent.js';
import type { Json } from '../../src/space/space.js';
import { agentOptions } from '../options.js';
import { DecimaEncoder } from './encoder.js';
import { type DecimaName, decimaKind } from './kinds.js';
import { decimaNetwork } from './network.js';
import { readDecimaModel } from './pretrained.js';

/** One of the two networks with its encoder. */
export function decimaPolicy(name: DecimaName, { critic = false }: { readonly critic?: boolean } = {}): Policy {
  const network = decimaNetwork(decimaKind(name, critic));
  return { network, encoder: () => new DecimaEncoder(name) };
}

function policySpec(id: string, name: DecimaName, description: string): PolicySpec {
  return {
    id,
    description,
    tags: ['graph', 'size-invariant'],
    create: (options) => {
      const { critic = false } = agentOptions(id, options, ['critic']);
      ensure(
        typeof critic === 'boolean',
        `agents/${id}: option "critic" must be true or false, got ${JSON.stringify(critic)}`,
      );
      return decimaPolicy(name, { critic });
    },
  };
}

/** To be registered among the policies. Option `critic` adds a value head. */
export const decimaPolicies: readonly PolicySpec[] = [
  policySpec(
    'decima',
    'small',
    'Decima as in spark-sched-sim: a stage and a limit of processors, placed by earliest finish',
  ),
  policySpec(
    'decima-original',
    'original',
    'Decima as in decima-sim: a stage and a limit of processors, 4,770 parameters',
  ),
];

/**
 * The agent `decima`: the small network with the weights given, or with those of a file in the layout of spark-sched-sim
 * (option `model`: path). Errors: `ArenaError` for an unknown option, a file that does not fit, or no weights at all.
 */
export function createDecima(options?: Json, weights?: Float32Array): Agent {
  const { model } = agentOptions('decima', options, ['model']);
  const policy = decimaPolicy('small');
  if (model === undefined) {
    ensure(weights !== undefined, 'agents/decima: option "model" is needed (path of a file with weights)');
    return new PolicyAgent('decima', { policy, parameters: new Parameters(policy.network.parameters, weights) });
  }
  ensure(typeof model === 'string', `agents/decima: option "model" must be a path, got ${JSON.stringify(model)}`);
  return new PolicyAgent('decima', { policy, parameters: readDecimaModel(model) });
}
