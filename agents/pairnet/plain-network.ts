/** The pair network for one decision in plain arrays: the dense layers run over all their rows at once in SIMD. */
import { LEAK } from '../../src/nn/graph-embedding.js';
import { COMPRESSED_LIMIT } from '../../src/nn/live-graph-encoder.js';
import type { PlainNetwork } from '../../src/nn/network.js';
import type { Parameters } from '../../src/nn/parameters.js';
import { PlainGraphEmbedding } from '../../src/nn/plain-graph-embedding.js';
import { RowHeap, RowLayer } from '../../src/nn/row-layers.js';
import type { DecisionTables } from '../../src/nn/tables.js';
import { PAIR_COLUMNS, PROCESSOR_COLUMNS, pairColumn, SYSTEM_COLUMNS } from './columns.js';
import type { PairNetwork } from './network.js';

const PAIR = PAIR_COLUMNS.length;
const LATE = pairColumn('late');

export class PlainPairNetwork implements PlainNetwork {
  logits = new Float32Array(64);
  value = Number.NaN;
  private readonly heap = new RowHeap();
  private readonly graph: PlainGraphEmbedding;
  private readonly width: number;
  private readonly processor: RowLayer;
  private readonly system: RowLayer;
  private readonly pair: RowLayer; // the rows of columns, task, job and processor
  private readonly pairSystem: RowLayer; // the row of the system, the same for all candidates
  private readonly hidden: RowLayer;
  private readonly valueLayer: RowLayer;
  private readonly layers: readonly RowLayer[];
  private readonly score: Float32Array; // [hidden]
  private readonly linear: Float32Array; // [column]
  private readonly worth: Float32Array; // [hidden of the critic]
  private readonly worthBias: Float32Array; // [1]
  private readonly onReady: Float32Array; // [column]
  private readonly late: Float32Array; // [column]

  constructor({ graph, sizes, startWeights }: PairNetwork, parameters: Parameters) {
    const { heap } = this;
    const { width } = sizes;
    const layer = (name: string, leak: number, rows?: readonly [number, number]): RowLayer =>
      new RowLayer(heap, parameters, {
        weight: `${name}/weight`,
        bias: `${name}/bias`,
        leak,
        ...(rows === undefined ? {} : { rows }),
      });
    this.width = width;
    this.graph = new PlainGraphEmbedding(heap, parameters, graph);
    this.processor = layer('processor', LEAK);
    this.system = layer('system', LEAK);
    this.pair = layer('pair', LEAK, [0, PAIR + 3 * width]);
    this.pairSystem = layer('pair', 1, [PAIR + 3 * width, PAIR + 4 * width]);
    this.hidden = layer('hidden', LEAK);
    this.valueLayer = layer('value', LEAK);
    this.layers = [this.processor, this.system, this.pair, this.pairSystem, this.hidden, this.valueLayer];
    heap.keep();
    this.score = parameters.get('score/weight');
    this.linear = parameters.get('linear');
    this.worth = parameters.get('worth/weight');
    this.worthBias = parameters.get('worth/bias');
    const { onReady, late } = startWeights;
    this.onReady = onReady;
    this.late = late;
  }

  refresh(): void {
    this.graph.refresh();
    for (const layer of this.layers) layer.refresh();
  }

  evaluate(store: DecisionTables, decision: number, withValue = false): void {
    const { heap, width } = this;
    const [nodes, edges, jobs, processors, system, candidates] = store.tables;
    heap.clear();
    this.graph.run({ nodes, edges, jobs }, decision);
    const m = processors.rowStart[decision + 1] - processors.rowStart[decision];
    const count = candidates.rowStart[decision + 1] - candidates.rowStart[decision];
    const processorRows = heap.take(m * PROCESSOR_COLUMNS.length);
    const q = heap.take(m * width);
    const systemRow = heap.take(SYSTEM_COLUMNS.length + 2 * width);
    const g = heap.take(width);
    const start = heap.take(this.pair.outputs);
    const seen = heap.take(count * this.pair.inputs);
    const first = heap.take(count * this.pair.outputs);
    const second = heap.take(count * this.hidden.outputs);
    const worth = heap.take(this.valueLayer.outputs);
    heap.copy(processors.values, processors.rowStart[decision] * processors.width, {
      to: processorRows,
      count: m * processors.width,
    });
    this.processor.run(m, processorRows, q);
    heap.copy(system.values, system.rowStart[decision] * system.width, { to: systemRow, count: system.width });
    this.average(this.graph.jobs, this.graph.jobRows, systemRow + system.width);
    this.average(q, m, systemRow + system.width + width);
    this.system.run(1, systemRow, g);
    this.pairSystem.run(1, g, start);
    this.gather(store, decision, q, seen);
    this.pair.runFrom(start, count, seen, first);
    this.hidden.run(count, first, second);
    this.writeLogits(store, decision, { second, seen });
    if (!withValue) return;
    this.valueLayer.run(1, g, worth);
    this.value = this.worthBias[0] + dot(heap.floats, worth, this.worth);
  }

  /** Mean of [rows, width] at `from`, to `to`; 0 without rows. */
  private average(from: number, rows: number, to: number): void {
    const { width } = this;
    const { floats } = this.heap;
    for (let k = 0; k < width; k++) floats[to + k] = 0;
    for (let row = 0, at = from; row < rows; row++, at += width) {
      for (let k = 0; k < width; k++) floats[to + k] += floats[at + k];
    }
    if (rows > 1) for (let k = 0; k < width; k++) floats[to + k] /= rows;
  }

  /** What the scorer reads of every candidate. */
  private gather(store: DecisionTables, decision: number, q: number, seen: number): void {
    const { width, graph } = this;
    const { floats } = this.heap;
    const candidates = store.tables[5];
    const { values, rowStart } = candidates;
    const [node, job, processor] = candidates.integers;
    let to = seen;
    for (let row = rowStart[decision]; row < rowStart[decision + 1]; row++) {
      for (let k = row * PAIR, end = k + PAIR; k < end; k++) {
        const x = values[k];
        floats[to++] = x / (1 + (x < 0 ? -x : x) / COMPRESSED_LIMIT);
      }
      const task = graph.nodes + node[row] * width;
      const owner = graph.jobs + job[row] * width;
      const place = q + processor[row] * width;
      for (let k = 0; k < width; k++) {
        floats[to + k] = floats[task + k];
        floats[to + width + k] = floats[owner + k];
        floats[to + 2 * width + k] = floats[place + k];
      }
      to += 3 * width;
    }
  }

  private writeLogits(
    store: DecisionTables,
    decision: number,
    { second, seen }: { readonly second: number; readonly seen: number },
  ): void {
    const { values, rowStart } = store.tables[5];
    const { linear, score } = this;
    const { floats } = this.heap;
    const first = rowStart[decision];
    const count = rowStart[decision + 1] - first;
    if (this.logits.length < count) this.logits = new Float32Array(2 * count);
    for (let candidate = 0; candidate < count; candidate++) {
      const at = (first + candidate) * PAIR;
      const fixed = values[at + LATE] > 0 ? this.late : this.onReady;
      let sum = dot(floats, second + candidate * score.length, score);
      const compressed = seen + candidate * this.pair.inputs;
      for (let k = 0; k < PAIR; k++) sum += fixed[k] * values[at + k] + linear[k] * floats[compressed + k];
      this.logits[candidate] = sum;
    }
  }
}

function dot(floats: Float32Array, at: number, weights: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += floats[at + k] * weights[k];
  return sum;
}
