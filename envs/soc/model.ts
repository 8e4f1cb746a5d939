/**
 * A platform and a set of job templates, compiled once into flat arrays that every simulator and view of them shares.
 * Processors are those that can execute something (memory and caches only appear as routes of data), tasks are rows
 * over all templates. Ranks use mean costs over the processors that support a task and the mean transfer time over
 * all pairs of different processors (Topcuoglu, Hariri & Wu 2002, eq. 8), not the transfer at mean bandwidth.
 */
import { ArenaError } from '../../src/error.js';
import { compileDag, criticalPath, type Dag, upwardRanks } from '../../src/sim/dag.js';
import { AUTOMOTIVE_PLATFORM, automotiveTemplate, type CarriedEdge } from './automotive.js';
import type { SocConfig } from './config.js';
import { type JobTemplate, jobTemplate, requireRunnable, validateJob } from './job.js';
import { type Cluster, type Platform, platform, validatePlatform } from './platform.js';

/** m processors, k templates, u task rows (all tasks of all templates). */
export interface SocModel {
  readonly platform: Platform;
  readonly clusters: readonly Cluster[]; // those that execute
  readonly templates: readonly JobTemplate[];
  readonly tickSeconds: number; // 1 where the unit has no name
  readonly processorCount: number; // m
  readonly processorNames: readonly string[]; // [m]
  readonly processorId: Int32Array; // [m] id on the platform
  readonly clusterOf: Int32Array; // [m] index into `clusters`
  readonly clusterStart: Int32Array; // [clusters + 1] first processor
  readonly bandwidth: Float64Array; // [m·m] volume per tick
  readonly toMemory: Float64Array; // [m] volume per tick
  readonly fromMemory: Float64Array; // [m] volume per tick
  readonly taskCapacity: number; // most tasks of any template
  readonly edgeCapacity: number; // most edges of any template
  readonly taskStart: Int32Array; // [k + 1] first row of each template
  readonly rowTemplate: Int32Array; // [u]
  readonly taskName: readonly string[]; // [u]
  readonly cost: Float64Array; // [u·m] ticks at full speed; Infinity = unsupported
  readonly minimumCost: Float64Array; // [u] ticks
  readonly upwardRank: Float64Array; // [u] ticks
  readonly remainingWork: Float64Array; // [u] ticks: mean costs of the task and all its descendants
  readonly level: Int32Array; // [u] longest distance from the head, in edges
  readonly depth: Int32Array; // [k] highest level
  readonly communicationMax: Float64Array; // [u] ticks, largest mean transfer of its inputs
  readonly predecessorStart: Int32Array; // [u + 1]
  readonly predecessor: Int32Array; // [edge] index within the job
  readonly predecessorVolume: Float64Array; // [edge]
  readonly successorStart: Int32Array; // [u + 1]
  readonly successor: Int32Array; // [edge] index within the job
  readonly successorVolume: Float64Array; // [edge]
  readonly carriedFrom: Int32Array; // [k] task whose result the next job takes, −1 = none
  readonly carriedTo: Int32Array; // [k] task that takes the previous job's result, −1 = none
  readonly carriedVolume: Float64Array; // [k]
  readonly latencyBound: Float64Array; // [k] ticks: critical path at least costs, without communication
  readonly priority: Float64Array; // [k]
  readonly deadline: Float64Array; // [k] ticks after arrival; Infinity = none
}

const TICK_SECONDS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

/**
 * Compiles what a configuration names.
 * @throws ArenaError for unknown or faulty platforms and jobs, or a task that no processor can run.
 */
export function compileModel(config: SocConfig): SocModel {
  const chip = resolvePlatform(config.platform);
  const resolved = config.jobs.map((job) => resolveTemplate(job.template));
  const templates = resolved.map(({ template }) => template);
  requireRunnable(chip, templates);
  const processors = compileProcessors(chip);
  const u = templates.reduce((sum, template) => sum + template.tasks.length, 0);
  const e = templates.reduce((sum, template) => sum + template.edges.length, 0);
  const k = templates.length;
  const model = {
    platform: chip,
    templates,
    tickSeconds: TICK_SECONDS[chip.timeUnit] ?? 1,
    ...processors,
    taskCapacity: Math.max(...templates.map(({ tasks }) => tasks.length)),
    edgeCapacity: Math.max(1, ...templates.map(({ edges }) => edges.length)),
    taskStart: new Int32Array(k + 1),
    rowTemplate: new Int32Array(u),
    taskName: templates.flatMap(({ tasks }) => tasks.map(({ name }) => name)),
    cost: new Float64Array(u * processors.processorCount).fill(Number.POSITIVE_INFINITY),
    minimumCost: new Float64Array(u),
    upwardRank: new Float64Array(u),
    remainingWork: new Float64Array(u),
    level: new Int32Array(u),
    depth: new Int32Array(k),
    communicationMax: new Float64Array(u),
    predecessorStart: new Int32Array(u + 1),
    predecessor: new Int32Array(e),
    predecessorVolume: new Float64Array(e),
    successorStart: new Int32Array(u + 1),
    successor: new Int32Array(e),
    successorVolume: new Float64Array(e),
    carriedFrom: Int32Array.from(resolved, ({ carried }) => carried?.from ?? -1),
    carriedTo: Int32Array.from(resolved, ({ carried }) => carried?.to ?? -1),
    carriedVolume: Float64Array.from(resolved, ({ carried }) => carried?.volume ?? 0),
    latencyBound: new Float64Array(k),
    priority: Float64Array.from(config.jobs, (job) => job.priority),
    deadline: Float64Array.from(config.jobs, (job) => job.deadlineTicks ?? Number.POSITIVE_INFINITY),
  } satisfies SocModel;
  const ticksPerVolume = meanTicksPerVolume(config, model);
  let row = 0;
  for (let t = 0; t < k; t++) row = compileTemplate(model, { index: t, row, ticksPerVolume });
  model.taskStart[k] = row;
  return model;
}

function resolvePlatform(given: SocConfig['platform']): Platform {
  if (typeof given !== 'string') return validatePlatform(given);
  return given === AUTOMOTIVE_PLATFORM.name ? validatePlatform(AUTOMOTIVE_PLATFORM) : platform(given);
}

function resolveTemplate(given: SocConfig['jobs'][number]['template']): {
  template: JobTemplate;
  carried: CarriedEdge | undefined;
} {
  if (typeof given !== 'string') return { template: validateJob(given), carried: undefined };
  const automotive = automotiveTemplate(given);
  if (!automotive) return { template: jobTemplate(given), carried: undefined };
  return { template: validateJob(automotive.job), carried: automotive.carried };
}

function compileProcessors(chip: Platform) {
  const clusters = chip.clusters.filter((cluster) => Object.keys(cluster.executionTime).length > 0);
  const ids = clusters.flatMap((cluster) => [...cluster.processors]);
  const m = ids.length;
  const bandwidth = new Float64Array(m * m);
  for (let from = 0; from < m; from++)
    for (let to = 0; to < m; to++) bandwidth[from * m + to] = chip.bandwidth[ids[from]][ids[to]];
  if (bandwidth.some((volume) => volume === 0))
    throw new ArenaError(`envs/soc: platform "${chip.name}" has a bandwidth of 0 between executing processors`);
  const memory = chip.memoryProcessor;
  const clusterStart = new Int32Array(clusters.length + 1);
  clusters.forEach((cluster, c) => {
    clusterStart[c + 1] = clusterStart[c] + cluster.processors.length;
  });
  return {
    clusters,
    processorId: Int32Array.from(ids),
    processorCount: m,
    processorNames: clusters.flatMap((c) =>
      c.processors.map((_, i) => (c.processors.length > 1 ? `${c.name}.${i}` : c.name)),
    ),
    clusterOf: Int32Array.from(clusters.flatMap((cluster, c) => cluster.processors.map(() => c))),
    clusterStart,
    bandwidth,
    toMemory: Float64Array.from(ids, (id) => chip.bandwidth[id][memory]),
    fromMemory: Float64Array.from(ids, (id) => chip.bandwidth[memory][id]),
  };
}

/** Mean over ordered pairs of different processors of the ticks that one unit of volume takes. */
function meanTicksPerVolume(config: SocConfig, model: SocModel): number {
  const m = model.processorCount;
  let sum = 0;
  for (let from = 0; from < m; from++)
    for (let to = 0; to < m; to++)
      if (config.communication.route === 'shared-memory') sum += 1 / model.toMemory[from] + 1 / model.fromMemory[to];
      else if (from !== to) sum += 1 / model.bandwidth[from * m + to];
  return sum / Math.max(1, config.communication.route === 'shared-memory' ? m * m : m * (m - 1));
}

function compileTemplate(
  model: SocModel,
  at: { readonly index: number; readonly row: number; readonly ticksPerVolume: number },
): number {
  const { index, row } = at;
  const template = model.templates[index];
  const n = template.tasks.length;
  const m = model.processorCount;
  const dag = compileDag(n, template.edges, `envs/soc: job "${template.name}"`);
  const mean = new Float64Array(n);
  const least = new Float64Array(n);
  model.taskStart[index] = row;
  for (let i = 0; i < n; i++) {
    const u = row + i;
    model.rowTemplate[u] = index;
    let sum = 0;
    let supported = 0;
    least[i] = Number.POSITIVE_INFINITY;
    for (let p = 0; p < m; p++) {
      const time = model.clusters[model.clusterOf[p]].executionTime[template.tasks[i].name];
      if (time === undefined) continue;
      const ticks = time === 0 ? 0 : Math.max(1, Math.round(time)); // a task ends with a tick
      model.cost[u * m + p] = ticks;
      sum += ticks;
      supported++;
      if (ticks < least[i]) least[i] = ticks;
    }
    mean[i] = sum / supported;
    model.minimumCost[u] = least[i];
    model.level[u] = dag.level[i];
    model.depth[index] = Math.max(model.depth[index], dag.level[i]);
  }
  copyEdges(model, dag, row, at.ticksPerVolume);
  const edgeTicks = Float64Array.from(dag.volume, (volume) => volume * at.ticksPerVolume);
  model.upwardRank.set(upwardRanks(dag, mean, edgeTicks), row);
  model.remainingWork.set(workBelow(dag, mean), row);
  model.latencyBound[index] = criticalPath(dag, least, new Float64Array(dag.edgeCount)).length;
  return row + n;
}

function copyEdges(model: SocModel, dag: Dag, row: number, ticksPerVolume: number): void {
  const edge = model.successorStart[row];
  for (let i = 0; i <= dag.nodeCount; i++) {
    model.successorStart[row + i] = edge + dag.successorStart[i];
    model.predecessorStart[row + i] = edge + dag.predecessorStart[i];
  }
  model.successor.set(dag.successor, edge);
  model.successorVolume.set(dag.volume, edge);
  model.predecessor.set(dag.predecessor, edge);
  model.predecessorVolume.set(dag.predecessorVolume, edge);
  for (let i = 0; i < dag.nodeCount; i++)
    for (let j = dag.predecessorStart[i]; j < dag.predecessorStart[i + 1]; j++)
      model.communicationMax[row + i] = Math.max(
        model.communicationMax[row + i],
        dag.predecessorVolume[j] * ticksPerVolume,
      );
}

/** Work of each node and everything that depends on it. */
function workBelow(dag: Dag, mean: Float64Array): Float64Array {
  const below: Set<number>[] = [];
  const work = new Float64Array(dag.nodeCount);
  for (let position = dag.nodeCount - 1; position >= 0; position--) {
    const node = dag.order[position];
    const reached = new Set([node]);
    for (let e = dag.successorStart[node]; e < dag.successorStart[node + 1]; e++)
      for (const other of below[dag.successor[e]]) reached.add(other);
    below[node] = reached;
    for (const other of reached) work[node] += mean[other];
  }
  return work;
}
