/**
 * The outcome of an episode from columns of jobs: how many were offered, accepted, finished and left over, how long
 * they took, and how many missed their deadlines. Jobs that are unfinished at the end are never dropped from view:
 * latencies come *uncensored* (completed jobs only, which flatters a scheduler that starves some) and *censored*
 * (unfinished jobs counted with their age at the end, a lower bound of the true mean). Pure functions; NaN stands
 * where there is nothing to average.
 */
import { quantileOfSorted } from './quantile.js';

/** Status of a job. */
export const JOB_WAITING = 0; // arrived, not yet accepted by the system
export const JOB_ACCEPTED = 1; // in the system, unfinished
export const JOB_COMPLETED = 2;
export const JOB_DROPPED = 3; // turned away for good

/** Jobs that have arrived; longer arrays than `count` are fine. */
export interface JobColumns {
  readonly count: number; // jobs offered so far
  readonly arrival: Float64Array; // [job] time
  readonly finish: Float64Array; // [job] time; read for completed jobs only
  readonly status: Uint8Array; // [job] JOB_*
  readonly deadline?: Float64Array; // [job] absolute time; Infinity = none
  readonly bound?: Float64Array; // [job] least possible latency, the denominator of slowdown
}

export interface JobCounts {
  readonly offeredJobs: number;
  readonly acceptedJobs: number; // entered the system, finished or not
  readonly completedJobs: number;
  readonly unfinishedJobs: number; // waiting or in the system at the end
  readonly droppedJobs: number; // offered = completed + unfinished + dropped
}

export function countJobs({ count, status }: JobColumns): JobCounts {
  const tally = [0, 0, 0, 0];
  for (let job = 0; job < count; job++) tally[status[job]]++;
  const [waiting, accepted, completed, dropped] = tally as [number, number, number, number];
  return {
    offeredJobs: count,
    acceptedJobs: accepted + completed,
    completedJobs: completed,
    unfinishedJobs: waiting + accepted,
    droppedJobs: dropped,
  };
}

/** Latencies of the completed jobs, in order of job: [completed], time from arrival to finish. */
export function completedLatencies({ count, arrival, finish, status }: JobColumns): Float64Array {
  const latency = new Float64Array(count);
  let completed = 0;
  for (let job = 0; job < count; job++) {
    if (status[job] === JOB_COMPLETED) latency[completed++] = finish[job] - arrival[job];
  }
  return latency.slice(0, completed);
}

export interface LatencySummary {
  readonly latencyMean: number; // completed jobs
  readonly latencyMeanCensored: number; // unfinished jobs counted with their age at the end
  readonly latencyP50: number; // completed jobs
  readonly latencyP95: number;
  readonly latencyP99: number;
  readonly latencyMax: number;
}

/** Latencies at time `end`; dropped jobs have none. */
export function summarizeLatency(jobs: JobColumns, end: number): LatencySummary {
  const latency = completedLatencies(jobs).sort();
  let total = 0;
  for (let i = 0; i < latency.length; i++) total += latency[i];
  let age = 0;
  let unfinished = 0;
  for (let job = 0; job < jobs.count; job++) {
    if (jobs.status[job] > JOB_ACCEPTED) continue;
    age += Math.max(0, end - jobs.arrival[job]);
    unfinished++;
  }
  return {
    latencyMean: total / latency.length,
    latencyMeanCensored: (total + age) / (latency.length + unfinished),
    latencyP50: quantileOfSorted(latency, 0.5),
    latencyP95: quantileOfSorted(latency, 0.95),
    latencyP99: quantileOfSorted(latency, 0.99),
    latencyMax: quantileOfSorted(latency, 1),
  };
}

/** Mean over completed jobs of latency / bound; jobs whose bound is 0 are left out. NaN without bounds. */
export function meanSlowdown({ count, arrival, finish, status, bound }: JobColumns): number {
  let total = 0;
  let counted = 0;
  if (bound === undefined) return Number.NaN;
  for (let job = 0; job < count; job++) {
    if (status[job] !== JOB_COMPLETED || !(bound[job] > 0)) continue;
    total += (finish[job] - arrival[job]) / bound[job];
    counted++;
  }
  return total / counted;
}

export interface DeadlineSummary {
  readonly decided: number; // jobs with a deadline whose fate is known
  readonly missed: number; // finished late, dropped, or unfinished and overdue
  readonly missRate: number; // missed / decided
}

/** Deadlines at time `end`. A job that is unfinished but not yet overdue is undecided and counts nowhere. */
export function summarizeDeadlines({ count, finish, status, deadline }: JobColumns, end: number): DeadlineSummary {
  let decided = 0;
  let missed = 0;
  for (let job = 0; deadline !== undefined && job < count; job++) {
    const due = deadline[job];
    if (due === Number.POSITIVE_INFINITY) continue;
    const completed = status[job] === JOB_COMPLETED;
    const miss = completed ? finish[job] > due : status[job] === JOB_DROPPED || end > due;
    if (miss) missed++;
    if (miss || completed) decided++;
  }
  return { decided, missed, missRate: missed / decided };
}

export interface JobSummary extends JobCounts, LatencySummary {
  readonly slowdownMean: number;
  readonly makespan: number; // finish of the last completed job; 0 when there is none
  readonly throughput: number; // completed jobs per time until `end`
  readonly jobsInSystemMean: number; // time average over [0, end] of jobs that arrived and are not yet done or dropped
  readonly deadlineMissRate: number;
}

/** Everything that can be told from the jobs at time `end`. Dropped jobs count as gone at their arrival. */
export function summarizeJobs(jobs: JobColumns, end: number): JobSummary {
  const counts = countJobs(jobs);
  let makespan = 0;
  let presence = 0;
  for (let job = 0; job < jobs.count; job++) {
    const status = jobs.status[job];
    if (status === JOB_DROPPED) continue;
    const gone = status === JOB_COMPLETED ? jobs.finish[job] : end;
    if (status === JOB_COMPLETED && gone > makespan) makespan = gone;
    presence += Math.max(0, Math.min(gone, end) - jobs.arrival[job]);
  }
  return {
    ...counts,
    ...summarizeLatency(jobs, end),
    slowdownMean: meanSlowdown(jobs),
    makespan,
    throughput: counts.completedJobs / end,
    jobsInSystemMean: presence / end,
    deadlineMissRate: summarizeDeadlines(jobs, end).missRate,
  };
}
