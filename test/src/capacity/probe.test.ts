/** Probes of a capacity search: which environments have a rate, and what an episode at one rate tells. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { checkSubject, measureRate } from '../../../src/capacity/probe.js';
import work from '../../../src/capacity/worker.js';
import type { Json } from '../../../src/space/space.js';

const env = 'serving/azure-conv-4x';
const agent = 'round-robin';
const config = { workload: { requests: 60 }, limitSeconds: 600 };
const rows = [{ arrival: 0, prompt: 5, output: 5 }];

describe('checkSubject', () => {
  it('takes a scenario with a rate', () => expect(() => checkSubject({ env, agent, config })).not.toThrow());

  it.each<[string, { env?: string; agent?: string; config?: Json }, RegExp]>([
    [
      'a workload of given rows',
      { config: { workload: { kind: 'rows', rows } } },
      /^capacity: serving\/azure-conv-4x-v1 has no workload\.rate to vary \(its workload is of kind "rows"\)$/,
    ],
    [
      'another kind of environment',
      { env: 'soc/canonical', config: {} },
      /^capacity: soc\/canonical-v\d+ has no workload\.rate/,
    ],
    [
      'an unknown environment',
      { env: 'serving/azure-con-4x' },
      /does not exist; did you mean "serving\/azure-conv-4x"/,
    ],
    ['an unknown agent', { agent: 'round-robbin' }, /did you mean "round-robin"/],
    ['a bad override', { config: { workload: { rate: -1 } } }, /workload: azure-conv: rate/],
  ])('refuses %s', (_, given, message) => {
    expect(() => checkSubject({ env, agent, config, ...given })).toThrow(message);
  });
});

describe('measureRate', () => {
  const subject = { env, agent, config, seed: 2_000_000 };

  it('serves all requests at a low rate, and makes them wait at a high one', () => {
    const low = measureRate(subject, 0.5);
    const high = measureRate({ ...subject, config: { workload: { requests: 400 }, limitSeconds: 600 } }, 500);
    expect(low).toMatchObject({ completed: 60, unfinished: 0, rejected: 0 });
    expect(low.delayMedian).toBeLessThan(0.01);
    expect(high.delayMedian).toBeGreaterThan(1);
    expect(high.tbtP99).toBeGreaterThan(low.tbtP99);
  });

  it('counts what the end of the episode cuts off', () => {
    const cut = measureRate({ ...subject, config: { workload: { requests: 60 }, limitSeconds: 20 } }, 1);
    expect(cut.unfinished).toBeGreaterThan(0);
    expect(cut.completed + cut.unfinished).toBeLessThan(60);
  });

  it('fails a rate at which nothing was served, and forgives tokens that have no gaps', () => {
    const nothing = measureRate({ ...subject, config: { workload: { requests: 5 }, limitSeconds: 0.001 } }, 100);
    expect(nothing.delayMedian).toBe(Number.POSITIVE_INFINITY);
    const single = { kind: 'constant', requests: 5, input: 10, output: 1 };
    expect(measureRate({ ...subject, config: { workload: single } }, 1)).toMatchObject({ tbtP99: 0, completed: 5 });
  });
});

describe('the worker', () => {
  it('searches the same capacity twice', async () => {
    const task = {
      modules: [],
      subject: { env, agent, config, seed: 2_000_000 },
      search: { tbtLimit: 0.1, granularity: 20 },
    };
    const [first, second] = [await work(task), await work(task)];
    expect(first.rate).toBeGreaterThan(1);
    expect(second).toEqual(first);
  });
});
