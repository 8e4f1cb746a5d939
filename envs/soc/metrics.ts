/**
 * Figures of an episode so far. Latency runs from arrival (waiting in front of the chip included) to the end of the
 * last task; `latencyMean` counts completed jobs only, `latencyMeanCensored` also the others with their present age,
 * a lower bound. Slowdown is latency over the critical path at least costs without communication. Quantiles
 * interpolate linearly. The energy-delay product is joule × makespan in seconds.
 */
import { quantileOfSorted } from '../../src/sim/quantile.js';
import type { SocSimulator } from './simulator.js';
import * as at from './state.js';

/** A quantile of ascending values; 0 of none. */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted.length === 0 ? 0 : quantileOfSorted(sorted, q);
}

/** 0 of none. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length === 0 ? 0 : sum / values.length;
}

/** All figures; energy and temperature only where power is on, deadlines only where there are any. Times in ticks. */
export function socMetrics(simulator: SocSimulator): Record<string, number> {
  const { state, jobs, now, energy } = simulator;
  const { real, whole } = state;
  const sorted = Float64Array.from(jobs.latency).sort();
  const offered = whole[at.NEXT_ARRIVAL];
  const accepted = offered - whole[at.DROPPED];
  const makespan = real[at.LAST_COMPLETION];
  const late = overdue(simulator);
  const metrics: Record<string, number> = {
    latencyMean: mean(jobs.latency),
    latencyMeanCensored: accepted === 0 ? 0 : real[at.JOB_AREA] / accepted,
    latencyP50: quantile(sorted, 0.5),
    latencyP95: quantile(sorted, 0.95),
    latencyP99: quantile(sorted, 0.99),
    slowdownMean: mean(jobs.slowdown),
    makespan,
    throughput: now === 0 ? 0 : whole[at.COMPLETED] / now,
    offeredJobs: offered,
    acceptedJobs: accepted,
    completedJobs: whole[at.COMPLETED],
    unfinishedJobs: accepted - whole[at.COMPLETED],
    tasksCompleted: whole[at.TASKS_COMPLETED],
    utilisation: now === 0 ? 0 : busyTicks(simulator) / (now * simulator.model.processorCount),
    jobsInSystemMean: now === 0 ? 0 : real[at.JOB_AREA] / now,
    decisions: whole[at.DECISIONS],
  };
  if (simulator.model.deadline.some(Number.isFinite)) {
    const due = whole[at.DUE] + late;
    metrics.deadlineMissRate = due === 0 ? 0 : (whole[at.MISSED] + late) / due;
  }
  if (energy === null) return metrics;
  energy.advance(now);
  metrics.energyJoule = energy.total;
  metrics.peakTemperatureCelsius = energy.peakTemperature;
  metrics.energyDelayProduct = energy.total * makespan * simulator.model.tickSeconds;
  return metrics;
}

function busyTicks({ state, now }: SocSimulator): number {
  let ticks = 0;
  for (let p = 0; p < state.running.length; p++) {
    ticks += state.busyTicks[p];
    if (state.running[p] >= 0) ticks += now - state.start[state.running[p]];
  }
  return ticks;
}

/** Unfinished jobs whose deadline has passed. */
function overdue({ state, jobs, model, now }: SocSimulator): number {
  const { whole } = state;
  let count = 0;
  for (let j = 0; j < whole[at.LIVE]; j++) {
    const row = state.liveRows[j];
    if (state.jobArrival[row] + model.deadline[state.jobTemplate[row]] < now) count++;
  }
  const { arrival, template } = jobs.workload;
  for (let job = whole[at.NEXT_INJECTION]; job < whole[at.NEXT_ARRIVAL]; job++)
    if (arrival[job] + model.deadline[template[job]] < now) count++;
  return count;
}
