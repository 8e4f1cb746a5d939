/**
 * Mean latencies over seeds agree with the reference table (measured with EpiSci/SoCRATES@e246978 semantics) within its
 * intervals, cell by cell for the first setting; and the released DeepSoCS is its planner without a learned order.
 */
import { describe, expect, it } from 'vitest';
import { REFERENCE_MEANS } from '../../../../envs/soc/compat/reference-means.js';
import { agreementHalfWidth, seedMeans } from '../../../../envs/soc/compat/seed-means.js';

const seeds = Array.from({ length: 60 }, (_, i) => 1000 + i);

describe('seed means', () => {
  const cells = REFERENCE_MEANS.filter((cell) => cell.profiles === 5 && cell.queue === 3 && cell.scale === 25);
  it.each(cells.map((cell) => [cell.scheduler, cell] as const))('%s', (_, cell) => {
    const own = seedMeans({ ...cell, seeds });
    expect(Math.abs(own.latency - cell.latency)).toBeLessThanOrEqual(agreementHalfWidth(own, cell));
  });

  it('the table has six schedulers in eight settings', () => {
    expect(REFERENCE_MEANS.length).toBe(48);
    expect(cells.length).toBe(6);
  });

  it('the same seeds give the same means', () => {
    const options = { profiles: 1, queue: 3, scale: 25, scheduler: 'random', seeds: [1, 2], noiseStd: 0.1 };
    expect(seedMeans(options)).toEqual(seedMeans(options));
  });
});
