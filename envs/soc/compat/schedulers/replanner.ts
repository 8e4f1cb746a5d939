/**
 * HEFT and PEFT of the dash release: at every arrival the graph of all unfinished tasks and the new job is planned
 * again; at their ready time tasks read processor, position and dependency from the plan, and the ready list is sorted
 * by position. Quirk kept: a new job enters the graph in descending order when 0 < id offset < job size.
 */
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';
import { append, type IdList, idList, STAGE } from '../state.js';
import { InsertionPlanner, type Placement } from './planner.js';

export class Replanner implements CompatScheduler {
  readonly name: 'HEFT' | 'PEFT';
  readonly plansOrder = true;
  private nodes: IdList = idList(); // the graph's tasks, in order of entry
  private placements = new Map<number, Placement>(); // by task id

  constructor(name: 'HEFT' | 'PEFT') {
    this.name = name;
  }

  reset(): void {
    this.nodes = idList();
    this.placements = new Map();
  }

  onArrival(sim: CompatSimulator, job: number): void {
    const { tasks, jobs, executable } = sim.state;
    this.dropCompleted(tasks.stage);
    const first = jobs.firstTask[job];
    const size = tasks.count - first;
    const descending = first > 0 && first < size;
    for (let i = 0; i < size; i++) append(this.nodes, descending ? first + size - 1 - i : first + i);
    const planner = new InsertionPlanner(sim, {
      rank: this.name,
      sortsByStart: sim.config.fidelity.plannerSortsByStart,
      placeholderCollision: sim.config.fidelity.placeholderCollision,
      edges: true,
    });
    this.placements = planner.plan(this.nodes);
    for (let i = 0; i < executable.length; i++) {
      const task = executable.items[i];
      sim.launchAfter(task, this.placements.get(task)!.after);
    }
  }

  private dropCompleted(stage: Uint8Array): void {
    const { nodes } = this;
    let kept = 0;
    for (let i = 0; i < nodes.length; i++)
      if (stage[nodes.items[i]] !== STAGE.completed) nodes.items[kept++] = nodes.items[i];
    nodes.length = kept;
  }

  schedule(sim: CompatSimulator): void {
    const order = Array.from(sim.ready.items.subarray(0, sim.ready.length));
    order.sort((a, b) => this.placements.get(a)!.position - this.placements.get(b)!.position);
    for (const task of order) {
      const { processor, after } = this.placements.get(task)!;
      sim.bind(task, processor, after);
    }
  }

  snapshot(): unknown {
    return { nodes: this.nodes, placements: this.placements };
  }
  restore(saved: unknown): void {
    Object.assign(this, saved);
  }
}
