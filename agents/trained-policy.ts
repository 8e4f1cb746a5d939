/** What plays with the trained weights of one policy, and how they stand in their generated module. */
import type { Agent } from '../src/agent.js';
import { ensure } from '../src/error.js';
import { Parameters } from '../src/nn/parameters.js';
import type { Policy } from '../src/nn/policy.js';
import { PolicyAgent } from '../src/nn/policy-agent.js';
import { decodeWeights, type WeightFormat } from '../src/nn/weights-text.js';
import type { Json } from '../src/space/space.js';

/** What a module of trained weights exports; more facts stand beside. */
export interface TrainedWeights {
  readonly network: string; // id of the network that they belong to
  readonly policy: { readonly id: string; readonly options?: Json | undefined }; // with which the network is made
  readonly weightFormat?: WeightFormat; // default float32
  readonly weights: string; // base64
}

/** The weights as parameters of a policy's network. Errors: `ArenaError` for weights of another network. */
export function trainedParameters(id: string, { network }: Policy, trained: TrainedWeights): Parameters {
  ensure(
    trained.network === network.id,
    `agents/${id}: the weights belong to the network ${trained.network}, not to ${network.id}`,
  );
  return new Parameters(network.parameters, decodeWeights(trained.weights, trained.weightFormat));
}

/** The agent `id` of a policy with its trained weights. Errors: `ArenaError` for weights of another network. */
export function trainedPolicyAgent(id: string, policy: Policy, trained: TrainedWeights): Agent {
  return new PolicyAgent(id, { policy, parameters: trainedParameters(id, policy, trained) });
}
