/**
 * Random layered graphs with the parameters of Topcuoglu, Hariri & Wu 2002, §5.1 (doi 10.1109/71.993206): v tasks in
 * about √v/α levels of about √v·α tasks (small α: long and narrow; large α: short and wide), and an out-degree. The
 * paper leaves open how level widths are made to sum to v and how edges are drawn; here the tasks beyond one per level
 * are shared out in proportion to uniform draws, every task below the first level gets one predecessor in the level
 * above it (shared evenly over that level), and every task above the last level gets further distinct successors in the
 * next `jump` levels, until it has `outDegree` of them or there are no more.
 */
import { z } from 'zod';
import type { Rng } from '../../rng.js';
import { defineFamily, whole } from '../family.js';
import { type GraphShape, ShapeBuilder } from '../graph-shape.js';

const schema = z.object({
  tasks: whole(1, 100).describe('number of tasks v'),
  shape: z.number().positive().default(1).describe('α: about √v/α levels of about √v·α tasks'),
  outDegree: whole(1, 4).describe('successors per task; as many as there are when fewer; v = all'),
  jump: whole(1, 1).describe('successors lie at most this many levels below'),
  singleEntry: z.boolean().default(false).describe('exactly one task without predecessors'),
  singleExit: z.boolean().default(false).describe('exactly one task without successors'),
  randomHeight: z
    .boolean()
    .default(false)
    .describe('number of levels drawn uniformly with mean √v/α; else that mean, rounded'),
});

type Layered = z.output<typeof schema>;

export const layered = defineFamily({
  name: 'layered',
  description: 'random levels: v tasks, shape α, out-degree, as the generator of the HEFT paper',
  source: 'parameters of Topcuoglu, Hariri & Wu 2002, §5.1, doi 10.1109/71.993206; edge drawing our own',
  schema,
  build(parameters, rng, who): GraphShape {
    const builder = new ShapeBuilder(who);
    const levelStart = levelStarts(parameters, rng);
    const height = levelStart.length - 1;
    for (let level = 0; level < height; level++) {
      for (let task = levelStart[level]; task < levelStart[level + 1]; task++)
        builder.task(`level_${level}_${task - levelStart[level]}`);
    }
    const draw = { levelStart, rng, builder, parent: new Int32Array(parameters.tasks).fill(-1) };
    for (let level = 0; level + 1 < height; level++) giveParents(draw, level);
    const chosenBy = new Int32Array(parameters.tasks).fill(-1);
    for (let level = 0; level + 1 < height; level++) addSuccessors({ ...draw, chosenBy, parameters }, level);
    return builder.finish();
  },
});

/** [levels + 1] index of the first task of each level, then v. */
function levelStarts({ tasks, shape, singleEntry, singleExit, randomHeight }: Layered, rng: Rng): Int32Array {
  const mean = Math.sqrt(tasks) / shape;
  const drawn = Math.round(randomHeight ? 1 + 2 * Math.max(0, mean - 1) * rng() : mean);
  const ends = Number(singleEntry) + Number(singleExit);
  const height = Math.min(tasks, Math.max(1 + ends, drawn));
  const first = singleEntry ? 1 : 0; // the first level of free width
  const free = height - (tasks === 1 ? 0 : ends);
  const weight = Float64Array.from({ length: free }, () => rng());
  const total = weight.reduce((sum, w) => sum + w, 0) || 1;
  const levelStart = new Int32Array(height + 1);
  for (let level = 0; level < height; level++) levelStart[level + 1] = level + 1; // one task each
  let sum = 0;
  for (let i = 0; i < free; i++) {
    sum += weight[i];
    levelStart[Math.min(height, first + i + 1)] += Math.round(((tasks - height) * sum) / total);
  }
  for (let level = first + free + 1; level <= height; level++) levelStart[level] += tasks - height;
  levelStart[height] = tasks;
  return levelStart;
}

interface Draw {
  readonly levelStart: Int32Array; // [levels + 1] task
  readonly parent: Int32Array; // [v] the predecessor that every task below the first level has; −1 = none
  readonly builder: ShapeBuilder;
  readonly rng: Rng;
}

/** Every task of the next level gets a parent in this one, in rounds over ever new permutations. */
function giveParents({ levelStart, parent, builder, rng }: Draw, level: number): void {
  const first = levelStart[level];
  const next = levelStart[level + 1];
  const width = next - first;
  const turn = Int32Array.from({ length: width }, (_, i) => first + i);
  for (let child = next; child < levelStart[level + 2]; child++) {
    const place = (child - next) % width;
    const swap = place + rng.integer(width - place); // one step of a Fisher–Yates shuffle
    [turn[place], turn[swap]] = [turn[swap], turn[place]];
    parent[child] = turn[place];
    builder.edge(parent[child], child);
  }
}

interface Successors extends Draw {
  readonly chosenBy: Int32Array; // [v] the last task that drew this one as a further successor
  readonly parameters: Layered;
}

function addSuccessors({ levelStart, parent, chosenBy, builder, rng, parameters }: Successors, level: number): void {
  const first = levelStart[level + 1];
  const end = levelStart[Math.min(levelStart.length - 1, level + 1 + parameters.jump)];
  const childCount = new Int32Array(first - levelStart[level]);
  for (let child = first; child < levelStart[level + 2]; child++) childCount[parent[child] - levelStart[level]]++;
  for (let task = levelStart[level]; task < first; task++) {
    const has = childCount[task - levelStart[level]];
    let open = end - first - has; // candidates
    let wanted = Math.min(parameters.outDegree - has, open);
    if (wanted * 2 > open) {
      for (let to = first; to < end && wanted > 0; to++) {
        if (parent[to] === task) continue;
        if (rng() * open < wanted) {
          builder.edge(task, to);
          wanted--;
        }
        open--;
      }
      continue;
    }
    while (wanted > 0) {
      const to = first + rng.integer(end - first);
      if (parent[to] === task || chosenBy[to] === task) continue;
      chosenBy[to] = task;
      builder.edge(task, to);
      wanted--;
    }
  }
}
