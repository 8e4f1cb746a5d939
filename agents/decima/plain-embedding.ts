/** Node, job and global vectors of one decision in plain arrays. */
import type { Parameters } from '../../src/nn/parameters.js';
import type { DecisionRows } from './decision-rows.js';
import { MlpRows } from './dense-rows.js';
import { HeightPlan } from './height-plan.js';
import type { DecimaKind } from './kinds.js';
import { LevelPlan } from './level-plan.js';
import { NODE_WIDTH } from './schema.js';

export interface GraphRows {
  readonly nodes: DecisionRows;
  readonly edges: DecisionRows;
  readonly jobs: DecisionRows;
}

export class PlainEmbedding {
  seen = new Float64Array(0); // [node × (features + embedding)]
  job = new Float64Array(0); // [job × embedding]
  readonly global: Float64Array; // [embedding]
  private readonly kind: DecimaKind;
  private readonly prepare: MlpRows;
  private readonly message: MlpRows;
  private readonly update: MlpRows;
  private readonly ofJob: MlpRows;
  private readonly ofGlobal: MlpRows;
  private readonly plan: LevelPlan | HeightPlan;
  private features = new Float64Array(0); // [node × features]
  private start = new Float64Array(0); // [node × embedding]
  private versions = new Float64Array(0); // [version × embedding]
  private messages = new Float64Array(0); // [version × embedding]
  private sums = new Float64Array(0); // [row × embedding] scratch of a step
  private written = new Float64Array(0); // [row × embedding] scratch of a step

  constructor(kind: DecimaKind, parameters: Parameters) {
    this.kind = kind;
    this.prepare = new MlpRows(kind.prepare, parameters);
    this.message = new MlpRows(kind.message, parameters);
    this.update = new MlpRows(kind.update, parameters);
    this.ofJob = new MlpRows(kind.job, parameters);
    this.ofGlobal = new MlpRows(kind.global, parameters);
    this.plan = kind.messages === 'levels' ? new LevelPlan() : new HeightPlan();
    this.global = new Float64Array(kind.embedding);
  }

  refresh(): void {
    for (const part of [this.prepare, this.message, this.update, this.ofJob, this.ofGlobal]) part.refresh();
  }

  /** Computes all vectors. Errors: `ArenaError` for malformed edges. */
  run({ nodes, edges, jobs }: GraphRows): void {
    const { plan } = this;
    plan.build(nodes.count, {
      parent: edges.integers[0],
      child: edges.integers[1],
      first: edges.first,
      count: edges.count,
    });
    this.reserve(nodes.count, jobs.count);
    for (let i = 0; i < nodes.count * NODE_WIDTH; i++) this.features[i] = nodes.values[nodes.first * NODE_WIDTH + i];
    this.prepare.run(this.features, nodes.count, this.start);
    this.begin(edges.count === 0);
    for (let step = 0; step < plan.steps; step++) this.step(step);
    this.summarize(nodes, jobs);
  }

  /** Starting values and their messages. */
  private begin(alone: boolean): void {
    const { plan, versions, start } = this;
    const e = this.kind.embedding;
    const { length } = plan.base;
    for (let v = 0; v < length; v++) copyRow(start, plan.base.values[v], { to: versions, row: v, width: e });
    if (this.kind.messages === 'levels' && !alone) {
      this.update.run(versions, length, this.written);
      for (let i = 0; i < length * e; i++) versions[i] = this.written[i];
    }
    if (plan.steps > 0) this.message.run(versions, length, this.messages);
  }

  private step(step: number): void {
    const { plan, sums, written, messages, versions, start } = this;
    const e = this.kind.embedding;
    const from = plan.stepStart.values[step];
    const count = plan.stepStart.values[step + 1] - from;
    for (let i = 0; i < count * e; i++) sums[i] = 0;
    for (let u = 0; u < count; u++) {
      const end = plan.messageStart.values[from + u + 1];
      for (let k = plan.messageStart.values[from + u]; k < end; k++) {
        const source = plan.message.values[k] * e;
        for (let c = 0; c < e; c++) sums[u * e + c] += messages[source + c];
      }
    }
    this.update.run(sums, count, written);
    const levels = this.kind.messages === 'levels';
    const first = (plan.base.length + from) * e;
    for (let u = 0; u < count; u++) {
      const before = (levels ? plan.target.values[from + u] : plan.previous.values[from + u]) * e;
      const source = levels ? start : versions;
      for (let c = 0; c < e; c++) {
        written[u * e + c] += source[before + c];
        versions[first + u * e + c] = written[u * e + c];
      }
    }
    if (step + 1 === plan.steps) return;
    this.message.run(written, count, sums);
    for (let i = 0; i < count * e; i++) messages[first + i] = sums[i];
  }

  private summarize(nodes: DecisionRows, jobs: DecisionRows): void {
    const { plan, seen, features, versions, sums, job, global } = this;
    const e = this.kind.embedding;
    const width = NODE_WIDTH + e;
    for (let node = 0; node < nodes.count; node++) {
      for (let c = 0; c < NODE_WIDTH; c++) seen[node * width + c] = features[node * NODE_WIDTH + c];
      const version = plan.final[node] * e;
      for (let c = 0; c < e; c++) seen[node * width + NODE_WIDTH + c] = versions[version + c];
    }
    this.ofJob.run(seen, nodes.count, sums);
    for (let i = 0; i < jobs.count * e; i++) job[i] = 0;
    for (let node = 0; node < nodes.count; node++) {
      const to = nodes.integers[0][nodes.first + node] * e;
      for (let c = 0; c < e; c++) job[to + c] += sums[node * e + c];
    }
    this.ofGlobal.run(job, jobs.count, sums);
    global.fill(0);
    for (let i = 0; i < jobs.count; i++) for (let c = 0; c < e; c++) global[c] += sums[i * e + c];
  }

  private reserve(nodes: number, jobs: number): void {
    const e = this.kind.embedding;
    const { length } = this.plan.base;
    const versions = (length + this.plan.updates) * e;
    if (this.features.length < nodes * NODE_WIDTH) {
      this.features = new Float64Array(2 * nodes * NODE_WIDTH);
      this.start = new Float64Array(2 * nodes * e);
      this.seen = new Float64Array(2 * nodes * (NODE_WIDTH + e));
    }
    if (this.versions.length < versions) {
      this.versions = new Float64Array(2 * versions);
      this.messages = new Float64Array(2 * versions);
    }
    const rows = Math.max(nodes, jobs, this.plan.updates) * e;
    if (this.sums.length < rows) {
      this.sums = new Float64Array(2 * rows);
      this.written = new Float64Array(2 * rows);
    }
    if (this.job.length < jobs * e) this.job = new Float64Array(2 * jobs * e);
  }
}

interface RowTarget {
  readonly to: Float64Array;
  readonly row: number;
  readonly width: number;
}

function copyRow(source: Float64Array, from: number, { to, row, width }: RowTarget): void {
  for (let c = 0; c < width; c++) to[row * width + c] = source[from * width + c];
}
