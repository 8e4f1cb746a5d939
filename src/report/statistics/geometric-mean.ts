/** The geometric mean: the average of ratios such as speed-ups. */
import { ensure } from '../../error.js';
import { ensureSample, type Sample } from './sample.js';
import { sum } from './sum.js';

/** exp of the mean logarithm; every value must be positive. */
export function geometricMean(values: Sample): number {
  ensureSample('geometricMean', values);
  const logarithms = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    ensure(values[i] > 0, `statistics/geometricMean: value ${i} is ${values[i]} (numbers > 0 only)`);
    logarithms[i] = Math.log(values[i]);
  }
  return Math.exp(sum(logarithms) / values.length);
}
