/**
 * The jobs of one episode, drawn at its beginning: when each arrives and of which template it is. Arrival times and
 * types come from generators of their own, and execution noise is a hash of (job, task), so two schedulers under one
 * seed meet the same jobs whatever they do, and no arrival is lost while the chip is full. Continuous arrival times
 * are cut to whole ticks after summing, which keeps the mean rate (the references cut every interval instead).
 */
import { ensure } from '../../src/error.js';
import type { Rng } from '../../src/rng.js';
import { arrivalTimes } from '../../src/sim/arrivals.js';
import type { SocConfig } from './config.js';
import type { SocModel } from './model.js';

export interface Workload {
  readonly jobCount: number;
  readonly arrival: Float64Array; // [job] ticks, ascending; closed arrivals: unused
  readonly template: Int32Array; // [job]
  readonly firstTask: Int32Array; // [job] id of its first task: the number of tasks of all earlier jobs
  readonly noiseSeed: number; // key of the execution noise
}

/** Draws the jobs of an episode. */
export function createWorkload(config: SocConfig, model: SocModel, rng: Rng): Workload {
  const arrival = drawArrivals(config, rng.fork('arrivals'));
  const jobCount = arrival.length;
  const template = new Int32Array(jobCount);
  const firstTask = new Int32Array(jobCount);
  const types = rng.fork('types');
  let tasks = 0;
  for (let job = 0; job < jobCount; job++) {
    template[job] = config.sequence ? config.sequence[job % config.sequence.length] : drawType(config, types());
    firstTask[job] = tasks;
    tasks += model.taskStart[template[job] + 1] - model.taskStart[template[job]];
    ensure(tasks <= 0x7fffffff, `envs/soc: ${jobCount} jobs have more than 2^31 tasks`);
  }
  return { jobCount, arrival, template, firstTask, noiseSeed: rng.fork('noise').uint32() };
}

function drawArrivals(config: SocConfig, rng: Rng): Float64Array {
  const { jobs, durationTicks } = config.episode;
  if (config.arrival.process === 'closed') return new Float64Array(jobs ?? 0);
  const times = arrivalTimes(config.arrival, rng, {
    ...(jobs === null ? {} : { count: jobs }),
    ...(durationTicks === null ? {} : { until: durationTicks }),
  });
  for (let job = 0; job < times.length; job++) times[job] = Math.floor(times[job]);
  return times;
}

function drawType(config: SocConfig, u: number): number {
  const { jobs } = config;
  let total = 0;
  for (const job of jobs) total += job.probability;
  let left = u * total;
  let last = 0;
  for (let type = 0; type < jobs.length; type++) {
    if (jobs[type].probability === 0) continue;
    last = type;
    left -= jobs[type].probability;
    if (left < 0) return type;
  }
  return last;
}
