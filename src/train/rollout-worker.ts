/**
 * The worker thread of training: it imports the modules that register environments, agents and policies, once, and then
 * does one piece of work per message. The large arrays of a result are handed over, not copied.
 */
import { Tinypool } from 'tinypool';
import type { PlayResult } from './play.js';
import { perform, type RolloutTask } from './rollout-task.js';

/** One message to a worker. */
export interface WorkerMessage {
  readonly task: RolloutTask;
  /** URLs of modules that register what the task needs. */
  readonly modules: readonly string[];
}

let ready: Promise<unknown> | undefined;

export default async function work({ task, modules }: WorkerMessage): Promise<unknown> {
  ready ??= Promise.all(modules.map((url) => import(url)));
  await ready;
  if (task.kind !== 'play') return perform(task);
  const result = perform(task);
  return Tinypool.move({
    [Tinypool.transferableSymbol]: buffersOf(result),
    [Tinypool.valueSymbol]: result,
  } as unknown as ArrayBuffer);
}

/** The memory of a result's columns and tables. */
function buffersOf({ record }: PlayResult): ArrayBuffer[] {
  const { tables, segments: _, interactions, ...columns } = record;
  const arrays = [
    ...Object.values(columns),
    ...(interactions ? Object.values(interactions) : []),
    ...tables.flatMap(({ values, integers, rowStart }) => [values, ...integers, rowStart]),
  ];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
