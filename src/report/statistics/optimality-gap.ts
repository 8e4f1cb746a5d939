/**
 * The optimality gap (Agarwal et al. 2021): how far scores fall short of 1 on average, excess above 1 not counted.
 * Scores are normalised so that 1 is the reference agent.
 */
import { ensureSample, type Sample } from './sample.js';

/** Optimality gap of checked scores. */
export function uncheckedOptimalityGap(values: Sample): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.min(values[i], 1);
  return 1 - total / values.length;
}

/** 1 − mean of min(score, 1); smaller is better, 0 is the least. */
export function optimalityGap(values: Sample): number {
  ensureSample('optimalityGap', values);
  return uncheckedOptimalityGap(values);
}
