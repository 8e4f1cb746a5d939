/** Decima's two heads and the critic for one decision in plain arrays. */
import type { Parameters } from '../../src/nn/parameters.js';
import type { DecisionRows } from './decision-rows.js';
import { DenseRows, MlpRows } from './dense-rows.js';
import type { DecimaKind } from './kinds.js';
import type { PlainEmbedding } from './plain-embedding.js';
import { JOB_WIDTH, NODE_WIDTH } from './schema.js';

interface Scored {
  readonly embedding: PlainEmbedding;
  readonly nodes: DecisionRows;
  readonly jobs: DecisionRows;
  readonly rows: DecisionRows; // stages or limits
}

/**
 * The two heads and the critic. The first layer of a head is computed in parts: that of the global vector once, that of
 * a job once a job, the rest for every row.
 */
export class PlainHeads {
  private readonly kind: DecimaKind;
  private readonly stage: MlpRows;
  private readonly stageOwn: DenseRows; // features and embedding of the node
  private readonly stageJob: DenseRows;
  private readonly stageGlobal: DenseRows;
  private readonly limit: MlpRows;
  private readonly limitOwn: DenseRows; // the share
  private readonly limitJob: DenseRows; // features and embedding of the job
  private readonly limitGlobal: DenseRows;
  private readonly critic: MlpRows | null;
  private readonly ofStageGlobal: Float64Array; // [first width]
  private readonly ofLimitGlobal: Float64Array; // [first width]
  private readonly critique = new Float64Array(1);
  private input = new Float64Array(0); // scratch
  private ofJob = new Float64Array(0); // [job × first width]

  constructor(kind: DecimaKind, parameters: Parameters) {
    const e = kind.embedding;
    const part = (mlp: 'stage' | 'limit', [first, inputs]: readonly [number, number], bias = false) =>
      new DenseRows({ name: `${mlp}/0`, outputs: kind[mlp].sizes[1], first, inputs, bias }, parameters);
    this.kind = kind;
    this.stage = new MlpRows(kind.stage, parameters);
    this.stageOwn = part('stage', [0, NODE_WIDTH + e]);
    this.stageJob = part('stage', [NODE_WIDTH + e, e]);
    this.stageGlobal = part('stage', [NODE_WIDTH + 2 * e, e], true);
    this.limit = new MlpRows(kind.limit, parameters);
    this.limitJob = part('limit', [0, JOB_WIDTH + e]);
    this.limitGlobal = part('limit', [JOB_WIDTH + e, e], true);
    this.limitOwn = part('limit', [JOB_WIDTH + 2 * e, 1]);
    this.critic = kind.critic ? new MlpRows(kind.critic, parameters) : null;
    this.ofStageGlobal = new Float64Array(this.stage.firstWidth);
    this.ofLimitGlobal = new Float64Array(this.limit.firstWidth);
  }

  refresh(): void {
    const { stage, stageOwn, stageJob, stageGlobal, limit, limitOwn, limitJob, limitGlobal, critic } = this;
    for (const part of [stage, stageOwn, stageJob, stageGlobal, limit, limitOwn, limitJob, limitGlobal]) part.refresh();
    critic?.refresh();
  }

  readGlobal({ global }: PlainEmbedding): void {
    this.stageGlobal.run(global, 1, this.ofStageGlobal);
    this.limitGlobal.run(global, 1, this.ofLimitGlobal);
  }

  value({ global }: PlainEmbedding): number {
    if (this.critic === null) return Number.NaN;
    this.critic.run(global, 1, this.critique);
    return this.critique[0];
  }

  scoreStages({ embedding, nodes, jobs, rows }: Scored, scores: Float64Array): void {
    const { kind, stage, ofStageGlobal } = this;
    const width = NODE_WIDTH + kind.embedding;
    const { firstWidth } = stage;
    this.reserve(Math.max(rows.count * width, jobs.count), jobs.count * firstWidth);
    this.stageJob.run(embedding.job, jobs.count, this.ofJob);
    const node = rows.integers[0];
    for (let i = 0; i < rows.count; i++) {
      const from = node[rows.first + i] * width;
      for (let c = 0; c < width; c++) this.input[i * width + c] = embedding.seen[from + c];
    }
    const sums = stage.buffer(rows.count);
    this.stageOwn.run(this.input, rows.count, sums);
    for (let i = 0; i < rows.count; i++) {
      const job = nodes.integers[0][nodes.first + node[rows.first + i]] * firstWidth;
      for (let c = 0; c < firstWidth; c++) sums[i * firstWidth + c] += this.ofJob[job + c] + ofStageGlobal[c];
    }
    stage.finish(rows.count, scores);
  }

  scoreLimits({ embedding, jobs, rows }: Scored, scores: Float64Array): void {
    const { kind, limit, ofLimitGlobal } = this;
    const width = JOB_WIDTH + kind.embedding;
    const { firstWidth } = limit;
    this.reserve(Math.max(rows.count, jobs.count * width), jobs.count * firstWidth);
    for (let job = 0; job < jobs.count; job++) {
      const to = job * width;
      for (let c = 0; c < JOB_WIDTH; c++) this.input[to + c] = jobs.values[(jobs.first + job) * JOB_WIDTH + c];
      for (let c = JOB_WIDTH; c < width; c++) {
        this.input[to + c] = embedding.job[job * kind.embedding + c - JOB_WIDTH];
      }
    }
    this.limitJob.run(this.input, jobs.count, this.ofJob);
    for (let i = 0; i < rows.count; i++) this.input[i] = rows.values[rows.first + i];
    const sums = limit.buffer(rows.count);
    this.limitOwn.run(this.input, rows.count, sums);
    for (let i = 0; i < rows.count; i++) {
      const job = rows.integers[0][rows.first + i] * firstWidth;
      for (let c = 0; c < firstWidth; c++) sums[i * firstWidth + c] += this.ofJob[job + c] + ofLimitGlobal[c];
    }
    limit.finish(rows.count, scores);
  }

  private reserve(inputs: number, jobs: number): void {
    if (this.input.length < inputs) this.input = new Float64Array(2 * inputs);
    if (this.ofJob.length < jobs) this.ofJob = new Float64Array(2 * jobs);
  }
}
