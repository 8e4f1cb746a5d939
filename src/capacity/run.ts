/** Many capacity searches on worker threads; results in the order of the tasks, whoever finishes first. */
import { runTasks } from '../report/pool.js';
import type { ServingMeasurement } from './probe.js';
import type { Capacity } from './search.js';
import work, { type CapacityTask } from './worker.js';

export interface CapacityRunOptions {
  /** Worker threads; 0 = the calling thread; default the cores available. */
  readonly workers?: number;
  /** Told of every search that has ended. */
  readonly onResult?: (task: CapacityTask, capacity: Capacity<ServingMeasurement>) => void;
  readonly signal?: AbortSignal;
}

/** Runs every search. Errors: the first error of a search; an abort. */
export async function runCapacityTasks(
  tasks: readonly CapacityTask[],
  { workers, onResult, signal }: CapacityRunOptions = {},
): Promise<Capacity<ServingMeasurement>[]> {
  const found = new Map<CapacityTask, Capacity<ServingMeasurement>>();
  await runTasks<CapacityTask, Capacity<ServingMeasurement>>(tasks, {
    worker: new URL('./worker.js', import.meta.url),
    work,
    ...(workers === undefined ? {} : { workers }),
    ...(signal ? { signal } : {}),
    onResult: (task, capacity) => {
      found.set(task, capacity);
      onResult?.(task, capacity);
    },
  });
  signal?.throwIfAborted();
  return tasks.map((task) => found.get(task)!);
}
