/**
 * The embeddings of `graph-embedding.ts` for one decision in plain arrays, level by level. It relies on the order in which
 * the encoder writes: nodes by level, edges by their `from`. Every dense layer is one call for all its rows.
 */
import { type GraphEmbeddingSpec, LEAK } from './graph-embedding.js';
import type { Parameters } from './parameters.js';
import { type RowHeap, RowLayer } from './row-layers.js';
import type { Table } from './tables.js';

export interface GraphTables {
  readonly nodes: Table;
  readonly edges: Table;
  readonly jobs: Table;
}

export class PlainGraphEmbedding {
  nodes = 0; // place of [node, width] in the heap, after `run`
  jobs = 0; // place of [job, width]
  nodeRows = 0;
  jobRows = 0;
  private readonly heap: RowHeap;
  private readonly width: number;
  private readonly own: RowLayer;
  private readonly message: RowLayer;
  private readonly update: RowLayer;
  private readonly jobOwn: RowLayer;
  private readonly jobMean: RowLayer;
  private readonly layers: readonly RowLayer[];
  private readonly edge: Float32Array; // [width]
  private counts = new Int32Array(0); // [job] nodes; scratch

  constructor(heap: RowHeap, parameters: Parameters, { name, width, jobColumns }: GraphEmbeddingSpec) {
    const layer = (part: string, leak: number): RowLayer =>
      new RowLayer(heap, parameters, { weight: `${name}/${part}/weight`, bias: `${name}/${part}/bias`, leak });
    const job = { weight: `${name}/job/weight`, bias: `${name}/job/bias` };
    this.heap = heap;
    this.width = width;
    this.own = layer('node', LEAK);
    this.message = layer('message', 1);
    this.update = layer('update', LEAK);
    this.jobOwn = new RowLayer(heap, parameters, { ...job, leak: 1, rows: [0, jobColumns] });
    this.jobMean = new RowLayer(heap, parameters, { ...job, leak: LEAK, rows: [jobColumns, jobColumns + width] });
    this.layers = [this.own, this.message, this.update, this.jobOwn, this.jobMean];
    this.edge = parameters.get(`${name}/message/edge`);
  }

  refresh(): void {
    for (const layer of this.layers) layer.refresh();
  }

  /** Embeds one closed decision; takes scratch from the heap. */
  run({ nodes, edges, jobs }: GraphTables, decision: number): void {
    const { heap, width } = this;
    const firstNode = nodes.rowStart[decision];
    const n = nodes.rowStart[decision + 1] - firstNode;
    const firstJob = jobs.rowStart[decision];
    const j = jobs.rowStart[decision + 1] - firstJob;
    this.nodeRows = n;
    this.jobRows = j;
    const x = heap.take(n * nodes.width);
    const y = heap.take(j * jobs.width);
    const mean = heap.take(j * width);
    const messages = heap.take(n * width);
    const received = heap.take(n * width);
    const updated = heap.take(n * width);
    this.nodes = heap.take(n * width);
    this.jobs = heap.take(j * width);
    heap.copy(nodes.values, firstNode * nodes.width, { to: x, count: n * nodes.width });
    heap.copy(jobs.values, firstJob * jobs.width, { to: y, count: j * jobs.width });
    this.own.run(n, x, this.nodes);
    this.passMessages(nodes, edges, { decision, messages, received, updated });
    this.averageNodes(nodes.integers[0], firstNode, mean);
    this.jobOwn.run(j, y, this.jobs);
    this.jobMean.add(j, mean, this.jobs);
  }

  private passMessages(nodes: Table, edges: Table, at: MessageScratch): void {
    const { width } = this;
    const { decision, messages, received, updated } = at;
    const first = nodes.rowStart[decision];
    const level = nodes.integers[1];
    const n = this.nodeRows;
    const lastEdge = edges.rowStart[decision + 1];
    let edge = edges.rowStart[decision];
    let begin = 0;
    for (let end = 0; begin < n; begin = end) {
      const here = level[first + begin];
      while (end < n && level[first + end] === here) end++;
      const rows = end - begin;
      const place = this.nodes + begin * width;
      if (here > 0) {
        edge = this.receive(edges, { edge, lastEdge, begin, end, messages, received });
        this.update.run(rows, received, updated);
        const { floats } = this.heap;
        for (let i = 0; i < rows * width; i++) floats[place + i] += floats[updated + i];
      }
      if (end < n) this.message.run(rows, place, messages + begin * width);
    }
  }

  /** Sums what the successors of the nodes `begin` … `end` − 1 send; returns the first edge after theirs. */
  private receive(edges: Table, { edge: firstEdge, lastEdge, begin, end, messages, received }: Receiving): number {
    const { width, edge: transferWeight } = this;
    const { floats } = this.heap;
    const [from, to] = edges.integers;
    const { values } = edges;
    for (let i = 0; i < (end - begin) * width; i++) floats[received + i] = 0;
    let edge = firstEdge;
    for (; edge < lastEdge && from[edge] < end; edge++) {
      const transfer = values[2 * edge];
      const share = values[2 * edge + 1];
      const target = received + (from[edge] - begin) * width;
      const source = messages + to[edge] * width;
      for (let k = 0; k < width; k++) {
        const sent = floats[source + k] + transfer * transferWeight[k];
        floats[target + k] += (sent > 0 ? sent : LEAK * sent) * share;
      }
    }
    return edge;
  }

  /** Mean embedding of the nodes of each job. */
  private averageNodes(job: Int32Array, firstNode: number, mean: number): void {
    const { width, nodeRows, jobRows } = this;
    const { floats } = this.heap;
    if (this.counts.length < jobRows) this.counts = new Int32Array(2 * jobRows);
    const { counts } = this;
    for (let j = 0; j < jobRows; j++) counts[j] = 0;
    for (let i = 0; i < jobRows * width; i++) floats[mean + i] = 0;
    for (let row = 0; row < nodeRows; row++) {
      const target = mean + job[firstNode + row] * width;
      const source = this.nodes + row * width;
      counts[job[firstNode + row]]++;
      for (let k = 0; k < width; k++) floats[target + k] += floats[source + k];
    }
    for (let j = 0; j < jobRows; j++) {
      if (counts[j] === 0) continue;
      for (let k = 0; k < width; k++) floats[mean + j * width + k] /= counts[j];
    }
  }
}

interface MessageScratch {
  readonly decision: number;
  readonly messages: number; // place of [node, width]
  readonly received: number; // place of [node of a level, width]
  readonly updated: number; // place of [node of a level, width]
}

interface Receiving {
  readonly edge: number;
  readonly lastEdge: number; // after the last
  readonly begin: number;
  readonly end: number;
  readonly messages: number;
  readonly received: number;
}
