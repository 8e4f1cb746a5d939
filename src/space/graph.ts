/**
 * Graphs with features on nodes and edges (Gymnasium's Graph), stacked into flat arrays: n nodes, m edges, each with
 * the features of a Box (row-major) or one number of a Discrete space. Links are pairs (from, to). Edges and links
 * are both there or both absent; without an edge space a graph may have links alone. Graphs differ in size, so this
 * space cannot be flattened: environments offer a padded observation beside it.
 */
import { randomGeometric } from 'd3-random';
import { isPlainObject } from '../config.js';
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';
import { BoxSpace, type BoxValue } from './box.js';
import { DiscreteSpace } from './discrete.js';
import { numbersFromJSON, numbersToJSON } from './number-json.js';
import type { Json, Space, SpaceMask } from './space.js';

export type GraphFeatureSpace = BoxSpace | DiscreteSpace;

export interface GraphValue {
  readonly nodes: BoxValue; // [n·f] features; Int32Array [n] for a discrete node space
  readonly edges: BoxValue | null; // [m·g] features
  readonly edgeLinks: Int32Array | null; // [m·2] from, to
}

export interface GraphOptions {
  readonly nodeSpace: GraphFeatureSpace;
  /** Absent: edges have no features. */
  readonly edgeSpace?: GraphFeatureSpace;
}

export class GraphSpace implements Space<GraphValue> {
  readonly kind = 'graph';
  readonly nodeSpace: GraphFeatureSpace;
  readonly edgeSpace: GraphFeatureSpace | undefined;

  constructor(options: GraphOptions) {
    this.nodeSpace = featureSpace(options.nodeSpace, 'node');
    this.edgeSpace = options.edgeSpace === undefined ? undefined : featureSpace(options.edgeSpace, 'edge');
  }

  /** Number of nodes of a value. */
  nodeCount(value: GraphValue): number {
    return value.nodes.length / width(this.nodeSpace);
  }

  contains(value: unknown): value is GraphValue {
    if (!isPlainObject(value)) return false;
    const { nodes, edges, edgeLinks } = value as { [K in keyof GraphValue]: unknown };
    const nodeCount = rowsWithin(this.nodeSpace, nodes);
    if (nodeCount < 0) return false;
    if (edgeLinks === null) return edges === null;
    if (!(edgeLinks instanceof Int32Array) || edgeLinks.length % 2 !== 0) return false;
    const rows = this.edgeSpace ? rowsWithin(this.edgeSpace, edges) : edges === null ? edgeLinks.length / 2 : -1;
    if (rows !== edgeLinks.length / 2) return false;
    return edgeLinks.every((node) => node >= 0 && node < nodeCount);
  }

  /** The mask is a pair (nodes, edges) of masks for discrete feature spaces. */
  sample(rng: Rng, mask?: SpaceMask): GraphValue {
    ensure(
      mask === undefined || (Array.isArray(mask) && mask.length === 2),
      'graph: the mask must be a pair (nodes, edges)',
    );
    const [nodeMask, edgeMask] = (mask ?? []) as readonly (SpaceMask | undefined)[];
    const count = randomGeometric.source(rng)(0.2);
    const nodeCount = count();
    const edgeCount = count() - 1;
    const nodes = sampleRows(this.nodeSpace, nodeCount, rng, nodeMask);
    if (edgeCount === 0) return { nodes, edges: null, edgeLinks: null };
    const edges = this.edgeSpace ? sampleRows(this.edgeSpace, edgeCount, rng, edgeMask) : null;
    return { nodes, edges, edgeLinks: Int32Array.from({ length: 2 * edgeCount }, () => rng.integer(nodeCount)) };
  }

  copy(value: GraphValue): GraphValue {
    return {
      nodes: value.nodes.slice(),
      edges: value.edges?.slice() ?? null,
      edgeLinks: value.edgeLinks?.slice() ?? null,
    };
  }

  toJSON(): Json {
    return { kind: this.kind, nodeSpace: this.nodeSpace.toJSON(), edgeSpace: this.edgeSpace?.toJSON() ?? null };
  }

  valueToJSON(value: GraphValue): Json {
    return {
      nodes: numbersToJSON(value.nodes),
      edges: value.edges && numbersToJSON(value.edges),
      edgeLinks: value.edgeLinks && numbersToJSON(value.edgeLinks),
    };
  }

  valueFromJSON(json: Json): GraphValue {
    ensure(isPlainObject(json), 'graph: a record with nodes, edges and edgeLinks is needed');
    const { nodes, edges, edgeLinks } = json as { readonly [key: string]: Json };
    const value = {
      nodes: rowsFromJSON(this.nodeSpace, nodes),
      edges: edges === null || !this.edgeSpace ? null : rowsFromJSON(this.edgeSpace, edges),
      edgeLinks: edgeLinks === null ? null : Int32Array.from(numbersFromJSON(edgeLinks, 'graph: edgeLinks')),
    };
    ensure(this.contains(value), 'graph: the value is not in the space');
    return value;
  }
}

/** Graphs with features on nodes and, if wanted, on edges. */
export function graph(options: GraphOptions): GraphSpace {
  return new GraphSpace(options);
}

function featureSpace(space: Space, where: string): GraphFeatureSpace {
  ensure(
    space instanceof BoxSpace || space instanceof DiscreteSpace,
    `graph: the ${where} space must be box or discrete, not ${space.kind}`,
  );
  return space;
}

function width(space: GraphFeatureSpace): number {
  return space instanceof BoxSpace ? space.size : 1;
}

/** Number of rows when all of them are in the space, else −1. */
function rowsWithin(space: GraphFeatureSpace, rows: unknown): number {
  if (space instanceof DiscreteSpace) {
    return rows instanceof Int32Array && rows.every((row) => space.contains(row)) ? rows.length : -1;
  }
  const { size } = space;
  if (!ArrayBuffer.isView(rows) || (rows as BoxValue).length % size !== 0) return -1;
  const count = (rows as BoxValue).length / size;
  for (let i = 0; i < count; i++) {
    if (!space.contains((rows as BoxValue).subarray(i * size, (i + 1) * size))) return -1;
  }
  return rows.constructor === space.zeros(0).constructor ? count : -1;
}

function sampleRows(space: GraphFeatureSpace, count: number, rng: Rng, mask?: SpaceMask): BoxValue {
  if (space instanceof DiscreteSpace) return Int32Array.from({ length: count }, () => space.sample(rng, mask));
  const rows = space.zeros(count);
  for (let i = 0; i < count; i++) rows.set(space.sample(rng, mask), i * space.size);
  return rows;
}

function rowsFromJSON(space: GraphFeatureSpace, json: Json | undefined): BoxValue {
  const numbers = numbersFromJSON(json, 'graph');
  if (space instanceof DiscreteSpace) return Int32Array.from(numbers);
  const rows = space.zeros(Math.ceil(numbers.length / space.size));
  ensure(rows.length === numbers.length, `graph: ${numbers.length} numbers are no rows of ${space.size} features`);
  rows.set(numbers);
  return rows;
}
