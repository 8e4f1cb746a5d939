/**
 * The contract of a network: one definition with two executions. `forward` runs batches of decisions as tensors and can
 * be differentiated; `compile` runs one decision in plain typed arrays, for acting, where a tensor library costs more than
 * the arithmetic. Both read the same parameters and must agree to 1e-5 (a contract test runs over all networks).
 */
import type { Tensor, Tensor1D, Tensor2D, TF } from './backend.js';
import type { ParameterSpec, Parameters } from './parameters.js';
import type { RaggedBatch, RaggedTable } from './ragged-batch.js';
import type { DecisionSchema, DecisionTables } from './tables.js';

/** A batch as tensors. Integer columns stay plain too, because structure (levels, orders) is computed from them. */
export interface TensorTable {
  readonly plain: RaggedTable;
  readonly values: Tensor2D; // [row, width]
  readonly decision: Tensor1D; // [row] int32
  readonly integers: Readonly<Record<string, Tensor1D>>; // [row] int32
}

export interface TensorBatch {
  readonly plain: RaggedBatch;
  readonly decisions: number;
  readonly tables: Readonly<Record<string, TensorTable>>;
}

/** What a pass needs besides the batch. */
export interface TensorScope {
  readonly tf: TF;
  /** The parameters by name. */
  readonly weights: Readonly<Record<string, Tensor>>;
}

export interface NetworkOutput {
  readonly logits: Tensor1D; // [row of `candidates`] unnormalised log-probabilities within each decision
  readonly values: Tensor1D | null; // [decision] expected return; null without a critic
}

export interface Network {
  /** Names the kind and its sizes, e.g. `pairnet-16`; a checkpoint of another name is refused. */
  readonly id: string;
  readonly schema: DecisionSchema;
  readonly parameters: readonly ParameterSpec[];
  forward(scope: TensorScope, batch: TensorBatch): NetworkOutput;
  /** Reads the parameters live: later changes of their numbers are seen (call `refresh` if the network keeps copies). */
  compile(parameters: Parameters): PlainNetwork;
}

export interface PlainNetwork {
  /** [candidate] of the last decision evaluated; longer than needed, valid until the next call. */
  readonly logits: Float32Array;
  /** Expected return of the last decision evaluated with `withValue`; NaN without a critic. */
  readonly value: number;
  /** Evaluates a closed decision of the store. */
  evaluate(store: DecisionTables, decision: number, withValue?: boolean): void;
  /** To be called after the parameters have changed. */
  refresh?(): void;
}

/** Uploads a batch; dispose with {@link disposeBatch} or inside `tf.tidy`. */
export function tensorBatch(tf: TF, plain: RaggedBatch): TensorBatch {
  const tables: Record<string, TensorTable> = {};
  for (const table of Object.values(plain.tables)) {
    const integers: Record<string, Tensor1D> = {};
    for (const [name, column] of Object.entries(table.integers)) integers[name] = tf.tensor1d(column, 'int32');
    tables[table.name] = {
      plain: table,
      values: tf.tensor2d(table.values, [table.rows, table.width]),
      decision: tf.tensor1d(table.decision, 'int32'),
      integers,
    };
  }
  return { plain, decisions: plain.decisions, tables };
}

export function disposeBatch({ tables }: TensorBatch): void {
  for (const { values, decision, integers } of Object.values(tables)) {
    values.dispose();
    decision.dispose();
    for (const column of Object.values(integers)) column.dispose();
  }
}
