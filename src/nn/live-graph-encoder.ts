/**
 * The live graph of a view as the tables `nodes`, `edges` and `jobs` of a network. Which features are written is an option;
 * each has a name and one function below, so that a new one is one line. Durations are divided by the time
 * scale, numbers of any size are compressed to (−8, 8), so no normaliser is needed and the unit of time drops out.
 *
 * Rows of `nodes` are the unfinished tasks by level (see `live-graph.ts`), rows of `edges` go by their `from`:
 * networks rely on both orders. After the tasks may stand one blank row for items that are in no graph.
 */
import { NODE_PLACED, NODE_READY, NODE_RUNNING, NODE_WAITING, type PlacementView } from '../placement.js';
import { LiveGraph } from './live-graph.js';
import type { DecisionTables, Table, TableSchema } from './tables.js';

/** One number of a node (or job): `at` is the node (job) in the graph. */
type Feature = (graph: LiveGraph, at: number) => number;

const isIn =
  (state: number): Feature =>
  ({ source }, node) =>
    source.state[node] === state ? 1 : 0;

/** Features of unfinished tasks. */
const NODE_FEATURES = {
  leastCost: ({ leastCost, perUnit }, node) => leastCost[node] * perUnit,
  meanCost: ({ meanCost, perUnit }, node) => meanCost[node] * perUnit,
  costSpread: ({ secondCost, leastCost, perUnit }, node) => (secondCost[node] - leastCost[node]) * perUnit,
  upwardRank: ({ source, perUnit }, node) => source.upwardRank[node] * perUnit,
  waiting: isIn(NODE_WAITING),
  ready: isIn(NODE_READY),
  placed: isIn(NODE_PLACED),
  running: isIn(NODE_RUNNING),
  openPredecessors: ({ openPredecessors }, node) => openPredecessors[node],
  unplacedPredecessors: ({ unplacedPredecessors }, node) => unplacedPredecessors[node],
  untilStart: ({ start, now, perUnit }, node) => (start[node] - now) * perUnit, // optimistic where unplaced
  untilFinish: ({ finish, now, perUnit }, node) => (finish[node] - now) * perUnit,
  successors: ({ source }, node) => source.successorStart[node + 1] - source.successorStart[node],
  enables: successorsWaitingForThisAlone,
  jobAge: ({ source, now, perUnit }, node) => (now - source.jobArrival[source.nodeJob[node]]) * perUnit,
  jobWorkLeft: ({ source, workLeft, perUnit }, node) => workLeft[source.nodeJob[node]] * perUnit,
  jobTasksLeft: ({ source, unfinished }, node) => unfinished[source.nodeJob[node]],
} satisfies Record<string, Feature>;

function successorsWaitingForThisAlone({ source, openPredecessors }: LiveGraph, node: number): number {
  let count = 0;
  for (let edge = source.successorStart[node]; edge < source.successorStart[node + 1]; edge++) {
    if (openPredecessors[source.successor[edge]] === 1) count++;
  }
  return count;
}

/** Features of live jobs. */
const JOB_FEATURES = {
  age: ({ source, now, perUnit }, job) => (now - source.jobArrival[job]) * perUnit,
  workLeft: ({ workLeft, perUnit }, job) => workLeft[job] * perUnit,
  progress: ({ work, workLeft }, job) => (work[job] > 0 ? 1 - workLeft[job] / work[job] : 0),
  pathLeft: ({ pathLeft, perUnit }, job) => pathLeft[job] * perUnit,
  tasksLeft: ({ unfinished }, job) => unfinished[job],
  readyTasks: ({ readyTasks }, job) => readyTasks[job],
  oldest: (_, job) => (job === 0 ? 1 : 0),
  older: (_, job) => job, // live jobs that came before
} satisfies Record<string, Feature>;

export type NodeFeature = keyof typeof NODE_FEATURES;
export type JobFeature = keyof typeof JOB_FEATURES;

/** Columns of `edges`: mean transfer time between different processors, and 1/√(successors of `from`). */
const EDGE_COLUMNS = Object.freeze(['transfer', 'share']);

export interface LiveGraphOptions {
  readonly nodes: readonly NodeFeature[];
  readonly jobs: readonly JobFeature[];
}

/** Everything there is. */
export const ALL_LIVE_GRAPH_FEATURES: LiveGraphOptions = Object.freeze({
  nodes: Object.keys(NODE_FEATURES) as NodeFeature[],
  jobs: Object.keys(JOB_FEATURES) as JobFeature[],
});

/** The tables that the encoder fills. */
export function liveGraphTables({ nodes, jobs }: LiveGraphOptions): TableSchema[] {
  return [
    { name: 'nodes', columns: nodes, integers: [{ name: 'job', refersTo: 'jobs' }, { name: 'level' }] },
    {
      name: 'edges',
      columns: EDGE_COLUMNS,
      integers: [
        { name: 'from', refersTo: 'nodes' },
        { name: 'to', refersTo: 'nodes' },
      ],
    },
    { name: 'jobs', columns: jobs },
  ];
}

/** x / (1 + |x| / 8): nearly x for small numbers, within (−8, 8) for all. */
export function compress(x: number): number {
  return x / (1 + Math.abs(x) / COMPRESSED_LIMIT);
}

/** Bound of compressed numbers. */
export const COMPRESSED_LIMIT = 8;

export class LiveGraphEncoder {
  /** Of the last view encoded. */
  readonly graph = new LiveGraph();
  private readonly nodeFeatures: readonly Feature[];
  private readonly jobFeatures: readonly Feature[];
  private store: DecisionTables | undefined; // the one that the tables belong to
  private nodes!: Table;
  private edges!: Table;
  private jobs!: Table;
  private startup = 0; // mean over pairs of processors; time
  private perVolume = 0; // likewise, time a unit of volume
  private links: Float64Array | undefined; // the bandwidths that the means belong to

  constructor({ nodes, jobs }: LiveGraphOptions) {
    this.nodeFeatures = nodes.map((name) => NODE_FEATURES[name]);
    this.jobFeatures = jobs.map((name) => JOB_FEATURES[name]);
  }

  /**
   * Writes the rows of one decision. `timeScale` > 0 is what durations are measured in; with `blank` a row of zeros
   * follows the tasks (and the jobs, if there is none).
   */
  encode(view: PlacementView, store: DecisionTables, { timeScale, blank }: EncodeOptions): void {
    const { graph } = this;
    graph.read(view, timeScale);
    if (view.links.bandwidth !== this.links) this.averageLinks(view);
    if (store !== this.store) this.bind(store);
    this.writeNodes(this.nodes, blank);
    this.writeEdges(this.edges);
    this.writeJobs(this.jobs, blank);
  }

  private bind(store: DecisionTables): void {
    this.store = store;
    this.nodes = store.table('nodes');
    this.edges = store.table('edges');
    this.jobs = store.table('jobs');
  }

  private writeNodes(table: Table, blank: boolean): void {
    const { graph, nodeFeatures } = this;
    const { rows, node, level, source } = graph;
    const first = table.reserve(rows + (blank ? 1 : 0));
    const { values, width } = table;
    const [job, levels] = table.integers;
    for (let row = 0; row < rows; row++) {
      job[first + row] = source.nodeJob[node[row]];
      levels[first + row] = level[node[row]];
    }
    for (let column = 0; column < width; column++) {
      const feature = nodeFeatures[column];
      let at = first * width + column;
      for (let row = 0; row < rows; row++, at += width) values[at] = compress(feature(graph, node[row]));
    }
    if (!blank) return;
    const last = first + rows;
    values.fill(0, last * width, (last + 1) * width);
    job[last] = 0;
    levels[last] = Math.max(0, graph.levels - 1); // so that rows stay in the order of levels
  }

  private writeEdges(table: Table): void {
    const { rows, node, rowOf, source, perUnit } = this.graph;
    const { successorStart, successor, volume } = source;
    let count = 0;
    for (let row = 0; row < rows; row++) count += successorStart[node[row] + 1] - successorStart[node[row]];
    let at = table.reserve(count);
    const { values } = table;
    const [from, to] = table.integers;
    for (let row = 0; row < rows; row++) {
      const begin = successorStart[node[row]];
      const end = successorStart[node[row] + 1];
      const share = 1 / Math.sqrt(end - begin);
      for (let edge = begin; edge < end; edge++, at++) {
        from[at] = row;
        to[at] = rowOf[successor[edge]];
        const transfer = volume[edge] === 0 ? 0 : this.startup + volume[edge] * this.perVolume;
        values[2 * at] = compress(transfer * perUnit);
        values[2 * at + 1] = share;
      }
    }
  }

  private writeJobs(table: Table, blank: boolean): void {
    const { graph, jobFeatures } = this;
    const { jobCount } = graph.source;
    const empty = blank && jobCount === 0;
    const first = table.reserve(empty ? 1 : jobCount);
    const { values, width } = table;
    if (empty) values.fill(0, first * width, (first + 1) * width);
    for (let column = 0; column < width; column++) {
      const feature = jobFeatures[column];
      let at = first * width + column;
      for (let job = 0; job < jobCount; job++, at += width) values[at] = compress(feature(graph, job));
    }
  }

  /** Means over ordered pairs of different processors. */
  private averageLinks({ links, shape: { resources: m } }: PlacementView): void {
    let startup = 0;
    let perVolume = 0;
    for (let a = 0; a < m; a++) {
      for (let b = 0; b < m; b++) {
        if (a === b) continue;
        startup += links.startup[a * m + b];
        perVolume += 1 / links.bandwidth[a * m + b];
      }
    }
    const pairs = Math.max(1, m * (m - 1));
    this.startup = startup / pairs;
    this.perVolume = perVolume / pairs;
    this.links = links.bandwidth;
  }
}

export interface EncodeOptions {
  readonly timeScale: number;
  readonly blank: boolean;
}
