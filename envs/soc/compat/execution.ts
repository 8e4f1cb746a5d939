/**
 * Running tasks: start, segments and finish. Execution is cut at multiples of the sampling rate; each segment's end
 * is an event inserted when the segment begins, which decides whether a finish is seen by the manager in the same
 * tick or in the next one.
 */
import { EVENT, pushEvent } from './events.js';
import { pruneCompleted } from './pruning.js';
import { type Run, sinceSample, transferTicks } from './run.js';
import { append, remove, STAGE } from './state.js';

/** The start event of a launched task: the true execution time becomes known, the processor busy. */
export function startTask(run: Run, task: number): void {
  const { state, tables, config } = run;
  const { tasks, jobs } = state;
  const processor = tasks.processor[task];
  tasks.stage[task] = STAGE.running;
  tasks.start[task] = state.now;
  append(state.running, task);
  state.busy[processor] = 1;
  state.busyCores[tables.clusterOf[processor]]++;
  const mean = tables.execution[tasks.kind[task] * tables.processors + processor];
  tasks.length[task] = config.noiseStd > 0 && mean > 0 ? Math.max(roundHalfEven(run.draws.noise(mean)), 1) : mean;
  tasks.done[task] = 0;
  const job = tasks.job[task];
  if (task === jobs.firstTask[job] + tables.head[jobs.template[job]]) {
    jobs.headStart[job] = state.now;
    state.injected++;
  }
  beginSegment(run, task);
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The end of a segment that was not the last. */
export function continueTask(run: Run, task: number): void {
  const { state, power } = run;
  if (power && sinceSample(run) === 0) power.evaluate(state, state.tasks.processor[task]);
  beginSegment(run, task);
}

function beginSegment(run: Run, task: number): void {
  const { state, power } = run;
  const { tasks, now } = state;
  const processor = tasks.processor[task];
  const slowness = power ? power.slowness(processor) : 1; // 1 + slowdown
  const window = run.fidelity.samplingTicks - sinceSample(run);
  const predicted = (tasks.length[task] - tasks.done[task]) * slowness;
  const last = predicted <= window;
  const duration = last ? predicted : window;
  if (!last) tasks.done[task] += window / slowness;
  if (power) power.addSegment(state, processor, duration);
  pushEvent(state.events, now + duration, state.sequence++, task * 4 + (last ? EVENT.finish : EVENT.segment));
}

/** The end of the last segment. */
export function finishTask(run: Run, task: number): void {
  const { state, tables, power } = run;
  const { tasks, jobs } = state;
  const processor = tasks.processor[task];
  const finish = Math.trunc(state.now);
  tasks.finish[task] = finish;
  state.busy[processor] = 0;
  state.busyCores[tables.clusterOf[processor]]--;
  state.active[processor] += finish - tasks.start[task];
  const job = tasks.job[task];
  const template = jobs.template[job];
  if (task === jobs.firstTask[job] + tables.tail[template]) completeJob(run, job);
  tasks.stage[task] = STAGE.completed;
  tasks.listed[task] = 1;
  append(state.completed, task);
  state.completedTasks++;
  remove(state.running, task);
  releaseSuccessors(run, task);
  if (power) {
    power.noteFinish(processor, tasks.start[task], finish);
    if (sinceSample(run) === 0) power.evaluate(state, processor);
  }
  state.held[processor] = 0;
}

function completeJob(run: Run, job: number): void {
  const { state, tables, config } = run;
  const { tasks, jobs } = state;
  state.jobsInSystem--;
  if (run.fidelity.prunesCompleted) pruneCompleted(state);
  state.completedJobs++;
  state.makespan = state.now;
  jobs.tailFinish[job] = Math.trunc(state.now);
  const head = jobs.firstTask[job] + tables.head[jobs.template[job]];
  if (tasks.listed[head] === 1) state.cumulativeLatency += state.now - jobs.injected[job];
  if (state.completedJobs === config.stopAfterJobs) pushEvent(state.events, state.now, state.sequence++, EVENT.stop);
}

/** Successors in ascending order lose an open predecessor; those with none left move on. */
function releaseSuccessors(run: Run, task: number): void {
  const { state, tables, config } = run;
  const { tasks } = state;
  const kind = tasks.kind[task];
  const first = state.jobs.firstTask[tasks.job[task]];
  const shared = config.communication === 'shared-memory';
  for (let e = tables.successorStart[kind]; e < tables.successorStart[kind + 1]; e++) {
    const next = first + tables.successor[e];
    if (shared) {
      const volume = tables.successorVolume[e];
      const stored = tasks.finish[task] + transferTicks(run, volume, tasks.processor[task], tables.memory);
      if (stored > tasks.stamp[next]) tasks.stamp[next] = stored;
    }
    if (--tasks.open[next] > 0) continue;
    if (shared) {
      tasks.stage[next] = STAGE.waiting;
      append(state.waiting, next);
    } else {
      tasks.stage[next] = STAGE.ready;
      tasks.ready[next] = tasks.finish[task];
      append(state.ready, next);
    }
  }
}
