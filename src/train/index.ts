/**
 * The public surface of training, `sched-arena/train`: presets and runs, agents made of them, and what a policy of one's
 * own is written with. Re-exports only; importing it registers algorithms and presets. Policies, agents and environments
 * come from `sched-arena/agents` and `sched-arena/envs`.
 */

/* Runs: from a preset to an agent. */

export * from './algorithms.js';
export { learningCharts } from './learning-charts.js';
export * from './learning-curve.js';
export * from './preset-schema.js';
export * from './presets.js';
export * from './train.js';
export * from './trained-agent.js';
export * from './trainer.js';
export * from './training-log.js';
export { readTrainingManifest, type TrainingManifest } from './training-manifest.js';
export type { TrainingResult, TrainingRunOutcome } from './training-run.js';
export { createPolicy, type PolicyChoice } from './workbench.js';

/* Policies: networks, their tables, their weights. */

export * from '../nn/backend.js';
export * from '../nn/live-graph-encoder.js';
export * from '../nn/mlp.js';
export * from '../nn/network.js';
export * from '../nn/parameters.js';
export * from '../nn/policy.js';
export * from '../nn/policy-agent.js';
export * from '../nn/ragged-batch.js';
export * from '../nn/segments.js';
export * from '../nn/tables.js';
export * from '../nn/weights-text.js';
