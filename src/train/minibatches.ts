/**
 * Passes over decisions in shuffled minibatches (Fisher & Yates 1938) of nearly equal size. Every epoch has a stream of
 * its own; between two minibatches the caller may be interrupted.
 */
import type { Rng } from '../rng.js';
import type { Learner, LearnerReport, UpdateOptions } from './learner.js';
import type { TrainingColumns } from './objective.js';
import { Interrupted } from './rollout-pool.js';

export interface MinibatchOptions {
  readonly learner: Learner;
  readonly columns: TrainingColumns;
  readonly decisions: Int32Array; // those to learn from; not changed
  readonly epochs: number;
  readonly minibatchSize: number; // decisions, about
  readonly update: UpdateOptions;
  readonly rng: Rng; // forked by epoch
  readonly signal?: AbortSignal | undefined;
}

/** One report per minibatch. Errors: what the learner throws; `Interrupted`. */
export async function learnInMinibatches(options: MinibatchOptions): Promise<LearnerReport[]> {
  const { learner, columns, decisions, epochs, minibatchSize, update, rng, signal } = options;
  const count = Math.max(1, Math.round(decisions.length / minibatchSize));
  const reports: LearnerReport[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffled(decisions, rng.fork(epoch));
    for (let i = 0; i < count; i++) {
      if (signal?.aborted) throw new Interrupted('train: interrupted');
      const from = Math.floor((i * order.length) / count);
      const to = Math.floor(((i + 1) * order.length) / count);
      reports.push(await learner.updateAsync(columns, order.subarray(from, to), update));
      await new Promise((resolve) => setImmediate(resolve)); // lets signals and displays through
    }
  }
  return reports;
}

/** A shuffled copy. */
export function shuffled(values: Int32Array, rng: Rng): Int32Array {
  const order = values.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}
