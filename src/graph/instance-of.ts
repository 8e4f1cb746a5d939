/** Between files and instances: a DAG, its costs, and the processors, which a file may leave to the caller. */
import { ArenaError, ensure } from '../error.js';
import { type DagInstance, type Processors, relatedInstance, unrelatedInstance } from '../plan/instance.js';
import type { Edge } from '../sim/dag.js';
import type { DagFile } from './dag-file.js';

/**
 * The instance of a file. Given `processors` replace those of the file; where the file has a time per task and processor,
 * these stay and only names and links are taken. Errors: `ArenaError` for a file without processors when none are given,
 * and for another number of processors than a file with costs has.
 */
export function instanceOf(file: DagFile, processors?: Processors): DagInstance {
  const { name, tasks, edges, work, cost } = file;
  const machines = processors ?? file.processors;
  if (machines === null)
    throw new ArenaError(`${file.file}: ${file.format} names no processors here; say on which to plan`);
  const m = machines.names.length;
  if (work !== null) return relatedInstance({ name, tasks, edges, work }, machines, file.file);
  const columns = file.processors?.names.length ?? m;
  ensure(m === columns, `${file.file}: tasks have ${columns} costs, one per processor, but ${m} processors are given`);
  const { bandwidth, startup, contention } = machines;
  const parts = { name, tasks, processors: machines.names, cost: cost!, edges, bandwidth, startup, contention };
  return unrelatedInstance(parts, file.file);
}

/** The edges of an instance, task by task. */
export function edgesOf({ problem }: DagInstance): Edge[] {
  const edges: Edge[] = [];
  for (let from = 0; from < problem.taskCount; from++)
    for (let e = problem.successorStart[from]; e < problem.successorStart[from + 1]; e++)
      edges.push([from, problem.successor[e], problem.volume[e]]);
  return edges;
}
