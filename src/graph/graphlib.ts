/**
 * Task graphs to and from `@dagrejs/graphlib`, the object form for editing, drawing and exchange (its JSON included).
 * Everything computed on a graph runs on the compiled {@link Dag}: graphlib's own topological sort recurses and
 * overflows the stack on long chains. Nodes are numbered in the order of `graph.nodes()`.
 */
import { Graph, json } from '@dagrejs/graphlib';
import { isPlainObject } from '../config.js';
import { ArenaError, ensure } from '../error.js';
import { compileDag, type Dag, type Edge } from '../sim/dag.js';

/** A compiled graph with what the compiled form does not hold. */
export interface NamedDag {
  readonly dag: Dag;
  readonly names: readonly string[]; // [node]
  readonly labels: readonly unknown[]; // [node] whatever the graph says about the node
}

export interface GraphlibOptions {
  /** Data moved along an edge, read from its label. */
  readonly volumeOf: (label: unknown) => number;
  /** Begins the error messages. */
  readonly who: string;
}

/** The label itself if it is a number, else its `volume`, else 0. */
export const DEFAULT_GRAPHLIB: GraphlibOptions = Object.freeze({ volumeOf: labelVolume, who: 'graph/graphlib' });

function labelVolume(label: unknown): number {
  if (typeof label === 'number') return label;
  const volume = typeof label === 'object' && label !== null ? (label as { volume?: unknown }).volume : undefined;
  if (volume === undefined) return 0;
  return typeof volume === 'number' ? volume : Number.NaN;
}

/**
 * Compiles a graph.
 * @throws ArenaError for an undirected graph, several edges between two nodes, cycles and volumes that are not finite numbers ≥ 0.
 */
export function fromGraphlib(graph: Graph, options: Partial<GraphlibOptions> = {}): NamedDag {
  const { volumeOf, who } = { ...DEFAULT_GRAPHLIB, ...options };
  ensure(graph.isDirected(), `${who}: the graph is undirected`);
  const names = graph.nodes();
  const index = new Map(names.map((name, i) => [name, i]));
  const edges: Edge[] = graph.edges().map(({ v, w, name }) => {
    const volume = volumeOf(graph.edge(v, w, name));
    ensure(
      volume >= 0 && volume < Number.POSITIVE_INFINITY,
      `${who}: edge "${v}" → "${w}" has volume ${volume} (a finite number ≥ 0 is needed)`,
    );
    return [index.get(v)!, index.get(w)!, volume];
  });
  return { dag: compileDag(names.length, edges, who), names, labels: names.map((name) => graph.node(name)) };
}

/** What nodes of a new graph are called and say; by default their number and nothing. */
export interface NodeNames {
  readonly names?: readonly string[]; // [node] distinct
  readonly labels?: readonly unknown[]; // [node]
}

/** A directed graph whose edges carry `{ volume }`. Errors: `ArenaError` for repeated or missing names. */
export function toGraphlib(dag: Dag, { names, labels }: NodeNames = {}): Graph {
  const nameOf = (node: number): string => names?.[node] ?? String(node);
  ensure(
    names === undefined || names.length === dag.nodeCount,
    `graph/graphlib: ${names?.length} names for ${dag.nodeCount} nodes`,
  );
  const graph = new Graph({ directed: true });
  for (let node = 0; node < dag.nodeCount; node++) {
    ensure(!graph.hasNode(nameOf(node)), `graph/graphlib: two nodes are called "${nameOf(node)}"`);
    graph.setNode(nameOf(node), labels?.[node] as never);
  }
  for (let node = 0; node < dag.nodeCount; node++) {
    for (let e = dag.successorStart[node]; e < dag.successorStart[node + 1]; e++)
      graph.setEdge(nameOf(node), nameOf(dag.successor[e]), { volume: dag.volume[e] } as never);
  }
  return graph;
}

/** The graph as JSON text in graphlib's format. */
export function graphToJson(graph: Graph): string {
  return JSON.stringify(json.write(graph));
}

/**
 * A graph from JSON text in graphlib's format; `who` begins the error message.
 * @throws ArenaError for text that is no JSON, another format, or edges of nodes that are not listed.
 */
export function graphFromJson(text: string, who = 'graph/graphlib'): Graph {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${who}: not complete JSON (${(error as Error).message})`);
  }
  const problem = formFault(content);
  ensure(problem === '', `${who}: not a graph in graphlib's JSON (${problem})`);
  const { nodes, edges } = content as { nodes: { v: string }[]; edges: { v: string; w: string }[] };
  const listed = new Set(nodes.map(({ v }) => v));
  for (const { v, w } of edges) {
    const missing = [v, w].find((name) => !listed.has(name));
    ensure(missing === undefined, `${who}: edge "${v}" → "${w}" names node "${missing}", which is not listed`);
  }
  return json.read(content as Parameters<typeof json.read>[0]);
}

/** What is missing or of another type; empty when all is as it should be. */
function formFault(content: unknown): string {
  if (!isPlainObject(content)) return 'an object is expected';
  const { options, nodes, edges } = content;
  if (!isPlainObject(options)) return '"options" must be an object';
  const flag = ['directed', 'multigraph', 'compound'].find(
    (key) => options[key] !== undefined && typeof options[key] !== 'boolean',
  );
  if (flag !== undefined) return `"options.${flag}" must be true or false`;
  return (
    rowsFault(nodes, 'nodes', { needed: ['v'], optional: ['parent'] }) ||
    rowsFault(edges, 'edges', { needed: ['v', 'w'], optional: ['name'] })
  );
}

function rowsFault(
  rows: unknown,
  what: string,
  { needed, optional }: { readonly needed: readonly string[]; readonly optional: readonly string[] },
): string {
  if (!Array.isArray(rows)) return `"${what}" must be a list`;
  for (let i = 0; i < rows.length; i++) {
    const row: unknown = rows[i];
    if (!isPlainObject(row)) return `"${what}[${i}]" must be an object`;
    const faulty = [...needed, ...optional.filter((key) => row[key] !== undefined)].find(
      (key) => typeof row[key] !== 'string',
    );
    if (faulty !== undefined) return `"${what}[${i}].${faulty}" must be a text`;
  }
  return '';
}
