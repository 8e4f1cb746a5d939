/**
 * Complete trees: out-trees (one entry, every task starts `branching` others) and in-trees, the same with all edges
 * turned. (branching^levels − 1) / (branching − 1) tasks.
 */
import { z } from 'zod';
import { ensure } from '../../error.js';
import { defineFamily, whole } from '../family.js';
import { type GraphShape, MOST, ShapeBuilder } from '../graph-shape.js';

const schema = z.object({
  levels: whole(1, 4).describe('levels of the tree, the root included'),
  branching: whole(1, 2).describe('children of every task above the last level'),
});

type Tree = z.output<typeof schema>;

const source = 'complete trees, as in Coleman & Krishnamachari 2024, arXiv 2403.07120 (levels 2–4, branching 2–3)';

export const outTree = defineFamily({
  name: 'out-tree',
  description: 'complete tree from one entry to many exits',
  source,
  schema,
  build: (tree, _, who) => build(tree, { who, inward: false }),
});

export const inTree = defineFamily({
  name: 'in-tree',
  description: 'complete tree from many entries to one exit',
  source,
  schema,
  build: (tree, _, who) => build(tree, { who, inward: true }),
});

function build({ levels, branching }: Tree, { who, inward }: { who: string; inward: boolean }): GraphShape {
  const width: number[] = []; // [level] counted from the root
  for (let level = 0, count = 0; level < levels; level++) {
    width.push(level === 0 ? 1 : width[level - 1] * branching);
    count += width[level];
    ensure(count <= MOST, `${who}: levels ${levels} with branching ${branching} make more than ${MOST} tasks`);
  }
  const builder = new ShapeBuilder(who);
  const down = inward ? width.toReversed() : width; // [level] counted from the entries
  for (let level = 0; level < levels; level++) for (let i = 0; i < down[level]; i++) builder.task(`node_${level}_${i}`);
  let above = 0; // first task of the level
  for (let level = 0; level + 1 < levels; level++) {
    const below = above + down[level];
    const wider = Math.max(down[level], down[level + 1]);
    for (let i = 0; i < wider; i++) {
      const inner = Math.floor(i / branching);
      builder.edge(above + (inward ? i : inner), below + (inward ? inner : i));
    }
    above = below;
  }
  return builder.finish();
}
