/**
 * `train`: runs a preset, once or with several seeds, into folders that can be stopped and resumed at any time, and ends
 * with a test on held-out seeds.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { timestamp } from '../clock.js';
import { configHash, mergeConfig } from '../config.js';
import { ensure } from '../error.js';
import { BACKEND_NAMES, type Backend, type BackendName, loadBackend } from '../nn/backend.js';
import { formatDuration } from '../report/quantity.js';
import type { Json } from '../space/space.js';
import { courseHash, type PresetSpec, resolvePlan, type TrainingPlan } from '../train/preset-schema.js';
import { presets } from '../train/presets.js';
import { recordSeeds, seedFolder, startedSeeds } from '../train/seed-folders.js';
import { holdsTraining, readTrainingManifest } from '../train/training-manifest.js';
import { runTraining } from '../train/training-run.js';
import { collect, integerFrom, withExamples } from './arguments.js';
import { writeCurves } from './curves.js';
import { importsOf, loadModules, recordedName } from './modules.js';
import { notice, print, typedCommand } from './output.js';
import { writeWeights } from './train-export.js';
import { showTraining } from './train-progress.js';
import { resultLines, writeResultMarkdown } from './train-report.js';
import { parseSettings } from './train-settings.js';

const EXIT_INTERRUPTED = 130;
const DEFAULT_SEED = 1;

interface TrainCommandOptions {
  readonly out?: string;
  readonly seed?: number;
  readonly seeds?: number;
  readonly iterations?: number;
  readonly workers?: number;
  readonly backend?: BackendName;
  readonly resume?: string | true;
  readonly set?: readonly string[];
  readonly write?: string;
}

/** What is to be run: a plan, and a folder for every seed. */
interface Undertaking {
  readonly preset: Pick<PresetSpec, 'id' | 'description' | 'tuned'>;
  readonly plan: TrainingPlan;
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly resume: boolean;
}

/** A tensor backend by name. */
function backendName(value: string): BackendName {
  const name = BACKEND_NAMES.find((known) => known === value);
  if (name === undefined) throw new InvalidArgumentError(`one of ${BACKEND_NAMES.join(', ')} is expected.`);
  return name;
}

function changesOf({ set = [], iterations }: TrainCommandOptions): Json {
  return mergeConfig(parseSettings(set), iterations === undefined ? {} : { iterations });
}

/** A new run, or one that goes on with its preset named again. */
function undertake(preset: PresetSpec, options: TrainCommandOptions): Undertaking {
  const { out, seed, seeds, resume } = options;
  ensure(
    seed === undefined || seeds === undefined,
    'train: --seed and --seeds cannot go together (--seeds N runs the seeds 1 … N)',
  );
  const named = typeof resume === 'string' ? resume : undefined;
  ensure(resume !== true || out !== undefined, `train: --resume needs the folder of the run (--resume <folder>)`);
  ensure(
    named === undefined || out === undefined,
    `train: --resume ${named} and --out ${out} name the folder twice (give one of them)`,
  );
  const plan = resolvePlan(preset, changesOf(options));
  const list = seeds === undefined ? [seed ?? DEFAULT_SEED] : Array.from({ length: seeds }, (_, i) => DEFAULT_SEED + i);
  const stamp = timestamp().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return {
    preset,
    plan,
    folder: named ?? out ?? join('runs', `${preset.id}-${stamp}`),
    seeds: resume === undefined ? list : seedsToResume(named ?? out!, { given: seed ?? seeds, list }),
    resume: resume !== undefined,
  };
}

/** The seeds of a run that goes on: those it was started with. */
function seedsToResume(
  folder: string,
  { given, list }: { readonly given: number | undefined; readonly list: readonly number[] },
): readonly number[] {
  const started = startedSeeds(folder);
  if (started === undefined) return list; // killed before its manifest was written, or not begun
  ensure(
    given === undefined || list.join() === started.join(),
    `run folder ${folder}: it has seed ${started.join(', ')} (a resumed run keeps its seeds)`,
  );
  return started;
}

/** A run that goes on as its manifest says. */
function undertakeAgain(folder: string, options: TrainCommandOptions): Undertaking {
  const seeds = startedSeeds(folder);
  ensure(seeds !== undefined, `run folder ${folder}: there is no training run to resume`);
  const begun = seedFolder(folder, seeds).find(holdsTraining);
  ensure(begun !== undefined, `run folder ${folder}: no run in it has begun (name the preset again)`);
  const { preset: id, description, tuned, plan } = readTrainingManifest(begun);
  const preset = { id, description, tuned };
  return {
    preset,
    plan: resolvePlan({ id, settings: plan }, changesOf(options)),
    folder,
    seeds: seedsToResume(folder, { given: options.seed ?? options.seeds, list: seeds }),
    resume: true,
  };
}

/** Every run keeps its course: other settings would make it another run. */
function checkCourse(path: string, plan: TrainingPlan): void {
  if (!holdsTraining(path)) return;
  const { plan: old, courseHash: hash, preset } = readTrainingManifest(path);
  const differing = (['policy', 'algorithm', 'scenarios', 'evaluation'] as const).filter(
    (key) => configHash(old[key] as unknown as Json) !== configHash(plan[key] as unknown as Json),
  );
  ensure(
    courseHash(plan) === hash,
    `run folder ${path}: a run of preset ${preset} with other settings (${differing.join(', ')} differ; a resumed run keeps them)`,
  );
}

async function runTrain(presetId: string | undefined, options: TrainCommandOptions, imports: readonly string[]) {
  const modules = await loadModules(imports);
  const { resume } = options;
  ensure(
    presetId !== undefined || typeof resume === 'string',
    `train: a preset is missing (there are ${presets
      .all()
      .map(({ id }) => id)
      .join(', ')})`,
  );
  const work =
    presetId === undefined ? undertakeAgain(resume as string, options) : undertake(presets.get(presetId), options);
  const folders = seedFolder(work.folder, work.seeds);
  for (const path of folders) {
    ensure(work.resume || !holdsTraining(path), `run folder ${path}: holds a run already (--resume continues it)`);
    checkCourse(path, work.plan);
  }
  const backend = await loadBackend(options.backend === undefined ? {} : { preferred: options.backend });
  announce(work, backend);
  recordSeeds(work.folder, work.seeds);
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(EXIT_INTERRUPTED); // asked twice: at once
    abort.abort();
    notice('stopping; once more to stop at once');
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    for (const [i, path] of folders.entries()) {
      if (work.resume && isFinished(path, work.plan)) continue;
      const finished = await trainOne(path, {
        work,
        seed: work.seeds[i],
        options,
        backend,
        imports,
        modules,
        signal: abort.signal,
      });
      if (!finished) {
        notice(`go on with: sched-arena train --resume ${work.folder}`);
        process.exitCode = EXIT_INTERRUPTED;
        return;
      }
    }
  } finally {
    process.removeListener('SIGINT', interrupt);
    process.removeListener('SIGTERM', interrupt);
  }
  print('', ...(await writeCurves(folders, join(work.folder, 'curves'))));
  if (options.write !== undefined) print(writeWeights(folders, options.write));
}

/** Whether nothing is left to do. */
function isFinished(path: string, plan: TrainingPlan): boolean {
  if (!holdsTraining(path)) return false;
  const { status, plan: old } = readTrainingManifest(path);
  return status === 'finished' && configHash(old as unknown as Json) === configHash(plan as unknown as Json);
}

function announce({ preset, plan, folder, seeds }: Undertaking, backend: Backend): void {
  const tuned = preset.tuned === false ? 'not tuned' : `tuned by ${preset.tuned}`;
  notice(
    `${preset.id} (${tuned}): ${plan.policy.id}, ${plan.algorithm.id}, ${plan.iterations} iterations, seed ${seeds.join(', ')} → ${folder}`,
  );
  notice(`backend ${backend.name}: ${backend.device}`);
  for (const { name, reason } of backend.skipped) notice(`  not ${name}: ${reason}`);
  if (!backend.reproducible) notice('  this backend does not promise the same bits in every run');
}

interface OneRun {
  readonly work: Undertaking;
  readonly seed: number;
  readonly options: TrainCommandOptions;
  readonly backend: Backend;
  readonly imports: readonly string[];
  readonly modules: readonly string[];
  readonly signal: AbortSignal;
}

/** One seed from beginning to end; false where it was interrupted. */
async function trainOne(folder: string, { work, seed, options, imports, ...rest }: OneRun): Promise<boolean> {
  const { preset, plan, resume } = work;
  const progress = await showTraining({
    title: work.seeds.length > 1 ? `${preset.id}, seed ${seed}` : preset.id,
    iterations: plan.iterations,
    evaluateEvery: plan.evaluation.every,
  });
  let outcome: Awaited<ReturnType<typeof runTraining>>;
  try {
    outcome = await runTraining({
      ...rest,
      folder,
      preset,
      plan,
      seed,
      workers: options.workers ?? defaultWorkers(),
      command: typedCommand(),
      imports: imports.map(recordedName),
      resume,
      onLine: (line) => progress.line(line),
      onNotice: notice,
    });
  } finally {
    await progress.end();
  }
  const { manifest, test, checkpoint } = outcome;
  if (test === undefined) {
    notice(
      `interrupted after ${manifest.iteration} of ${plan.iterations} iterations${checkpoint === null ? '' : `; saved as ${checkpoint}`}`,
    );
    return false;
  }
  writeResultMarkdown(folder, { manifest, test });
  print('', `${preset.id}, seed ${seed}:`, ...resultLines({ manifest, test }));
  print(`${formatDuration(manifest.wallClockSeconds)}, ${folder}/result.md`);
  return true;
}

export function addTrainCommand(program: Command): void {
  const names = presets.all().map(({ id }) => id);
  const command = program
    .command('train')
    .summary('train a policy by a preset, test it on held-out seeds')
    .description(
      `Trains a policy as a preset says, into a folder with log, TensorBoard events and checkpoints; keeps the weights that are best on validation seeds and tests them on test seeds. Presets: ${names.join(', ')}.`,
    )
    .argument('[preset]', 'what to train; may be left out with --resume <folder>')
    .option('--out <folder>', 'folder of the run (default: a new one under runs/)')
    .option('--seed <n>', `seed of the run (default: ${DEFAULT_SEED})`, integerFrom(0))
    .option('--seeds <n>', 'independent runs with the seeds 1 … n, each in a folder of its own', integerFrom(1))
    .option('--iterations <n>', 'iterations in place of those of the preset', integerFrom(1))
    .option('--workers <n>', 'threads that play, 0 = none (default: the cores available)', integerFrom(0))
    .option(
      '--backend <name>',
      `tensor backend: ${BACKEND_NAMES.join(', ')} (default: the first that works)`,
      backendName,
    )
    .option('--resume [folder]', 'go on with the newest intact checkpoint of a run')
    .option('--set <path=value>', 'another value for a setting of the preset; may be repeated', collect)
    .option('--write <file.ts>', 'write the best weights as a TypeScript module')
    .action((preset: string | undefined, options: TrainCommandOptions) =>
      runTrain(preset, options, importsOf(program)),
    );
  withExamples(
    command,
    'train queue-smoke',
    'train soc-canonical-reinforce --seeds 5 --out runs/canonical',
    'train queue-smoke --iterations 4 --set evaluation.every=1 --set algorithm.options.learningRate=1e-3',
    'train --resume runs/canonical',
  );
}

/** One core has nobody to share with. */
function defaultWorkers(): number {
  const cores = availableParallelism();
  return cores > 1 ? cores : 0;
}
