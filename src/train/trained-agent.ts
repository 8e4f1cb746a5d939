/**
 * The agent that a training run has made: the policy of its plan with the weights that were best on validation seeds, from
 * the newest intact checkpoint of the run's folder, or from a module that `export-weights` wrote.
 */
import { ensure } from '../error.js';
import { Parameters } from '../nn/parameters.js';
import { PolicyAgent } from '../nn/policy-agent.js';
import { type TrainedWeights, trainedParameters } from '../nn/trained-weights.js';
import { newestIntact } from './checkpoint.js';
import { readTrainingManifest } from './training-manifest.js';
import { createPolicy } from './workbench.js';

/**
 * `folder` is that of one seed. The policy has to be registered (`sched-arena/agents` has those of this package). Errors:
 * `ArenaError` for a folder without a run or without an intact checkpoint, and for weights of another network.
 */
export function trainedAgent(folder: string, name = 'trained'): PolicyAgent {
  const { plan } = readTrainingManifest(folder);
  const { identity, loop } = newestIntact(folder).checkpoint;
  ensure(loop.best !== null, `train: ${folder} has not been evaluated yet`);
  const policy = createPolicy(plan.policy);
  const { id, parameters } = policy.network;
  ensure(id === identity.network, `train: ${folder}: its weights are of network ${identity.network}, not of ${id}`);
  return new PolicyAgent(name, { policy, parameters: new Parameters(parameters, loop.best.weights.slice()) });
}

/** The agent of exported weights. Errors: `ArenaError` for an unknown policy, and for weights of another network. */
export function agentOfWeights(trained: TrainedWeights, name = 'trained'): PolicyAgent {
  const { id, options } = trained.policy;
  const policy = createPolicy({ id, ...(options === undefined ? {} : { options }) });
  return new PolicyAgent(name, { policy, parameters: trainedParameters('train', policy.network, trained) });
}
