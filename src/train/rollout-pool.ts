/**
 * Threads that play for a trainer as long as it lives. Tasks go out in order and their results come back in that order,
 * whoever did them; with 0 workers the calling thread does everything. Weights that lie in shared memory (see
 * {@link sharedWeights}) are not copied into messages.
 */
import { Tinypool } from 'tinypool';
import { ArenaError, ensure } from '../error.js';
import { perform, type ResultOf, type RolloutTask } from './rollout-task.js';
import type { WorkerMessage } from './rollout-worker.js';

export interface RolloutPoolOptions {
  readonly workers: number; // threads; 0 = the calling thread
  /** URLs of modules that register what tasks need, for the threads to import. */
  readonly modules: readonly string[];
}

/** The caller's signal has aborted; what was under way is dropped. No fault, hence no `ArenaError`. */
export class Interrupted extends Error {
  override readonly name = 'AbortError';
}

export class RolloutPool {
  readonly workers: number;
  private readonly modules: readonly string[];
  private readonly threads: Tinypool | null;

  /** Errors: `ArenaError` for a number of workers that is no integer ≥ 0. */
  constructor({ workers, modules }: RolloutPoolOptions) {
    ensure(Number.isInteger(workers) && workers >= 0, `train: ${workers} workers are not allowed (an integer ≥ 0)`);
    this.workers = workers;
    this.modules = modules;
    this.threads =
      workers === 0
        ? null
        : new Tinypool({
            filename: new URL('./rollout-worker.js', import.meta.url).href,
            runtime: 'worker_threads',
            isolateWorkers: false,
            minThreads: workers,
            maxThreads: workers,
          });
  }

  /**
   * Results in the order of the tasks. Errors: {@link Interrupted} between two tasks once the signal has aborted; the
   * first error of a task, as `ArenaError` where it was one.
   */
  async run<T extends RolloutTask>(tasks: readonly T[], signal?: AbortSignal): Promise<ResultOf<T>[]> {
    const results = new Array<ResultOf<T>>(tasks.length);
    let next = 0;
    let failed = false;
    const loop = async (): Promise<void> => {
      while (next < tasks.length && !failed) {
        if (signal?.aborted) throw new Interrupted('train: interrupted');
        const index = next++;
        results[index] = await this.perform(tasks[index]);
        if (!this.threads) await new Promise((resolve) => setImmediate(resolve)); // lets signals and displays through
      }
    };
    const loops = Array.from({ length: Math.max(1, this.workers) }, () =>
      loop().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    const outcomes = await Promise.allSettled(loops);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    if (signal?.aborted) throw new Interrupted('train: interrupted');
    return results;
  }

  async close(): Promise<void> {
    await this.threads?.destroy();
  }

  private async perform<T extends RolloutTask>(task: T): Promise<ResultOf<T>> {
    if (!this.threads) return perform(task);
    const message: WorkerMessage = { task, modules: this.modules };
    try {
      return (await this.threads.run(message)) as ResultOf<T>;
    } catch (error) {
      // an error loses its class on its way between threads
      if (error instanceof Error && error.name === 'ArenaError') throw new ArenaError(error.message);
      throw error;
    }
  }
}

/** A copy of the weights in memory that all threads see; to be overwritten only while no task runs. */
export function sharedWeights(weights: Float32Array): Float32Array<SharedArrayBuffer> {
  const shared = new Float32Array(new SharedArrayBuffer(weights.byteLength));
  shared.set(weights);
  return shared;
}
