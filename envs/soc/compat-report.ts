/** Figures, laws and traces of a compatible run. Job ages are counted from injection, as in the published figures. */
import type { ScheduleTrace } from '../../src/env.js';
import type { CompatSimulator } from './compat/index.js';
import { STAGE } from './compat/state.js';
import { mean, quantile } from './metrics.js';
import type { SocModel } from './model.js';

/** Integral of the jobs in the system, job·ticks. */
export function jobArea({ state, now }: CompatSimulator): number {
  const { jobs } = state;
  let area = 0;
  for (let job = 0; job < jobs.count; job++)
    area += (jobs.tailFinish[job] >= 0 ? jobs.tailFinish[job] : now) - jobs.injected[job];
  return area;
}

/** The figures of metrics.ts. Offered jobs equal accepted ones: the published generators do not offer to a full system. */
export function compatMetrics(simulator: CompatSimulator, model: SocModel, decisions: number): Record<string, number> {
  const { state, power, now } = simulator;
  const { jobs } = state;
  const latency: number[] = [];
  const slowdown: number[] = [];
  let due = 0;
  let missed = 0;
  for (let job = 0; job < jobs.count; job++) {
    const done = jobs.tailFinish[job] >= 0;
    const age = (done ? jobs.tailFinish[job] : now) - jobs.injected[job];
    const deadline = model.deadline[jobs.template[job]];
    if (deadline !== Number.POSITIVE_INFINITY && (done || age > deadline)) {
      due++;
      if (age > deadline) missed++;
    }
    if (!done) continue;
    latency.push(age);
    slowdown.push(age / Math.max(1, model.latencyBound[jobs.template[job]]));
  }
  const sorted = Float64Array.from(latency).sort();
  const area = jobArea(simulator);
  const busy = model.processorId.reduce((sum, id) => sum + state.active[id], 0);
  const metrics: Record<string, number> = {
    latencyMean: mean(latency),
    latencyMeanCensored: jobs.count === 0 ? 0 : area / jobs.count,
    latencyP50: quantile(sorted, 0.5),
    latencyP95: quantile(sorted, 0.95),
    latencyP99: quantile(sorted, 0.99),
    slowdownMean: mean(slowdown),
    makespan: state.makespan,
    throughput: now === 0 ? 0 : latency.length / now,
    offeredJobs: jobs.count,
    acceptedJobs: jobs.count,
    completedJobs: latency.length,
    unfinishedJobs: jobs.count - latency.length,
    tasksCompleted: state.completedTasks,
    utilisation: now === 0 ? 0 : busy / (now * model.processorCount),
    jobsInSystemMean: now === 0 ? 0 : area / now,
    deadlineMissRate: due === 0 ? 0 : missed / due,
    decisions,
  };
  if (power === null) return metrics;
  metrics.energyJoule = power.state.energy.reduce((sum, joule) => sum + joule, 0);
  metrics.peakTemperatureCelsius = Math.max(...power.state.celsius); // at the end: the release keeps no peak
  metrics.energyDelayProduct = metrics.energyJoule * state.makespan * model.tickSeconds;
  return metrics;
}

/** Laws that hold in the compatible modes too; empty when all do. */
export function compatInvariants({ state, tables, now }: CompatSimulator): string[] {
  const { tasks, jobs } = state;
  const problems: string[] = [];
  let live = 0;
  for (let job = 0; job < jobs.count; job++) {
    if (jobs.tailFinish[job] < 0) live++;
    const first = jobs.firstTask[job];
    const template = jobs.template[job];
    for (let kind = tables.templateStart[template]; kind < tables.templateStart[template + 1]; kind++) {
      const task = first + kind - tables.templateStart[template];
      if (tasks.stage[task] < STAGE.running) continue;
      if (tasks.start[task] > now) problems.push(`task ${task} started in the future`);
      for (let e = tables.predecessorStart[kind]; e < tables.predecessorStart[kind + 1]; e++)
        if (tasks.finish[first + tables.predecessor[e]] > tasks.start[task])
          problems.push(`task ${task} started before a predecessor ended`);
    }
  }
  if (live !== state.jobsInSystem) problems.push(`${live} jobs are live, ${state.jobsInSystem} are counted`);
  if (state.completedJobs + live !== jobs.count)
    problems.push(`${jobs.count} jobs entered, ${state.completedJobs + live} are accounted for`);
  return problems;
}

/** Every task that has started, in order of task id. */
export function compatTrace({ state }: CompatSimulator, model: SocModel): ScheduleTrace {
  const { tasks, jobs } = state;
  const started = Array.from({ length: tasks.count }, (_, task) => task).filter(
    (task) => tasks.stage[task] >= STAGE.running,
  );
  const column = (values: ArrayLike<number>) => Float64Array.from(started, (task) => values[task]);
  return {
    timeUnit: { name: model.platform.timeUnit, seconds: model.tickSeconds },
    resources: model.processorNames,
    length: started.length,
    task: Int32Array.from(started),
    job: Int32Array.from(started, (task) => tasks.job[task]),
    resource: Int32Array.from(started, (task) => model.processorId.indexOf(tasks.processor[task])),
    ready: column(tasks.dataReady),
    start: column(tasks.start),
    finish: Float64Array.from(started, (task) =>
      tasks.stage[task] === STAGE.completed ? tasks.finish[task] : Number.NaN,
    ),
    label: started.map((task) => model.taskName[tasks.kind[task]]),
    jobLabel: started.map((task) => model.templates[jobs.template[tasks.job[task]]].name),
  };
}
