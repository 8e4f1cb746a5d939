/**
 * What a scheduler may be told about the length of an answer: nothing, the truth, the truth with a relative error of
 * given size, the percentile bucket it falls in (as classifiers of response lengths predict), or the mean of its
 * tenant. The error belongs to the request (counter-based), so all competitors hear the same. Engines never ask.
 */
import { z } from 'zod';
import { uniformNoise } from '../../../src/sim/noise.js';
import { normalQuantile } from '../../../src/sim/normal-quantile.js';
import { CHUNK_REQUESTS, type RequestColumns, type RequestSource } from './source.js';

export const predictorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('exact') }),
  /** Truth times a log-normal factor of mean 1; sigma is the standard deviation of its logarithm. */
  z.strictObject({ kind: z.literal('lognormal'), sigma: z.number().nonnegative().max(5) }),
  /** Median of the bucket of the true length; with chance 1 − accuracy that of a neighbouring bucket. */
  z.strictObject({
    kind: z.literal('bucket'),
    buckets: z.number().int().min(2).max(1000).default(5),
    accuracy: z.number().min(0).max(1).default(1),
  }),
  /** Mean output of the tenant's requests. */
  z.strictObject({ kind: z.literal('class-mean') }),
]);

export type PredictorConfig = z.output<typeof predictorSchema>;

export interface OutputPredictor {
  /**
   * Predicted output tokens of the request in a row of its chunk, ≥ 1; NaN = no prediction.
   * @param request its number in the source, the key of its error
   */
  predict(request: number, columns: RequestColumns, row: number): number;
}

const STREAM_ERROR = 0;
const STREAM_SIDE = 1;

/**
 * The predictor of a configuration. Buckets and class means are learned from the source's first chunk, as from a log.
 * @param seed an integer ≥ 0
 */
export function createPredictor(config: PredictorConfig, source: RequestSource, seed: number): OutputPredictor {
  switch (config.kind) {
    case 'none':
      return { predict: () => Number.NaN };
    case 'exact':
      return { predict: (_request, columns, row) => columns.outputTokens[row] };
    case 'lognormal': {
      const { sigma } = config;
      return {
        predict(request, columns, row) {
          const z = normalQuantile(uniformNoise(seed, STREAM_ERROR, request, 0));
          return Math.max(1, columns.outputTokens[row] * Math.exp(sigma * z - sigma ** 2 / 2));
        },
      };
    }
    case 'bucket':
      return bucketPredictor(config, source, seed);
    case 'class-mean':
      return classMeanPredictor(source);
  }
}

function bucketPredictor(
  { buckets, accuracy }: Extract<PredictorConfig, { kind: 'bucket' }>,
  source: RequestSource,
  seed: number,
): OutputPredictor {
  const log = source.chunk(0).outputTokens.slice().sort();
  const at = (q: number) => log[Math.min(log.length - 1, Math.floor(q * log.length))];
  const upper = Float64Array.from({ length: buckets - 1 }, (_, k) => at((k + 1) / buckets));
  const median = Float64Array.from({ length: buckets }, (_, k) => at((k + 0.5) / buckets));
  return {
    predict(request, columns, row) {
      const output = columns.outputTokens[row];
      let bucket = 0;
      while (bucket < upper.length && output >= upper[bucket]) bucket++;
      if (uniformNoise(seed, STREAM_ERROR, request, 0) >= accuracy) {
        const side = uniformNoise(seed, STREAM_SIDE, request, 0) < 0.5 ? -1 : 1;
        // at the ends there is only one neighbour
        bucket += bucket + side < 0 || bucket + side >= buckets ? -side : side;
      }
      return median[bucket];
    },
  };
}

function classMeanPredictor(source: RequestSource): OutputPredictor {
  const log = source.chunk(0);
  const sum = new Float64Array(source.tenants.length);
  const seen = new Float64Array(source.tenants.length);
  let total = 0;
  const rows = Math.min(log.count, CHUNK_REQUESTS);
  for (let i = 0; i < rows; i++) {
    sum[log.tenant[i]] += log.outputTokens[i];
    seen[log.tenant[i]]++;
    total += log.outputTokens[i];
  }
  const mean = sum.map((tokens, tenant) => (seen[tenant] > 0 ? tokens / seen[tenant] : total / rows));
  return { predict: (_request, columns, row) => mean[columns.tenant[row]] };
}
