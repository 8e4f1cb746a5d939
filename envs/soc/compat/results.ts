/** Totals of a compatible run, with the releases' definitions and names. Times in ticks, energy in joule. */
import type { CompatSimulator } from './simulator.js';

export interface CompatTotals {
  readonly injected: number; // jobs whose head has started
  readonly completed: number;
  readonly tasksCompleted: number;
  readonly cumLatency: number; // completion − injection, summed over completed jobs
  readonly avgLatency: number;
  readonly avgLatencyAllJobs: number; // mean of truncated tail finish − injection
  readonly makespan: number; // last tail finish
  readonly avgConcurrent: number; // jobs in the system, mean over injections
  readonly peActive: readonly number[]; // [P]
  readonly peBlocking: readonly number[]; // [P] ticks in which a busy processor kept a data-ready task waiting
  readonly energyJ: number;
  readonly edp: number; // makespan × energy
  readonly peEnergyJ: readonly number[]; // [P]
  readonly temperatures: readonly number[]; // [5] °C
  readonly finalFreqMHz: readonly number[]; // [clusters]
}

export function compatTotals(sim: CompatSimulator): CompatTotals {
  const { state, power } = sim;
  const { jobs } = state;
  let latencies = 0;
  for (let job = 0; job < jobs.count; job++)
    if (jobs.tailFinish[job] >= 0) latencies += jobs.tailFinish[job] - jobs.injected[job];
  const peEnergyJ = Array.from(power?.state.energy ?? []);
  const energyJ = peEnergyJ.reduce((total, joule) => total + joule, 0);
  return {
    injected: state.injected,
    completed: state.completedJobs,
    tasksCompleted: state.completedTasks,
    cumLatency: state.cumulativeLatency,
    avgLatency: state.cumulativeLatency / (state.completedJobs + sim.config.fidelity.latencyOffset),
    avgLatencyAllJobs: latencies / state.completedJobs,
    makespan: state.makespan,
    avgConcurrent: state.concurrencySum / jobs.count,
    peActive: Array.from(state.active),
    peBlocking: Array.from(state.blocking),
    energyJ,
    edp: state.makespan * energyJ,
    peEnergyJ,
    temperatures: Array.from(power?.state.celsius ?? []),
    finalFreqMHz: power?.megahertz() ?? [],
  };
}
