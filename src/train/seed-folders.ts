/**
 * Runs with several seeds: a folder `seed-<n>` for each inside one folder, whose `seeds.json` says which were asked for. A
 * single run has the outer folder for itself.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArenaError } from '../error.js';
import { holdsTraining, readTrainingManifest } from './training-manifest.js';

const SEEDS_FILE = 'seeds.json';

/** The folder of each seed. */
export function seedFolder(folder: string, seeds: readonly number[]): string[] {
  return seeds.length === 1 && !existsSync(join(folder, SEEDS_FILE))
    ? [folder]
    : seeds.map((seed) => join(folder, `seed-${seed}`));
}

/** Notes the seeds of a run of several, before the first begins. */
export function recordSeeds(folder: string, seeds: readonly number[]): void {
  if (seeds.length === 1) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, SEEDS_FILE), `${JSON.stringify({ seeds })}\n`);
}

/** The seeds that a folder was started with; undefined where nothing was. Errors: `ArenaError` for a file of other form. */
export function startedSeeds(folder: string): readonly number[] | undefined {
  const file = join(folder, SEEDS_FILE);
  if (holdsTraining(folder)) return [readTrainingManifest(folder).seed];
  if (!existsSync(file)) return undefined;
  try {
    const { seeds } = JSON.parse(readFileSync(file, 'utf8')) as { readonly seeds: readonly number[] };
    if (Array.isArray(seeds) && seeds.every((seed) => Number.isSafeInteger(seed))) return seeds;
  } catch {
    // told below
  }
  throw new ArenaError(`${file}: not a list of seeds`);
}

/** Folders of runs: each given one, or the runs inside it. Errors: `ArenaError` for a folder without a run. */
export function runFolders(given: readonly string[]): string[] {
  return given.flatMap((folder) => {
    const seeds = startedSeeds(folder);
    if (seeds === undefined) throw new ArenaError(`run folder ${folder}: there is no training run`);
    return seedFolder(folder, seeds).filter(holdsTraining);
  });
}
