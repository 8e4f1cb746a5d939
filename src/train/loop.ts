/**
 * The loop around a trainer: iterate, now and then evaluate on validation seeds and keep the best weights, log, and
 * save everything. An iteration, its validation and its line are one unit: an interruption drops what is not complete
 * and saves the state before it, so that whatever happens 2N iterations equal N, a stop, and N more, bit for bit.
 * Selection rule: the weights with the lowest validation score; of equals the earlier ones.
 */
import { monotonicMs, nowMs } from '../clock.js';
import { ArenaError, ensure } from '../error.js';
import {
  type Checkpoint,
  type CheckpointIdentity,
  type LoopState,
  packCheckpoint,
  pruneCheckpoints,
  setAsideNewer,
  writeCheckpoint,
} from './checkpoint.js';
import type { IterationReport, Trainer } from './trainer.js';
import { splitTimings, type TrainingLine, TrainingLog } from './training-log.js';

/** The selection rule in words, for manifests and reports. */
export const SELECTION_RULE = 'lowest validation score, the earlier iteration of equals';

/** Where reports tell how many decisions an iteration trained on. */
export const DECISIONS = 'charts/decisions_iteration';

export interface LoopSettings {
  readonly iterations: number; // of the whole run
  readonly evaluateEvery: number; // iterations; also at the start and at the end
  readonly checkpointEvery: number; // iterations; also at evaluations and at the end
  readonly keepCheckpoints: number; // newest ones; the best one stays besides
}

/** What an evaluation on validation seeds found. */
export interface Validation {
  readonly score: number; // smaller is better
  readonly [detail: string]: number;
}

export interface TrainingLoop {
  readonly trainer: Trainer;
  readonly folder: string; // exists
  readonly settings: LoopSettings;
  readonly identity: CheckpointIdentity;
  readonly versions: Readonly<Record<string, string>>;
  /** Evaluates the weights as they are now, without leaving a trace in the trainer. */
  readonly validate: (signal?: AbortSignal) => Promise<Validation>;
  readonly onLine?: (line: TrainingLine) => void;
  readonly signal?: AbortSignal;
  /** Where to go on from; absent = a new run. */
  readonly from?: Checkpoint;
}

export interface LoopOutcome {
  readonly finished: boolean; // false: interrupted
  readonly iteration: number;
  readonly state: LoopState;
  readonly checkpoint: string; // newest file
}

/**
 * Runs to the last iteration or until the signal aborts; the newest checkpoint then is of the returned iteration.
 * Errors: `ArenaError` for a checkpoint of another run; whatever the trainer throws, with the last good checkpoint named.
 */
export async function runTrainingLoop(loop: TrainingLoop): Promise<LoopOutcome> {
  const run = new RunningLoop(loop);
  try {
    return await run.complete();
  } finally {
    run.close();
  }
}

class RunningLoop {
  private readonly loop: TrainingLoop;
  private readonly log: TrainingLog;
  private readonly begin = monotonicMs();
  private readonly secondsBefore: number; // of earlier sessions
  private state: LoopState;
  private saved = { iteration: -1, file: '' }; // newest on the disk
  private pending: { readonly iteration: number; readonly payload: Buffer } | null = null; // newest complete state

  constructor(loop: TrainingLoop) {
    const { trainer, from, folder } = loop;
    this.loop = loop;
    checkSettings(loop.settings);
    this.state = from?.loop ?? { best: null, decisions: 0, seconds: 0 };
    this.secondsBefore = this.state.seconds;
    if (from) {
      checkIdentity(from, loop);
      setAsideNewer(folder, from.iteration);
      trainer.restore(from.trainer);
    }
    this.log = from ? TrainingLog.resume(folder, from.iteration) : TrainingLog.create(folder);
  }

  async complete(): Promise<LoopOutcome> {
    const { trainer, settings, from, signal } = this.loop;
    if (from) this.remember();
    else if (!(await this.unit(async () => ({})))) return this.outcome(false);
    if (!from) this.save();
    while (trainer.iteration < settings.iterations) {
      if (signal?.aborted || !(await this.unit(() => trainer.iterate(signal)))) return this.outcome(false);
      const evaluated = this.evaluates(trainer.iteration);
      if (evaluated || trainer.iteration % settings.checkpointEvery === 0) this.save();
    }
    return this.outcome(true);
  }

  close(): void {
    this.log.close();
  }

  private evaluates(iteration: number): boolean {
    const { evaluateEvery, iterations } = this.loop.settings;
    return iteration % evaluateEvery === 0 || iteration === iterations;
  }

  /** One iteration with its validation and its line; false where the signal cut it short. */
  private async unit(iterate: () => Promise<IterationReport>): Promise<boolean> {
    const { trainer, signal } = this.loop;
    const began = monotonicMs();
    const before = this.state;
    try {
      const { report, timings } = splitTimings(await iterate());
      const trained = monotonicMs();
      const validation = this.evaluates(trainer.iteration) ? await this.loop.validate(signal) : undefined;
      const ended = monotonicMs();
      const best = validation !== undefined && this.judge(validation);
      const decisions = this.state.decisions + (report[DECISIONS] ?? 0);
      const seconds = this.secondsBefore + (ended - this.begin) / 1000;
      this.state = { ...this.state, decisions, seconds };
      const line: TrainingLine = {
        iteration: trainer.iteration,
        decisions,
        report,
        ...(validation === undefined ? {} : { validation }),
        ...(best ? { best } : {}),
        time: {
          at: nowMs(),
          seconds,
          iteration: (trained - began) / 1000,
          evaluation: (ended - trained) / 1000,
          ...timings,
        },
      };
      this.log.append(line);
      this.remember();
      this.loop.onLine?.(line);
      return true;
    } catch (error) {
      this.state = before; // the unit is dropped as a whole
      if (signal?.aborted) return false;
      throw this.located(error);
    }
  }

  /** Whether these weights are the best so far, by the selection rule; keeps them if so. */
  private judge({ score }: Validation): boolean {
    const { trainer } = this.loop;
    ensure(Number.isFinite(score), `train: the validation score of iteration ${trainer.iteration} is ${score}`);
    if (this.state.best !== null && score >= this.state.best.score) return false;
    const best = { iteration: trainer.iteration, score, weights: trainer.parameters.flat.slice() };
    this.state = { ...this.state, best };
    return true;
  }

  /** Keeps the complete state in memory: the next iteration may be dropped half-way. */
  private remember(): void {
    const { trainer, identity, versions } = this.loop;
    const { iteration } = trainer;
    const payload = packCheckpoint({ iteration, identity, versions, loop: this.state, trainer: trainer.snapshot() });
    this.pending = { iteration, payload };
  }

  /** Writes the newest complete state, unless it is there. */
  private save(): void {
    const { pending } = this;
    if (pending === null || pending.iteration === this.saved.iteration) return;
    this.log.sync();
    const { folder, settings } = this.loop;
    this.saved = { iteration: pending.iteration, file: writeCheckpoint(folder, pending.iteration, pending.payload) };
    pruneCheckpoints(folder, { keep: settings.keepCheckpoints, best: this.state.best?.iteration ?? null });
  }

  private outcome(finished: boolean): LoopOutcome {
    this.save();
    return { finished, iteration: this.saved.iteration, state: this.state, checkpoint: this.saved.file };
  }

  /** The error with the place to go on from. */
  private located(error: unknown): unknown {
    if (!(error instanceof ArenaError)) return error;
    const { file } = this.saved;
    return new ArenaError(
      `${error.message}; ${file === '' ? 'no checkpoint was written yet' : `the last good checkpoint is ${file}`}`,
    );
  }
}

function checkSettings({ iterations, evaluateEvery, checkpointEvery, keepCheckpoints }: LoopSettings): void {
  for (const [name, value] of Object.entries({ iterations, evaluateEvery, checkpointEvery, keepCheckpoints })) {
    ensure(Number.isInteger(value) && value >= 1, `train: ${name} ${value} is not allowed (an integer ≥ 1)`);
  }
}

function checkIdentity({ identity }: Checkpoint, { identity: own, folder }: TrainingLoop): void {
  for (const key of ['network', 'courseHash', 'seed'] as const) {
    ensure(
      identity[key] === own[key],
      `run folder ${folder}: its checkpoints are of ${key} ${identity[key]} (this run has ${own[key]})`,
    );
  }
}
