/**
 * The folder of one run: `manifest.json`, `results.jsonl` that grows a whole line at a time, and the reports made
 * from them. A run can be killed at any moment: finished rows stay, a torn last line is cut off when the folder is
 * opened again, and the manifest is replaced by renaming, never half-written.
 */

import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '../clock.js';
import { ArenaError, ensure } from '../error.js';
import { type Manifest, parseManifest } from './manifest.js';
import { formatRow, parseRows, type ResultRow } from './rows.js';

const MANIFEST = 'manifest.json';
const RESULTS = 'results.jsonl';
const SYNC_INTERVAL = 500; // milliseconds between forced writes to the disk

export class RunFolder {
  readonly path: string;
  private readonly file: number; // descriptor of the results, for appending
  private lastSync = 0; // monotonic milliseconds

  private constructor(path: string) {
    this.path = path;
    this.file = openSync(join(path, RESULTS), 'a');
  }

  /** Makes the folder of a new run. Errors: the folder holds a run already. */
  static create(path: string, manifest: Manifest): RunFolder {
    ensure(!existsSync(join(path, MANIFEST)), `run folder ${path}: holds a run already (--resume continues it)`);
    try {
      mkdirSync(path, { recursive: true });
      const folder = new RunFolder(path);
      folder.writeManifest(manifest);
      return folder;
    } catch (error) {
      throw new ArenaError(`run folder ${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
  }

  /** Opens the folder of a run that was interrupted or finished, with its rows. Errors: no run there, or unreadable. */
  static open(path: string): { folder: RunFolder; manifest: Manifest; rows: ResultRow[] } {
    const manifest = readManifest(path);
    const resultsFile = join(path, RESULTS);
    const text = existsSync(resultsFile) ? readText(resultsFile) : '';
    const rows = parseRows(text, resultsFile);
    const whole = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1));
    if (whole < Buffer.byteLength(text)) truncateSync(resultsFile, whole);
    return { folder: new RunFolder(path), manifest, rows };
  }

  /** Appends one row as a whole line. */
  append(row: ResultRow): void {
    writeSync(this.file, `${formatRow(row)}\n`);
    const now = monotonicMs();
    if (now - this.lastSync < SYNC_INTERVAL) return;
    fdatasyncSync(this.file);
    this.lastSync = now;
  }

  /** Replaces the manifest. */
  writeManifest(manifest: Manifest): void {
    this.write(MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
  }

  /** Writes a report beside the results, replacing an older one. */
  write(name: string, content: string): void {
    const target = join(this.path, name);
    writeFileSync(`${target}.partial`, content);
    renameSync(`${target}.partial`, target);
  }

  close(): void {
    fdatasyncSync(this.file);
    closeSync(this.file);
  }
}

/** The manifest in a run folder. Errors: no run there, or unreadable. */
export function readManifest(path: string): Manifest {
  const file = join(path, MANIFEST);
  ensure(existsSync(file), `run folder ${path}: there is no run (${MANIFEST} is missing)`);
  return parseManifest(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ArenaError(`${file}: cannot be read (${(error as Error).message})`);
  }
}

/** The name of a run: its start (ISO 8601) to the second and a short hash of the start and the plan. */
export function runId(started: string, plan: unknown): string {
  const hash = createHash('sha256')
    .update(`${started} ${JSON.stringify(plan)}`)
    .digest('hex')
    .slice(0, 6);
  return `${started.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${hash}`;
}
