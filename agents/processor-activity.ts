/**
 * What each processor does and did, read from the live graph, as the released DeepSoCS and SCARL tell their networks
 * (EpiSci/SoCRATES@e246978): how long the present task runs, how long it should, and time spent on earlier ones. Of an idle
 * processor the last task counts. Only tasks of jobs that are still inside are seen, where the release remembers all.
 */
import { NODE_DONE, NODE_RUNNING, type PlacementView } from '../src/placement.js';

export class ProcessorActivity {
  executing = new Uint8Array(0); // [m] 1 = a task runs
  runtime = new Float64Array(0); // [m] time the present task has run; of an idle processor, its last task in all
  expected = new Float64Array(0); // [m] time the present task takes in all; of an idle processor, as `runtime`
  busy = new Float64Array(0); // [m] time spent on finished tasks
  idleCount = 0;
  private lastFinish = new Float64Array(0); // [m] of finished tasks; scratch

  read(view: PlacementView): void {
    const { graph, now, resources } = view;
    const m = resources.count;
    if (this.runtime.length !== m) this.resize(m);
    this.clear();
    for (let node = 0; node < graph.nodeCount; node++) {
      const p = graph.resource[node];
      if (p < 0) continue;
      if (graph.state[node] === NODE_RUNNING) {
        this.executing[p] = 1;
        this.runtime[p] = now - graph.start[node];
        this.expected[p] = graph.cost[node * m + p];
      } else if (graph.state[node] === NODE_DONE) this.finished(p, graph.start[node], graph.finish[node]);
    }
    // environments without a graph tell at least when a processor will be free
    if (graph.nodeCount === 0) {
      for (let p = 0; p < m; p++) this.executing[p] = resources.freeAt[p] > now || resources.queueLength[p] > 0 ? 1 : 0;
    }
    this.idleCount = m;
    for (let p = 0; p < m; p++) this.idleCount -= this.executing[p];
  }

  private finished(p: number, start: number, finish: number): void {
    const duration = finish - start;
    this.busy[p] += duration;
    if (this.executing[p] === 1 || finish < this.lastFinish[p]) return;
    this.lastFinish[p] = finish;
    this.runtime[p] = duration;
    this.expected[p] = duration;
  }

  private clear(): void {
    this.executing.fill(0);
    this.runtime.fill(0);
    this.expected.fill(0);
    this.busy.fill(0);
    this.lastFinish.fill(Number.NEGATIVE_INFINITY);
  }

  private resize(m: number): void {
    this.executing = new Uint8Array(m);
    this.runtime = new Float64Array(m);
    this.expected = new Float64Array(m);
    this.busy = new Float64Array(m);
    this.lastFinish = new Float64Array(m);
  }
}
