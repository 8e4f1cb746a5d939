/**
 * Many independent tasks on worker threads, their results handed out as they finish, in no particular order. With 0
 * workers everything runs in the calling thread. An abort drops what has not finished.
 */
import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import { ensure } from '../error.js';

/** How to run tasks. */
export interface PoolOptions<Task, Result> {
  /** Module whose default export takes a task, for the threads. */
  readonly worker: URL;
  /** The same function, for the calling thread. */
  readonly work: (task: Task) => Promise<Result>;
  /** Worker threads; 0 = the calling thread; default the cores that are available. */
  readonly workers?: number;
  readonly onResult: (task: Task, result: Result) => void;
  /** The result of a task that failed, its thread lost perhaps; absent = the error ends the whole. */
  readonly onError?: (task: Task, error: unknown) => Result;
  readonly signal?: AbortSignal;
}

/** Runs every task; resolves when all are done or the signal has aborted. Errors: a bad number of workers; the first error of a task. */
export async function runTasks<Task, Result>(
  tasks: readonly Task[],
  options: PoolOptions<Task, Result>,
): Promise<void> {
  const { signal, onResult } = options;
  const wanted = options.workers ?? availableParallelism();
  ensure(Number.isInteger(wanted) && wanted >= 0, `pool: ${wanted} workers are not allowed (an integer ≥ 0)`);
  const workers = Math.min(wanted, tasks.length);
  const pool =
    workers > 0
      ? new Tinypool({
          filename: options.worker.href,
          runtime: 'worker_threads',
          isolateWorkers: false,
          minThreads: workers,
          maxThreads: workers,
        })
      : undefined;
  const runOne = async (task: Task): Promise<Result> => {
    try {
      return pool ? ((await pool.run(task)) as Result) : await options.work(task);
    } catch (error) {
      if (!options.onError) throw error;
      return options.onError(task, error);
    }
  };
  // one loop per worker keeps the queue short, so that an abort has nothing to unwind
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < tasks.length && !signal?.aborted) {
      const task = tasks[next++];
      const result = await runOne(task);
      if (!signal?.aborted) onResult(task, result);
      await new Promise((resolve) => setImmediate(resolve)); // lets signals and displays through
    }
  };
  const stop = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  try {
    await Promise.race([Promise.all(Array.from({ length: Math.max(1, workers) }, loop)), stop]);
  } finally {
    await pool?.destroy();
  }
}
