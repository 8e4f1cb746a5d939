/**
 * The slow path that training is compared with: rollouts as a script around a tensor library plays them, with one forward
 * pass through TensorFlow.js for every decision. Same environment, encoder, network and way of drawing as the players of
 * training; nothing is recorded.
 */
import type { Backend, Tensor } from '../../nn/backend.js';
import { tensorBatch } from '../../nn/network.js';
import type { Parameters } from '../../nn/parameters.js';
import { sampleSoftmax } from '../../nn/policy-agent.js';
import { gatherBatch } from '../../nn/ragged-batch.js';
import { DecisionTables } from '../../nn/tables.js';
import { createRng } from '../../rng.js';
import { weightTensors } from '../../train/backward.js';
import type { Workbench } from '../../train/workbench.js';
import { SCENARIO, SEED } from './train-setting.js';

const FIRST = Int32Array.of(0);

export class TensorRollout {
  private readonly backend: Backend;
  private readonly bench: Workbench;
  private readonly weights: Record<string, Tensor>;
  private readonly store: DecisionTables;
  private readonly rng = createRng(SEED).fork('tensor rollout');
  private seed = SEED;
  private isOpen = false;

  constructor(backend: Backend, bench: Workbench, parameters: Parameters) {
    this.backend = backend;
    this.bench = bench;
    this.weights = weightTensors(backend.tf, parameters);
    this.store = new DecisionTables(bench.policy.network.schema);
  }

  /** Plays on for this many decisions. */
  play(decisions: number): number {
    const { env, encoder } = this.bench.seat(SCENARIO, 'trial');
    for (let made = 0; made < decisions; made++) {
      if (!this.isOpen) {
        env.reset({ seed: this.seed++ });
        encoder.reset?.();
      }
      this.store.clear();
      const count = encoder.encode(env.view(), this.store);
      this.store.close();
      const logits = this.forward(this.store, 0);
      const result = env.step(encoder.action(sampleSoftmax(logits, count, this.rng)));
      this.isOpen = !result.terminated && !result.truncated;
    }
    return decisions;
  }

  /** Logits of one decision of a store. */
  forward(store: DecisionTables, decision: number): Float32Array {
    const { tf } = this.backend;
    const chosen = decision === 0 ? FIRST : Int32Array.of(decision);
    return tf.tidy(() => {
      const batch = tensorBatch(tf, gatherBatch(store, chosen));
      const { network } = this.bench.policy;
      return network.forward({ tf, weights: this.weights }, batch).logits.dataSync() as Float32Array;
    });
  }

  dispose(): void {
    for (const tensor of Object.values(this.weights)) tensor.dispose();
  }
}
