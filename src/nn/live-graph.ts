/**
 * What can be said of the live graph of a view without any learning: which tasks are unfinished and how they lie above each
 * other, what each costs at least, when it could start at the earliest, and what is left of each job. Encoders read
 * features from here. A task's *level* is the longest chain of unfinished tasks below it (0 = nothing depends
 * on it); rows are the unfinished tasks by level, so that everything a row depends on in bottom-up message passing stands
 * before it. Cost: one pass over nodes, edges and processors.
 */
import { NODE_DONE, NODE_READY, type PlacementGraph, type PlacementView } from '../placement.js';

export class LiveGraph {
  source!: PlacementGraph;
  now = 0;
  perUnit = 1; // 1 / time scale: a duration times this is a feature
  rows = 0; // unfinished tasks
  levels = 0;
  node = new Int32Array(0); // [row] node of the graph, by level, within a level in the order of the graph
  levelStart = new Int32Array(2); // [level + 1] first row
  rowOf = new Int32Array(0); // [node] row, −1 = finished
  level = new Int32Array(0); // [node] of unfinished tasks
  order = new Int32Array(0); // [row] unfinished nodes, predecessors first
  predecessorStart = new Int32Array(0); // [node + 1]
  predecessor = new Int32Array(0); // [edge] node
  predecessorVolume = new Float64Array(0); // [edge]
  meanCost = new Float64Array(0); // [node] over the processors that can; time
  leastCost = new Float64Array(0); // [node] time
  secondCost = new Float64Array(0); // [node] second-least; the least where one processor only can
  fastest = new Int32Array(0); // [node] processor of the least cost
  openPredecessors = new Int32Array(0); // [node] unfinished ones
  unplacedPredecessors = new Int32Array(0); // [node]
  start = new Float64Array(0); // [node] expected, or earliest if every task ran at its least cost without transfers; time
  finish = new Float64Array(0); // [node] likewise, never before now while unfinished
  workLeft = new Float64Array(0); // [job] mean costs of unfinished tasks; time
  work = new Float64Array(0); // [job] mean costs of all tasks; time
  pathLeft = new Float64Array(0); // [job] largest upward rank of an unfinished task; time
  unfinished = new Int32Array(0); // [job] tasks
  readyTasks = new Int32Array(0); // [job]
  private open = new Int32Array(0); // [node] scratch

  /** Reads the graph of a view. `timeScale` is what durations are measured in, > 0. */
  read(view: PlacementView, timeScale: number): void {
    const { graph } = view;
    this.source = graph;
    this.now = view.now;
    this.perUnit = 1 / timeScale;
    if (this.rowOf.length < graph.nodeCount + 1) this.resizeNodes(2 * graph.nodeCount + 1);
    if (this.predecessor.length < graph.edgeCount) {
      this.predecessor = new Int32Array(2 * graph.edgeCount);
      this.predecessorVolume = new Float64Array(2 * graph.edgeCount);
    }
    if (this.work.length < graph.jobCount) this.resizeJobs(2 * graph.jobCount);
    this.readBackwards(graph);
    this.readCosts(graph, view.shape.resources);
    this.sort(graph);
    this.readTimes(graph);
    this.readLevels(graph);
    this.readJobs(graph);
  }

  /** The edges as rows of predecessors. */
  private readBackwards({ nodeCount, edgeCount, successorStart, successor, volume }: PlacementGraph): void {
    const { predecessorStart: start, predecessor, predecessorVolume } = this;
    for (let i = 0; i < nodeCount + 2; i++) start[i] = 0;
    for (let edge = 0; edge < edgeCount; edge++) start[successor[edge] + 2]++;
    for (let node = 0; node < nodeCount; node++) start[node + 2] += start[node + 1];
    for (let from = 0; from < nodeCount; from++) {
      for (let edge = successorStart[from]; edge < successorStart[from + 1]; edge++) {
        const row = start[successor[edge] + 1]++;
        predecessor[row] = from;
        predecessorVolume[row] = volume[edge];
      }
    }
  }

  private readCosts({ nodeCount, cost }: PlacementGraph, m: number): void {
    const { meanCost, leastCost, secondCost, fastest } = this;
    for (let node = 0; node < nodeCount; node++) {
      let sum = 0;
      let able = 0;
      let least = Number.POSITIVE_INFINITY;
      let second = Number.POSITIVE_INFINITY;
      let best = 0;
      for (let r = 0; r < m; r++) {
        const time = cost[node * m + r];
        if (time === Number.POSITIVE_INFINITY) continue;
        sum += time;
        able++;
        if (time < least) {
          second = least;
          least = time;
          best = r;
        } else if (time < second) second = time;
      }
      meanCost[node] = able > 0 ? sum / able : 0;
      leastCost[node] = able > 0 ? least : 0;
      secondCost[node] = able > 1 ? second : leastCost[node];
      fastest[node] = best;
    }
  }

  /** Counts open predecessors and orders the unfinished nodes topologically (Kahn 1962). */
  private sort({ nodeCount, state, successorStart, successor }: PlacementGraph): void {
    const { order, open, openPredecessors, unplacedPredecessors, predecessorStart, predecessor } = this;
    let end = 0;
    for (let node = 0; node < nodeCount; node++) {
      let unfinished = 0;
      let unplaced = 0;
      for (let row = predecessorStart[node]; row < predecessorStart[node + 1]; row++) {
        const phase = state[predecessor[row]];
        if (phase !== NODE_DONE) unfinished++;
        if (phase <= NODE_READY) unplaced++;
      }
      openPredecessors[node] = unfinished;
      unplacedPredecessors[node] = unplaced;
      open[node] = unfinished;
      if (unfinished === 0 && state[node] !== NODE_DONE) order[end++] = node;
    }
    for (let next = 0; next < end; next++) {
      const node = order[next];
      for (let edge = successorStart[node]; edge < successorStart[node + 1]; edge++) {
        if (--open[successor[edge]] === 0) order[end++] = successor[edge];
      }
    }
    this.rows = end;
  }

  /** Start and finish: expected for placed tasks, optimistic for the others. */
  private readTimes({ nodeCount, state, start, finish }: PlacementGraph): void {
    const { now, order, rows, predecessorStart, predecessor, leastCost } = this;
    for (let node = 0; node < nodeCount; node++) {
      if (state[node] === NODE_DONE) this.finish[node] = finish[node];
    }
    for (let i = 0; i < rows; i++) {
      const node = order[i];
      if (state[node] > NODE_READY) {
        this.start[node] = start[node] >= 0 ? start[node] : now;
        this.finish[node] = finish[node] > now ? finish[node] : now;
        continue;
      }
      let earliest = now;
      for (let row = predecessorStart[node]; row < predecessorStart[node + 1]; row++) {
        const at = this.finish[predecessor[row]];
        if (at > earliest) earliest = at;
      }
      this.start[node] = earliest;
      this.finish[node] = earliest + leastCost[node];
    }
  }

  /** Levels bottom-up, then the rows by counting sort. */
  private readLevels({ nodeCount, state, successorStart, successor }: PlacementGraph): void {
    const { level, order, rows } = this;
    let deepest = -1;
    for (let i = rows - 1; i >= 0; i--) {
      const node = order[i];
      let height = 0;
      for (let edge = successorStart[node]; edge < successorStart[node + 1]; edge++) {
        const above = level[successor[edge]] + 1;
        if (above > height) height = above;
      }
      level[node] = height;
      if (height > deepest) deepest = height;
    }
    this.levels = deepest + 1;
    if (this.levelStart.length < this.levels + 2) this.levelStart = new Int32Array(2 * this.levels + 2);
    const { levelStart, node: nodeOf, rowOf } = this;
    for (let i = 0; i < this.levels + 2; i++) levelStart[i] = 0;
    for (let i = 0; i < rows; i++) levelStart[level[order[i]] + 2]++;
    for (let i = 2; i < this.levels + 2; i++) levelStart[i] += levelStart[i - 1];
    for (let node = 0; node < nodeCount; node++) {
      if (state[node] === NODE_DONE) {
        rowOf[node] = -1;
        continue;
      }
      const row = levelStart[level[node] + 1]++;
      rowOf[node] = row;
      nodeOf[row] = node;
    }
  }

  private readJobs({ jobCount, jobStart, state, upwardRank }: PlacementGraph): void {
    const { work, workLeft, pathLeft, unfinished, readyTasks, meanCost } = this;
    for (let job = 0; job < jobCount; job++) {
      work[job] = 0;
      workLeft[job] = 0;
      pathLeft[job] = 0;
      unfinished[job] = 0;
      readyTasks[job] = 0;
      for (let node = jobStart[job]; node < jobStart[job + 1]; node++) {
        work[job] += meanCost[node];
        if (state[node] === NODE_DONE) continue;
        workLeft[job] += meanCost[node];
        unfinished[job]++;
        if (state[node] === NODE_READY) readyTasks[job]++;
        if (upwardRank[node] > pathLeft[job]) pathLeft[job] = upwardRank[node];
      }
    }
  }

  private resizeNodes(capacity: number): void {
    this.node = new Int32Array(capacity);
    this.rowOf = new Int32Array(capacity);
    this.level = new Int32Array(capacity);
    this.order = new Int32Array(capacity);
    this.predecessorStart = new Int32Array(capacity + 2);
    this.meanCost = new Float64Array(capacity);
    this.leastCost = new Float64Array(capacity);
    this.secondCost = new Float64Array(capacity);
    this.fastest = new Int32Array(capacity);
    this.openPredecessors = new Int32Array(capacity);
    this.unplacedPredecessors = new Int32Array(capacity);
    this.start = new Float64Array(capacity);
    this.finish = new Float64Array(capacity);
    this.open = new Int32Array(capacity);
  }

  private resizeJobs(capacity: number): void {
    this.work = new Float64Array(capacity);
    this.workLeft = new Float64Array(capacity);
    this.pathLeft = new Float64Array(capacity);
    this.unfinished = new Int32Array(capacity);
    this.readyTasks = new Int32Array(capacity);
  }
}
