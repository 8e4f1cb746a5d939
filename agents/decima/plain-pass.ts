/** Decima's forward pass for one decision in plain arrays, for acting. The same computation as `tensor-pass.ts`. */
import type { PlainNetwork } from '../../src/nn/network.js';
import type { Parameters } from '../../src/nn/parameters.js';
import type { DecisionTables } from '../../src/nn/tables.js';
import { DecisionRows } from './decision-rows.js';
import type { DecimaKind } from './kinds.js';
import { PlainEmbedding } from './plain-embedding.js';
import { PlainHeads } from './plain-heads.js';

export class PlainDecima implements PlainNetwork {
  logits = new Float32Array(64); // [candidate]
  value = Number.NaN;
  readonly embedding: PlainEmbedding;
  stageScores = new Float64Array(0); // [stage]
  limitScores = new Float64Array(0); // [limit]
  private readonly heads: PlainHeads;
  private stageLogs = new Float64Array(0); // [stage] ln of the softmax over the stages
  private limitLogs = new Float64Array(0); // [limit] ln of the softmax over the limits of the job
  private jobLargest = new Float64Array(0); // [job] of its limit scores
  private jobSum = new Float64Array(0); // [job] of their exponentials

  constructor(kind: DecimaKind, parameters: Parameters) {
    this.embedding = new PlainEmbedding(kind, parameters);
    this.heads = new PlainHeads(kind, parameters);
  }

  refresh(): void {
    this.embedding.refresh();
    this.heads.refresh();
  }

  evaluate(store: DecisionTables, decision: number, withValue = false): void {
    const rows = (name: string) => new DecisionRows(store.table(name), decision);
    const nodes = rows('nodes');
    const jobs = rows('jobs');
    const stages = rows('stages');
    const limits = rows('limits');
    this.embedding.run({ nodes, edges: rows('edges'), jobs });
    this.reserve(stages.count, limits.count, jobs.count);
    this.heads.readGlobal(this.embedding);
    this.heads.scoreStages({ embedding: this.embedding, nodes, jobs, rows: stages }, this.stageScores);
    this.heads.scoreLimits({ embedding: this.embedding, nodes, jobs, rows: limits }, this.limitScores);
    this.value = withValue ? this.heads.value(this.embedding) : Number.NaN;
    logSoftmax(this.stageScores, stages.count, this.stageLogs);
    this.limitLogSoftmax(limits, jobs.count);
    this.combine(rows('candidates'));
  }

  private limitLogSoftmax(limits: DecisionRows, jobs: number): void {
    const { jobLargest, jobSum, limitScores, limitLogs } = this;
    for (let job = 0; job < jobs; job++) {
      jobLargest[job] = Number.NEGATIVE_INFINITY;
      jobSum[job] = 0;
    }
    const job = limits.integers[0];
    const { first, count } = limits;
    for (let i = 0; i < count; i++) {
      if (limitScores[i] > jobLargest[job[first + i]]) jobLargest[job[first + i]] = limitScores[i];
    }
    for (let i = 0; i < count; i++) jobSum[job[first + i]] += Math.exp(limitScores[i] - jobLargest[job[first + i]]);
    for (let i = 0; i < count; i++) {
      limitLogs[i] = limitScores[i] - jobLargest[job[first + i]] - Math.log(jobSum[job[first + i]]);
    }
  }

  private combine({ integers, first, count }: DecisionRows): void {
    if (this.logits.length < count) this.logits = new Float32Array(2 * count);
    const [stage, limit] = integers;
    for (let i = 0; i < count; i++) {
      this.logits[i] = this.stageLogs[stage[first + i]] + this.limitLogs[limit[first + i]];
    }
  }

  private reserve(stages: number, limits: number, jobs: number): void {
    if (this.stageScores.length < stages) {
      this.stageScores = new Float64Array(2 * stages);
      this.stageLogs = new Float64Array(2 * stages);
    }
    if (this.limitScores.length < limits) {
      this.limitScores = new Float64Array(2 * limits);
      this.limitLogs = new Float64Array(2 * limits);
    }
    if (this.jobSum.length < jobs) {
      this.jobSum = new Float64Array(2 * jobs);
      this.jobLargest = new Float64Array(2 * jobs);
    }
  }
}

function logSoftmax(scores: Float64Array, count: number, logs: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) if (scores[i] > largest) largest = scores[i];
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(scores[i] - largest);
  const shift = largest + Math.log(sum);
  for (let i = 0; i < count; i++) logs[i] = scores[i] - shift;
}
