/** What came of an episode so far: figures, conservation laws, and the schedule as it ran. */
import type { ScheduleTrace } from '../../src/env.js';
import { summarizeJobs } from '../../src/sim/metrics.js';
import { IDLE, type QueueSimulator } from './simulator.js';

const RELATIVE = 1e-9;

/** Times in seconds; 0 where there is nothing to average yet. */
export function queueMetrics(simulator: QueueSimulator, decisions: number): Record<string, number> {
  const { arrival, arrived, busyTime, finish, now, running, status } = simulator;
  const summary = summarizeJobs({ count: arrived, arrival, finish, status }, now);
  const figures = {
    latencyMean: summary.latencyMean,
    latencyMeanCensored: summary.latencyMeanCensored,
    latencyP50: summary.latencyP50,
    latencyP95: summary.latencyP95,
    latencyP99: summary.latencyP99,
    offeredJobs: summary.offeredJobs,
    acceptedJobs: summary.acceptedJobs,
    completedJobs: summary.completedJobs,
    unfinishedJobs: summary.unfinishedJobs,
    utilisation: busyTime / (now * running.length),
    jobsInSystemMean: summary.jobsInSystemMean,
    makespan: summary.makespan,
    throughput: summary.throughput,
    decisions,
  };
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number.isNaN(value) ? 0 : value]));
}

/** What does not hold, in words; empty when everything does. */
export function queueInvariants(simulator: QueueSimulator): string[] {
  const { arrival, arrived, busy, completed, finish, inSystem, jobTime, now, running, server, start } = simulator;
  const problems: string[] = [];
  const occupied = running.filter((job) => job !== IDLE).length;
  if (occupied !== busy) problems.push(`${occupied} servers have a job, ${busy} are counted busy`);
  let waiting = 0;
  let presence = 0;
  for (let job = 0; job < arrived; job++) {
    if (server[job] === IDLE) waiting++;
    else if (start[job] < arrival[job]) problems.push(`job ${job} started before it arrived`);
    presence += (finish[job] < now ? finish[job] : now) - arrival[job];
  }
  if (arrived !== completed + busy + waiting)
    problems.push(`${arrived} jobs arrived: ${completed} done, ${busy} running, ${waiting} waiting`);
  if (inSystem !== busy + waiting) problems.push(`${inSystem} jobs are counted inside, not ${busy + waiting}`);
  if (Math.abs(presence - jobTime) > RELATIVE * Math.max(1, now, jobTime))
    problems.push(`the jobs were inside for ${presence}, their number integrates to ${jobTime}`);
  return problems;
}

/** One row per job that has started, by number. */
export function queueTrace(simulator: QueueSimulator, timeUnit: ScheduleTrace['timeUnit']): ScheduleTrace {
  const { arrival, arrived, config, finish, now, server, start } = simulator;
  const jobs = Int32Array.from({ length: arrived }, (_, job) => job).filter((job) => server[job] !== IDLE);
  return {
    timeUnit,
    resources: config.servers.map(({ name }) => name),
    length: jobs.length,
    task: jobs.slice(),
    job: jobs,
    resource: jobs.map((job) => server[job]),
    ready: Float64Array.from(jobs, (job) => arrival[job]),
    start: Float64Array.from(jobs, (job) => start[job]),
    finish: Float64Array.from(jobs, (job) => (finish[job] <= now ? finish[job] : Number.NaN)),
    label: Array.from(jobs, (job) => `job ${job}`),
    jobLabel: Array.from(jobs, () => 'job'),
  };
}
