/**
 * Runs many episodes on worker threads and hands out their rows as they finish, in no particular order; tables are
 * made from ordered rows, so the number of workers changes nothing but the time. With 0 workers everything runs in
 * the calling thread. A worker that dies takes only its own episode with it.
 */
import { evaluate, failedRow } from './evaluate.js';
import { runTasks } from './pool.js';
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

/** Runs every episode; resolves when all are done or the signal has aborted. Errors: a bad number of workers. */
export async function execute(episodes: readonly EpisodeKey[], options: ExecuteOptions): Promise<void> {
  const { modules, onRow, signal, workers } = options;
  const tasks = episodes.map((episode): WorkerTask => ({ episode, modules }));
  await runTasks<WorkerTask, ResultRow>(tasks, {
    worker: new URL('./worker.js', import.meta.url),
    work: async ({ episode }) => evaluate(episode),
    onResult: (_, row) => onRow(row),
    onError: ({ episode }, error) => failedRow(episode, error, 0),
    ...(workers === undefined ? {} : { workers }),
    ...(signal ? { signal } : {}),
  });
}
