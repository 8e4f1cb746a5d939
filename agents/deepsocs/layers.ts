/**
 * The layers of DeepSoCS by name and width, as created in EpiSci/SoCRATES@e246978: six numbers a task, every part a
 * perceptron with hidden layers of 16 and 8 and an output of 8, all leaky rectifiers; the last part has 32, 16 and 8 and
 * one logit. `messages` are summed over successors, `aggregate` is applied to the sum, `job` before the sum over a
 * job's tasks, `all` before the sum over jobs.
 */
import type { MlpSpec } from '../../src/nn/mlp.js';

export const NODE_COLUMNS = ['idleProcessors', 'jobState', 'busyProcessors', 'work', 'runtime', 'unused'] as const;

/** Width of every embedding and summary. */
export const EMBEDDING = 8;

/** Numbers of a task with its embedding and both summaries. */
export const MERGED = NODE_COLUMNS.length + 3 * EMBEDDING;

export interface DeepSocsShape {
  readonly depth: number; // rounds of messages: 1 as released, 2 as intended
  readonly normalization: 'none' | 'tasks';
}

/** Added to variances, as in TensorFlow's batch normalisation. */
export const VARIANCE_FLOOR = 1e-3;

function part(name: string, inputs: number): MlpSpec {
  return { name, sizes: [inputs, 16, 8, EMBEDDING], activation: 'leakyRelu', last: 'leakyRelu' };
}

export const LAYERS = Object.freeze({
  prepare: part('prepare', NODE_COLUMNS.length),
  message: part('message', EMBEDDING),
  aggregate: part('aggregate', EMBEDDING),
  job: part('job', NODE_COLUMNS.length + EMBEDDING),
  all: part('all', EMBEDDING),
  policy: { name: 'policy', sizes: [MERGED, 32, 16, 8, 1], activation: 'leakyRelu', outputGain: 0.01 } as MlpSpec,
});
