/**
 * Mean latency over seeds in the socrates mode, beside the reference table: 40 seeds per cell, length 5000, system
 * filled at the start, no noise. Streams are not those of the reference, so a mean agrees when it lies within
 * 1.96·√(s²/n + s²_ref/40) of the table's (one cell in twenty may miss by chance).
 */
import { createRng } from '../../../src/rng.js';
import { seededDraws } from './draws.js';
import type { Fidelity } from './fidelity.js';
import { compatScheduler } from './schedulers/index.js';
import { CompatSimulator } from './simulator.js';
import { socratesProbabilities } from './socrates.js';

export interface SeedMeansOptions {
  readonly profiles: number; // templates top-1 … top-n
  readonly queue: number; // jobs in the system
  readonly scale: number; // mean interval, ticks
  readonly scheduler: string;
  readonly seeds: readonly number[];
  readonly noiseStd?: number; // relative, default 0
  readonly fidelity?: Partial<Fidelity>; // departures from the mode
}

export interface SeedMeans {
  readonly latency: number; // mean over seeds of cumulative latency / completed jobs, ticks
  readonly deviation: number; // between seeds (n − 1)
  readonly completed: number; // mean jobs
  readonly latencies: readonly number[]; // by seed
}

export function seedMeans(options: SeedMeansOptions): SeedMeans {
  const runs = options.seeds.map((seed) => socratesRun(options, seed));
  const latencies = runs.map((run) => run.latency);
  const latency = mean(latencies);
  const spread = latencies.reduce((sum, value) => sum + (value - latency) ** 2, 0);
  return {
    latency,
    deviation: Math.sqrt(spread / Math.max(1, latencies.length - 1)),
    completed: mean(runs.map((run) => run.completed)),
    latencies,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One episode of 5000 ticks. Arrivals, templates, noise and random choices have streams of their own. */
function socratesRun(options: SeedMeansOptions, seed: number): { latency: number; completed: number } {
  const { profiles, queue, scale, noiseStd = 0, fidelity = {} } = options;
  const rng = createRng(seed);
  const draws = seededDraws(
    { arrival: 'exponential', scale, probabilities: socratesProbabilities(profiles), noiseStd },
    { arrivals: rng.fork('arrivals'), types: rng.fork('types'), noise: rng.fork('noise') },
  );
  const jobs = Array.from({ length: profiles }, (_, i) => `top-${i + 1}`);
  const sim = new CompatSimulator({ mode: 'socrates', jobs, scale, maxJobs: queue, noiseStd, fidelity }, draws);
  sim.run(compatScheduler(options.scheduler, rng.fork('choice')));
  const { cumulativeLatency, completedJobs } = sim.state;
  return { latency: cumulativeLatency / completedJobs, completed: completedJobs };
}

/** A cell of the reference table: 40 seeds. */
export interface ReferenceMean {
  readonly profiles: number;
  readonly queue: number;
  readonly scale: number;
  readonly scheduler: string;
  readonly latency: number; // ticks
  readonly deviation: number; // between seeds
}

export const REFERENCE_SEEDS = 40;

/** Half width of the interval in which the difference of an own mean and the table's lies 95 times in 100, ticks. */
export function agreementHalfWidth(own: SeedMeans, reference: ReferenceMean): number {
  const ownVariance = own.deviation ** 2 / own.latencies.length;
  return 1.96 * Math.sqrt(ownVariance + reference.deviation ** 2 / REFERENCE_SEEDS);
}
