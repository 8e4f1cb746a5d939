/**
 * The recorded PPO loss and Adam computed the way networks learn: masked action tables become ragged candidates, loss
 * and gradients come from tensors in single precision, and weights are a flat float32 vector. Reading a device takes a
 * synchronous backend, which all but WebGPU are outside of browsers.
 */
import type { Tensor, TF } from '../../nn/backend.js';
import { gatherBatch } from '../../nn/ragged-batch.js';
import { CANDIDATES, DecisionTables } from '../../nn/tables.js';
import { annealedLearningRate } from '../../train/adam.js';
import { policyDiagnostics } from '../../train/diagnostics.js';
import { FlatAdam } from '../../train/flat-adam.js';
import { type LossColumns, lossColumns } from '../../train/loss-columns.js';
import { lossTensors } from '../../train/losses.js';
import type { PpoObjective } from '../../train/objective.js';
import { explainedVariance, type PpoBatch, type PpoLoss, type PpoLossOptions } from '../../train/ppo-loss.js';
import { flatten } from './fields.js';
import { defineKind, type GoldenKind, hasInputs } from './kind.js';
import { optimiserSchema } from './optimiser.js';
import { batchOf, compareLoss, optionsOf, policyLossSchema } from './policy-loss.js';

/** The kinds that have a tensor path. */
export function tensorKinds(tf: TF): readonly GoldenKind[] {
  return [policyLossOnTensors(tf), optimiserOnTensors(tf)];
}

function policyLossOnTensors(tf: TF): GoldenKind {
  return defineKind({
    label: 'PPO loss on tensors (logits)',
    accepts: hasInputs('logits'),
    schema: policyLossSchema,
    replay: ({ in: given, out }, comparison) => {
      compareLoss(comparison, tensorLoss(tf, batchOf(given), optionsOf(given)), out);
    },
  });
}

/** The allowed entries of the action table, row by row. */
function allowedEntries({ actionMask }: PpoBatch): Int32Array {
  return Int32Array.from(actionMask.keys()).filter((entry) => actionMask[entry] === 1);
}

/** The minibatch as columns of candidates: the number of an action becomes its place among the allowed ones. */
function raggedColumns(batch: PpoBatch, objective: PpoObjective): LossColumns {
  const store = new DecisionTables([{ name: CANDIDATES, columns: [] }]);
  const decisions = batch.actions.length;
  const count = batch.logits.length / decisions; // actions in the table
  const chosen = new Int32Array(decisions);
  for (let row = 0; row < decisions; row++) {
    const mask = batch.actionMask.subarray(row * count, (row + 1) * count);
    store.table(CANDIDATES).reserve(allowed(mask));
    chosen[row] = allowed(mask.subarray(0, batch.actions[row]));
    store.close();
  }
  const every = Int32Array.from({ length: decisions }, (_, row) => row);
  const columns = { ...batch, store, chosen, weights: null, targets: new Float32Array(0) };
  return lossColumns(columns, every, { batch: gatherBatch(store, every), rule: { objective }, label: 'train/losses' });
}

const allowed = (mask: Uint8Array): number => mask.reduce((sum, flag) => sum + flag, 0);

/** Every result of the reference loss, from tensors. */
function tensorLoss(tf: TF, batch: PpoBatch, options: PpoLossOptions): PpoLoss {
  const objective: PpoObjective = { kind: 'ppo', ...options };
  const columns = raggedColumns(batch, objective);
  const entries = allowedEntries(batch);
  const scatter = (column: Tensor): Float64Array => scattered(numbers(column), entries, batch.logits.length);
  return scoped(tf, () => {
    const logits = tf.tensor1d(Float32Array.from(entries, (entry) => batch.logits[entry]));
    const values = tf.tensor1d(Float32Array.from(batch.values));
    let parts: Omit<PpoLoss, 'gradLogits' | 'gradValues'> | undefined;
    const { grads } = tf.engine().gradients(() => {
      const losses = lossTensors(tf, { logits, values }, columns, { objective });
      const logProbs = numbers(losses.chosenLogProbs);
      const entropies = numbers(losses.entropies);
      const results = { logProbs: Float32Array.from(logProbs), entropies: Float32Array.from(entropies) };
      parts = {
        loss: numbers(losses.loss)[0],
        policyLoss: numbers(losses.policyLoss)[0],
        valueLoss: numbers(losses.valueLoss as Tensor)[0],
        ...policyDiagnostics(results, columns, options.clipRange),
        explainedVariance: explainedVariance(batch.oldValues, batch.returns),
        logProbs,
        entropies,
        probs: scatter(tf.exp(losses.logProbs)),
        ratios: logProbs.map((logProb, row) => Math.exp(logProb - batch.oldLogProbs[row])),
        normalizedAdvantages: columns.advantages,
      };
      return losses.loss;
    }, [logits, values]);
    return { ...(parts as NonNullable<typeof parts>), gradLogits: scatter(grads[0]), gradValues: numbers(grads[1]) };
  });
}

/** Frees the tensors that a computation of plain numbers makes. */
function scoped<T>(tf: TF, compute: () => T): T {
  const engine = tf.engine();
  engine.startScope();
  try {
    return compute();
  } finally {
    engine.endScope();
  }
}

const numbers = (tensor: Tensor): Float64Array => Float64Array.from(tensor.dataSync() as Float32Array);

/** Numbers of the allowed entries in the whole table, 0 elsewhere. */
function scattered(column: Float64Array, entries: Int32Array, size: number): Float64Array {
  const table = new Float64Array(size);
  for (let i = 0; i < entries.length; i++) table[entries[i]] = column[i];
  return table;
}

/** Adam on one flat vector; the gradient of Σ g·x is differentiated on the backend. */
function optimiserOnTensors(tf: TF): GoldenKind {
  return defineKind({
    label: 'Adam on tensors (w, b, lr0)',
    accepts: hasInputs('w', 'b', 'lr0'),
    schema: optimiserSchema,
    replay: ({ in: given, out }, comparison) => {
      const parameters = Float32Array.from([...flatten(given.w), ...given.b]);
      const cut = parameters.length - given.b.length;
      const adam = new FlatAdam(parameters.length, { epsilon: given.eps });
      out.steps.forEach((recorded, i) => {
        const path = `out.steps[${i}]`;
        const learningRate = annealedLearningRate(given.lr0, i + 1, out.steps.length);
        const gradient = slopes(tf, parameters, Float32Array.from([...flatten(recorded.gradW), ...recorded.gradB]));
        const norm = adam.step(parameters, gradient, { learningRate, largestNorm: given.maxGradNorm });
        comparison.number(`${path}.learningRate`, learningRate, recorded.learningRate);
        comparison.number(`${path}.gradNorm`, norm, recorded.gradNorm);
        comparison.numbers(`${path}.clippedW`, gradient.subarray(0, cut), recorded.clippedW);
        comparison.numbers(`${path}.clippedB`, gradient.subarray(cut), recorded.clippedB);
        comparison.numbers(`${path}.w`, parameters.subarray(0, cut), recorded.w);
        comparison.numbers(`${path}.b`, parameters.subarray(cut), recorded.b);
      });
    },
  });
}

function slopes(tf: TF, parameters: Float32Array, coefficients: Float32Array): Float64Array {
  return scoped(tf, () => {
    const at = tf.tensor1d(parameters.slice());
    const slope = tf.grad((x: Tensor) => tf.sum(tf.mul(x, tf.tensor1d(coefficients))));
    return numbers(slope(at));
  });
}
