/**
 * A placement table with a live graph, drawn at random from a description that can be shown in another order: the same chip
 * with its processors, items or tasks permuted.
 */
import { NODE_DONE, NODE_READY, NODE_RUNNING, NODE_WAITING, PlacementTable } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';

export interface Chip {
  readonly processors: number;
  readonly tasks: number; // a job
  readonly jobs: number;
  readonly seed: number;
  readonly unit?: number; // multiplies all times; default 1
}

/** Places of the described things in the table; identity where absent. */
export interface Order {
  readonly processors?: readonly number[]; // [described processor] index in the table
  readonly tasks?: readonly number[]; // [described task of a job] place within its job
  readonly items?: readonly number[]; // [described item] place in the order of age
}

export const identity = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export function shuffled(count: number, seed: number): number[] {
  const rng = createRng(seed);
  const order = identity(count);
  for (let i = count - 1; i > 0; i--) {
    const other = rng.integer(i + 1);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

/** Described task → described predecessor tasks of the same job. */
function draw({ processors, tasks, jobs, seed, unit = 1 }: Chip) {
  const rng = createRng(seed);
  const count = tasks * jobs;
  const cost = Array.from({ length: count }, () => Array.from({ length: processors }, () => unit * (1 + 9 * rng())));
  const parents = Array.from({ length: count }, (_, task) =>
    identity(task % tasks)
      .filter(() => rng() < 0.4)
      .map((place) => task - (task % tasks) + place),
  );
  const state: number[] = [];
  for (let task = 0; task < count; task++) {
    const open = parents[task].filter((parent) => state[parent] !== NODE_DONE).length;
    const busy = state.filter((other) => other === NODE_RUNNING).length;
    if (open > 0) state.push(NODE_WAITING);
    else if (rng() < 0.3) state.push(NODE_DONE);
    else state.push(busy < processors - 1 && rng() < 0.2 ? NODE_RUNNING : NODE_READY);
  }
  const volume = parents.map((row) => row.map(() => unit * 4 * rng()));
  const rank = identity(count).map(() => unit * 20 * rng());
  const arrival = identity(jobs).map((job) => unit * 3 * job);
  const bandwidth = identity(processors).map(() => identity(processors).map(() => 1 + rng()));
  const free = identity(processors).map(() => (rng() < 0.5 ? unit * 5 * rng() : -unit));
  return { cost, parents, state, volume, rank, arrival, bandwidth, free, count };
}

/** The table; item i of the description is its i-th ready task. */
export function chipTable(chip: Chip, order: Order = {}): PlacementTable {
  const { processors: m, tasks, jobs, unit = 1 } = chip;
  const drawn = draw(chip);
  const place = order.processors ?? identity(m);
  const nodeOf = identity(drawn.count).map((t) => t - (t % tasks) + (order.tasks ?? identity(tasks))[t % tasks]);
  const taskOf = identity(drawn.count).map((node) => nodeOf.indexOf(node));
  const ready = identity(drawn.count).filter((task) => drawn.state[task] === NODE_READY);
  const running = identity(drawn.count).filter((task) => drawn.state[task] === NODE_RUNNING);
  const now = 10 * unit;
  const successors = identity(drawn.count).map((node) =>
    identity(drawn.count)
      .filter((child) => drawn.parents[child].includes(taskOf[node]))
      .map((child) => ({ to: nodeOf[child], volume: drawn.volume[child][drawn.parents[child].indexOf(taskOf[node])] })),
  );
  const edges = successors.flat();
  const table = new PlacementTable({
    shape: { items: ready.length + 2, resources: m, variants: 1 },
    timeUnit: { name: 'tick', seconds: 1 },
    itemKinds: ['task'],
    itemColumns: [],
    itemGroups: [],
    contextGroups: [],
    resourceNames: identity(m).map(String),
    resourceKinds: ['processor'],
    resourceColumns: [],
    graph: () => graph,
  });
  const finishOf = (task: number): number =>
    drawn.state[task] === NODE_DONE ? unit * (1 + (task % 7)) : now + unit * (1 + (task % 5));
  const ranOn = (task: number): number =>
    drawn.state[task] === NODE_RUNNING ? place[running.indexOf(task)] : place[task % m];
  const placed = (task: number): boolean => drawn.state[task] >= NODE_RUNNING;
  const graph = {
    nodeCount: drawn.count,
    edgeCount: edges.length,
    jobCount: jobs,
    jobId: Int32Array.from(identity(jobs)),
    jobStart: Int32Array.from({ length: jobs + 1 }, (_, job) => job * tasks),
    jobArrival: Float64Array.from(drawn.arrival),
    task: Int32Array.from(taskOf),
    nodeJob: Int32Array.from(identity(drawn.count), (node) => Math.floor(node / tasks)),
    nodeItem: new Int32Array(drawn.count).fill(-1),
    state: Uint8Array.from(taskOf, (task) => drawn.state[task]),
    resource: Int32Array.from(taskOf, (task) => (placed(task) ? ranOn(task) : -1)),
    start: Float64Array.from(taskOf, (task) => (placed(task) ? unit : Number.NaN)),
    finish: Float64Array.from(taskOf, (task) => (placed(task) ? finishOf(task) : Number.NaN)),
    cost: new Float64Array(drawn.count * m),
    upwardRank: Float64Array.from(taskOf, (task) => drawn.rank[task]),
    successorStart: Int32Array.from({ length: drawn.count + 1 }, (_, node) => successors.slice(0, node).flat().length),
    successor: Int32Array.from(edges, ({ to }) => to),
    volume: Float64Array.from(edges, ({ volume }) => volume),
    features: new Float64Array(0),
    featureNames: [],
  };
  for (let p = 0; p < m; p++) {
    const busy = running[p] !== undefined;
    table.resources.freeAt[place[p]] = busy ? finishOf(running[p]) : now + Math.min(0, drawn.free[p]);
    table.resources.queueLength[place[p]] = busy ? 1 : 0;
    for (let q = 0; q < m; q++)
      table.links.bandwidth[place[p] * m + place[q]] = p === q ? Infinity : drawn.bandwidth[p][q];
    for (let task = 0; task < drawn.count; task++) graph.cost[nodeOf[task] * m + place[p]] = drawn.cost[task][p];
  }
  table.now = now;
  const byAge = order.items ?? identity(ready.length);
  for (let position = 0; position < ready.length; position++) {
    const task = ready[byAge.indexOf(position)];
    const slot = table.add();
    graph.nodeItem[nodeOf[task]] = slot;
    table.items.id[slot] = task;
    table.items.job[slot] = Math.floor(task / tasks);
    table.items.since[slot] = now - unit * (task % 4);
    table.items.upwardRank[slot] = drawn.rank[task];
    table.items.remainingWork[slot] = 2 * drawn.rank[task];
    for (let p = 0; p < m; p++) {
      table.cost[slot * m + place[p]] = drawn.cost[task][p];
      table.ready[slot * m + place[p]] = now + unit * (((task + p) % 3) - 1);
      table.mask[slot * m + place[p]] = 1;
    }
  }
  return table;
}
