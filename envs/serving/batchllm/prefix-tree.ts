/**
 * The global prefix tree of an offline batch (BatchLLM, Zheng et al. 2024, arXiv 2412.03594): every node stands for
 * granules that all requests below it begin with, after those of its ancestors. Only what at least two requests share
 * becomes a node; the rest of a prompt is nobody else's. `oneLevel` flattens it, as paged attention with one shared
 * prefix per request needs it: bottom-up, a grandchild is forked from its parent into a prefix of its own where the
 * tokens that this saves, (leaves − 1) · its own, exceed those that are now computed twice, its parent's. What is not
 * forked shares only the prefix above. A greedy rule: it can miss the best flattening by a little.
 */
import type { PromptGranules } from './prompt-granules.js';

export interface PrefixNode {
  granules: number; // of this node alone
  leaves: number; // requests below
  readonly requests: number[]; // rows that share nothing further
  readonly children: PrefixNode[];
}

/** The tree of all prompts; the root has no granules. */
export function prefixTree(prompts: PromptGranules): PrefixNode {
  const rows = Array.from({ length: prompts.count }, (_, row) => row);
  return branch(prompts, rows, 0, 0);
}

/** The node of `rows`, which share `granules` granules of their own up to position `depth`. */
function branch(prompts: PromptGranules, rows: readonly number[], depth: number, granules: number): PrefixNode {
  const { start, ids } = prompts;
  const node: PrefixNode = { granules, leaves: rows.length, requests: [], children: [] };
  const next = new Map<number, number[]>(); // granule id → rows that go on with it
  for (const row of rows) {
    if (start[row] + depth >= start[row + 1]) {
      node.requests.push(row);
      continue;
    }
    const id = ids[start[row] + depth];
    const same = next.get(id);
    if (same) same.push(row);
    else next.set(id, [row]);
  }
  for (const same of next.values()) {
    if (same.length === 1) node.requests.push(same[0]);
    else {
      const shared = sharedDepth(prompts, same, depth + 1);
      node.children.push(branch(prompts, same, shared, shared - depth));
    }
  }
  return node;
}

/** How many leading granules all rows share, at least `depth`. */
function sharedDepth({ start, ids }: PromptGranules, rows: readonly number[], depth: number): number {
  const first = rows[0];
  let shared = start[first + 1] - start[first];
  for (const row of rows) {
    const end = Math.min(shared, start[row + 1] - start[row]);
    let same = depth;
    while (same < end && ids[start[row] + same] === ids[start[first] + same]) same++;
    shared = same;
  }
  return shared;
}

/** Requests with one common prefix. */
export interface PrefixGroup {
  readonly granules: number; // of the prefix; 0 = these requests share nothing
  readonly requests: readonly number[]; // rows, ascending
}

/** Flattens the tree (which is changed) to one level: groups with a prefix, and one without for all others. */
export function oneLevel(root: PrefixNode): readonly PrefixGroup[] {
  fork(root);
  const groups = root.children.map((child) => ({ granules: child.granules, requests: requestsBelow(child) }));
  return [...groups, { granules: 0, requests: root.requests.toSorted((a, b) => a - b) }];
}

/** Makes grandchildren children where that saves tokens, from the bottom up. */
function fork(node: PrefixNode): void {
  for (const child of node.children) fork(child);
  const stay: PrefixNode[] = [];
  const forked: PrefixNode[] = [];
  for (const child of node.children) {
    const kept: PrefixNode[] = [];
    for (const grandchild of child.children) {
      if ((grandchild.leaves - 1) * grandchild.granules <= child.granules) {
        kept.push(grandchild);
        continue;
      }
      child.leaves -= grandchild.leaves;
      grandchild.granules += child.granules;
      forked.push(grandchild);
    }
    child.children.splice(0, child.children.length, ...kept);
    if (child.leaves > 1) stay.push(child);
    else node.requests.push(...requestsBelow(child)); // one request shares nothing
  }
  node.children.splice(0, node.children.length, ...stay, ...forked);
}

function requestsBelow(node: PrefixNode): readonly number[] {
  const rows: number[] = [];
  const open = [node];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (const row of each.requests) rows.push(row);
    open.push(...each.children);
  }
  return rows.sort((a, b) => a - b);
}
