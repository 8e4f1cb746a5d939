/**
 * The agent of the pair network. Decisions with *wait* and without it are different trades, so there are two sets of
 * weights, trained apart, as in the linear agent; one network and one kind of encoder. Without weights it plays as its
 * untrained start does.
 */
import type { ActContext, Agent } from '../../src/agent.js';
import { ensure } from '../../src/error.js';
import { Parameters } from '../../src/nn/parameters.js';
import { PolicyAgent } from '../../src/nn/policy-agent.js';
import { type TrainedWeights, trainedParameters } from '../../src/nn/trained-weights.js';
import { type PlacementView, waitAction } from '../../src/placement.js';
import type { Json } from '../../src/space/space.js';
import { agentOptions } from '../options.js';
import { type PairPolicy, pairPolicy } from './policy.js';
import type { PairRules } from './rules.js';

export interface PairNetSets {
  readonly onReady: TrainedWeights | undefined; // for decisions without *wait*
  readonly late: TrainedWeights | undefined; // for those with it
}

export class PairNetAgent implements Agent {
  readonly name: string;
  private readonly onReady: PolicyAgent;
  private readonly late: PolicyAgent;

  /** Errors: `ArenaError` for weights of another network. */
  constructor(name: string, rules: PairRules, { onReady, late }: PairNetSets) {
    this.name = name;
    this.onReady = follower(name, rules, onReady);
    this.late = follower(name, rules, late);
  }

  act(view: PlacementView, context: ActContext): number {
    return this.of(view).act(view, context);
  }

  propose(view: PlacementView): number {
    return this.of(view).propose(view);
  }

  private of(view: PlacementView): PolicyAgent {
    return view.mask[waitAction(view.shape)] === 1 ? this.late : this.onReady;
  }
}

function follower(name: string, rules: PairRules, trained: TrainedWeights | undefined): PolicyAgent {
  const policy = pairPolicy(rules, trained?.policy.options ?? {});
  return new PolicyAgent(name, { policy, parameters: parametersOf(name, policy, trained) });
}

/** The trained parameters, or zeros, which are the start. */
function parametersOf(name: string, { network }: PairPolicy, trained: TrainedWeights | undefined): Parameters {
  if (trained === undefined) return new Parameters(network.parameters);
  return trainedParameters(`agents/${name}`, network, trained);
}

/**
 * The agent from the registry: the shipped weights, or with `{weights: 'none'}` none. Errors: `ArenaError` for other
 * options.
 */
export function createPairNet(rules: PairRules, shipped: PairNetSets, options?: Json): Agent {
  const { weights = 'shipped' } = agentOptions('pairnet', options, ['weights']);
  ensure(
    weights === 'shipped' || weights === 'none',
    `agents/pairnet: option "weights" must be "shipped" or "none", got ${JSON.stringify(weights)}`,
  );
  return new PairNetAgent('pairnet', rules, weights === 'shipped' ? shipped : { onReady: undefined, late: undefined });
}
