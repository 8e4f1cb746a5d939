/**
 * Playing on seeds that training never sees: scenarios × seeds, by the deterministic policy with some weights or by a
 * registered agent, and the figure by which each scenario is graded. The score of weights is the mean over the scenarios
 * of the cost relative to the scenario's reference agent on the same seeds, so that scenarios of different size count
 * alike; 1 = as good as the reference, smaller is better.
 */
import { ensure } from '../error.js';
import { envs } from '../registry.js';
import { type SeedPurpose, seedList } from '../report/seeds.js';
import { mean } from '../report/statistics/index.js';
import type { AgentChoice } from './agent-choice.js';
import { evaluatePolicy, untrainedWeights } from './evaluate-policy.js';
import type { Validation } from './loop.js';
import type { RolloutPool } from './rollout-pool.js';
import type { WeightedScenario } from './scenario-mix.js';
import type { PolicyChoice } from './workbench.js';

export interface HeldOutOptions {
  readonly pool: RolloutPool;
  readonly policy: PolicyChoice;
  readonly scenarios: readonly WeightedScenario[];
  readonly purpose: Exclude<SeedPurpose, 'training'>;
  readonly seeds: number; // how many, the first of the range
}

/** Who plays. */
export type Contestant = { readonly agent: AgentChoice } | { readonly weights: Float32Array };

export interface HeldOutResult {
  readonly scenario: string; // id
  readonly label: string; // id, numbered where it occurs more than once
  readonly metric: string;
  readonly lowerIsBetter: boolean;
  readonly values: Float64Array; // [seed] of the metric
  readonly returns: Float64Array; // [seed] sum of rewards
}

export class HeldOut {
  readonly seeds: readonly number[];
  readonly labels: readonly string[]; // [scenario]
  private readonly options: HeldOutOptions;
  private references: readonly HeldOutResult[] | undefined;

  constructor(options: HeldOutOptions) {
    this.options = options;
    this.seeds = seedList(options.purpose, options.seeds);
    const ids = options.scenarios.map(({ scenario }) => envs.get(scenario).id);
    this.labels = ids.map((id, i) => {
      const before = ids.slice(0, i).filter((other) => other === id).length;
      return before === 0 ? id : `${id} (${before + 1})`;
    });
  }

  /** One result a scenario. Errors: `Interrupted` once the signal has aborted; a figure that is missing. */
  async play(contestant: Contestant, signal?: AbortSignal): Promise<HeldOutResult[]> {
    return this.collect(contestant, this.options.scenarios, signal);
  }

  /** Results of every scenario's reference agent; played once. */
  async reference(signal?: AbortSignal): Promise<readonly HeldOutResult[]> {
    if (this.references === undefined) {
      const { scenarios } = this.options;
      const agentOf = ({ scenario }: WeightedScenario) => envs.get(scenario).score.reference;
      const results = new Array<HeldOutResult>(scenarios.length);
      for (const id of new Set(scenarios.map(agentOf))) {
        const places = [...scenarios.keys()].filter((i) => agentOf(scenarios[i]) === id);
        const own = await this.collect(
          { agent: { id } },
          places.map((i) => scenarios[i]),
          signal,
        );
        for (const [k, i] of places.entries()) results[i] = own[k];
      }
      this.references = results;
    }
    return this.references;
  }

  /** The score of weights, and the relative cost in every scenario. */
  async validate(weights: Float32Array, signal?: AbortSignal): Promise<Validation> {
    const own = await this.play({ weights: weights.slice() }, signal);
    const costs = await this.costs(own, signal);
    const details = own.flatMap(({ label, metric, values }, i) => [
      [`${label}/cost`, costs[i]],
      [`${label}/${metric}`, mean(values)],
    ]);
    const episodicReturn = mean(own.map(({ returns }) => mean(returns)));
    return { score: mean(costs), mean_reward: episodicReturn, ...Object.fromEntries(details) };
  }

  /** The score of an agent, on the same scale as that of weights. */
  async scoreOf(agent: AgentChoice, signal?: AbortSignal): Promise<number> {
    return mean(await this.costs(await this.play({ agent }, signal), signal));
  }

  /** [scenario] relative cost. */
  private async costs(own: readonly HeldOutResult[], signal?: AbortSignal): Promise<number[]> {
    const reference = await this.reference(signal);
    return own.map((result, i) => relativeCost(result, reference[i]));
  }

  private async collect(
    contestant: Contestant,
    scenarios: readonly WeightedScenario[],
    signal: AbortSignal | undefined,
  ): Promise<HeldOutResult[]> {
    const { pool, policy } = this.options;
    const { seeds } = this;
    const player =
      'agent' in contestant
        ? { agent: contestant.agent, weights: untrainedWeights(policy) }
        : { agent: null, weights: contestant.weights };
    const scores = await evaluatePolicy({ pool, policy, scenarios, seeds, signal, ...player });
    return scenarios.map((scenario, i) => {
      const { id, score } = envs.get(scenario.scenario);
      const values = Float64Array.from(scores[i], ({ metrics }) => metrics[score.metric] ?? Number.NaN);
      const failing = values.findIndex((value) => !Number.isFinite(value));
      ensure(failing < 0, `train: ${id}, seed ${seeds[failing]}: ${score.metric} is ${values[failing]}`);
      return {
        scenario: id,
        label: this.labels[this.options.scenarios.indexOf(scenario)],
        metric: score.metric,
        lowerIsBetter: score.lowerIsBetter,
        values,
        returns: Float64Array.from(scores[i], ({ episodicReturn }) => episodicReturn),
      };
    });
  }
}

/** Cost as a multiple of the reference's; where that costs nothing, 1 and the difference of the means. */
export function relativeCost(own: HeldOutResult, reference: HeldOutResult): number {
  const [ownMean, referenceMean] = [mean(own.values), mean(reference.values)];
  const [cost, unit] = own.lowerIsBetter ? [ownMean, referenceMean] : [referenceMean, ownMean];
  return unit > 0 ? cost / unit : 1 + cost - unit;
}
