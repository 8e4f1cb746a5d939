/**
 * What a thread keeps between tasks, because building it costs more than many decisions: a policy with its network
 * compiled for acting, and environments by scenario. Weights come with every task; nothing else that is kept
 * influences a result.
 */
import { z } from 'zod';
import type { Agent } from '../agent.js';
import { canonicalJSON } from '../config.js';
import type { PlacementEnv } from '../env.js';
import { ensure } from '../error.js';
import type { PlainNetwork } from '../nn/network.js';
import { Parameters } from '../nn/parameters.js';
import { type Encoder, type Policy, policies } from '../nn/policy.js';
import { PolicyAgent } from '../nn/policy-agent.js';
import { makeAgent } from '../registry.js';
import type { Json } from '../space/space.js';
import type { AgentChoice } from './agent-choice.js';
import { scenarioEnv, type WeightedScenario } from './scenario-mix.js';

export const policyChoiceSchema = z.strictObject({
  id: z.string().min(1),
  options: z.custom<Json>().optional(),
});

/** A registered policy and its options. */
export type PolicyChoice = z.output<typeof policyChoiceSchema>;

type ScenarioChoice = Pick<WeightedScenario, 'scenario' | 'config'>;

/** An environment with the encoder that looks at it. */
export interface Seat {
  readonly env: PlacementEnv<unknown>;
  readonly encoder: Encoder;
}

export class Workbench {
  readonly policy: Policy;
  readonly parameters: Parameters;
  readonly plain: PlainNetwork;
  private readonly seats = new Map<string, Seat>();

  constructor(choice: PolicyChoice) {
    this.policy = createPolicy(choice);
    this.parameters = new Parameters(this.policy.network.parameters);
    this.plain = this.policy.network.compile(this.parameters);
  }

  load(weights: Float32Array): void {
    const { length } = this.parameters.flat;
    ensure(weights.length === length, `train/workbench: ${weights.length} weights given (${length} needed)`);
    this.parameters.flat.set(weights);
    this.plain.refresh?.();
  }

  /** The environment of a scenario, one for each role. */
  seat({ scenario, config }: ScenarioChoice, role: 'play' | 'trial'): Seat {
    const key = `${role} ${scenario} ${config === undefined ? '' : canonicalJSON(config)}`;
    let seat = this.seats.get(key);
    if (!seat) {
      seat = { env: scenarioEnv({ scenario, config }), encoder: this.policy.encoder() };
      this.seats.set(key, seat);
    }
    return seat;
  }

  /** A fresh agent; null = the policy with the present weights. */
  agent(choice: AgentChoice | null): Agent {
    if (choice) return makeAgent(choice.id, choice.options);
    return new PolicyAgent('policy', { policy: this.policy, parameters: this.parameters });
  }
}

/** Errors: `ArenaError` for an unknown policy or options that it refuses. */
export function createPolicy({ id, options }: PolicyChoice): Policy {
  return policies.get(id).create(options);
}

const benches = new Map<string, Workbench>();

/** This thread's bench for a policy, loaded with the weights. */
export function workbench(choice: PolicyChoice, weights: Float32Array): Workbench {
  const key = canonicalJSON({ id: choice.id, options: choice.options ?? null });
  let bench = benches.get(key);
  if (!bench) {
    bench = new Workbench(choice);
    benches.set(key, bench);
  }
  bench.load(weights);
  return bench;
}
