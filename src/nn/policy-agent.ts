/**
 * An agent that follows a trained policy: it encodes the view, evaluates the network in plain arrays and takes the
 * candidate of the largest logit, or draws one from the softmax when it is to explore. Ties go to the first candidate.
 */
import type { ActContext, Agent } from '../agent.js';
import { ensure } from '../error.js';
import type { PlacementView } from '../placement.js';
import type { Rng } from '../rng.js';
import type { PlainNetwork } from './network.js';
import type { Parameters } from './parameters.js';
import type { Encoder, Policy } from './policy.js';
import { DecisionTables } from './tables.js';

export class PolicyAgent implements Agent {
  readonly name: string;
  private readonly encoder: Encoder;
  private readonly plain: PlainNetwork;
  private readonly store: DecisionTables;

  /** Errors: `ArenaError` when the parameters are of another network. */
  constructor(name: string, { policy, parameters }: { readonly policy: Policy; readonly parameters: Parameters }) {
    const { network } = policy;
    const wanted = network.parameters.map((spec) => spec.name).join();
    ensure(
      parameters.specs.map((spec) => spec.name).join() === wanted,
      `agents/${name}: the parameters are not those of the network ${network.id}`,
    );
    this.name = name;
    this.encoder = policy.encoder();
    this.plain = network.compile(parameters);
    this.store = new DecisionTables(network.schema);
  }

  act(view: PlacementView, { rng, deterministic }: ActContext): number {
    const count = this.evaluate(view);
    const { logits } = this.plain;
    return this.encoder.action(deterministic ? largest(logits, count) : sampleSoftmax(logits, count, rng));
  }

  propose(view: PlacementView): number {
    const count = this.evaluate(view);
    return this.encoder.action(largest(this.plain.logits, count));
  }

  reset(): void {
    this.encoder.reset?.();
  }

  private evaluate(view: PlacementView): number {
    this.store.clear();
    const count = this.encoder.encode(view, this.store);
    ensure(count > 0, `agents/${this.name}: the mask allows nothing`);
    this.store.close();
    this.plain.evaluate(this.store, 0);
    return count;
  }
}

/** Index of the largest of the first `count` numbers, the first of equals. */
export function largest(logits: Float32Array, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (logits[i] > logits[best]) best = i;
  return best;
}

/** An index drawn with probability proportional to exp(logit); takes one number from the generator. */
export function sampleSoftmax(logits: Float32Array, count: number, rng: Rng): number {
  const top = logits[largest(logits, count)];
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(logits[i] - top);
  let left = rng() * sum;
  for (let i = 0; i < count - 1; i++) {
    left -= Math.exp(logits[i] - top);
    if (left < 0) return i;
  }
  return count - 1;
}

/** ln of the softmax probability of one of the first `count` logits. */
export function logProbability(logits: Float32Array, count: number, chosen: number): number {
  const top = logits[largest(logits, count)];
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(logits[i] - top);
  return logits[chosen] - top - Math.log(sum);
}
