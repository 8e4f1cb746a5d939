/**
 * The two networks called Decima. *small* is the one of spark-sched-sim (2023), for which pretrained weights exist;
 * *original* is that of decima-sim, the program of Mao et al. 2019 (arXiv 1810.01963). Both embed nodes bottom-up, sum
 * nodes into jobs and jobs into one global vector, and score stages and numbers of executors with two heads.
 * They differ in sizes, activations and in the rules of message passing (`message-plan.ts`).
 *
 * Columns of *small*, N = executors: node = job's commit cap / N, +1 if the executors that are free belong to this job
 * else −1, executors supplied to the job / N, tasks left / 200, tasks left · last duration / 1e5; share = k / N for k
 * from 0. Columns of *original*: executors of the job / 20, ±2, free executors / 20, tasks left · last duration / 1e5,
 * tasks left / 200; share = limit / 50. Those are the clusters of the publications; what a placement
 * view gives instead is told in `job-survey.ts`. Left out: their ways to draw first weights (Glorot 2010; PyTorch's own);
 * weights start orthogonal here, like those of all networks.
 */
import type { Activation, MlpSpec } from '../../src/nn/mlp.js';
import { mlpParameters } from '../../src/nn/mlp.js';
import type { ParameterSpec } from '../../src/nn/parameters.js';
import { JOB_WIDTH, NODE_WIDTH } from './schema.js';

export interface DecimaKind {
  readonly id: string;
  readonly embedding: number; // width of node, job and global vectors
  /** `levels`: h = start + update(sum), start by level; `heights`: x ← x + update(sum), up to eight times. */
  readonly messages: 'levels' | 'heights';
  readonly prepare: MlpSpec; // node features → embedding
  readonly message: MlpSpec; // of a child
  readonly update: MlpSpec; // of the sum of messages
  readonly job: MlpSpec; // features and embedding of a node, summed over the job's nodes
  readonly global: MlpSpec; // job vector, summed over the jobs
  readonly stage: MlpSpec; // score of a stage
  readonly limit: MlpSpec; // score of a number of executors for a job
  readonly critic: MlpSpec | null; // value from the global vector
}

interface Sizes {
  readonly id: string;
  readonly embedding: number;
  readonly messages: 'levels' | 'heights';
  readonly hidden: readonly number[]; // widths of the embedding networks
  readonly last: Activation; // after their last layer
  readonly heads: readonly number[]; // hidden widths of the heads
  readonly headActivation: Activation;
}

const SIZES = {
  small: {
    id: 'decima',
    embedding: 16,
    messages: 'levels',
    hidden: [32, 16],
    last: 'none',
    heads: [64, 64],
    headActivation: 'tanh',
  },
  original: {
    id: 'decima-original',
    embedding: 8,
    messages: 'heights',
    hidden: [16, 8],
    last: 'leakyRelu',
    heads: [32, 16, 8],
    headActivation: 'leakyRelu',
  },
} as const satisfies Record<string, Sizes>;

/** The two networks by name. */
export type DecimaName = keyof typeof SIZES;

/** Almost uniform choices at first, the usual start of policy-gradient learning. */
const HEAD_GAIN = 0.01;

/** The network of this name; `critic` adds a value head, which neither of the publications has. */
export function decimaKind(name: DecimaName, critic = false): DecimaKind {
  const sizes: Sizes = SIZES[name];
  const { embedding: e, hidden, last, heads, headActivation, messages } = sizes;
  const embed = (part: string, input: number): MlpSpec => ({
    name: part,
    sizes: [input, ...hidden, e],
    activation: 'leakyRelu',
    last,
    outputGain: 1,
  });
  const head = (part: string, input: number, outputGain: number): MlpSpec => ({
    name: part,
    sizes: [input, ...heads, 1],
    activation: headActivation,
    outputGain,
  });
  return {
    id: critic ? `${sizes.id}-critic` : sizes.id,
    embedding: e,
    messages,
    prepare: embed('prepare', NODE_WIDTH),
    message: embed('message', e),
    update: embed('update', e),
    job: embed('job', NODE_WIDTH + e),
    global: embed('global', e),
    stage: head('stage', NODE_WIDTH + 3 * e, HEAD_GAIN),
    limit: head('limit', JOB_WIDTH + 2 * e + 1, HEAD_GAIN),
    critic: critic ? head('critic', e, 1) : null,
  };
}

/** All networks in the order of the parameters. */
export function decimaParameters(kind: DecimaKind): ParameterSpec[] {
  const { prepare, message, update, job, global, stage, limit, critic } = kind;
  return [prepare, message, update, job, global, stage, limit, ...(critic ? [critic] : [])].flatMap(mlpParameters);
}
