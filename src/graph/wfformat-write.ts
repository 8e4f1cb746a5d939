/**
 * Instances as WfFormat 1.5 (see wfformat.ts). Each edge with a volume becomes a file of that size; the schema wants
 * whole bytes, fractions are written as they are. A machine's speed is written in MHz (1000 × speed), rounded if 1000 ×
 * speed would not give the speed back; tasks name no machine, so their runtime is their work. Links are not part of the
 * format, and nothing has been executed: makespan and date are placeholders that the schema asks for.
 */
import { ArenaError } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import { edgesOf } from './instance-of.js';

/** The workflow as text. Errors: `ArenaError` for costs per processor and for speeds that no number of MHz gives back. */
export function writeWfFormat(instance: DagInstance): string {
  const { name, tasks, work, processors } = instance;
  if (work === null) throw new ArenaError(`${name}: WfFormat has one runtime per task, not one per processor`);
  const edges = edgesOf(instance);
  const files = edges.map(([from, to, volume], e) => ({ from, to, id: `file${e}`, sizeInBytes: volume }));
  const rows = tasks.map((id) => ({
    name: id,
    id,
    parents: [] as string[],
    children: [] as string[],
    inputFiles: [] as string[],
    outputFiles: [] as string[],
  }));
  for (const { from, to, id, sizeInBytes } of files) {
    rows[from].children.push(tasks[to]);
    rows[to].parents.push(tasks[from]);
    if (sizeInBytes === 0) continue;
    rows[from].outputFiles.push(id);
    rows[to].inputFiles.push(id);
  }
  const sizes = files.filter(({ sizeInBytes }) => sizeInBytes > 0).map(({ id, sizeInBytes }) => ({ id, sizeInBytes }));
  const workflow = {
    name,
    description: 'Links between machines are not part of WfFormat and have been left out.',
    schemaVersion: '1.5',
    workflow: {
      specification: { tasks: rows, files: sizes },
      execution: {
        makespanInSeconds: 0,
        executedAt: '1970-01-01T00:00:00Z',
        tasks: tasks.map((id, task) => ({ id, runtimeInSeconds: work[task] })),
        machines: processors.map((nodeName, k) => ({ nodeName, cpu: { speedInMHz: megahertz(instance, k) } })),
      },
    },
  };
  return `${JSON.stringify(workflow, null, 1)}\n`;
}

/** The number of MHz that reads back as the speed. */
function megahertz({ name, processors, speed }: DagInstance, k: number): number {
  const exact = speed![k] * 1000;
  const nearby = [Math.round(exact), exact, exact * (1 - Number.EPSILON), exact * (1 + Number.EPSILON)];
  const found = nearby.find((clock) => clock > 0 && clock / 1000 === speed![k]);
  if (found !== undefined) return found;
  throw new ArenaError(
    `${name}: processor "${processors[k]}" has speed ${speed![k]}, which no number of MHz gives back exactly`,
  );
}
