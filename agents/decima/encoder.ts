/**
 * Decima on a placement view. A candidate is a waiting task with a limit on the processors that its job may use; the task
 * then goes to the permitted processor of earliest finish. A job at its limit may only use processors that serve it
 * already; where none of these is allowed, all are permitted. All limits up to the present number of processors mean
 * the same, as do all above it, because a task takes one processor: so two limits are offered, the present number and
 * one more, and any number of processors can be scheduled. Decima never idles on purpose: *wait* is answered only where no
 * task can be placed. Variants of an action are chosen like processors, by earliest finish; where variants mean
 * degrees of parallelism, the limits would name them instead (`writeLimits`).
 */
import type { Encoder } from '../../src/nn/policy.js';
import type { DecisionTables } from '../../src/nn/tables.js';
import { NODE_DONE, NODE_RUNNING, type PlacementGraph, type PlacementView } from '../../src/placement.js';
import { earliestOfAll, earliestPlacement } from './earliest.js';
import { IntList } from './int-list.js';
import { JobSurvey } from './job-survey.js';
import type { DecimaName } from './kinds.js';
import { JOB_WIDTH, NODE_WIDTH } from './schema.js';

export class DecimaEncoder implements Encoder {
  private readonly original: boolean; // the columns of decima-sim
  private readonly survey = new JobSurvey();
  private rowOf = new Int32Array(0); // [node] row among the unfinished, −1 = finished
  private jobRow = new Int32Array(0); // [job] row among those with unfinished tasks, −1 = none
  private firstLimit = new Int32Array(0); // [job] first of its limits, −1 = none written
  private readonly jobOf = new IntList(); // [job row] job
  private readonly limitSize = new IntList(); // [limit] processors
  private readonly actions = new IntList(); // [candidate] flat action

  constructor(name: DecimaName) {
    this.original = name === 'original';
  }

  encode(view: PlacementView, store: DecisionTables): number {
    const { graph } = view;
    this.resize(graph);
    this.survey.read(view);
    this.limitSize.clear();
    this.actions.clear();
    this.writeJobs(view, store);
    this.writeNodes(graph, store);
    this.writeEdges(graph, store);
    for (let node = 0; node < graph.nodeCount; node++) {
      const slot = graph.nodeItem[node];
      if (slot >= 0 && this.rowOf[node] >= 0) this.offer(view, node, store);
    }
    if (this.actions.length === 0) this.offerOnly(view, store);
    return this.actions.length;
  }

  action(candidate: number): number {
    return this.actions.values[candidate];
  }

  candidateOf(action: number): number {
    const { values, length } = this.actions;
    for (let i = 0; i < length; i++) if (values[i] === action) return i;
    return -1;
  }

  private writeJobs({ graph, resources }: PlacementView, store: DecisionTables): void {
    const { survey, jobRow, jobOf } = this;
    jobOf.clear();
    for (let job = 0; job < graph.jobCount; job++) {
      this.firstLimit[job] = -1;
      jobRow[job] = survey.unfinished[job] > 0 ? jobOf.length : -1;
      if (survey.unfinished[job] > 0) jobOf.push(job);
    }
    const m = resources.count;
    const table = store.table('jobs');
    const first = table.reserve(jobOf.length);
    for (let row = 0; row < jobOf.length; row++) {
      const job = jobOf.values[row];
      const supply = survey.supply[job];
      const isSource = job === survey.source;
      const to = (first + row) * JOB_WIDTH;
      const given = isSource ? survey.idle : Math.min(m - supply, survey.idle);
      table.values[to] = (this.original ? supply : given) / m;
      table.values[to + 1] = (isSource ? 1 : -1) * (this.original ? 2 : 1);
      table.values[to + 2] = (this.original ? survey.idle : supply) / m;
    }
  }

  private writeNodes({ nodeCount, state, nodeJob }: PlacementGraph, store: DecisionTables): void {
    const { rowOf, jobRow, survey } = this;
    let rows = 0;
    for (let node = 0; node < nodeCount; node++) rowOf[node] = state[node] === NODE_DONE ? -1 : rows++;
    const table = store.table('nodes');
    const jobs = store.table('jobs');
    const first = table.reserve(rows);
    const firstJob = jobs.rows - this.jobOf.length;
    for (let node = 0; node < nodeCount; node++) {
      if (rowOf[node] < 0) continue;
      const row = first + rowOf[node];
      const job = jobRow[nodeJob[node]];
      table.integers[0][row] = job;
      for (let c = 0; c < JOB_WIDTH; c++) {
        table.values[row * NODE_WIDTH + c] = jobs.values[(firstJob + job) * JOB_WIDTH + c];
      }
      const left = state[node] === NODE_RUNNING ? 0 : 1;
      const work = survey.work[node];
      table.values[row * NODE_WIDTH + JOB_WIDTH] = this.original ? work : left;
      table.values[row * NODE_WIDTH + JOB_WIDTH + 1] = this.original ? left : work;
    }
  }

  private writeEdges({ nodeCount, successorStart, successor }: PlacementGraph, store: DecisionTables): void {
    const { rowOf } = this;
    const table = store.table('edges');
    for (let node = 0; node < nodeCount; node++) {
      if (rowOf[node] < 0) continue;
      for (let edge = successorStart[node]; edge < successorStart[node + 1]; edge++) {
        if (rowOf[successor[edge]] < 0) continue;
        const row = table.reserve(1);
        table.integers[0][row] = rowOf[node];
        table.integers[1][row] = rowOf[successor[edge]];
      }
    }
  }

  /** A waiting task with every limit of its job. */
  private offer(view: PlacementView, node: number, store: DecisionTables): void {
    const { graph } = view;
    const slot = graph.nodeItem[node];
    const anywhere = earliestPlacement(view, slot);
    if (anywhere < 0) return;
    const job = graph.nodeJob[node];
    const supply = this.survey.supply[job];
    const m = view.shape.resources;
    if (this.firstLimit[job] < 0) this.writeLimits(job, m, store);
    const stages = store.table('stages');
    const stage = stages.reserve(1);
    stages.integers[0][stage] = this.rowOf[node];
    const permitted = { flags: this.survey.uses, first: job * m };
    const within = supply > 0 ? earliestPlacement(view, slot, permitted) : -1;
    const first = this.firstLimit[job];
    for (let limit = first; limit < first + limitsOf(supply, m); limit++) {
      const full = this.limitSize.values[limit] <= supply;
      this.addCandidate({ stage: stage - stages.open, limit, action: full && within >= 0 ? within : anywhere }, store);
    }
  }

  /** The numbers of processors that the job may be limited to. */
  private writeLimits(job: number, m: number, store: DecisionTables): void {
    const supply = this.survey.supply[job];
    this.firstLimit[job] = this.limitSize.length;
    const table = store.table('limits');
    for (let size = Math.max(1, supply); size <= Math.min(supply + 1, m); size++) {
      this.limitSize.push(size);
      const row = table.reserve(1);
      table.integers[0][row] = this.jobRow[job];
      table.values[row] = (this.original ? size : size - 1) / m;
    }
  }

  /**
   * The only thing to do where no task of the graph can be placed: an item that no node stands for, by earliest finish, or
   * *wait*. Its scores do not matter, but tables must not be empty.
   */
  private offerOnly(view: PlacementView, store: DecisionTables): void {
    const nodes = store.table('nodes');
    const jobs = store.table('jobs');
    if (nodes.rows === nodes.open) {
      const job = jobs.reserve(1);
      jobs.values.fill(0, job * JOB_WIDTH, (job + 1) * JOB_WIDTH);
      const node = nodes.reserve(1);
      nodes.values.fill(0, node * NODE_WIDTH, (node + 1) * NODE_WIDTH);
      nodes.integers[0][node] = 0;
    }
    const stages = store.table('stages');
    const stage = stages.reserve(1);
    stages.integers[0][stage] = 0;
    const limits = store.table('limits');
    const limit = limits.reserve(1);
    limits.integers[0][limit] = 0;
    limits.values[limit] = 0;
    this.addCandidate({ stage: 0, limit: 0, action: earliestOfAll(view) }, store);
  }

  private addCandidate({ stage, limit, action }: Candidate, store: DecisionTables): void {
    const table = store.table('candidates');
    const row = table.reserve(1);
    table.integers[0][row] = stage;
    table.integers[1][row] = limit;
    this.actions.push(action);
  }

  private resize({ nodeCount, jobCount }: PlacementGraph): void {
    if (this.rowOf.length < nodeCount) this.rowOf = new Int32Array(2 * nodeCount);
    if (this.jobRow.length >= jobCount) return;
    this.jobRow = new Int32Array(2 * jobCount);
    this.firstLimit = new Int32Array(2 * jobCount);
  }
}

interface Candidate {
  readonly stage: number;
  readonly limit: number;
  readonly action: number;
}

/** How many limits a job with this many processors has. */
function limitsOf(supply: number, m: number): number {
  return supply === 0 || supply >= m ? 1 : 2;
}
