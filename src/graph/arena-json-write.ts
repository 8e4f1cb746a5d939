/** Instances as the project's own JSON (see arena-json.ts), with one task and one edge a line, so that complaints name them. */
import type { DagInstance } from '../plan/instance.js';
import { ARENA_DAG } from './arena-json.js';
import { edgesOf } from './instance-of.js';
import { type LinkValues, linkValues } from './links.js';

/** One task as a value of JSON. */
export interface TaskValue {
  readonly name: string;
  readonly work?: number;
  readonly cost?: readonly (number | null)[]; // [m] null = unsupported
}

/** The tasks as values of JSON. */
export function taskValues({ tasks, work, problem }: DagInstance): TaskValue[] {
  const m = problem.processorCount;
  const time = (value: number): number | null => (value === Number.POSITIVE_INFINITY ? null : value);
  return tasks.map((name, task) =>
    work === null
      ? { name, cost: Array.from(problem.cost.subarray(task * m, (task + 1) * m), time) }
      : { name, work: work[task] },
  );
}

/** Processors and links as values of JSON; links are left out where they are the default. */
export function instanceValues({
  processors,
  speed,
  problem,
}: DagInstance): LinkValues & { readonly processors: unknown } {
  const values = processors.map((name, k) => (speed === null ? { name } : { name, speed: speed[k] }));
  return { processors: values, ...linkValues({ contention: 'none', ...problem }, problem.processorCount) };
}

/** The instance as text; it holds everything an instance consists of. */
export function writeArenaJson(instance: DagInstance): string {
  const { name, tasks } = instance;
  const { processors, ...links } = instanceValues(instance);
  const edges = edgesOf(instance).map(([from, to, volume]) => [tasks[from], tasks[to], volume]);
  const parts = [
    `"format": ${JSON.stringify(ARENA_DAG)}`,
    `"name": ${JSON.stringify(name)}`,
    `"processors": ${lines(processors as unknown[])}`,
    ...Object.entries(links).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`),
    `"tasks": ${lines(taskValues(instance))}`,
    `"edges": ${lines(edges)}`,
  ];
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}

function lines(values: readonly unknown[]): string {
  return values.length === 0 ? '[]' : `[\n    ${values.map((value) => JSON.stringify(value)).join(',\n    ')}\n  ]`;
}
