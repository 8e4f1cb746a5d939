/**
 * Textbook distributions of token lengths for input and output drawn independently: constant, exponential, uniform,
 * log-normal, quantile knots, and a table of values with weights. All by inversion of one counter-based uniform per
 * request, rounded to whole tokens and held within [min, max].
 */
import { z } from 'zod';
import { ensure } from '../../../src/error.js';
import { uniformNoise } from '../../../src/sim/noise.js';
import { normalQuantile } from '../../../src/sim/normal-quantile.js';
import { type LengthSampler, quantileAt } from './length-table.js';

export const tokenCount = z.number().int().min(1).max(100_000_000);
const limits = { min: tokenCount.default(1), max: tokenCount.nullable().default(null) };

export const lengthDistributionSchema = z.discriminatedUnion('distribution', [
  z.strictObject({ distribution: z.literal('constant'), tokens: tokenCount }),
  z.strictObject({ distribution: z.literal('exponential'), mean: z.number().positive(), ...limits }),
  /** Both ends included. */
  z.strictObject({ distribution: z.literal('uniform'), low: tokenCount, high: tokenCount }),
  /** `sigma` is the standard deviation of the logarithm. */
  z.strictObject({
    distribution: z.literal('lognormal'),
    mean: z.number().positive(),
    sigma: z.number().nonnegative().max(10),
    ...limits,
  }),
  /** A quantile function: ascending knots from probability 0 to 1. */
  z.strictObject({
    distribution: z.literal('quantiles'),
    probability: z.array(z.number().min(0).max(1)).min(2),
    tokens: z.array(z.number().nonnegative()).min(2),
    ...limits,
  }),
  z.strictObject({
    distribution: z.literal('weights'),
    tokens: z.array(tokenCount).min(1),
    weights: z.array(z.number().nonnegative()).min(1),
  }),
]);

export type LengthDistribution = z.output<typeof lengthDistributionSchema>;

/** Tokens at rank u in (0, 1). */
export type LengthQuantile = (u: number) => number;

/**
 * The inverse distribution function, in whole tokens ≥ 1.
 * @throws ArenaError for contradictory settings, beginning with `who`.
 */
export function lengthQuantile(config: LengthDistribution, who = 'envs/serving: workload'): LengthQuantile {
  switch (config.distribution) {
    case 'constant':
      return () => config.tokens;
    case 'uniform': {
      const { low, high } = config;
      ensure(low <= high, `${who}: uniform: low ${low} is above high ${high}`);
      return (u) => low + Math.floor(u * (high - low + 1));
    }
    case 'exponential':
      return held(config, who, (u) => -config.mean * Math.log1p(-u));
    case 'lognormal': {
      const shift = Math.log(config.mean) - config.sigma ** 2 / 2;
      return held(config, who, (u) => Math.exp(shift + config.sigma * normalQuantile(u)));
    }
    case 'quantiles': {
      const { probability, tokens } = config;
      const fits = probability.length === tokens.length && probability[0] === 0 && probability.at(-1) === 1;
      ensure(fits, `${who}: quantiles: as many tokens as probabilities are expected, from probability 0 to 1`);
      const falls = probability.findIndex((p, i) => i > 0 && (p < probability[i - 1] || tokens[i] < tokens[i - 1]));
      ensure(falls < 0, `${who}: quantiles: knot ${falls} lies below knot ${falls - 1}`);
      return held(config, who, (u) => quantileAt(config, u));
    }
    case 'weights':
      return weighted(config, who);
  }
}

function held(
  { min, max }: { readonly min: number; readonly max: number | null },
  who: string,
  draw: (u: number) => number,
): LengthQuantile {
  ensure(max === null || min <= max, `${who}: min ${min} is above max ${max}`);
  const top = max ?? 100_000_000;
  return (u) => Math.min(top, Math.max(min, Math.round(draw(u))));
}

function weighted(config: Extract<LengthDistribution, { distribution: 'weights' }>, who: string): LengthQuantile {
  const { tokens, weights } = config;
  ensure(tokens.length === weights.length, `${who}: weights: ${weights.length} given for ${tokens.length} lengths`);
  const sum = new Float64Array(weights.length);
  let total = 0;
  for (let k = 0; k < weights.length; k++) sum[k] = total += weights[k];
  ensure(total > 0, `${who}: weights: all are 0`);
  return (u) => {
    let low = 0;
    let high = sum.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sum[middle] > u * total) high = middle;
      else low = middle + 1;
    }
    return tokens[low];
  };
}

const STREAM_INPUT = 0;
const STREAM_OUTPUT = 1;

/** Input and output from two distributions, independent of each other. */
export class IndependentLengths implements LengthSampler {
  private readonly input: LengthQuantile;
  private readonly output: LengthQuantile;
  private readonly seed: number;

  constructor(input: LengthQuantile, output: LengthQuantile, seed: number) {
    this.input = input;
    this.output = output;
    this.seed = seed;
  }

  fill(first: number, prompt: Int32Array, output: Int32Array): void {
    for (let i = 0; i < prompt.length; i++) {
      prompt[i] = this.input(uniformNoise(this.seed, STREAM_INPUT, first + i, 0));
      output[i] = this.output(uniformNoise(this.seed, STREAM_OUTPUT, first + i, 0));
    }
  }
}
