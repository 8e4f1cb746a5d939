/** Replays the summary of one sample (quantiles, moments, t interval, fairness) and critical values of t. */
import * as z from 'zod';
import { geometricMean } from '../statistics/geometric-mean.js';
import { tInterval } from '../statistics/interval.js';
import { jainIndex } from '../statistics/jain.js';
import { mean, populationVariance, standardDeviation, standardError } from '../statistics/mean.js';
import { quantiles } from '../statistics/quantile.js';
import { studentTCritical } from '../statistics/student-t.js';
import { bounds, caseOf, real, vector } from './fields.js';
import { defineKind, hasInputs } from './kind.js';

const output = z.strictObject({
  quantiles: vector,
  mean: real,
  sampleStd: real,
  populationVariance: real,
  sem: real,
  t95: bounds,
  jain: real,
  geometricMean: real,
});

/** Summary of a sample. */
export const sampleKind = defineKind({
  label: 'sample summary (values, q)',
  accepts: hasInputs('values', 'q'),
  schema: caseOf(z.strictObject({ values: vector, q: vector }), output),
  replay: ({ in: { values, q }, out }, comparison) => {
    const interval = tInterval(values);
    comparison.numbers('out.quantiles', quantiles(values, q), out.quantiles);
    comparison.number('out.mean', mean(values), out.mean);
    comparison.number('out.sampleStd', standardDeviation(values), out.sampleStd);
    comparison.number('out.populationVariance', populationVariance(values), out.populationVariance);
    comparison.number('out.sem', standardError(values), out.sem);
    comparison.numbers('out.t95', [interval.lower, interval.upper], out.t95);
    comparison.number('out.jain', jainIndex(values), out.jain);
    comparison.number('out.geometricMean', geometricMean(values), out.geometricMean);
  },
});

/** Two-sided 95 % critical values of Student's t. */
export const criticalValueKind = defineKind({
  label: 'critical values of t (df)',
  accepts: hasInputs('df'),
  schema: caseOf(z.strictObject({ df: vector }), z.strictObject({ t: vector })),
  replay: ({ in: { df }, out }, comparison) => {
    comparison.numbers(
      'out.t',
      df.map((degrees) => studentTCritical(0.95, degrees)),
      out.t,
    );
  },
});
