/** Published numbers of learned schedulers: equal to the reference data, and told beside own ones. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compatSchedulerNames } from '../../../envs/soc/compat/schedulers/index.js';
import {
  environmentOf,
  PUBLISHED_COMPLETED_JOBS,
  PUBLISHED_CURVES,
  PUBLISHED_REAL_WORLD,
  PUBLISHED_SYNTHETIC,
  publishedComparisons,
} from '../../../src/cli/studies/soc-learned-published.js';
import { envs } from '../../../src/registry.js';
import '../../../envs/index.js';

const DATA = new URL('../../../../shared/data/soc/published.json', import.meta.url);

const curve = (scheduler: string, figure: string) =>
  PUBLISHED_CURVES.find((each) => each.scheduler === scheduler && each.figure.startsWith(figure))?.points.map(
    ({ latency }) => latency,
  );

describe.skipIf(!existsSync(DATA))('beside the reference data', () => {
  const data = existsSync(DATA) ? JSON.parse(readFileSync(DATA, 'utf8')) : {};

  it.each([
    ['ds3gym_latency_by_injection', 'latency by interval'],
    ['socrates_latency_by_queue', 'latency by queue'],
    ['socrates_latency_5_to_10_profiles', 'latency by profiles'],
  ])('%s is equal', (key, figure) => {
    const told = Object.entries(data[key] as Record<string, unknown>).filter(
      ([name, row]) => Array.isArray(row) && !name.includes('jobs'),
    );
    expect(told.length).toBe(PUBLISHED_CURVES.filter((each) => each.figure.startsWith(figure)).length);
    for (const [name, row] of told) expect(curve(name === 'Random' ? 'random' : name, figure), name).toEqual(row);
  });

  it('so are the other plots', () => {
    const named = (record: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(record)
          .filter(([, value]) => typeof value === 'number')
          .map(([name, value]) => [name === 'Random' ? 'random' : name, value]),
      );
    expect(named(data.socrates_boxplot_synthetic)).toEqual(PUBLISHED_SYNTHETIC);
    expect(named(data.socrates_boxplot_real_world)).toEqual(PUBLISHED_REAL_WORLD);
    expect(data.socrates_latency_by_queue['SoCRATES completed jobs']).toEqual(PUBLISHED_COMPLETED_JOBS);
  });
});

describe('curves', () => {
  it('name environments and compatible schedulers that exist', () => {
    for (const { points, exact } of PUBLISHED_CURVES) {
      if (exact !== null) expect(compatSchedulerNames()).toContain(exact);
      for (const point of points) expect(() => envs.get(environmentOf(point))).not.toThrow();
    }
  });

  it('are told beside own numbers with a verdict', () => {
    const rows = publishedComparisons((exact) => (scheduler, { scale }) => {
      if (!exact || scheduler !== 'deepsocs-released') return undefined;
      return { value: 131.3, interval: { lower: 130.8, upper: scale === 25 ? 131.8 : 131.9 } };
    });
    const of = (start: string) => rows.find(({ claim }) => claim.startsWith(start))!;
    const first = of('DeepSoCS (deepsocs-released, exact), 5 profiles, queue 3, interval 25: latency by interval');
    expect(first).toMatchObject({ published: '130.5 ticks', ours: '131.3 [130.8, 131.8] ticks', verdict: 'agrees' });
    expect(of('DeepSoCS (deepsocs-released, exact), 5 profiles, queue 3, interval 50').verdict).toBe('higher here');
    expect(of('DeepSoCS (deepsocs-released, exact), 5 profiles, queue 4').verdict).toBe('lower here');
    expect(of('SoCRATES (socrates), 5 profiles').verdict).toBe('not run');
  });
});
