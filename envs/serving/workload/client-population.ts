/**
 * A made-up population of clients in the spirit of ServeGen (Xiang et al., NSDI 2026): Zipf rates, so that a few
 * clients make most of the load; every client with its own mean lengths (log-normal over clients), spread of lengths,
 * and burstiness. A function of the seed. The spreads are assumptions, not fitted to the published client data; for
 * that, read the data (kind `clients`, or a file of format `servegen`).
 */
import { uniformNoise } from '../../../src/sim/noise.js';
import { normalQuantile } from '../../../src/sim/normal-quantile.js';
import type { Client } from './clients.js';
import { lengthQuantile } from './length-distribution.js';

export interface PopulationOptions {
  readonly clients: number;
  readonly rate: number; // requests per second in all
  readonly skew: number; // rate of client k is proportional to (k + 1)^−skew
  readonly meanInput: number; // tokens, of the median client
  readonly meanOutput: number; // tokens, of the median client
  readonly spread: number; // standard deviation of the logarithm of mean lengths over clients
  readonly burstiness: number; // median coefficient of variation of gaps
  readonly seed: number;
}

const STREAM_INPUT = 0;
const STREAM_OUTPUT = 1;
const STREAM_BURST = 2;
/** Standard deviation of the logarithm of lengths within a client. */
const SIGMA_WITHIN = 0.8;
/** Standard deviation of the logarithm of burstiness over clients. */
const SIGMA_BURST = 0.4;

export function clientPopulation(options: PopulationOptions): Client[] {
  const { seed, spread } = options;
  let total = 0;
  for (let k = 0; k < options.clients; k++) total += (k + 1) ** -options.skew;
  const factor = (stream: number, client: number, sigma: number) =>
    Math.exp(sigma * normalQuantile(uniformNoise(seed, stream, client, 0)));
  const length = (mean: number) =>
    lengthQuantile({ distribution: 'lognormal', mean, sigma: SIGMA_WITHIN, min: 1, max: 131_072 });
  return Array.from({ length: options.clients }, (_, k) => ({
    name: `client-${k}`,
    rate: (options.rate * (k + 1) ** -options.skew) / total,
    coefficientOfVariation: Math.min(10, options.burstiness * factor(STREAM_BURST, k, SIGMA_BURST)),
    input: length(options.meanInput * factor(STREAM_INPUT, k, spread)),
    output: length(options.meanOutput * factor(STREAM_OUTPUT, k, spread)),
  }));
}
