/**
 * Downloads a file so that it is there whole and right, or not at all: bytes go to `<file>.part`, are counted and
 * hashed on the way, and the part is renamed only when size and SHA-256 are as they should be. Nothing is overwritten.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ArenaError, ensure } from '../error.js';

export interface Download {
  readonly url: string;
  readonly target: string; // path of the file to be
  readonly bytes: number | null; // expected size; null = not known
  readonly sha256: string | null; // expected; null = not known
  /** Told now and then; `total` is null when the server does not say. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
  /** Aborts the download, e.g. when the user interrupts. */
  readonly signal?: AbortSignal;
  /** Gives up when no byte comes for so long. */
  readonly patience?: number; // ms, default 30,000
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Downloads a file.
 * @throws ArenaError, one line: unreachable, refused by the server, cut off, or not the expected bytes.
 */
export async function download(options: Download): Promise<Downloaded> {
  const { url, target } = options;
  ensure(!existsSync(target), `fetch: ${target} exists already; delete it first or choose another --output`);
  const part = `${target}.part`;
  const file = openPart(part);
  try {
    const result = await receive(options, file);
    check(options, result);
    publish(part, target);
    return result;
  } catch (error) {
    throw error instanceof ArenaError ? error : unreachable(url, error);
  } finally {
    closeSync(file);
    rmSync(part, { force: true });
  }
}

function openPart(part: string): number {
  try {
    mkdirSync(dirname(part), { recursive: true });
    return openSync(part, 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST'
        ? 'exists: another download runs, or one was killed (then delete it)'
        : `cannot be written (${code})`;
    throw new ArenaError(`fetch: ${part} ${why}`);
  }
}

async function receive(options: Download, file: number): Promise<Downloaded> {
  const { url, onProgress, patience = 30_000 } = options;
  const abort = new AbortController();
  options.signal?.addEventListener('abort', () => abort.abort(), { once: true });
  let timer = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' });
    ensure(response.ok && response.body, `fetch: ${url} answers ${response.status} ${response.statusText}`.trimEnd());
    const announced = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
    const total = announced === null ? options.bytes : Number(announced);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const piece of response.body) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), patience);
        writeAll(file, piece);
        hash.update(piece);
        bytes += piece.length;
        onProgress?.(bytes, total);
      }
    } catch (error) {
      if (error instanceof ArenaError) throw error;
      const { host } = new URL(url);
      const of = total === null ? '' : ` of ${total}`;
      throw new ArenaError(`fetch: the connection to ${host} broke off after ${bytes}${of} bytes; nothing was kept`);
    }
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    clearTimeout(timer);
  }
}

function writeAll(file: number, piece: Uint8Array): void {
  try {
    for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done);
  } catch (error) {
    throw new ArenaError(`fetch: the file cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

function check({ url, bytes, sha256 }: Download, got: Downloaded): void {
  ensure(
    bytes === null || got.bytes === bytes,
    `fetch: ${url} gave ${got.bytes} bytes where ${bytes} are expected; nothing was kept`,
  );
  ensure(
    sha256 === null || got.sha256 === sha256,
    `fetch: ${url} has the SHA-256 ${got.sha256} where ${sha256} is expected (the file has changed); nothing was kept`,
  );
}

function publish(part: string, target: string): void {
  ensure(!existsSync(target), `fetch: ${target} has come up meanwhile; nothing was overwritten`);
  try {
    renameSync(part, target);
  } catch (error) {
    throw new ArenaError(`fetch: ${target} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

function unreachable(url: string, error: unknown): ArenaError {
  const { host } = new URL(url);
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  const aborted = (error as Error).name === 'AbortError';
  const why = aborted ? 'no answer' : (cause?.code ?? cause?.message ?? (error as Error).message);
  return new ArenaError(`cannot reach ${host} (${why}); nothing was kept — try again when there is a connection`);
}
