/**
 * Checkpoints: one file that holds everything a run needs to go on as if nothing had happened. One line of header
 * (magic word, format, SHA-256 of the payload, its length in bytes), then the payload as `node:v8` serialises it: typed
 * arrays come back with the same bits. A file is written beside its place, forced to the disk and renamed, so that a
 * name `checkpoint-<iteration>.bin` always stands for a whole file; whatever is cut, altered or foreign is refused.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { ArenaError, ensure } from '../error.js';

const MAGIC = 'sched-arena-checkpoint';
const FORMAT = 1;
const NAME = /^checkpoint-(\d+)\.bin$/;
const LONGEST_HEADER = 200; // bytes

/** The weights that did best on validation seeds so far. */
export interface BestWeights {
  readonly iteration: number;
  readonly score: number; // of the selection rule, smaller is better
  readonly weights: Float32Array; // [parameter]
}

/** What the loop itself remembers between iterations. */
export interface LoopState {
  readonly best: BestWeights | null;
  readonly decisions: number; // taken in training, all iterations together
  readonly seconds: number; // of wall clock, all sessions together
}

/** Whose checkpoint it is. */
export interface CheckpointIdentity {
  readonly courseHash: string;
  readonly network: string; // id
  readonly seed: number;
}

export interface Checkpoint {
  readonly iteration: number;
  readonly identity: CheckpointIdentity;
  readonly versions: Readonly<Record<string, string>>; // of this package, Node and the tensor library
  readonly loop: LoopState;
  readonly trainer: unknown; // its snapshot
}

/** The payload; safe to keep while the run goes on. */
export function packCheckpoint(checkpoint: Checkpoint): Buffer {
  return serialize(checkpoint);
}

/** The whole file as bytes, from its payload. */
export function checkpointFile(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${MAGIC} ${FORMAT} ${hashOf(payload)} ${payload.length}\n`), payload]);
}

/** Errors: `ArenaError` naming the file (`where`) and what is wrong with it. */
export function decodeCheckpoint(bytes: Buffer, where: string): Checkpoint {
  const end = bytes.subarray(0, LONGEST_HEADER).indexOf('\n');
  const [magic, format, hash, length] = bytes.subarray(0, Math.max(0, end)).toString('latin1').split(' ');
  ensure(magic === MAGIC, `checkpoint ${where}: this is no checkpoint (the first line does not say ${MAGIC})`);
  ensure(Number(format) === FORMAT, `checkpoint ${where}: its format is ${format} (this version reads ${FORMAT})`);
  const payload = bytes.subarray(end + 1);
  ensure(
    payload.length === Number(length),
    `checkpoint ${where}: it was cut or grew (${payload.length} bytes, ${length} expected)`,
  );
  ensure(hashOf(payload) === hash, `checkpoint ${where}: it is damaged (the checksum does not fit)`);
  try {
    return deserialize(payload) as Checkpoint;
  } catch (error) {
    throw new ArenaError(`checkpoint ${where}: ${process.version} cannot read it (${(error as Error).message})`);
  }
}

/** Reads a file. Errors: `ArenaError`, also where there is none. */
export function readCheckpoint(file: string): Checkpoint {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ArenaError(`checkpoint ${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  return decodeCheckpoint(bytes, file);
}

export function checkpointName(iteration: number): string {
  return `checkpoint-${iteration}.bin`;
}

/** Iterations of the checkpoints in a folder, the newest first. */
export function checkpointIterations(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const iterations = readdirSync(folder).flatMap((name) => {
    const match = NAME.exec(name);
    return match ? [Number(match[1])] : [];
  });
  return iterations.sort((a, b) => b - a);
}

/** What {@link newestIntact} found. */
export interface FoundCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly file: string;
  readonly refused: readonly string[]; // newer ones that cannot be used, each with its reason
}

/** The newest checkpoint that is whole. Errors: `ArenaError` where there is none, naming what was refused. */
export function newestIntact(folder: string): FoundCheckpoint {
  const refused: string[] = [];
  for (const iteration of checkpointIterations(folder)) {
    const file = join(folder, checkpointName(iteration));
    try {
      return { checkpoint: readCheckpoint(file), file, refused };
    } catch (error) {
      if (!(error instanceof ArenaError)) throw error;
      refused.push(error.message);
    }
  }
  const reasons = refused.length > 0 ? ` (${refused.join('; ')})` : '';
  throw new ArenaError(`run folder ${folder}: no intact checkpoint to go on from${reasons}`);
}

/** Writes the file of a payload so that it is there as a whole or not at all; returns its path. */
export function writeCheckpoint(folder: string, iteration: number, payload: Buffer): string {
  const bytes = checkpointFile(payload);
  const file = join(folder, checkpointName(iteration));
  const partial = `${file}.partial`;
  try {
    const descriptor = openSync(partial, 'w');
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
    syncFolder(folder);
  } catch (error) {
    throw new ArenaError(`checkpoint ${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  return file;
}

/** The new name is on the disk too; not every system lets folders be opened. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch {
    // the file itself is safe
  }
}

/** Renames what is newer than the checkpoint from which a run goes on: it is damaged, or of a course not taken. */
export function setAsideNewer(folder: string, iteration: number): void {
  for (const newer of checkpointIterations(folder).filter((other) => other > iteration)) {
    const file = join(folder, checkpointName(newer));
    renameSync(file, `${file}.refused`);
  }
}

/** Removes all but the newest `keep` checkpoints and that of the best iteration, and what a killed writer left. */
export function pruneCheckpoints(
  folder: string,
  { keep, best }: { readonly keep: number; readonly best: number | null },
): void {
  for (const iteration of checkpointIterations(folder).slice(keep)) {
    if (iteration !== best) rmSync(join(folder, checkpointName(iteration)));
  }
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.partial') && NAME.test(basename(name, '.partial'))) rmSync(join(folder, name));
  }
}

function hashOf(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex');
}
