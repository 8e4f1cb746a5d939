/**
 * The cross-entropy method over the weights of a policy, or over some of its tensors (see `cem.ts`; for policies Szita &
 * Lőrincz 2006, doi 10.1162/neco.2006.18.12.2936): candidates are scored by whole episodes of the deterministic policy,
 * all of an iteration on the same scenarios and seeds, in parallel. It needs no gradients and optimises the metric
 * itself; fit for some hundred weights. The score of a scenario is relative to that of the first mean.
 */
import { z } from 'zod';
import { monotonicMs } from '../clock.js';
import { ensure } from '../error.js';
import { sizeOf } from '../nn/parameters.js';
import { envs } from '../registry.js';
import { FIRST_SEED, SEEDS_PER_RANGE } from '../report/seeds.js';
import type { TrainerContext } from './algorithms.js';
import { DEFAULT_CEM_OPTIONS, drawCandidates, moveToElite } from './cem.js';
import { mean as average } from './iteration-report.js';
import { PolicyTrainer } from './policy-trainer.js';
import { sharedWeights } from './rollout-pool.js';
import type { EpisodeScore, ScoreTask } from './score-episode.js';
import type { IterationReport } from './trainer.js';
import { parseOptions } from './trainer-options.js';

export const cemSchema = z.strictObject({
  /** Names of the tensors that are searched; null = all. */
  tensors: z.array(z.string()).min(1).nullable().default(null),
  population: z.number().int().min(2).default(DEFAULT_CEM_OPTIONS.population),
  eliteFraction: z.number().positive().max(1).default(DEFAULT_CEM_OPTIONS.eliteFraction),
  initialDeviation: z.number().positive().default(0.1),
  /** Least deviation at the start, as a part of the initial one; falls linearly to 0 over the planned iterations. */
  noiseFloor: z.number().nonnegative().default(DEFAULT_CEM_OPTIONS.noiseFloor),
  smoothing: z.number().positive().max(1).default(DEFAULT_CEM_OPTIONS.smoothing),
  /** Episodes per candidate and scenario. */
  seeds: z.number().int().positive().default(4),
  /** What counts: the metric by which the scenario is graded, or the return. */
  objective: z.enum(['metric', 'return']).default('metric'),
});

export type CemTrainerOptions = z.output<typeof cemSchema>;

interface OwnState {
  readonly mean: Float64Array; // [component]
  readonly deviation: Float64Array; // [component]
  readonly units: readonly number[] | null; // [entry of the mixture] cost of the first mean
}

export class CemTrainer extends PolicyTrainer {
  private readonly options: CemTrainerOptions;
  private readonly components: Int32Array; // [component] index of the weight
  private mean: Float64Array; // [component]
  private deviation: Float64Array; // [component]
  private units: readonly number[] | null = null;

  /** Errors: `ArenaError` for options that are unknown or out of range, and for tensors the network does not have. */
  constructor(input: z.input<typeof cemSchema>, context: TrainerContext) {
    const options = parseOptions(cemSchema, input, 'train/cem');
    super('cem', options, context);
    this.options = options;
    this.components = componentsOf(this.policy.network.parameters, options.tensors);
    this.mean = Float64Array.from(this.components, (weight) => this.parameters.flat[weight]);
    this.deviation = new Float64Array(this.mean.length).fill(options.initialDeviation);
  }

  protected async advance(signal?: AbortSignal): Promise<IterationReport> {
    const { options, iteration, rng } = this;
    const { population, eliteFraction, smoothing, initialDeviation, noiseFloor } = options;
    const candidates = Array.from({ length: population }, () => new Float64Array(this.mean.length));
    drawCandidates(candidates, { mean: this.mean, deviation: this.deviation }, rng.fork('candidates').fork(iteration));
    const begin = monotonicMs();
    const scores = await this.playAll(candidates, signal);
    const seconds = (monotonicMs() - begin) / 1000;
    this.units ??= this.costs(scores[0]).map((cost) => Math.abs(cost) || 1);
    const costs = scores.map((own) => this.relativeCost(own));
    const ranked = Array.from(costs.keys()).sort((a, b) => costs[a] - costs[b] || a - b);
    const elite = ranked.slice(0, Math.max(1, Math.round(population * eliteFraction)));
    const next = { mean: this.mean.slice(), deviation: this.deviation.slice() };
    moveToElite(
      next,
      elite.map((i) => candidates[i]),
      smoothing,
    );
    const floor = initialDeviation * noiseFloor * (1 - this.progress);
    this.mean = next.mean;
    this.deviation = next.deviation.map((deviation) => Math.max(deviation, floor));
    this.components.forEach((weight, k) => {
      this.parameters.flat[weight] = this.mean[k];
    });
    const episodes = scores.flat(2);
    const decisions = episodes.reduce((sum, episode) => sum + episode.decisions, 0);
    return {
      'charts/decisions_iteration': decisions,
      'charts/SPS': decisions / seconds,
      'charts/episodes': episodes.length,
      'charts/episodic_return': average(scores[0].flat().map(({ episodicReturn }) => episodicReturn)),
      'cem/mean_cost': costs[0],
      'cem/elite_cost': average(elite.map((i) => costs[i])),
      'cem/best_cost': costs[ranked[0]],
      'cem/deviation': average(Array.from(this.deviation)),
    };
  }

  protected saveOwn(): OwnState {
    const { mean, deviation, units } = this;
    return { mean, deviation, units };
  }

  protected loadOwn(own: unknown): void {
    const { mean, deviation, units } = own as OwnState;
    this.mean = mean;
    this.deviation = deviation;
    this.units = units;
  }

  /** Scores as [candidate][entry of the mixture][seed]. */
  private async playAll(candidates: readonly Float64Array[], signal?: AbortSignal): Promise<EpisodeScore[][][]> {
    const { policy, scenarios } = this.context;
    const draw = this.rng.fork('seeds').fork(this.iteration);
    const seeds = Array.from({ length: this.options.seeds }, () => FIRST_SEED.training + draw.integer(SEEDS_PER_RANGE));
    const tasks = candidates.flatMap((candidate) => {
      const weights = sharedWeights(this.parameters.flat);
      this.components.forEach((weight, k) => {
        weights[weight] = candidate[k];
      });
      return scenarios.flatMap((scenario) =>
        seeds.map((seed): ScoreTask => ({ kind: 'score', policy, weights, agent: null, scenario, seed })),
      );
    });
    const scores = await this.pool.run(tasks, signal);
    return candidates.map((_, i) =>
      scenarios.map((_entry, j) => {
        const first = (i * scenarios.length + j) * seeds.length;
        return scores.slice(first, first + seeds.length);
      }),
    );
  }

  /** [entry of the mixture] smaller is better. */
  private costs(scores: readonly (readonly EpisodeScore[])[]): number[] {
    return scores.map((episodes, entry) => {
      if (this.options.objective === 'return') return -average(episodes.map(({ episodicReturn }) => episodicReturn));
      const { id, score } = envs.get(this.context.scenarios[entry].scenario);
      const value = average(episodes.map(({ metrics }) => metrics[score.metric] ?? Number.NaN));
      ensure(Number.isFinite(value), `train/cem: ${id}: ${score.metric} is ${value}`);
      return score.lowerIsBetter ? value : -value;
    });
  }

  /** Mean over the mixture by weight, each in units of the first mean's cost. */
  private relativeCost(scores: readonly (readonly EpisodeScore[])[]): number {
    const { scenarios } = this.context;
    const units = this.units ?? [];
    let sum = 0;
    let total = 0;
    this.costs(scores).forEach((cost, entry) => {
      sum += (scenarios[entry].weight * cost) / units[entry];
      total += scenarios[entry].weight;
    });
    return sum / total;
  }
}

type Specs = PolicyTrainer['parameters']['specs'];

/** Indices of the weights of the named tensors. */
function componentsOf(specs: Specs, tensors: readonly string[] | null): Int32Array {
  const names = specs.map(({ name }) => name);
  for (const name of tensors ?? []) {
    ensure(names.includes(name), `train/cem: tensors: the network has no "${name}" (${names.join(', ')})`);
  }
  const indices: number[] = [];
  let offset = 0;
  for (const spec of specs) {
    const size = sizeOf(spec);
    if (tensors === null || tensors.includes(spec.name)) {
      for (let i = 0; i < size; i++) indices.push(offset + i);
    }
    offset += size;
  }
  return Int32Array.from(indices);
}
