/**
 * Training from a program: what the command `train` does for one seed, without its terminal. The folder that comes out is
 * the same, so a run may be begun here and resumed there, or the other way round.
 */
import { type BackendName, loadBackend } from '../nn/backend.js';
import type { Json } from '../space/space.js';
import { type PresetSpec, resolvePlan } from './preset-schema.js';
import { presets } from './presets.js';
import type { TrainingLine } from './training-log.js';
import { runTraining, type TrainingRunOutcome } from './training-run.js';

export interface TrainOptions {
  /** Of the run; made where it does not exist. */
  readonly folder: string;
  readonly seed?: number; // default 1
  /** Other values for settings of the preset, merged in: `{ iterations: 20, evaluation: { every: 5 } }`. */
  readonly settings?: Json;
  /** Threads that play; default 0 = none. */
  readonly workers?: number;
  /** URLs of modules that register what the threads need; the program itself imports them, too. */
  readonly modules?: readonly string[];
  /** Default: the first that works. */
  readonly backend?: BackendName;
  /** Goes on with the newest intact checkpoint of the folder, if there is one. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  /** Called after every iteration. */
  readonly onLine?: (line: TrainingLine) => void;
}

/**
 * Runs a preset, by name or given as an object, to its end or until the signal aborts. Errors: `ArenaError` for unknown names
 * and settings, a folder that holds a run already (without `resume`), and whatever training throws.
 */
export async function train(preset: string | PresetSpec, options: TrainOptions): Promise<TrainingRunOutcome> {
  const { folder, seed = 1, settings = {}, workers = 0, modules = [], backend, resume = false } = options;
  const { signal, onLine } = options;
  const spec = typeof preset === 'string' ? presets.get(preset) : preset;
  const plan = resolvePlan(spec, settings);
  return runTraining({
    ...{ folder, preset: spec, plan, seed, workers, modules, resume, imports: [], command: 'train() of a program' },
    backend: await loadBackend(backend === undefined ? {} : { preferred: backend }),
    ...(signal === undefined ? {} : { signal }),
    ...(onLine === undefined ? {} : { onLine }),
  });
}
