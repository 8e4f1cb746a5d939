/**
 * The columns that come from roll-outs: for every candidate, of which the encoder lists few, the live jobs are played to
 * their end on expected costs, the candidate first and the rest by ETF (`src/plan/live-rollout.ts`); what counts is how much
 * longer that takes than with the best candidate. The size of a graph is bounded, so that the time of a decision stays
 * linear; where the model does not fit (several tasks run on one resource, items whose predecessors are not done, very
 * large graphs) all columns are 0.
 */
import { NODE_READY, NODE_RUNNING, type PlacementView } from '../../src/placement.js';
import { LiveRollout } from '../../src/plan/live-rollout.js';
import { PAIR_COLUMNS, pairColumn } from './columns.js';
import type { Survey } from './survey.js';

/** Unfinished tasks up to which roll-outs are made. */
const MOST_TASKS = 256;

const WIDTH = PAIR_COLUMNS.length;
const REGRET = pairColumn('drainRegret');
const OWN = pairColumn('drainOwn');
const LAST = pairColumn('drainLast');
const MEAN = pairColumn('drainMean');
const DRAINED = pairColumn('drained');
const WAIT = pairColumn('wait');

/** The candidates of one decision. */
export interface Written {
  readonly actions: Int32Array; // [candidate] flat action
  readonly count: number;
  readonly values: Float32Array; // of the table `candidates`
  readonly first: number; // row of the first candidate
  readonly perUnit: number;
}

export class Drain {
  private readonly rollout = new LiveRollout();
  private busyWith = new Uint8Array(0); // [m] running tasks

  write(view: PlacementView, survey: Survey, written: Written): void {
    const { count } = written;
    if (count < 2 || !this.fits(view, survey)) return;
    this.rollout.prepare(view, survey.canWait);
    for (let candidate = 0; candidate < count; candidate++) this.play(view, written, candidate);
    relate(written, REGRET);
    relate(written, LAST);
  }

  /** Plays one candidate and writes absolute times. */
  private play(view: PlacementView, { actions, values, first, perUnit }: Written, candidate: number): void {
    const { rollout } = this;
    const { resources: m, variants: v } = view.shape;
    const at = (first + candidate) * WIDTH;
    const waits = values[at + WAIT] === 1;
    const pair = Math.floor(actions[candidate] / v);
    const slot = waits ? -1 : Math.floor(pair / m);
    rollout.play(slot, waits ? 0 : pair - slot * m);
    const { jobCount } = view.graph;
    let latest = view.now;
    for (let job = 0; job < jobCount; job++) if (rollout.jobFinish[job] > latest) latest = rollout.jobFinish[job];
    const total = rollout.totalTime();
    values[at + REGRET] = total * perUnit;
    values[at + LAST] = (latest - view.now) * perUnit;
    values[at + MEAN] = (total / jobCount) * perUnit;
    if (slot >= 0) {
      const job = view.graph.nodeJob[rollout.tasks.nodeOfSlot[slot]];
      values[at + OWN] = (rollout.jobFinish[job] - view.now) * perUnit;
    }
    values[at + DRAINED] = 1;
  }

  /** Does the model of the roll-outs hold here? */
  private fits({ graph, items, shape: { resources: m } }: PlacementView, survey: Survey): boolean {
    if (survey.tasks > MOST_TASKS || survey.stray) return false;
    if (this.busyWith.length !== m) this.busyWith = new Uint8Array(m);
    this.busyWith.fill(0);
    for (let node = 0; node < graph.nodeCount; node++) {
      if (graph.state[node] !== NODE_RUNNING) continue;
      if (this.busyWith[graph.resource[node]] === 1) return false;
      this.busyWith[graph.resource[node]] = 1;
    }
    for (let i = 0; i < items.count; i++) {
      const node = survey.nodeOfSlot[items.slots[i]];
      if (graph.state[node] > NODE_READY || survey.openPredecessors[node] > 0) return false;
    }
    return true;
  }
}

/** Makes times of the candidates that were tried regrets; the others get the largest. */
function relate({ values, first, count }: Written, column: number): void {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = first * WIDTH; at < (first + count) * WIDTH; at += WIDTH) {
    if (values[at + DRAINED] === 0) continue;
    if (values[at + column] < least) least = values[at + column];
    if (values[at + column] > most) most = values[at + column];
  }
  for (let at = first * WIDTH; at < (first + count) * WIDTH; at += WIDTH) {
    values[at + column] = (values[at + DRAINED] === 1 ? values[at + column] : most) - least;
  }
}
