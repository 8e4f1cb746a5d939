/**
 * A planner as an online agent: whenever a job has arrived, or a task lies elsewhere than planned, the true DAG of all
 * unfinished work is planned anew, and between plans every resource takes its planned tasks in planned order. Where
 * waiting is allowed a resource waits for its next task; where it is not, the item planned to start first is placed on
 * its planned resource at once. If the plan gives no legal action the allowed pair of earliest finish does, so the
 * agent never stalls. Environments without a graph get earliest finish throughout. Planning allocates; following
 * a plan does not.
 */
import type { Agent } from '../../src/agent.js';
import { NODE_READY, type PlacementGraph, type PlacementView, waitAction } from '../../src/placement.js';
import type { Planner } from '../../src/planner.js';
import { earliestAllowed } from '../bookings.js';
import { planJobByJob } from './job-by-job.js';
import { isPlaced, liveProblem } from './live-problem.js';

export interface ReplanOptions {
  /** All live jobs as one graph, or one job after another in order of arrival. */
  readonly jobs: 'together' | 'by-arrival';
}

/** As the static schedulers are usually put to run-time use. */
export const DEFAULT_REPLAN_OPTIONS: ReplanOptions = Object.freeze({ jobs: 'together' });

/** Where each task of the planned jobs goes, and when. Rows of a job are its tasks in graph order. */
interface Plan {
  readonly row: ReadonlyMap<number, number>; // job → first row
  readonly resource: Int32Array; // [row]
  readonly start: Float64Array; // [row] planned start
}

const NO_PLAN: Plan = Object.freeze({ row: new Map(), resource: new Int32Array(0), start: new Float64Array(0) });

export class Replan implements Agent {
  readonly name: string;
  private readonly planner: Planner;
  private readonly options: ReplanOptions;
  private plan: Plan = NO_PLAN;
  private head = new Int32Array(0); // [m] planned node that the resource takes next, −1 = none; scratch
  private headStart = new Float64Array(0); // [m] its planned start; scratch

  constructor(name: string, planner: Planner, options: ReplanOptions = DEFAULT_REPLAN_OPTIONS) {
    this.name = name;
    this.planner = planner;
    this.options = options;
  }

  reset(): void {
    this.plan = NO_PLAN;
  }

  act(view: PlacementView): number {
    this.plan = this.currentPlan(view);
    return this.follow(view, this.plan);
  }

  propose(view: PlacementView): number {
    return this.follow(view, this.currentPlan(view));
  }

  snapshot(): unknown {
    const { row, resource, start } = this.plan;
    return { row: [...row], resource: Array.from(resource), start: Array.from(start) };
  }

  restore(saved: unknown): void {
    const { row, resource, start } = saved as { row: [number, number][]; resource: number[]; start: number[] };
    this.plan = { row: new Map(row), resource: Int32Array.from(resource), start: Float64Array.from(start) };
  }

  private currentPlan(view: PlacementView): Plan {
    return holds(this.plan, view.graph) ? this.plan : this.replanned(view);
  }

  private replanned(view: PlacementView): Plan {
    const { graph } = view;
    const problem = liveProblem(view);
    const { processor, start } =
      this.options.jobs === 'together'
        ? this.planner.plan(problem)
        : planJobByJob(this.planner, problem, { start: graph.jobStart, count: graph.jobCount });
    const row = new Map<number, number>();
    for (let job = 0; job < graph.jobCount; job++) row.set(graph.jobId[job], graph.jobStart[job]);
    return { row, resource: processor, start };
  }

  private follow(view: PlacementView, plan: Plan): number {
    if (view.graph.nodeCount === 0) return earliestAllowed(view);
    const wait = waitAction(view.shape);
    const action = view.mask[wait] === 1 ? this.inOrder(view, plan) : planned(view, plan);
    if (action >= 0) return action;
    // nothing in flight would ever wake a waiting agent again, so the plan must give way
    if (view.mask[wait] === 1 && this.somethingPending(view)) return wait;
    return earliestAllowed(view);
  }

  /** The planned pair of earliest start among the resources whose next planned task is an item that may be placed; −1 if none. */
  private inOrder(view: PlacementView, plan: Plan): number {
    const { graph, mask, shape } = view;
    const m = shape.resources;
    this.findHeads(graph, plan, m);
    let best = -1;
    let bestStart = Number.POSITIVE_INFINITY;
    for (let r = 0; r < m; r++) {
      const slot = this.head[r] < 0 ? -1 : graph.nodeItem[this.head[r]];
      if (slot < 0 || !(this.headStart[r] < bestStart)) continue;
      const action = (slot * m + r) * shape.variants;
      if (mask[action] === 0) continue;
      best = action;
      bestStart = this.headStart[r];
    }
    return best;
  }

  private findHeads(graph: PlacementGraph, plan: Plan, m: number): void {
    if (this.head.length !== m) {
      this.head = new Int32Array(m);
      this.headStart = new Float64Array(m);
    }
    this.head.fill(-1);
    this.headStart.fill(Number.POSITIVE_INFINITY);
    for (let job = 0; job < graph.jobCount; job++) {
      const shift = plan.row.get(graph.jobId[job])! - graph.jobStart[job];
      for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
        if (graph.state[node] > NODE_READY) continue;
        const r = plan.resource[node + shift];
        const start = plan.start[node + shift];
        if (this.head[r] >= 0 && !(start < this.headStart[r])) {
          // tasks without duration may share a planned start: the one that is ready comes first
          if (start > this.headStart[r] || graph.state[node] <= graph.state[this.head[r]]) continue;
        }
        this.head[r] = node;
        this.headStart[r] = start;
      }
    }
  }

  /** True if the work in flight, or the arrival of planned data, will bring another decision. */
  private somethingPending(view: PlacementView): boolean {
    const { freeAt, queueLength, count } = view.resources;
    for (let r = 0; r < count; r++) if (queueLength[r] > 0 || freeAt[r] > view.now) return true;
    return false;
  }
}

/** True while the plan knows every job in the system and no placed task lies elsewhere than planned. */
function holds(plan: Plan, graph: PlacementGraph): boolean {
  for (let job = 0; job < graph.jobCount; job++) {
    const first = plan.row.get(graph.jobId[job]);
    if (first === undefined) return false;
    const shift = first - graph.jobStart[job];
    for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
      if (isPlaced(graph, node) && graph.resource[node] !== plan.resource[node + shift]) return false;
    }
  }
  return true;
}

/** The item planned to start first, on its planned resource; −1 if none of them is allowed. */
function planned(view: PlacementView, plan: Plan): number {
  const { graph, mask, shape } = view;
  let best = -1;
  let bestStart = Number.POSITIVE_INFINITY;
  for (let job = 0; job < graph.jobCount; job++) {
    const shift = plan.row.get(graph.jobId[job])! - graph.jobStart[job];
    for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
      const slot = graph.nodeItem[node];
      if (slot < 0 || graph.state[node] > NODE_READY || !(plan.start[node + shift] < bestStart)) continue;
      const action = (slot * shape.resources + plan.resource[node + shift]) * shape.variants;
      if (mask[action] === 0) continue;
      best = action;
      bestStart = plan.start[node + shift];
    }
  }
  return best;
}
