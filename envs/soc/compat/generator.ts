/**
 * The job generator. Polling (ds3, dash): while the system is full it looks again every tick, without drawing.
 * Lossy (socrates): it waits a tick and then a whole new interval, so arrivals are lost and the scale is not the real
 * interval. Injecting numbers the tasks; those without predecessors become ready at once.
 */
import type { Run } from './run.js';
import { append, growTable, STAGE } from './state.js';

/** The generator's event at `state.now`; sets its next one. */
export function generatorTurn(run: Run, notify: (job: number) => void): void {
  const wait = run.fidelity.arrivals === 'polling' ? pollingTurn(run, notify) : lossyTurn(run, notify);
  run.state.generatorTime = run.state.now + wait;
  run.state.generatorSequence = run.state.sequence++;
}

/** Returns the ticks until the next turn. */
function pollingTurn(run: Run, notify: (job: number) => void): number {
  const { state, config } = run;
  if (state.jobsInSystem >= config.maxJobs) return 1;
  inject(run, notify);
  return state.jobs.count === config.stopAfterJobs ? Number.POSITIVE_INFINITY : interval(run);
}

/** Returns the ticks until the next turn. */
function lossyTurn(run: Run, notify: (job: number) => void): number {
  const { state, config } = run;
  if (state.generatorMustDraw) {
    state.generatorMustDraw = false;
    return interval(run);
  }
  if (state.jobsInSystem >= config.maxJobs) {
    state.generatorMustDraw = true;
    return 1;
  }
  const fill = config.fillAtStart && state.jobs.count === 0;
  do inject(run, notify);
  while (fill && state.jobsInSystem < config.maxJobs);
  return interval(run);
}

function interval(run: Run): number {
  return run.config.arrival === 'fixed' ? run.config.scale : run.draws.wait();
}

function inject(run: Run, notify: (job: number) => void): void {
  const { state, tables } = run;
  const { tasks, jobs } = state;
  const template = run.draws.type();
  const job = jobs.count;
  const first = tasks.count;
  const firstKind = tables.templateStart[template];
  const size = tables.templateStart[template + 1] - firstKind;
  growTable(jobs, job + 1);
  growTable(tasks, first + size);
  jobs.template[job] = template;
  jobs.firstTask[job] = first;
  jobs.injected[job] = state.now;
  jobs.headStart[job] = -1;
  jobs.tailFinish[job] = -1;
  jobs.count++;
  for (let i = 0; i < size; i++) {
    const task = first + i;
    const kind = firstKind + i;
    tasks.job[task] = job;
    tasks.kind[task] = kind;
    tasks.open[task] = tables.predecessorStart[kind + 1] - tables.predecessorStart[kind];
    tasks.stage[task] = STAGE.outstanding;
    tasks.listed[task] = 0;
    tasks.processor[task] = -1;
    tasks.ready[task] = -1;
    tasks.stamp[task] = -1;
    tasks.dataReady[task] = -1;
    tasks.start[task] = -1;
    tasks.finish[task] = -1;
    tasks.after[task] = -1;
  }
  tasks.count += size;
  notify(job);
  for (let task = first; task < first + size; task++)
    if (tasks.open[task] === 0) {
      tasks.stage[task] = STAGE.ready;
      tasks.ready[task] = state.now;
      append(state.ready, task);
    }
  state.jobsInSystem++;
  state.concurrencySum += state.jobsInSystem;
}
