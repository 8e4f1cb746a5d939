/**
 * A placement view as the tables of the pair network. Candidates are allowed pairs of the default variant, the most
 * promising ones where there are many, item by item in order of age, then *wait* where it is offered; only where nothing else is allowed do other variants stand in.
 * *Wait* carries the columns and the references of the pair of earliest finish among those whose resource is busy.
 */
import type { Agent } from '../../src/agent.js';
import { compress, LiveGraphEncoder } from '../../src/nn/live-graph-encoder.js';
import type { Encoder } from '../../src/nn/policy.js';
import type { DecisionTables, Table } from '../../src/nn/tables.js';
import { type PlacementView, waitAction } from '../../src/placement.js';
import { GRAPH_FEATURES, PAIR_COLUMNS, pairColumn } from './columns.js';
import { Drain } from './drain.js';
import { PairWriter } from './pairs.js';
import { MOST_ASKED, type PairRules } from './rules.js';
import { Survey } from './survey.js';

const WAIT = pairColumn('wait');
const LATE = pairColumn('late');
const ETF_CHOICE = pairColumn('etfChoice');
const LINEAR_CHOICE = pairColumn('linearChoice');
const WIDTH = PAIR_COLUMNS.length;

/**
 * Pairs told of at most, those of earliest finish: the others are hardly ever right, and a network that seldom tries them
 * would have to guess how bad they are.
 */
export const MOST_PAIRS = 8;

export class PairEncoder implements Encoder {
  /** What durations were divided by in the last decision; in the environment's time unit. */
  timeScale = 1;
  private readonly graph = new LiveGraphEncoder(GRAPH_FEATURES);
  private readonly survey = new Survey();
  private readonly pairs = new PairWriter(this.graph.graph, this.survey);
  private readonly etf: Agent;
  private readonly linear: Agent;
  private readonly drain: Drain | undefined;
  private actions = new Int32Array(64); // [candidate] flat action
  private readonly kept = new Int32Array(MOST_PAIRS); // [pair kept] index in `actions`
  private readonly finishes = new Float64Array(MOST_PAIRS); // [pair kept] ascending
  private count = 0;
  private store: DecisionTables | undefined; // the one that the tables belong to
  private processors!: Table;
  private system!: Table;
  private candidates!: Table;

  /** `drain`: roll-outs of the live jobs for the most promising candidates. */
  constructor(rules: PairRules, { drain }: { readonly drain: boolean }) {
    this.etf = rules.etf();
    this.linear = rules.linear();
    this.drain = drain ? new Drain() : undefined;
  }

  encode(view: PlacementView, store: DecisionTables): number {
    if (store !== this.store) this.bind(store);
    this.timeScale = timeScaleOf(view);
    this.survey.map(view);
    this.graph.encode(view, store, { timeScale: this.timeScale, blank: this.survey.stray });
    this.survey.read(view, this.graph.graph);
    this.writeProcessors(view);
    this.writeSystem(view);
    this.writeCandidates(view);
    return this.count;
  }

  action(candidate: number): number {
    return this.actions[candidate];
  }

  candidateOf(action: number): number {
    for (let candidate = 0; candidate < this.count; candidate++)
      if (this.actions[candidate] === action) return candidate;
    return -1;
  }

  private bind(store: DecisionTables): void {
    this.store = store;
    this.processors = store.table('processors');
    this.system = store.table('system');
    this.candidates = store.table('candidates');
  }

  private writeProcessors(view: PlacementView): void {
    const { survey, processors } = this;
    const m = view.shape.resources;
    const { perUnit } = this.graph.graph;
    const first = processors.reserve(m);
    const { values, width } = processors;
    for (let r = 0; r < m; r++) {
      const at = (first + r) * width;
      values[at] = compress((survey.free[r] - view.now) * perUnit);
      values[at + 1] = compress((survey.free[r] - survey.meanFree) * perUnit);
      values[at + 2] = compress(view.resources.queueLength[r]);
      values[at + 3] = view.resources.speed[r];
      this.writeFit(view, r, values, at + 4);
      values[at + 7] = compress(survey.soonDemand[r] * perUnit);
      values[at + 8] = compress(survey.demand[r] * perUnit);
      values[at + 9] = compress(survey.pressure[r] * perUnit);
    }
  }

  /** Columns `supported`, `favourites` and `costRatio` of a resource. */
  private writeFit(view: PlacementView, r: number, values: Float32Array, at: number): void {
    const { items, cost, shape } = view;
    const { leastCost } = this.survey;
    let supported = 0;
    let favourites = 0;
    let ratios = 0;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      const time = cost[(slot * shape.resources + r) * shape.variants];
      if (time === Number.POSITIVE_INFINITY || leastCost[slot] === Number.POSITIVE_INFINITY) continue;
      supported++;
      if (time <= leastCost[slot]) favourites++;
      ratios += leastCost[slot] > 0 ? time / leastCost[slot] : 1;
    }
    values[at] = items.count > 0 ? supported / items.count : 0;
    values[at + 1] = items.count > 0 ? favourites / items.count : 0;
    values[at + 2] = supported > 0 ? compress(ratios / supported) : 0;
  }

  private writeSystem(view: PlacementView): void {
    const { survey, system } = this;
    const { perUnit, rows } = this.graph.graph;
    const m = view.shape.resources;
    const at = system.reserve(1) * system.width;
    const { values: numbers } = system;
    let idle = 0;
    for (let r = 0; r < m; r++) idle += 1 - survey.busy[r];
    numbers[at] = compress(view.graph.jobCount);
    numbers[at + 1] = compress(view.items.count);
    numbers[at + 2] = compress(view.items.overflow);
    numbers[at + 3] = compress(rows / 4);
    numbers[at + 4] = compress((survey.meanFree - view.now) * perUnit);
    numbers[at + 5] = compress((survey.firstFree - view.now) * perUnit);
    numbers[at + 6] = idle / m;
    numbers[at + 7] = compress(survey.meanDemand * perUnit);
    numbers[at + 8] = survey.canWait ? 1 : 0;
  }

  private writeCandidates(view: PlacementView): void {
    const { candidates } = this;
    this.listActions(view);
    const first = candidates.reserve(this.count);
    const { values } = candidates;
    const { resources: m, variants: v } = view.shape;
    const wait = waitAction(view.shape);
    for (let candidate = 0; candidate < this.count; candidate++) {
      const row = first + candidate;
      let pair = Math.floor(this.actions[candidate] / v);
      if (this.actions[candidate] === wait) pair = this.waitedFor(view);
      if (pair >= 0) {
        const slot = Math.floor(pair / m);
        this.pairs.write(view, slot, pair - slot * m, { values, at: row * WIDTH });
        this.refer(view, row, slot, pair - slot * m);
      } else {
        for (let k = row * WIDTH; k < (row + 1) * WIDTH; k++) values[k] = 0;
        values[row * WIDTH + LATE] = 1;
        this.refer(view, row, -1, 0);
      }
      if (this.actions[candidate] === wait) values[row * WIDTH + WAIT] = 1;
    }
    if (view.items.count <= MOST_ASKED) {
      this.mark(this.etf.propose(view), values, first * WIDTH + ETF_CHOICE);
      this.mark(this.linear.propose(view), values, first * WIDTH + LINEAR_CHOICE);
    }
    this.drain?.write(view, this.survey, {
      actions: this.actions,
      count: this.count,
      values,
      first,
      perUnit: this.graph.graph.perUnit,
    });
  }

  /** Sets the column that begins at `column` to 1 for the candidate of an action. */
  private mark(action: number, values: Float32Array, column: number): void {
    const candidate = this.candidateOf(action);
    if (candidate >= 0) values[column + candidate * WIDTH] = 1;
  }

  /** Flat actions of the candidates. */
  private listActions(view: PlacementView): void {
    const { items, mask } = view;
    const { resources: m, variants: v } = view.shape;
    const wait = waitAction(view.shape);
    const most = items.count * m * v + 1;
    if (this.actions.length < most) this.actions = new Int32Array(2 * most);
    let count = 0;
    for (let step = v; step >= 1 && count === 0; step = step > 1 ? 1 : 0) {
      for (let i = 0; i < items.count; i++) {
        const begin = items.slots[i] * m * v;
        for (let action = begin; action < begin + m * v; action += step) {
          if (mask[action] === 1) this.actions[count++] = action;
        }
      }
      count = this.mostPromising(view, count);
      if (mask[wait] === 1) this.actions[count++] = wait;
    }
    this.count = count;
  }

  /** Keeps the pairs of earliest finish, in their order; of equals the first. Returns their number. */
  private mostPromising(view: PlacementView, count: number): number {
    if (count <= MOST_PAIRS) return count;
    const { actions, survey, kept, finishes } = this;
    const { resources: m, variants: v } = view.shape;
    let full = 0;
    for (let i = 0; i < count; i++) {
      const pair = Math.floor(actions[i] / v);
      const finish = survey.finish(view, pair, pair % m);
      if (full === MOST_PAIRS && !(finish < finishes[full - 1])) continue;
      let at = full < MOST_PAIRS ? full++ : full - 1;
      for (; at > 0 && finishes[at - 1] > finish; at--) {
        finishes[at] = finishes[at - 1];
        kept[at] = kept[at - 1];
      }
      finishes[at] = finish;
      kept[at] = i;
    }
    kept.sort();
    for (let k = 0; k < full; k++) actions[k] = actions[kept[k]];
    return full;
  }

  /** slot · m + resource of the pair of earliest finish on a busy resource; −1 = none. */
  private waitedFor(view: PlacementView): number {
    const { survey } = this;
    const m = view.shape.resources;
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < view.items.count; i++) {
      const slot = view.items.slots[i];
      for (let r = 0; r < m; r++) {
        const pair = slot * m + r;
        if (survey.busy[r] === 0 || view.mask[pair * view.shape.variants] === 1) continue;
        const finish = survey.finish(view, pair, r);
        if (finish < least) {
          least = finish;
          best = pair;
        }
      }
    }
    return best;
  }

  /** References of a candidate: its node (the blank row for items in no graph), job and processor. */
  private refer({ graph }: PlacementView, row: number, slot: number, r: number): void {
    const [nodes, jobs, processors] = this.candidates.integers;
    const live = this.graph.graph;
    const node = slot < 0 ? -1 : this.survey.nodeOfSlot[slot];
    if (node >= 0) {
      nodes[row] = live.rowOf[node];
      jobs[row] = graph.nodeJob[node];
    } else {
      nodes[row] = this.survey.stray ? live.rows : 0;
      jobs[row] = 0;
    }
    processors[row] = r;
  }
}

/** Mean over the live tasks, or where no graph is kept over the items, of their mean cost; 1 where that is 0. */
function timeScaleOf({ graph, items, cost, shape: { resources: m, variants: v } }: PlacementView): number {
  let sum = 0;
  let tasks = 0;
  const rows = graph.nodeCount > 0 ? graph.nodeCount : items.count;
  for (let row = 0; row < rows; row++) {
    const mean =
      graph.nodeCount > 0 ? meanCost(graph.cost, row * m, m, 1) : meanCost(cost, items.slots[row] * m * v, m, v);
    if (mean < 0) continue;
    sum += mean;
    tasks++;
  }
  return sum > 0 ? sum / tasks : 1;
}

/** Mean of the finite costs among `count` that stand `step` apart; −1 = there is none. */
function meanCost(cost: Float64Array, first: number, count: number, step: number): number {
  let sum = 0;
  let able = 0;
  for (let r = 0, k = first; r < count; r++, k += step) {
    if (cost[k] === Number.POSITIVE_INFINITY) continue;
    sum += cost[k];
    able++;
  }
  return able > 0 ? sum / able : -1;
}
