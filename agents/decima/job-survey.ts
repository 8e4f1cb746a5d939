/**
 * What Decima asks of the jobs in a placement view. Its executors are our processors, its stages our tasks, each a
 * stage of one task. *Same*: the graphs of unfinished tasks, how many processors serve a job and how many are free, and
 * whose the free ones are. *Analogue*: a processor serves the jobs whose tasks it runs or has been given (none is held
 * idle for a job); the free ones belong to the job of the task that finished last, if its processor is still idle; a
 * duration is the mean expected cost over processors, in units of the mean over the tasks that do not run yet, where
 * Decima has the last duration seen, in 1e5 ms for a whole stage; tasks left are 1 until the task runs, undivided, where
 * Decima has hundreds and divides by 200; all numbers of processors are shares of all, also where decima-sim divides by
 * 20 or 50. *Left out*: speed and suitability of single processors and data transfers, of which Decima knows nothing; the
 * choice of a processor by earliest finish makes up for some of that.
 */
import { NODE_DONE, NODE_PLACED, NODE_RUNNING, type PlacementGraph, type PlacementView } from '../../src/placement.js';

export class JobSurvey {
  idle = 0; // processors without work
  source = -1; // job to which the free processors belong, −1 = none
  uses = new Uint8Array(0); // [job × m] 1 = the processor serves the job
  supply = new Int32Array(0); // [job] processors that serve it
  unfinished = new Int32Array(0); // [job] tasks
  work = new Float64Array(0); // [node] mean cost over processors in units of the mean task; 0 once it runs

  read(view: PlacementView): void {
    const { graph, resources, now } = view;
    this.resize(graph, resources.count);
    this.idle = 0;
    for (let r = 0; r < resources.count; r++) {
      if (resources.queueLength[r] === 0 && resources.freeAt[r] <= now) this.idle++;
    }
    this.readProcessors(graph, resources.count);
    this.findSource(view);
    this.readWork(graph, resources.count);
  }

  private readProcessors(graph: PlacementGraph, m: number): void {
    const { uses, supply, unfinished } = this;
    for (let job = 0; job < graph.jobCount; job++) {
      supply[job] = 0;
      unfinished[job] = 0;
    }
    for (let i = 0; i < graph.jobCount * m; i++) uses[i] = 0;
    for (let node = 0; node < graph.nodeCount; node++) {
      const job = graph.nodeJob[node];
      const state = graph.state[node];
      if (state !== NODE_DONE) unfinished[job]++;
      if (state !== NODE_PLACED && state !== NODE_RUNNING) continue;
      const place = job * m + graph.resource[node];
      if (uses[place] === 0) supply[job]++;
      uses[place] = 1;
    }
  }

  private findSource({ graph, resources, now }: PlacementView): void {
    let last = Number.NEGATIVE_INFINITY;
    let lastNode = -1;
    for (let node = 0; node < graph.nodeCount; node++) {
      if (graph.state[node] !== NODE_DONE || !(graph.finish[node] > last)) continue;
      last = graph.finish[node];
      lastNode = node;
    }
    const r = lastNode < 0 ? -1 : graph.resource[lastNode];
    const free = r >= 0 && resources.queueLength[r] === 0 && resources.freeAt[r] <= now;
    this.source = free ? graph.nodeJob[lastNode] : -1;
  }

  private readWork({ nodeCount, state, cost }: PlacementGraph, m: number): void {
    const { work } = this;
    let sum = 0;
    let tasks = 0;
    for (let node = 0; node < nodeCount; node++) {
      work[node] = 0;
      if (state[node] === NODE_DONE || state[node] === NODE_RUNNING) continue;
      let total = 0;
      let able = 0;
      for (let r = 0; r < m; r++) {
        const time = cost[node * m + r];
        if (time === Number.POSITIVE_INFINITY) continue;
        total += time;
        able++;
      }
      if (able > 0) work[node] = total / able;
      sum += work[node];
      tasks++;
    }
    const perTask = sum > 0 ? tasks / sum : 0;
    for (let node = 0; node < nodeCount; node++) work[node] *= perTask;
  }

  private resize({ nodeCount, jobCount }: PlacementGraph, m: number): void {
    if (this.work.length < nodeCount) this.work = new Float64Array(2 * nodeCount);
    if (this.uses.length < jobCount * m) this.uses = new Uint8Array(2 * jobCount * m);
    if (this.supply.length >= jobCount) return;
    this.supply = new Int32Array(2 * jobCount);
    this.unfinished = new Int32Array(2 * jobCount);
  }
}
