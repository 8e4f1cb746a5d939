/**
 * The network of SoCRATES (EpiSci/SoCRATES@e246978): a flat observation of fixed size through two hidden layers of 512 and
 * 256 with ReLU, one head with a number per (task slot, processor), one head for the value. 281 691 parameters at
 * three jobs of ten tasks on three processors. The release takes a log-softmax over the processors of every slot; only
 * the slot of the task at hand is ever used, so here the logits of its allowed processors are read. Orthogonal
 * initialisation in place of PyTorch's uniform one.
 */
import type { Tensor1D } from '../../src/nn/backend.js';
import { type MlpSpec, mlpForward, mlpParameters } from '../../src/nn/mlp.js';
import type { Network, NetworkOutput, PlainNetwork, TensorBatch, TensorScope } from '../../src/nn/network.js';
import type { Parameters } from '../../src/nn/parameters.js';
import { RowHeap, RowLayer } from '../../src/nn/row-layers.js';
import { gatherRows } from '../../src/nn/segments.js';
import { CANDIDATES, type DecisionSchema, type DecisionTables } from '../../src/nn/tables.js';

export const OBSERVATION = 'observation';

const HIDDEN = 512;
const FEATURES = 256;

export interface SocratesShape {
  readonly observation: number; // numbers observed
  readonly outputs: number; // task slots × processors
  readonly processors: number;
}

export class SocratesNetwork implements Network {
  readonly id: string;
  readonly schema: DecisionSchema;
  readonly parameters;
  private readonly trunk: MlpSpec;
  private readonly actor: MlpSpec;
  private readonly critic: MlpSpec;
  private readonly shape: SocratesShape;

  constructor(shape: SocratesShape) {
    const { observation, outputs, processors } = shape;
    this.shape = shape;
    this.id = `socrates-${observation}-${outputs / processors}x${processors}`;
    this.schema = [
      { name: OBSERVATION, columns: Array.from({ length: observation }, (_, i) => `observed${i}`) },
      { name: CANDIDATES, columns: [], integers: [{ name: 'output' }] }, // place in the head of the policy
    ];
    const relu = 'relu' as const;
    this.trunk = { name: 'trunk', sizes: [observation, HIDDEN, FEATURES], activation: relu, last: relu };
    this.actor = { name: 'actor', sizes: [FEATURES, outputs], activation: relu, outputGain: 0.01 };
    this.critic = { name: 'critic', sizes: [FEATURES, 1], activation: relu, outputGain: 1 };
    this.parameters = [this.trunk, this.actor, this.critic].flatMap(mlpParameters);
  }

  forward(scope: TensorScope, batch: TensorBatch): NetworkOutput {
    const { tf } = scope;
    const { candidates, observation } = batch.tables;
    const features = mlpForward(scope, this.trunk, observation.values);
    const scores = tf.reshape(mlpForward(scope, this.actor, features), [-1]) as Tensor1D;
    const { decision, integers } = candidates.plain;
    const places = integers.output.map((output, row) => decision[row] * this.shape.outputs + output);
    const logits = gatherRows(tf, scores, tf.tensor1d(places, 'int32'));
    const values = tf.reshape(mlpForward(scope, this.critic, features), [-1]) as Tensor1D;
    return { logits, values };
  }

  compile(parameters: Parameters): PlainNetwork {
    return new PlainSocrates(this.shape, parameters);
  }
}

/** One decision without tensors; of the policy head only the outputs in question are computed. */
class PlainSocrates implements PlainNetwork {
  readonly logits: Float32Array; // [candidate]
  value = Number.NaN;
  private readonly shape: SocratesShape;
  private readonly heap = new RowHeap();
  private readonly hidden: RowLayer;
  private readonly last: RowLayer;
  private readonly actorWeight: Float32Array; // [256 × outputs]
  private readonly actorBias: Float32Array; // [outputs]
  private readonly criticWeight: Float32Array; // [256]
  private readonly criticBias: Float32Array; // [1]
  // where the rows of a decision stand in the heap
  private readonly observed: number; // [observation]
  private readonly middle: number; // [512]
  private readonly features: number; // [256]

  constructor(shape: SocratesShape, parameters: Parameters) {
    const { heap } = this;
    this.shape = shape;
    this.hidden = new RowLayer(heap, parameters, { weight: 'trunk/0/weight', bias: 'trunk/0/bias', leak: 0 });
    this.last = new RowLayer(heap, parameters, { weight: 'trunk/1/weight', bias: 'trunk/1/bias', leak: 0 });
    this.logits = new Float32Array(Math.max(1, shape.processors));
    this.actorWeight = parameters.get('actor/0/weight');
    this.actorBias = parameters.get('actor/0/bias');
    this.criticWeight = parameters.get('critic/0/weight');
    this.criticBias = parameters.get('critic/0/bias');
    this.observed = heap.take(shape.observation);
    this.middle = heap.take(HIDDEN);
    this.features = heap.take(FEATURES);
  }

  refresh(): void {
    this.hidden.refresh();
    this.last.refresh();
  }

  evaluate({ tables }: DecisionTables, decision: number, withValue = false): void {
    const [observation, candidates] = tables;
    const { actorWeight, features, heap, middle, observed, shape } = this;
    const count = shape.observation;
    heap.copy(observation.values, observation.rowStart[decision] * count, { to: observed, count });
    this.hidden.run(1, observed, middle);
    this.last.run(1, middle, features);
    const { floats } = heap;
    const first = candidates.rowStart[decision];
    const end = candidates.rowStart[decision + 1];
    for (let row = first; row < end; row++) {
      const output = candidates.integers[0][row];
      let sum = this.actorBias[output];
      for (let i = 0; i < FEATURES; i++) sum += floats[features + i] * actorWeight[i * shape.outputs + output];
      this.logits[row - first] = sum;
    }
    if (!withValue) return;
    let value = this.criticBias[0];
    for (let i = 0; i < FEATURES; i++) value += floats[features + i] * this.criticWeight[i];
    this.value = value;
  }
}
