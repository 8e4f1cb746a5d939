/**
 * Runs many episodes on worker threads and hands out their rows as they finish, in no particular order; tables are
 * made from ordered rows, so the number of workers changes nothing but the time. With 0 workers everything runs in
 * the calling thread. A worker that dies takes only its own episode with it.
 */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { ensure } from '../error.js';
import { evaluate, failedRow } from './evaluate.js';
import type { EpisodeKey, ResultRow } from './rows.js';
import type { WorkerTask } from './worker.js';

/** How to run episodes. */
export interface ExecuteOptions {
  /** Worker threads; 0 = the calling thread; default the cores that are available. */
  readonly workers?: number;
  /** URLs of the modules that register environments and agents, for the workers to import. */
  readonly modules: readonly string[];
  /** Called with every finished row. */
  readonly onRow: (row: ResultRow) => void;
  /** Aborts: episodes that have not finished are dropped. */
  readonly signal?: AbortSignal;
}

async function executeHere(episodes: readonly EpisodeKey[], options: ExecuteOptions): Promise<void> {
  for (const episode of episodes) {
    if (options.signal?.aborted) return;
    options.onRow(evaluate(episode));
    await new Promise((resolve) => setImmediate(resolve)); // lets signals and displays through
  }
}

async function executeOnWorkers(
  episodes: readonly EpisodeKey[],
  workers: number,
  options: ExecuteOptions,
): Promise<void> {
  const { modules, onRow, signal } = options;
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    runtime: 'worker_threads',
    isolateWorkers: false,
    minThreads: workers,
    maxThreads: workers,
  });
  const runOne = async (episode: EpisodeKey): Promise<ResultRow> => {
    const task: WorkerTask = { episode, modules };
    try {
      return (await pool.run(task)) as ResultRow;
    } catch (error) {
      return failedRow(episode, error, 0);
    }
  };
  // one loop per worker keeps the queue short, so that an abort has nothing to unwind
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < episodes.length && !signal?.aborted) {
      const finished = await runOne(episodes[next++]);
      if (!signal?.aborted) onRow(finished);
    }
  };
  const stop = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  try {
    await Promise.race([Promise.all(Array.from({ length: workers }, loop)), stop]);
  } finally {
    await pool.destroy();
  }
}

/** Runs every episode; resolves when all are done or the signal has aborted. Errors: a bad number of workers. */
export async function execute(episodes: readonly EpisodeKey[], options: ExecuteOptions): Promise<void> {
  const workers = options.workers ?? availableParallelism();
  ensure(Number.isInteger(workers) && workers >= 0, `evaluate: ${workers} workers are not allowed (an integer ≥ 0)`);
  if (episodes.length === 0) return;
  if (workers === 0) await executeHere(episodes, options);
  else await executeOnWorkers(episodes, Math.min(workers, episodes.length), options);
}
