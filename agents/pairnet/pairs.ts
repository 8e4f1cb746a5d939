/** Writes the columns of one pair (item, resource), in the order of `PAIR_COLUMNS`; those of roll-outs follow later. */
import type { LiveGraph } from '../../src/nn/live-graph.js';
import { NODE_READY, type PlacementView } from '../../src/placement.js';
import { PAIR_COLUMNS, pairColumn } from './columns.js';
import type { Survey } from './survey.js';

/** Where a pair goes. */
export interface PairPlace {
  readonly values: Float32Array;
  readonly at: number; // index of the row's first number
}

const WIDTH = PAIR_COLUMNS.length;
const OF_PAIRS = pairColumn('drainRegret'); // columns before the first that belongs to the decision as a whole
const LATE = pairColumn('late');
/** Numbers beyond this say no more. */
const LIMIT = 1000;

export class PairWriter {
  private readonly live: LiveGraph;
  private readonly survey: Survey;

  constructor(live: LiveGraph, survey: Survey) {
    this.live = live;
    this.survey = survey;
  }

  /** Fills a whole row; `slot` and `r` name the pair. */
  write(view: PlacementView, slot: number, r: number, { values, at }: PairPlace): void {
    const { live, survey } = this;
    const { now, items } = view;
    const { perUnit } = live;
    const pair = slot * view.shape.resources + r;
    const node = survey.nodeOfSlot[slot];
    const cost = view.cost[pair * view.shape.variants];
    const ready = view.ready[pair] > now ? view.ready[pair] : now;
    const free = survey.free[r];
    const start = ready > free ? ready : free;
    const finish = start + cost;
    const child = survey.childFinish[pair];
    const rest = this.rest(view, node, r);
    values[at] = cost * perUnit;
    values[at + 1] = (start - now) * perUnit;
    values[at + 2] = (free - now) * perUnit;
    values[at + 3] = (ready - now) * perUnit;
    values[at + 4] = (start - free) * perUnit;
    values[at + 5] = (finish - survey.earliest[slot]) * perUnit;
    values[at + 6] = (cost - survey.leastCost[slot]) * perUnit;
    values[at + 7] = (cost - survey.leastHere[r]) * perUnit;
    values[at + 8] = view.resources.queueLength[r] * survey.meanLeast * perUnit;
    values[at + 9] = survey.sufferage[slot] * perUnit;
    values[at + 10] = items.upwardRank[slot] * perUnit;
    values[at + 11] = (now - items.since[slot]) * perUnit;
    values[at + 12] = items.remainingWork[slot] * perUnit;
    values[at + 13] = (child - now) * perUnit;
    values[at + 14] = (child - survey.leastChild[slot]) * perUnit;
    values[at + 15] = rest * perUnit;
    values[at + 16] = (rest - survey.leastOptimistic[slot]) * perUnit;
    values[at + 17] = (finish + rest - now) * perUnit;
    values[at + 18] = (finish + rest - survey.leastWhole[slot]) * perUnit;
    this.writeGraph(view, node, values, at + 19);
    values[at + 22] = (free - survey.meanFree) * perUnit;
    values[at + 23] = (finish - survey.firstFree) * perUnit;
    values[at + 24] = survey.soonDemand[r] * perUnit;
    values[at + 25] = survey.demand[r] * perUnit;
    values[at + 26] = (survey.demand[r] - survey.meanDemand) * perUnit;
    values[at + 27] = survey.pressure[r] * perUnit;
    values[at + 28] = survey.blocking(node, r, finish) * perUnit;
    for (let k = at + OF_PAIRS; k < at + WIDTH; k++) values[k] = 0;
    values[at + LATE] = survey.canWait ? 1 : 0;
    for (let k = at; k < at + OF_PAIRS; k++) {
      if (values[k] > LIMIT) values[k] = LIMIT;
      else if (!(values[k] >= -LIMIT)) values[k] = -LIMIT;
    }
  }

  private rest({ graph, shape }: PlacementView, node: number, r: number): number {
    return node >= 0 && graph.state[node] <= NODE_READY ? this.survey.optimistic[node * shape.resources + r] : 0;
  }

  /** Columns `criticality`, `successors` and `enables`. */
  private writeGraph({ graph }: PlacementView, node: number, values: Float32Array, at: number): void {
    values[at] = 1;
    values[at + 1] = 0;
    values[at + 2] = 0;
    if (node < 0) return;
    const { openPredecessors, pathLeft } = this.live;
    const longest = pathLeft[graph.nodeJob[node]];
    const begin = graph.successorStart[node];
    const end = graph.successorStart[node + 1];
    if (longest > 0) values[at] = graph.upwardRank[node] / longest;
    values[at + 1] = end - begin;
    for (let edge = begin; edge < end; edge++) if (openPredecessors[graph.successor[edge]] === 1) values[at + 2]++;
  }
}
