/** Random observations of Decima, and how they are written into a store. */
import { DECIMA_SCHEMA } from '../../../agents/decima/schema.js';
import { DecisionTables } from '../../../src/nn/tables.js';
import { createRng, type Rng } from '../../../src/rng.js';
import type { Observation } from './reference.js';

export interface ObservationSizes {
  readonly jobs: number;
  readonly nodes: number; // largest of a job
  readonly edges: number; // chance of an edge from an earlier to a later node of a job, where they are near
  readonly limits: number; // per job
}

const SIZES: ObservationSizes = { jobs: 3, nodes: 8, edges: 0.4, limits: 3 };

/** Jobs with random graphs; edges span at most three places, so that no path is longer than the job. */
export function randomObservation(seed: string | number, sizes: Partial<ObservationSizes> = {}): Observation {
  const { jobs, nodes, edges: chance, limits: limitCount } = { ...SIZES, ...sizes };
  const rng = createRng(seed);
  const counts = Array.from({ length: jobs }, () => 1 + rng.integer(nodes));
  const jobOf = counts.flatMap((count, job) => Array<number>(count).fill(job));
  const jobFeatures = counts.map(() => numbers(rng, 3));
  const x = jobOf.map((job) => [...jobFeatures[job], ...numbers(rng, 2)]);
  const edges = jobOf.flatMap((job, parent) =>
    jobOf.flatMap((other, child) =>
      other === job && child > parent && child <= parent + 3 && rng() < chance
        ? [[parent, child] as [number, number]]
        : [],
    ),
  );
  const stages = jobOf.flatMap((_, node) => (rng() < 0.4 ? [node] : []));
  if (stages.length === 0) stages.push(0);
  const used = jobFeatures.flatMap((_, job) => (stages.some((node) => jobOf[node] === job) ? [job] : []));
  const limits = used.flatMap((job) =>
    Array.from({ length: 1 + rng.integer(limitCount) }, (_, k) => [job, Math.fround(k / 10)] as [number, number]),
  );
  return { x, edges, jobOf, jobFeatures, stages, limits };
}

function numbers(rng: Rng, count: number): number[] {
  return Array.from({ length: count }, () => Math.fround(2 * rng() - 0.5));
}

/** The observations as the decisions of a store. */
export function storeOf(observations: readonly Observation[]): DecisionTables {
  const store = new DecisionTables(DECIMA_SCHEMA);
  for (const { x, edges, jobOf, jobFeatures, stages, limits } of observations) {
    append(store, 'nodes', x, [jobOf]);
    append(
      store,
      'edges',
      edges.map(() => []),
      [edges.map(([parent]) => parent), edges.map(([, child]) => child)],
    );
    append(store, 'jobs', jobFeatures, []);
    append(
      store,
      'stages',
      stages.map(() => []),
      [stages],
    );
    append(
      store,
      'limits',
      limits.map(([, share]) => [share]),
      [limits.map(([job]) => job)],
    );
    const pairs = stages.flatMap((node, stage) =>
      limits.flatMap(([job], limit) => (job === jobOf[node] ? [[stage, limit]] : [])),
    );
    append(
      store,
      'candidates',
      pairs.map(() => []),
      [pairs.map(([stage]) => stage), pairs.map(([, limit]) => limit)],
    );
    store.close();
  }
  return store;
}

function append(
  store: DecisionTables,
  name: string,
  rows: readonly (readonly number[])[],
  integers: readonly (readonly number[])[],
): void {
  const table = store.table(name);
  const first = table.reserve(rows.length);
  table.values.set(rows.flat(), first * table.width);
  integers.forEach((column, c) => {
    table.integers[c].set(column, first);
  });
}

/** The same with nodes, jobs and edges under other numbers; `order[new] = old`. Stages and limits keep their order. */
export function renumbered(given: Observation, seed: string): Observation {
  const rng = createRng(seed);
  const nodes = shuffled(given.x.length, rng);
  const jobs = shuffled(given.jobFeatures.length, rng);
  const edges = shuffled(given.edges.length, rng);
  const [node, job] = [nodes, jobs].map((order) => inverse(order));
  return {
    x: nodes.map((old) => given.x[old]),
    edges: edges.map((old) => [node[given.edges[old][0]], node[given.edges[old][1]]]),
    jobOf: nodes.map((old) => job[given.jobOf[old]]),
    jobFeatures: jobs.map((old) => given.jobFeatures[old]),
    stages: given.stages.map((old) => node[old]),
    limits: given.limits.map(([old, share]) => [job[old], share]),
  };
}

function shuffled(count: number, rng: Rng): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = rng.integer(i + 1);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

function inverse(order: readonly number[]): number[] {
  const place = Array<number>(order.length);
  order.forEach((old, now) => {
    place[old] = now;
  });
  return place;
}
