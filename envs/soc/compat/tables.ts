/**
 * Platform and job templates as flat arrays for the compatible kernel. A *kind* is one task of one template; its
 * number is the template's offset plus the task's index.
 */
import type { JobTemplate } from '../job.js';
import type { Platform } from '../platform.js';

export interface Tables {
  readonly processors: number; // P, the memory included
  readonly memory: number; // processor id
  readonly computing: Int32Array; // ids of the processors that run tasks, ascending
  readonly clusterOf: Int32Array; // [P]
  readonly bandwidth: Float64Array; // [P·P] volume per tick
  readonly meanBandwidth: number; // mean of all off-diagonal cells
  readonly templateStart: Int32Array; // [templates + 1] first kind
  readonly head: Int32Array; // [templates] task index
  readonly tail: Int32Array; // [templates] task index
  readonly execution: Float64Array; // [kinds·P] ticks at full speed; Infinity = unsupported
  readonly predecessorStart: Int32Array; // [kinds + 1]
  readonly predecessor: Int32Array; // task index, in order of evaluation
  readonly predecessorVolume: Float64Array;
  readonly successorStart: Int32Array; // [kinds + 1]
  readonly successor: Int32Array; // task index, ascending
  readonly successorVolume: Float64Array;
}

export function buildTables(platform: Platform, templates: readonly JobTemplate[]): Tables {
  const size = platform.processorCount;
  const clusterOf = new Int32Array(size);
  for (const [c, cluster] of platform.clusters.entries()) for (const p of cluster.processors) clusterOf[p] = c;
  const runs = (p: number) => platform.clusters[clusterOf[p]].operatingPoints.length > 0;
  const bandwidth = Float64Array.from(platform.bandwidth.flat());
  let total = 0;
  for (let p = 0; p < size; p++) for (let q = 0; q < size; q++) if (p !== q) total += bandwidth[p * size + q];

  const kinds = templates.flatMap((template) => template.tasks.map((task, index) => ({ template, task, index })));
  const incoming = kinds.map(({ template, task, index }) =>
    task.predecessors.map((from) => [from, volumeOf(template, from, index)] as const),
  );
  const outgoing = kinds.map(({ template, index }) =>
    template.edges
      .filter(([from]) => from === index)
      .map(([, to, volume]) => [to, volume] as const)
      .sort(([a], [b]) => a - b),
  );
  const executionRows = kinds.flatMap(({ task }) =>
    Array.from(clusterOf, (c) => platform.clusters[c].executionTime[task.name] ?? Number.POSITIVE_INFINITY),
  );
  return {
    processors: size,
    memory: platform.memoryProcessor,
    computing: Int32Array.from({ length: size }, (_, p) => p).filter(runs),
    clusterOf,
    bandwidth,
    meanBandwidth: total / (size * (size - 1)),
    templateStart: starts(templates.map((template) => template.tasks)),
    head: Int32Array.from(templates, (template) => template.head),
    tail: Int32Array.from(templates, (template) => template.tail),
    execution: Float64Array.from(executionRows),
    predecessorStart: starts(incoming),
    predecessor: Int32Array.from(incoming.flat(), ([task]) => task),
    predecessorVolume: Float64Array.from(incoming.flat(), ([, volume]) => volume),
    successorStart: starts(outgoing),
    successor: Int32Array.from(outgoing.flat(), ([task]) => task),
    successorVolume: Float64Array.from(outgoing.flat(), ([, volume]) => volume),
  };
}

function volumeOf(template: JobTemplate, from: number, to: number): number {
  return template.edges.find(([a, b]) => a === from && b === to)![2];
}

/** Where each row begins when the rows are laid end to end. */
function starts(rows: readonly { readonly length: number }[]): Int32Array {
  const start = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) start[i + 1] = start[i] + rows[i].length;
  return start;
}
