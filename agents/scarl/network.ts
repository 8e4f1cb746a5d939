/**
 * The network of SCARL as EpiSci/SoCRATES@e246978 uses it (model of Cheong et al. 2019): task and processors are embedded
 * by two layers of 32 with tanh; attention of the task over the tasks and over the processors gives two summaries;
 * attention of task and summaries over the processors gives the logits. Either set holds one row more, "none", with an
 * embedding of its own. Left out: the attention that chooses the task and its memory of the last one chosen, because the
 * release offers it a single task; normal initialisation of deviation 0.001, in place of which matrices are orthogonal.
 */
import type { Tensor2D } from '../../src/nn/backend.js';
import { type MlpSpec, mlpForward, mlpParameters, PlainMlp } from '../../src/nn/mlp.js';
import type {
  Network,
  NetworkOutput,
  PlainNetwork,
  TensorBatch,
  TensorScope,
  TensorTable,
} from '../../src/nn/network.js';
import type { ParameterSpec, Parameters } from '../../src/nn/parameters.js';
import { gatherRows } from '../../src/nn/segments.js';
import { CANDIDATES, type DecisionSchema, type DecisionTables, type Table } from '../../src/nn/tables.js';
import {
  type AttentionSpec,
  attentionParameters,
  attentionScores,
  attentionSummary,
  PlainAttention,
  type TensorSet,
} from './attention.js';

export const TASKS = 'tasks';
export const PROCESSORS = 'processors';

export interface ScarlShape {
  readonly task: readonly string[]; // columns
  readonly processor: readonly string[]; // columns
  readonly embedding: number; // width
}

/** The parts of the network by their names. */
interface Parts {
  readonly task: MlpSpec;
  readonly processor: MlpSpec;
  readonly overTasks: AttentionSpec;
  readonly overProcessors: AttentionSpec;
  readonly choice: AttentionSpec;
}

function partsOf({ task, processor, embedding: e }: ScarlShape): Parts {
  return {
    task: { name: 'task', sizes: [task.length, e, e], activation: 'tanh', last: 'tanh' },
    processor: { name: 'processor', sizes: [processor.length, e, e], activation: 'tanh', last: 'tanh' },
    overTasks: { name: 'over-tasks', query: e, width: e, gain: 1 },
    overProcessors: { name: 'over-processors', query: e, width: e, gain: 1 },
    choice: { name: 'choice', query: 3 * e, width: e, gain: 0.01 },
  };
}

export class ScarlNetwork implements Network {
  readonly id: string;
  readonly schema: DecisionSchema;
  readonly parameters: readonly ParameterSpec[];
  private readonly parts: Parts;
  private readonly embedding: number;

  constructor(shape: ScarlShape) {
    const parts = partsOf(shape);
    this.parts = parts;
    this.embedding = shape.embedding;
    this.id = `scarl-${shape.task.length}-${shape.processor.length}-${shape.embedding}`;
    const none = [{ name: 'none' }]; // 1 = the row that stands for no task or no processor
    this.schema = [
      { name: TASKS, columns: shape.task, integers: none }, // the task first
      { name: PROCESSORS, columns: shape.processor, integers: none },
      { name: CANDIDATES, columns: [], integers: [{ name: 'processor', refersTo: PROCESSORS }] },
    ];
    this.parameters = [
      ...mlpParameters(parts.task),
      ...mlpParameters(parts.processor),
      { name: 'no-task', shape: [1, shape.embedding], gain: 1 },
      { name: 'no-processor', shape: [1, shape.embedding], gain: 1 },
      ...attentionParameters(parts.overTasks),
      ...attentionParameters(parts.overProcessors),
      ...attentionParameters(parts.choice),
    ];
  }

  forward(scope: TensorScope, batch: TensorBatch): NetworkOutput {
    const { tf } = scope;
    const { decisions, tables } = batch;
    const { overTasks, overProcessors, choice } = this.parts;
    const tasks = this.embed(scope, tables.tasks, { mlp: this.parts.task, none: 'no-task', decisions });
    const mlp = this.parts.processor;
    const processors = this.embed(scope, tables.processors, { mlp, none: 'no-processor', decisions });
    const first = tf.tensor1d(tables.tasks.plain.rowStart.slice(0, decisions), 'int32');
    const task = gatherRows(tf, tasks.rows, first);
    const fromTasks = attentionSummary(scope, overTasks.name, task, tasks);
    const fromProcessors = attentionSummary(scope, overProcessors.name, task, processors);
    const query = tf.concat([task, fromTasks, fromProcessors], 1) as Tensor2D;
    const scores = attentionScores(scope, choice.name, query, processors);
    return { logits: gatherRows(tf, scores, tables.candidates.integers.processor), values: null };
  }

  compile(parameters: Parameters): PlainNetwork {
    return new PlainScarl(this.parts, this.embedding, parameters);
  }

  private embed(
    scope: TensorScope,
    table: TensorTable,
    { mlp, none, decisions }: { readonly mlp: MlpSpec; readonly none: string; readonly decisions: number },
  ): TensorSet {
    const { tf, weights } = scope;
    const isNone = tf.reshape(tf.cast(table.integers.none, 'float32'), [-1, 1]);
    const shown = tf.mul(mlpForward(scope, mlp, table.values), tf.sub(1, isNone));
    const rows = tf.add(shown, tf.matMul(isNone as Tensor2D, weights[none] as Tensor2D)) as Tensor2D;
    return { rows, decision: table.decision, decisions };
  }
}

/** One decision in plain arrays. */
class PlainScarl implements PlainNetwork {
  logits = new Float32Array(8); // [candidate]
  readonly value = Number.NaN; // it has no critic
  private readonly width: number;
  private readonly task: PlainMlp;
  private readonly processor: PlainMlp;
  private readonly noTask: Float32Array; // [width]
  private readonly noProcessor: Float32Array; // [width]
  private readonly overTasks: PlainAttention;
  private readonly overProcessors: PlainAttention;
  private readonly choice: PlainAttention;
  private readonly query: Float32Array; // [3 × width] task, summary of tasks, summary of processors
  private tasks = new Float32Array(0); // [row × width]
  private processors = new Float32Array(0); // [row × width]

  constructor(parts: Parts, width: number, parameters: Parameters) {
    this.width = width;
    this.task = new PlainMlp(parts.task, parameters);
    this.processor = new PlainMlp(parts.processor, parameters);
    this.noTask = parameters.get('no-task');
    this.noProcessor = parameters.get('no-processor');
    this.overTasks = new PlainAttention(parts.overTasks, parameters);
    this.overProcessors = new PlainAttention(parts.overProcessors, parameters);
    this.choice = new PlainAttention(parts.choice, parameters);
    this.query = new Float32Array(3 * width);
  }

  evaluate({ tables }: DecisionTables, decision: number): void {
    const { query, width } = this;
    const taskRows = rowsOf(tables[0], decision);
    const processorRows = rowsOf(tables[1], decision);
    if (this.tasks.length < taskRows * width) this.tasks = new Float32Array(taskRows * width);
    if (this.processors.length < processorRows * width) this.processors = new Float32Array(2 * processorRows * width);
    this.embed(tables[0], decision, { mlp: this.task, none: this.noTask, target: this.tasks });
    this.embed(tables[1], decision, { mlp: this.processor, none: this.noProcessor, target: this.processors });
    for (let i = 0; i < width; i++) query[i] = this.tasks[i];
    this.overTasks.summarize(query, { rows: this.tasks, count: taskRows }, query, width);
    this.overProcessors.summarize(query, { rows: this.processors, count: processorRows }, query, 2 * width);
    this.choice.score(query, this.processors, processorRows);
    const candidates = tables[2];
    const count = rowsOf(candidates, decision);
    if (this.logits.length < count) this.logits = new Float32Array(2 * count);
    const first = candidates.rowStart[decision];
    for (let i = 0; i < count; i++) this.logits[i] = this.choice.scores[candidates.integers[0][first + i]];
  }

  private embed(
    table: Table,
    decision: number,
    { mlp, none, target }: { readonly mlp: PlainMlp; readonly none: Float32Array; readonly target: Float32Array },
  ): void {
    const first = table.rowStart[decision];
    const end = table.rowStart[decision + 1];
    for (let row = first; row < end; row++) {
      const offset = (row - first) * this.width;
      if (table.integers[0][row] === 1) target.set(none, offset);
      else mlp.row(table.values, row * table.width, target, offset);
    }
  }
}

function rowsOf(table: Table, decision: number): number {
  return table.rowStart[decision + 1] - table.rowStart[decision];
}
