/** Prefixes of generated workloads: groups, subgroups, and conversations whose every turn contains the one before. */
import { describe, expect, it } from 'vitest';
import { column, infiniteCacheHits, mean, prefixes, quantiles, sourceOf } from './all-requests.js';

describe('shared-prefix', () => {
  it('gives a group the same granules and others different ones, by popularity', () => {
    const source = sourceOf({
      kind: 'shared-prefix',
      requests: 8000,
      granule: 16,
      groups: 4,
      prefixTokens: 100,
      exponent: 1,
      groupsAsTenants: true,
      input: { distribution: 'constant', tokens: 50 },
    });
    expect(source.prefixGranule).toBe(16);
    expect(source.tenants).toEqual(['group-0', 'group-1', 'group-2', 'group-3']);
    expect(new Set(column(source, 'promptTokens'))).toEqual(new Set([150]));
    const tenant = column(source, 'tenant');
    const ids = prefixes(source);
    for (let i = 0; i < ids.length; i++) expect([...ids[i]]).toEqual([0, 1, 2, 3, 4, 5].map((k) => tenant[i] * 6 + k));
    const total = 1 + 1 / 2 + 1 / 3 + 1 / 4;
    for (let k = 0; k < 4; k++) expect(tenant.filter((t) => t === k).length / 8000).toBeCloseTo(1 / (k + 1) / total, 1);
  });

  it('adds a second level that only a subgroup shares', () => {
    const source = sourceOf({
      kind: 'shared-prefix',
      requests: 4000,
      granule: 16,
      groups: 2,
      prefixTokens: 40,
      subgroups: 3,
      subgroupTokens: 30,
    });
    const leaves = new Map<number, Set<number>>();
    for (const ids of prefixes(source)) {
      expect(ids).toHaveLength(4); // ⌊40/16⌋ of the group, up to ⌊70/16⌋ of the subgroup
      const group = ids[0];
      leaves.set(group, (leaves.get(group) ?? new Set()).add(ids[2]));
      expect([ids[1], ids[3]]).toEqual([ids[0] + 1, ids[2] + 1]);
    }
    expect([...leaves.keys()].sort()).toEqual([0, 2]);
    const [first, second] = [...leaves.values()];
    expect([first.size, second.size]).toEqual([3, 3]);
    expect([...first].some((id) => second.has(id))).toBe(false);
  });
});

describe('multi-turn', () => {
  const source = sourceOf({
    kind: 'multi-turn',
    requests: 6000,
    rate: 5,
    meanTurns: 5,
    granule: 16,
    systemTokens: 70,
    thinkTime: 8,
    secondsPerOutputToken: 0.02,
    maxTokens: 4096,
  });
  const [session, prompt, output] = (['session', 'promptTokens', 'outputTokens'] as const).map((name) =>
    column(source, name),
  );
  const arrival = column(source, 'arrival');
  const ids = prefixes(source);

  it('repeats all that was said, with the same ids, after thinking', () => {
    const last = new Map<number, number>();
    let later = 0;
    for (let r = 0; r < source.count; r++) {
      const before = last.get(session[r]);
      last.set(session[r], r);
      expect(ids[r]).toHaveLength(Math.floor((prompt[r] + output[r]) / 16));
      expect([...ids[r].subarray(0, 4)]).toEqual([0, 1, 2, 3]); // the system prompt
      expect(prompt[r] + output[r]).toBeLessThanOrEqual(4096);
      if (before === undefined) continue;
      later++;
      expect(prompt[r]).toBeGreaterThan(prompt[before] + output[before]);
      expect(arrival[r] - arrival[before]).toBeGreaterThanOrEqual(output[before] * 2e7);
      expect(ids[r].subarray(0, ids[before].length).join() === ids[before].join()).toBe(true);
    }
    expect(later).toBeGreaterThan(3000);
    expect(source.count / last.size).toBeGreaterThan(3.5);
  });

  it('shares no id between conversations but the system prompt', () => {
    const owner = new Map<number, number>();
    for (let r = 0; r < source.count; r++) {
      for (const id of ids[r].subarray(4)) {
        if ((owner.get(id) ?? session[r]) !== session[r]) expect.fail(`granule ${id} belongs to two conversations`);
        owner.set(id, session[r]);
      }
    }
    expect(infiniteCacheHits(source)).toBeGreaterThan(0.5);
  });

  it('keeps the rate in the middle of the stream', () => {
    const [from, to] = quantiles(arrival, 0.3, 0.7);
    // one conversation per second begins; those that outgrow the context have fewer turns than wanted
    const expected = source.count / new Set(session).size;
    expect(Math.abs((0.4 * source.count) / ((to - from) / 1e9) / expected - 1)).toBeLessThan(0.1);
    expect(mean(output)).toBeGreaterThan(150);
  });
});
