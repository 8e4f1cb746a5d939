/**
 * One step of learning: a minibatch of decisions goes to the backend, through the network and its loss, and back; the
 * gradients are clipped by their joint norm and move the weights by Adam in double precision. The weights live in
 * `parameters.flat`, which is changed in place and uploaded anew for every pass, so nothing on the backend outlives a
 * call, and whoever else changes the weights (a checkpoint, a search) need not tell. On a backend with
 * `reproducible`, equal weights, moments and minibatches give equal bits. `update` and `evaluate` read the device at
 * once; WebGPU cannot do that outside of browsers and needs `updateAsync` and `evaluateAsync`, which do the same.
 */
import { ArenaError, ensure } from '../error.js';
import type { Backend, Tensor1D, TF } from '../nn/backend.js';
import type { Network } from '../nn/network.js';
import type { Parameters } from '../nn/parameters.js';
import { gatherBatch, type RaggedBatch } from '../nn/ragged-batch.js';
import { CANDIDATES } from '../nn/tables.js';
import type { AdamOptions } from './adam.js';
import { backwardPass, PASS_SCALARS, type PassResult, passResult } from './backward.js';
import { policyDiagnostics } from './diagnostics.js';
import { type DecisionEvaluation, emptyEvaluation, forwardPass, takeEvaluation } from './evaluation.js';
import { FlatAdam, type FlatAdamSnapshot } from './flat-adam.js';
import {
  chosenRowsOf,
  ensureFiniteObservations,
  firstNonFinite,
  type LossColumns,
  type LossRule,
  lossColumns,
} from './loss-columns.js';
import type { TrainingColumns, UpdateReport } from './objective.js';

export interface LearnerOptions {
  readonly backend: Backend;
  readonly network: Network;
  readonly parameters: Parameters; // of the network; changed in place
  readonly adam?: Partial<AdamOptions>;
  readonly maxGradientNorm?: number; // joint norm of all gradients; default 0.5
}

export interface UpdateOptions extends LossRule {
  readonly learningRate: number;
  /** The weights stay as they are when the approximate divergence of this minibatch exceeds this; nats. */
  readonly largestKl?: number | undefined;
}

export interface LearnerReport extends UpdateReport {
  readonly applied: boolean; // false = stopped by `largestKl`, the weights have not moved
}

/** Everything a learner has besides the weights; survives `structuredClone`. */
export interface LearnerSnapshot {
  readonly updates: number;
  readonly adam: FlatAdamSnapshot;
}

/** What `evaluate` reads. */
export type EvaluatedColumns = Pick<TrainingColumns, 'store' | 'chosen'>;

/** A minibatch on its way. */
interface Prepared {
  readonly label: string; // for errors
  readonly columns: LossColumns;
  readonly options: UpdateOptions;
  readonly result: Tensor1D; // to be downloaded and disposed
}

/** Decisions in one pass of `evaluate`. */
const EVALUATED_AT_ONCE = 4096;

export class Learner {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly maxGradientNorm: number;
  updates = 0; // done, those stopped by their divergence included
  private readonly tf: TF;
  private readonly adam: FlatAdam;
  private readonly gradient: Float64Array; // [parameter] scratch

  /** Errors: `ArenaError` for parameters of another network and for a norm that is not positive. */
  constructor({ backend, network, parameters, adam = {}, maxGradientNorm = 0.5 }: LearnerOptions) {
    const shapes = (specs: Network['parameters']): string => specs.map(({ name, shape }) => `${name}[${shape}]`).join();
    ensure(
      shapes(parameters.specs) === shapes(network.parameters),
      `train/learner: the parameters are not those of the network ${network.id}`,
    );
    ensure(maxGradientNorm > 0, `train/learner: gradient norm ${maxGradientNorm} is not allowed (a number > 0)`);
    this.tf = backend.tf;
    this.network = network;
    this.parameters = parameters;
    this.maxGradientNorm = maxGradientNorm;
    this.adam = new FlatAdam(parameters.flat.length, adam);
    this.gradient = new Float64Array(parameters.flat.length);
  }

  /**
   * Learns from these decisions of the store (rows of `columns`; one may occur twice). Errors: `ArenaError` naming the
   * number of the update, from 1, and the column or tensor where a number is not finite; weights, moments and counts
   * are then as before.
   */
  update(columns: TrainingColumns, decisions: Int32Array, options: UpdateOptions): LearnerReport {
    const prepared = this.prepare(columns, decisions, options);
    try {
      return this.apply(prepared, prepared.result.dataSync() as Float32Array);
    } finally {
      prepared.result.dispose();
    }
  }

  /** {@link update} for every backend. No other update may begin before the promise is settled. */
  async updateAsync(columns: TrainingColumns, decisions: Int32Array, options: UpdateOptions): Promise<LearnerReport> {
    const prepared = this.prepare(columns, decisions, options);
    try {
      return this.apply(prepared, (await prepared.result.data()) as Float32Array);
    } finally {
      prepared.result.dispose();
    }
  }

  /** Log-probabilities, entropies and values of these decisions under the present weights. Errors: `ArenaError`. */
  evaluate(columns: EvaluatedColumns, decisions: Int32Array): DecisionEvaluation {
    const evaluation = emptyEvaluation(decisions.length);
    for (let first = 0; first < decisions.length; first += EVALUATED_AT_ONCE) {
      const result = this.forward(columns, decisions.subarray(first, first + EVALUATED_AT_ONCE));
      takeEvaluation(result.dataSync() as Float32Array, evaluation, first);
      result.dispose();
    }
    return evaluation;
  }

  /** {@link evaluate} for every backend. */
  async evaluateAsync(columns: EvaluatedColumns, decisions: Int32Array): Promise<DecisionEvaluation> {
    const evaluation = emptyEvaluation(decisions.length);
    for (let first = 0; first < decisions.length; first += EVALUATED_AT_ONCE) {
      const result = this.forward(columns, decisions.subarray(first, first + EVALUATED_AT_ONCE));
      takeEvaluation((await result.data()) as Float32Array, evaluation, first);
      result.dispose();
    }
    return evaluation;
  }

  /** Moments and counts; the weights are the caller's to save. */
  snapshot(): LearnerSnapshot {
    return { updates: this.updates, adam: this.adam.snapshot() };
  }

  /** Errors: `ArenaError` for a snapshot of another number of parameters. */
  restore(saved: LearnerSnapshot): void {
    this.adam.restore(saved.adam);
    this.updates = saved.updates;
  }

  private prepare(columns: TrainingColumns, decisions: Int32Array, options: UpdateOptions): Prepared {
    const label = `train/learner: update ${this.updates + 1}`;
    ensure(decisions.length > 0, `${label}: there are no decisions (at least 1 needed)`);
    ensure(Number.isFinite(options.learningRate), `${label}: the learning rate is ${options.learningRate}`);
    const batch = this.gather(columns, decisions, label);
    const gathered = lossColumns(columns, decisions, { batch, rule: options, label });
    const { network, parameters } = this;
    const result = backwardPass(this.tf, { network, parameters, batch, columns: gathered, rule: options });
    return { label, columns: gathered, options, result };
  }

  private gather({ store }: EvaluatedColumns, decisions: Int32Array, label: string): RaggedBatch {
    const batch = gatherBatch(store, decisions);
    ensureFiniteObservations(batch, { schema: store.schema, decisions, label });
    return batch;
  }

  private forward(columns: EvaluatedColumns, decisions: Int32Array): Tensor1D {
    const label = 'train/learner: evaluation';
    const batch = this.gather(columns, decisions, label);
    const { chosenRows } = chosenRowsOf(columns, decisions, { candidates: batch.tables[CANDIDATES], label });
    return forwardPass(this.tf, { network: this.network, parameters: this.parameters, batch, chosenRows });
  }

  /** Checks what came back, moves the weights unless the divergence forbids it, and reports. */
  private apply({ label, columns, options }: Prepared, vector: Float32Array): LearnerReport {
    const result = passResult(vector, columns.decisions);
    if (firstNonFinite(vector) >= 0) throw new ArenaError(`${label}: ${this.fault(result)}`);
    const { objective, largestKl } = options;
    const diagnostics = policyDiagnostics(result, columns, objective.kind === 'ppo' ? objective.clipRange : null);
    const applied = largestKl === undefined || !(diagnostics.approxKl > largestKl);
    this.gradient.set(result.gradient);
    const gradientNorm = applied ? this.move(options.learningRate) : normOf(this.gradient);
    this.updates++;
    const [loss, policyLoss, valueLoss, crossEntropy] = result.scalars;
    const teacherKl = crossEntropy - columns.targetEntropy; // NaN without targets
    return { loss, policyLoss, valueLoss, ...diagnostics, teacherKl, gradientNorm, applied };
  }

  private move(learningRate: number): number {
    const largestNorm = this.maxGradientNorm;
    return this.adam.step(this.parameters.flat, this.gradient, { learningRate, largestNorm });
  }

  /** Names the first tensor that is not finite, causes before consequences. */
  private fault({ scalars, logProbs, entropies, gradient }: PassResult): string {
    for (const { name } of this.parameters.specs) {
      const weight = firstNonFinite(this.parameters.get(name));
      if (weight >= 0) return `weight ${weight} of ${name} is ${this.parameters.get(name)[weight]}`;
    }
    const decision = Math.max(firstNonFinite(logProbs), firstNonFinite(entropies));
    if (decision >= 0) {
      return `the log-probability of decision ${decision} of the minibatch is ${logProbs[decision]}, entropy ${entropies[decision]}`;
    }
    if (firstNonFinite(scalars) >= 0) {
      return PASS_SCALARS.map((name, i) => `${name} is ${scalars[i]}`).join(', ');
    }
    let offset = firstNonFinite(gradient);
    const value = gradient[offset];
    for (const { name } of this.parameters.specs) {
      const size = this.parameters.get(name).length;
      if (offset < size) return `the gradient of ${name}, entry ${offset}, is ${value}`;
      offset -= size;
    }
    return 'the gradient is not finite';
  }
}

function normOf(gradient: Float64Array): number {
  let squares = 0;
  for (let k = 0; k < gradient.length; k++) squares += gradient[k] ** 2;
  return Math.sqrt(squares);
}
