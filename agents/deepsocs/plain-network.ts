/**
 * The network of DeepSoCS for one decision, without tensors; see `network.ts` for what it computes. All tasks go through a
 * layer together; only the candidates go through the last part, unless normalisation needs all tasks.
 */
import type { PlainNetwork } from '../../src/nn/network.js';
import type { Parameters } from '../../src/nn/parameters.js';
import { RowHeap } from '../../src/nn/row-layers.js';
import type { DecisionTables, Table } from '../../src/nn/tables.js';
import { type DeepSocsShape, EMBEDDING, LAYERS, MERGED, NODE_COLUMNS, VARIANCE_FLOOR } from './layers.js';
import { RowMlp } from './row-mlp.js';

const OWN = NODE_COLUMNS.length;
const OF_JOB = OWN + EMBEDDING; // columns of a merged row from which its parts begin
const OF_ALL = OWN + 2 * EMBEDDING;

/** The parts of the policy before its logit. */
const POLICY_HIDDEN = { ...LAYERS.policy, sizes: LAYERS.policy.sizes.slice(0, -1) };
const LAST = POLICY_HIDDEN.sizes.length - 1; // its layer with the logit

export class PlainDeepSocs implements PlainNetwork {
  logits = new Float32Array(8); // [candidate]
  readonly value = Number.NaN; // it has no critic
  private readonly depth: number;
  private readonly heap = new RowHeap();
  private readonly prepare: RowMlp;
  private readonly message: RowMlp;
  private readonly aggregate: RowMlp;
  private readonly job: RowMlp;
  private readonly all: RowMlp;
  private readonly policy: RowMlp;
  private readonly logitWeight: Float32Array; // [8]
  private readonly logitBias: Float32Array; // [1]
  private readonly scale: Float32Array | null; // [merged column] null = not normalised
  private readonly shift: Float32Array | null; // [merged column]
  private readonly total = new Float32Array(EMBEDDING); // summary of everything
  private receives = new Uint8Array(0); // [node] 1 = it has successors
  private nodeCount = 0;
  // where the rows of the present decision stand in the heap
  private own = 0; // [node × 6]
  private embedded = 0; // [node × 8]
  private ofJob = 0; // [job × 8]
  private merged = 0; // [node × merged columns]

  constructor({ depth, normalization }: DeepSocsShape, parameters: Parameters) {
    const { heap } = this;
    this.depth = depth;
    this.prepare = new RowMlp(heap, parameters, { spec: LAYERS.prepare });
    this.message = new RowMlp(heap, parameters, { spec: LAYERS.message });
    this.aggregate = new RowMlp(heap, parameters, { spec: LAYERS.aggregate });
    this.job = new RowMlp(heap, parameters, { spec: LAYERS.job, split: OWN });
    this.all = new RowMlp(heap, parameters, { spec: LAYERS.all });
    this.policy = new RowMlp(heap, parameters, { spec: POLICY_HIDDEN });
    this.logitWeight = parameters.get(`policy/${LAST}/weight`);
    this.logitBias = parameters.get(`policy/${LAST}/bias`);
    this.scale = normalization === 'none' ? null : parameters.get('normalize/scale');
    this.shift = normalization === 'none' ? null : parameters.get('normalize/shift');
    heap.keep();
  }

  refresh(): void {
    for (const part of [this.prepare, this.message, this.aggregate, this.job, this.all, this.policy]) part.refresh();
  }

  evaluate({ tables }: DecisionTables, decision: number): void {
    const [nodes, edges, jobs, candidates] = tables;
    this.heap.clear();
    this.nodeCount = rowsOf(nodes, decision);
    if (this.receives.length < this.nodeCount) this.receives = new Uint8Array(2 * this.nodeCount);
    this.embed(nodes, edges, decision);
    this.summarize(nodes, rowsOf(jobs, decision), nodes.rowStart[decision]);
    if (this.scale !== null) this.mergeAll(nodes.integers[0], nodes.rowStart[decision]);
    this.scoreCandidates(nodes, candidates, decision);
  }

  private embed(nodes: Table, edges: Table, decision: number): void {
    const { heap, nodeCount, receives } = this;
    this.own = heap.take(nodeCount * OWN);
    heap.copy(nodes.values, nodes.rowStart[decision] * OWN, { to: this.own, count: nodeCount * OWN });
    const prepared = this.prepare.run(nodeCount, this.own);
    this.embedded = prepared;
    receives.fill(0, 0, nodeCount);
    const [from] = edges.integers;
    for (let edge = edges.rowStart[decision]; edge < edges.rowStart[decision + 1]; edge++) receives[from[edge]] = 1;
    for (let round = 0; round < this.depth; round++) this.passMessages(edges, decision, prepared);
  }

  /** embedded ← prepared + aggregate(Σ message(embedded)) for tasks with successors. */
  private passMessages(edges: Table, decision: number, prepared: number): void {
    const { heap, nodeCount, receives } = this;
    const sent = this.message.run(nodeCount, this.embedded);
    const received = heap.take(nodeCount * EMBEDDING);
    this.sumMessages(edges, decision, { sent, received });
    const aggregated = this.aggregate.run(nodeCount, received);
    const next = heap.take(nodeCount * EMBEDDING);
    const { floats } = heap;
    for (let node = 0; node < nodeCount; node++) {
      const at = node * EMBEDDING;
      for (let i = at; i < at + EMBEDDING; i++) {
        floats[next + i] = receives[node] === 1 ? floats[prepared + i] + floats[aggregated + i] : floats[prepared + i];
      }
    }
    this.embedded = next;
  }

  private sumMessages(
    edges: Table,
    decision: number,
    { sent, received }: { readonly sent: number; readonly received: number },
  ): void {
    const { floats } = this.heap;
    const [from, to] = edges.integers;
    floats.fill(0, received, received + this.nodeCount * EMBEDDING);
    for (let edge = edges.rowStart[decision]; edge < edges.rowStart[decision + 1]; edge++) {
      const target = received + from[edge] * EMBEDDING;
      const source = sent + to[edge] * EMBEDDING;
      for (let i = 0; i < EMBEDDING; i++) floats[target + i] += floats[source + i];
    }
  }

  /** Sums over the tasks of each job, and over jobs. */
  private summarize(nodes: Table, jobCount: number, firstNode: number): void {
    const { heap, total } = this;
    const perTask = this.job.run(this.nodeCount, this.own, this.embedded);
    this.ofJob = heap.take(jobCount * EMBEDDING);
    const { floats } = heap;
    const [job, counted] = nodes.integers;
    floats.fill(0, this.ofJob, this.ofJob + jobCount * EMBEDDING);
    for (let node = 0; node < this.nodeCount; node++) {
      if (counted[firstNode + node] === 0) continue;
      const target = this.ofJob + job[firstNode + node] * EMBEDDING;
      const source = perTask + node * EMBEDDING;
      for (let i = 0; i < EMBEDDING; i++) floats[target + i] += floats[source + i];
    }
    const perJob = this.all.run(jobCount, this.ofJob);
    total.fill(0);
    for (let i = 0; i < jobCount * EMBEDDING; i++) total[i % EMBEDDING] += heap.floats[perJob + i];
  }

  private scoreCandidates(nodes: Table, candidates: Table, decision: number): void {
    const { heap, logitBias, logitWeight } = this;
    const first = candidates.rowStart[decision];
    const count = rowsOf(candidates, decision);
    if (this.logits.length < count) this.logits = new Float32Array(2 * count);
    const rows = heap.take(count * MERGED);
    const [job] = nodes.integers;
    for (let i = 0; i < count; i++) {
      const node = candidates.integers[0][first + i];
      const to = rows + i * MERGED;
      if (this.scale === null) this.merge(node, job[nodes.rowStart[decision] + node], to);
      else heap.floats.copyWithin(to, this.merged + node * MERGED, this.merged + (node + 1) * MERGED);
    }
    const hidden = this.policy.run(count, rows);
    for (let i = 0; i < count; i++) {
      let logit = logitBias[0];
      for (let k = 0; k < EMBEDDING; k++) logit += heap.floats[hidden + i * EMBEDDING + k] * logitWeight[k];
      this.logits[i] = logit;
    }
  }

  /** Own numbers, embedding, and both summaries of a task side by side. */
  private merge(node: number, job: number, to: number): void {
    const { total, own, embedded, ofJob } = this;
    const { floats } = this.heap;
    for (let i = 0; i < OWN; i++) floats[to + i] = floats[own + node * OWN + i];
    for (let i = 0; i < EMBEDDING; i++) {
      floats[to + OWN + i] = floats[embedded + node * EMBEDDING + i];
      floats[to + OF_JOB + i] = floats[ofJob + job * EMBEDDING + i];
      floats[to + OF_ALL + i] = total[i];
    }
  }

  /** The merged rows of all tasks, normalised over them. */
  private mergeAll(job: Int32Array, firstNode: number): void {
    const { heap, nodeCount: count } = this;
    this.merged = heap.take(count * MERGED);
    for (let node = 0; node < count; node++) this.merge(node, job[firstNode + node], this.merged + node * MERGED);
    const { floats } = heap;
    const scale = this.scale as Float32Array;
    const shift = this.shift as Float32Array;
    for (let column = 0; column < MERGED; column++) {
      const first = this.merged + column;
      const end = first + count * MERGED;
      let sum = 0;
      for (let at = first; at < end; at += MERGED) sum += floats[at];
      const mean = sum / count;
      let squares = 0;
      for (let at = first; at < end; at += MERGED) squares += (floats[at] - mean) * (floats[at] - mean);
      const factor = scale[column] / Math.sqrt(squares / count + VARIANCE_FLOOR);
      for (let at = first; at < end; at += MERGED) floats[at] = (floats[at] - mean) * factor + shift[column];
    }
  }
}

function rowsOf(table: Table, decision: number): number {
  return table.rowStart[decision + 1] - table.rowStart[decision];
}
