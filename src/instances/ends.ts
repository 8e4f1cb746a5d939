/**
 * Pseudo tasks at the ends: some schedulers of the literature assume one entry and one exit. They cost nothing and move
 * no data, so no schedule becomes longer by them. They are appended, so the other tasks keep their indices.
 */
import type { Edge } from '../sim/dag.js';
import type { GraphShape } from './graph-shape.js';

/** What is appended to a graph. */
export interface Ends {
  readonly tasks: readonly string[]; // names; costs are 0
  readonly edges: readonly Edge[]; // volumes are 0
}

export const NO_ENDS: Ends = Object.freeze({ tasks: [], edges: [] });

/** `entry` and `exit`, each only where there are several entries or several exits. */
export function joiningEnds({ tasks, from, to }: GraphShape): Ends {
  const names: string[] = [];
  const edges: Edge[] = [];
  const entries = withoutEdge(tasks.length, to);
  const exits = withoutEdge(tasks.length, from);
  if (entries.length > 1) {
    const entry = tasks.length + names.push('entry') - 1;
    for (const task of entries) edges.push([entry, task, 0]);
  }
  if (exits.length > 1) {
    const exit = tasks.length + names.push('exit') - 1;
    for (const task of exits) edges.push([task, exit, 0]);
  }
  return { tasks: names, edges };
}

/** Tasks that are no end of any edge, ascending. */
function withoutEdge(taskCount: number, ends: Int32Array): Int32Array {
  const touched = new Uint8Array(taskCount);
  for (let e = 0; e < ends.length; e++) touched[ends[e]] = 1;
  return Int32Array.from({ length: taskCount }, (_, task) => task).filter((task) => touched[task] === 0);
}
