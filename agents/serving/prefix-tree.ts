/**
 * What one instance probably has in its prefix cache: a tree of prompts in granules (ids of pieces of prompt), built from
 * what was sent there, with the least recently used pieces forgotten beyond a given size. A path is touched from its end
 * to its root, so the node touched longest ago never has children and forgetting takes constant time.
 */

const ROOT = 0;
const NONE = -1;
const PARENT_FACTOR = 2 ** 32;

/** A tree as plain arrays, oldest node first; a parent is given by its place in the list, −1 = the root. */
export interface SavedTree {
  readonly parent: readonly number[];
  readonly granule: readonly number[];
}

export class PrefixTree {
  readonly capacity: number; // granules
  private readonly children = new Map<number, number>(); // parent·2^32 + granule → node
  private readonly parent: Int32Array; // [node]
  private readonly granule: Int32Array; // [node]
  private readonly older: Int32Array; // [node] next node towards the one touched longest ago
  private readonly newer: Int32Array; // [node]
  private readonly free: number[] = []; // nodes given back
  private used = 1; // nodes ever handed out, the root included
  private oldest = NONE;
  private newest = NONE;

  /** `capacity`: granules kept, 1 … 2^20. */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.parent = new Int32Array(capacity + 1).fill(NONE);
    this.granule = new Int32Array(capacity + 1);
    this.older = new Int32Array(capacity + 1).fill(NONE);
    this.newer = new Int32Array(capacity + 1).fill(NONE);
  }

  /** Granules held. */
  get size(): number {
    return this.children.size;
  }

  /** How many leading granules of `values[start … start + length − 1]` are held. Changes nothing. */
  match(values: Int32Array, start: number, length: number): number {
    let node = ROOT;
    for (let i = 0; i < length; i++) {
      const child = this.children.get(key(node, values[start + i]));
      if (child === undefined) return i;
      node = child;
    }
    return length;
  }

  /** Adds a prompt and touches its path; what does not fit is forgotten, the prompt's own end first if it is too long. */
  insert(values: Int32Array, start: number, length: number): void {
    let node = ROOT;
    let depth = 0;
    const kept = Math.min(length, this.capacity);
    for (; depth < kept; depth++) {
      const child = this.children.get(key(node, values[start + depth]));
      if (child === undefined) break;
      node = child;
    }
    this.touchPath(node); // now anything else is older, so room is never made from the path itself
    for (; depth < kept; depth++) node = this.append(node, values[start + depth]);
    this.touchPath(node);
  }

  private append(parent: number, granule: number): number {
    if (this.children.size === this.capacity) this.forgetOldest();
    const node = this.free.pop() ?? this.used++;
    this.parent[node] = parent;
    this.granule[node] = granule;
    this.children.set(key(parent, granule), node);
    this.link(node);
    return node;
  }

  private forgetOldest(): void {
    const node = this.oldest;
    this.unlink(node);
    this.children.delete(key(this.parent[node], this.granule[node]));
    this.free.push(node);
  }

  private touchPath(from: number): void {
    for (let node = from; node !== ROOT; node = this.parent[node]) this.touch(node);
  }

  private touch(node: number): void {
    this.unlink(node);
    this.link(node);
  }

  private link(node: number): void {
    this.older[node] = this.newest;
    this.newer[node] = NONE;
    if (this.newest === NONE) this.oldest = node;
    else this.newer[this.newest] = node;
    this.newest = node;
  }

  private unlink(node: number): void {
    const { older, newer } = this;
    if (newer[node] === NONE) this.newest = older[node];
    else older[newer[node]] = older[node];
    if (older[node] === NONE) this.oldest = newer[node];
    else newer[older[node]] = newer[node];
  }

  save(): SavedTree {
    const place = new Map<number, number>([[ROOT, NONE]]);
    const nodes: number[] = [];
    for (let node = this.oldest; node !== NONE; node = this.newer[node]) {
      place.set(node, nodes.length);
      nodes.push(node);
    }
    return {
      parent: nodes.map((node) => place.get(this.parent[node])!),
      granule: nodes.map((node) => this.granule[node]),
    };
  }

  static load(capacity: number, { parent, granule }: SavedTree): PrefixTree {
    const tree = new PrefixTree(capacity);
    parent.forEach((above, i) => {
      const node = tree.used++;
      tree.parent[node] = above + 1; // nodes count from 1, in order of the list
      tree.granule[node] = granule[i];
      tree.children.set(key(above + 1, granule[i]), node);
      tree.link(node);
    });
    return tree;
  }
}

function key(parent: number, granule: number): number {
  return parent * PARENT_FACTOR + (granule >>> 0);
}
