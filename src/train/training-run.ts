/**
 * One training run in a folder of its own: builds what the plan names, runs the loop, and examines the best weights at the
 * end. The folder holds `manifest.json`, `log.jsonl`, a TensorBoard event file, checkpoints and, once it is finished,
 * `result.json`. A run that is resumed takes the newest intact checkpoint and tells which newer ones it had to refuse.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestamp } from '../clock.js';
import { ArenaError, ensure } from '../error.js';
import type { Backend } from '../nn/backend.js';
import { roundedWeights } from '../nn/weights-text.js';
import { seedList } from '../report/seeds.js';
import { algorithms } from './algorithms.js';
import { type Checkpoint, checkpointIterations, newestIntact } from './checkpoint.js';
import { HeldOut } from './held-out.js';
import { examine, type TestResult } from './held-out-test.js';
import { type LoopOutcome, runTrainingLoop, SELECTION_RULE } from './loop.js';
import { courseHash, judgedScenarios, type PresetSpec, planHash, type TrainingPlan } from './preset-schema.js';
import { RolloutPool } from './rollout-pool.js';
import type { Trainer } from './trainer.js';
import type { TrainingLine } from './training-log.js';
import {
  describeBackend,
  holdsTraining,
  newTrainingManifest,
  readTrainingManifest,
  type TrainingManifest,
  writeTrainingManifest,
} from './training-manifest.js';
import { createPolicy } from './workbench.js';

export const RESULT_FILE = 'result.json';

export interface TrainingRunOptions {
  readonly folder: string;
  readonly preset: Pick<PresetSpec, 'id' | 'description' | 'tuned'>;
  readonly plan: TrainingPlan;
  readonly seed: number;
  readonly workers: number; // threads that play; 0 = none
  readonly backend: Backend;
  readonly command: string;
  readonly imports: readonly string[]; // names for the manifest
  readonly modules: readonly string[]; // URLs for the threads
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: TrainingLine) => void;
  /** Remarks: what was refused, where it goes on. */
  readonly onNotice?: (remark: string) => void;
}

export interface TrainingRunOutcome {
  readonly manifest: TrainingManifest;
  readonly checkpoint: string | null; // newest file that this session wrote
  /** Absent where the run was interrupted before. */
  readonly test?: TestResult;
}

/** Runs to the end, or until the signal aborts. Errors: `ArenaError` for a folder that does not fit, or from training. */
export async function runTraining(options: TrainingRunOptions): Promise<TrainingRunOutcome> {
  const { folder, plan, seed, signal, backend } = options;
  const from = openFolder(options);
  const policy = createPolicy(plan.policy);
  const started = manifestOf(options, policy.network, from !== null);
  const pool = new RolloutPool({ workers: options.workers, modules: options.modules });
  let trainer: Trainer | undefined;
  let manifest = started;
  const record = (changes: Partial<TrainingManifest>) => {
    manifest = { ...manifest, ...changes };
    writeTrainingManifest(folder, manifest);
  };
  record({});
  try {
    const { scenarios, iterations } = plan;
    trainer = await algorithms.get(plan.algorithm.id).create(plan.algorithm.options, {
      policy: plan.policy,
      scenarios,
      iterations,
      seed,
      workers: options.workers,
      modules: options.modules,
      backend,
    });
    const judge = (purpose: 'validation' | 'test') =>
      new HeldOut({
        pool,
        policy: plan.policy,
        scenarios: judgedScenarios(plan, purpose === 'validation' ? 'evaluation' : 'test'),
        purpose,
        seeds: purpose === 'validation' ? plan.evaluation.seeds : plan.test.seeds,
      });
    const { parameters } = trainer;
    const validation = judge('validation');
    const baselines = await baselineScores(validation, options, manifest.baselines);
    if (baselines === null) return interrupted(record, { checkpoint: null }, () => manifest);
    record({ baselines });
    const outcome = await runTrainingLoop({
      trainer,
      folder,
      settings: {
        iterations,
        evaluateEvery: plan.evaluation.every,
        checkpointEvery: plan.checkpoints.every,
        keepCheckpoints: plan.checkpoints.keep,
      },
      identity: { courseHash: courseHash(plan), network: policy.network.id, seed },
      versions: { package: manifest.provenance.version, node: process.version, tensors: backend.version },
      validate: (during) => validation.validate(parameters.flat, during),
      ...(options.onLine ? { onLine: options.onLine } : {}),
      ...(signal ? { signal } : {}),
      ...(from ? { from } : {}),
    });
    record(progressOf(outcome));
    if (!outcome.finished) return interrupted(record, outcome, () => manifest);
    const test = await examineBest(judge('test'), { options, outcome });
    if (test === null) return interrupted(record, outcome, () => manifest);
    record({ status: 'finished', finished: timestamp() });
    writeResult(folder, { manifest, test });
    return { manifest, checkpoint: outcome.checkpoint, test };
  } catch (error) {
    record({ status: 'failed', message: (error as Error).message });
    throw error;
  } finally {
    await trainer?.close();
    await pool.close();
  }
}

/**
 * Validation scores of the test's baselines, for learning curves; those known from an earlier session are not played
 * again. Null where the signal cut it short.
 */
async function baselineScores(
  validation: HeldOut,
  { plan, signal }: TrainingRunOptions,
  known: Readonly<Record<string, number>>,
): Promise<Record<string, number> | null> {
  const scores: Record<string, number> = {};
  try {
    for (const id of plan.test.baselines) scores[id] = known[id] ?? (await validation.scoreOf({ id }, signal));
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  }
  return scores;
}

function interrupted(
  record: (changes: Partial<TrainingManifest>) => void,
  { checkpoint }: { readonly checkpoint: string | null },
  current: () => TrainingManifest,
): TrainingRunOutcome {
  record({ status: 'interrupted' });
  return { manifest: current(), checkpoint };
}

function progressOf({ iteration, state }: LoopOutcome): Partial<TrainingManifest> {
  const { best, decisions, seconds } = state;
  return {
    iteration,
    decisions,
    wallClockSeconds: seconds,
    best: best && { iteration: best.iteration, score: best.score },
  };
}

/** Makes the folder, or finds where a run in it stands. */
function openFolder({ folder, resume, onNotice }: TrainingRunOptions): Checkpoint | null {
  const present = holdsTraining(folder);
  ensure(resume || !present, `run folder ${folder}: holds a run already (--resume continues it)`);
  if (!present) {
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw new ArenaError(`run folder ${folder}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
    return null;
  }
  if (checkpointIterations(folder).length === 0) {
    onNotice?.(`${folder}: no checkpoint was written yet, the run begins anew`);
    return null;
  }
  const { checkpoint, file, refused } = newestIntact(folder);
  for (const reason of refused) onNotice?.(`refused: ${reason}`);
  onNotice?.(`going on from ${file}${refused.length > 0 ? ', the newest that is intact' : ''}`);
  return checkpoint;
}

/** The manifest of a new run, or that of the folder with one session more. */
function manifestOf(
  options: TrainingRunOptions,
  network: { readonly id: string; readonly parameters: readonly { readonly shape: readonly number[] }[] },
  resumed: boolean,
): TrainingManifest {
  const { folder, plan, preset, seed, backend, workers, command, imports } = options;
  const hashes = { planHash: planHash(plan), courseHash: courseHash(plan) };
  if (resumed) {
    const old = readTrainingManifest(folder);
    if (old.plan.iterations !== plan.iterations) {
      options.onNotice?.(
        `${plan.iterations} iterations in place of ${old.plan.iterations}: what falls over the planned iterations falls differently now`,
      );
    }
    const { message: _, ...kept } = old;
    const fresh = { ...hashes, plan, workers, backend: describeBackend(backend), sessions: old.sessions + 1 };
    return { ...kept, ...fresh, status: 'running', finished: null };
  }
  const sizes = network.parameters.map(({ shape }) => shape.reduce((product, length) => product * length, 1));
  return newTrainingManifest({
    backend,
    command,
    imports: [...imports],
    started: timestamp(),
    workers,
    preset: preset.id,
    description: preset.description,
    tuned: preset.tuned,
    plan,
    ...hashes,
    network: { id: network.id, parameters: sizes.reduce((sum, size) => sum + size, 0) },
    seed,
    seeds: { validation: seedList('validation', plan.evaluation.seeds), test: seedList('test', plan.test.seeds) },
    selectionRule: SELECTION_RULE,
  });
}

/** The test of the best weights; null where the signal cut it short. */
async function examineBest(
  heldOut: HeldOut,
  { options, outcome }: { readonly options: TrainingRunOptions; readonly outcome: LoopOutcome },
): Promise<TestResult | null> {
  const { signal, plan } = options;
  const best = outcome.state.best!; // the loop evaluates at its end
  const weights = roundedWeights(best.weights, plan.test.weightFormat ?? 'float32'); // as they ship
  try {
    return await examine(heldOut, { weights, baselines: plan.test.baselines, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  }
}

/** What a finished run came to. */
export interface TrainingResult {
  readonly manifest: TrainingManifest;
  readonly test: TestResult;
}

function writeResult(folder: string, { manifest, test }: TrainingResult): void {
  const { preset, planHash: hash, seed, best, decisions, wallClockSeconds, provenance, selectionRule } = manifest;
  const result = {
    format: 'sched-arena/training-result@1',
    preset,
    planHash: hash,
    seed,
    selectionRule,
    best,
    decisions,
    wallClockSeconds,
    commit: provenance.commit,
    dirty: provenance.dirty,
    test,
  };
  const file = join(folder, RESULT_FILE);
  const text = JSON.stringify(
    result,
    (_key, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    2,
  );
  writeFileSync(`${file}.partial`, `${text}\n`);
  renameSync(`${file}.partial`, file);
}
