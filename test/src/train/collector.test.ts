/** Collecting: what rollouts contain, lanes that go on, equal arrivals, curricula, labels. */
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import { Parameters } from '../../../src/nn/parameters.js';
import { CANDIDATES } from '../../../src/nn/tables.js';
import { createRng } from '../../../src/rng.js';
import { Collector, type CollectorSetting, type Harvest, ON_POLICY } from '../../../src/train/collector.js';
import { evaluatePolicy, meanMetric } from '../../../src/train/evaluate-policy.js';
import { lookAheadSchema } from '../../../src/train/look-ahead.js';
import { Interrupted, RolloutPool } from '../../../src/train/rollout-pool.js';
import { drawEpisode, meanLength } from '../../../src/train/scenario-mix.js';
import { createPolicy } from '../../../src/train/workbench.js';
import { SHORT_CHIP, SHORT_QUEUE } from '../../fixtures/short-scenarios.js';
import '../../fixtures/small-policy.js';

const policy = { id: 'small' };
const pool = new RolloutPool({ workers: 0, modules: [] });
const weights = new Parameters(createPolicy(policy).network.parameters).initialize(createRng(2).fork('weights')).flat;
const GREEDY = { ...ON_POLICY, greedy: true };

function collector(changes: Partial<CollectorSetting> = {}): Collector {
  return new Collector({
    ...{ pool, policy, mixture: [SHORT_CHIP], seed: 9, rewardScale: 1, withValues: true },
    options: { mode: 'episodes', sequences: 2, rolloutsPerSequence: 2, curriculum: null },
    ...changes,
  });
}

const lanes = (decisionsPerLane: number) => ({ mode: 'lanes', lanes: 2, decisionsPerLane, curriculum: null }) as const;

/** Sum of the rewards of a segment. */
function earned({ rollout }: Harvest, segment: number): number {
  const { first, end } = rollout.segments[segment];
  return rollout.rewards.slice(first, end).reduce((sum, reward) => sum + reward, 0);
}

describe('whole episodes', () => {
  it('follow what they placed only where asked', async () => {
    const plain = await collector().collect({ iteration: 0, weights });
    expect(plain.rollout.interactions).toBeUndefined();
    const { rollout } = await collector({ withInteractions: true }).collect({ iteration: 0, weights });
    const { job, taskCompleted, jobCompleted } = rollout.interactions!;
    expect({ ...rollout, interactions: undefined }).toEqual({ ...plain.rollout, interactions: undefined });
    expect([job.length, taskCompleted.length]).toEqual([rollout.chosen.length, rollout.chosen.length]);
    let completed = 0;
    rollout.times.forEach((time, d) => {
      expect(taskCompleted[d]).toBeGreaterThan(time);
      expect(jobCompleted[d]).toBeGreaterThanOrEqual(taskCompleted[d]);
      if (jobCompleted[d] < Number.POSITIVE_INFINITY) completed++;
    });
    expect(completed).toBeGreaterThan(0.5 * rollout.times.length);
  });

  it('those of a sequence meet the same arrivals and act differently', async () => {
    const harvest = await collector().collect({ iteration: 0, weights });
    const { segments, chosen } = harvest.rollout;
    expect(segments.map(({ sequence }) => sequence)).toEqual([0, 0, 1, 1]);
    expect(segments[0].seed).toBe(segments[1].seed);
    expect(segments[0].seed).not.toBe(segments[2].seed);
    expect(segments[0].metrics.offeredJobs).toBe(segments[1].metrics.offeredJobs);
    const actions = ({ first, end }: { first: number; end: number }) => chosen.slice(first, end).join();
    expect(actions(segments[0])).not.toBe(actions(segments[1]));
  });

  it('rewards, times and values are those of the episode; a cut is bootstrapped', async () => {
    const harvest = await collector({ rewardScale: 10 }).collect({ iteration: 0, weights });
    harvest.rollout.segments.forEach(({ first, end, terminated, truncated, finalValue }, i) => {
      const { elapsed, times, values } = harvest.rollout;
      const { episodicReturn, decisions, length } = harvest.finished[i];
      expect([terminated, truncated]).toEqual([false, true]); // at 600 ticks
      expect(earned(harvest, i)).toBeCloseTo(10 * episodicReturn, 9);
      expect(end - first).toBe(decisions);
      expect(times[end - 1] + elapsed[end - 1]).toBeCloseTo(length, 9);
      expect(finalValue).toBe(values[end - 1]); // the end allows nothing: the last observation that did
      for (let d = first + 1; d < end; d++) expect(times[d]).toBeCloseTo(times[d - 1] + elapsed[d - 1], 9);
    });
  });

  it('an end of the decision process is no cut', async () => {
    const { rollout } = await collector({ mixture: [SHORT_QUEUE] }).collect({ iteration: 0, weights });
    for (const { terminated, truncated, finalValue } of rollout.segments) {
      expect([terminated, truncated, finalValue]).toEqual([true, false, 0]);
    }
  });

  it('a curriculum cuts all rollouts of a sequence at the same time, memoryless', async () => {
    const options = {
      mode: 'episodes',
      sequences: 30,
      rolloutsPerSequence: 2,
      curriculum: { initialMean: 60, growth: 1, finalMean: null },
    } as const;
    const { finished } = await collector({ options }).collect({ iteration: 0, weights });
    for (let i = 0; i < 60; i += 2) expect(Math.abs(finished[i].length - finished[i + 1].length)).toBeLessThan(60);
    const mean = finished.reduce((sum, { length }) => sum + length, 0) / 60;
    expect(mean).toBeGreaterThan(40);
    expect(mean).toBeLessThan(160);
    expect(meanLength({ initialMean: 100, growth: 2, finalMean: 300 }, 1)).toBe(200);
    expect(meanLength({ initialMean: 100, growth: 2, finalMean: 300 }, 5)).toBe(300);
    expect(meanLength(null, 3)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('lanes', () => {
  it('go on where they were', async () => {
    const twice = collector({ options: lanes(20) });
    const first = await twice.collect({ iteration: 0, weights, behaviour: GREEDY });
    twice.lanes = structuredClone(first.lanes);
    const second = await twice.collect({ iteration: 1, weights, behaviour: GREEDY });
    const once = await collector({ options: lanes(40) }).collect({ iteration: 0, weights, behaviour: GREEDY });
    const laneOf = (harvest: Harvest, lane: number, count: number) => ({
      chosen: Array.from(harvest.rollout.chosen.slice(lane * count, (lane + 1) * count)),
      rewards: Array.from(harvest.rollout.rewards.slice(lane * count, (lane + 1) * count)),
      times: Array.from(harvest.rollout.times.slice(lane * count, (lane + 1) * count)),
    });
    for (const lane of [0, 1]) {
      const parts = [laneOf(first, lane, 20), laneOf(second, lane, 20)];
      const whole = laneOf(once, lane, 40);
      expect(parts.flatMap(({ chosen }) => chosen)).toEqual(whole.chosen);
      expect(parts.flatMap(({ rewards }) => rewards)).toEqual(whole.rewards);
      expect(parts.flatMap(({ times }) => times)).toEqual(whole.times);
    }
  });

  it('cut in the middle are neither terminated nor truncated, and bootstrapped with the next observation', async () => {
    const first = collector({ options: lanes(20) });
    const harvest = await first.collect({ iteration: 0, weights, behaviour: GREEDY });
    first.lanes = harvest.lanes;
    const next = await first.collect({ iteration: 1, weights, behaviour: GREEDY });
    harvest.rollout.segments.forEach(({ terminated, truncated, finalValue }, lane) => {
      expect([terminated, truncated]).toEqual([false, false]);
      expect(finalValue).toBe(next.rollout.values[next.rollout.segments[lane].first]);
    });
  });

  it('begin new episodes with numbers of their own', async () => {
    const { rollout, lanes: after } = await collector({ options: lanes(300) }).collect({ iteration: 0, weights });
    const sequences = rollout.segments.map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(after[1].sequence).toBeGreaterThan(1_000_000);
  });
});

describe('labels', () => {
  it("a teacher's are its choices, wherever the policy goes", async () => {
    const labels = { kind: 'teacher', agent: { id: 'etf' } } as const;
    const own = await collector({ options: lanes(50) }).collect({ iteration: 0, weights });
    const labelled = await collector({ options: lanes(50) }).collect({ iteration: 0, weights, labels });
    expect(labelled.rollout.chosen).toEqual(own.rollout.chosen); // labels do not change the course
    const behaviour = { ...ON_POLICY, teacherShare: 1 };
    const taught = await collector({ options: lanes(50) }).collect({ iteration: 0, weights, labels, behaviour });
    const { chosen, store, targets } = taught.rollout;
    const { rowStart } = store.table(CANDIDATES);
    for (let d = 0; d < chosen.length; d++) expect(targets[rowStart[d] + chosen[d]]).toBe(1);
    expect(targets.reduce((sum, target) => sum + target, 0)).toBe(chosen.length);
  });

  it('look-ahead tries the candidate taken, the base agent’s, and the best by the policy', async () => {
    const options = lookAheadSchema.parse({ base: { id: 'etf' }, horizon: 30, candidates: 2 });
    const labels = { kind: 'look-ahead', options, credits: [0] } as const;
    const { rollout, costs } = await collector({ options: lanes(40) }).collect({ iteration: 0, weights, labels });
    const { rowStart } = rollout.store.table(CANDIDATES);
    expect(costs.length).toBe(rowStart[rollout.chosen.length]);
    for (let d = 0; d < rollout.chosen.length; d++) {
      const own = costs.slice(rowStart[d], rowStart[d + 1]);
      expect(own.filter((cost) => !Number.isNaN(cost)).length).toBe(Math.min(2, own.length));
      expect(own[rollout.chosen[d]]).not.toBeNaN();
    }
  });

  it('only some decisions are recorded, and what is earned between them is kept', async () => {
    const harvest = await collector({ recordShare: 0.3 }).collect({ iteration: 0, weights });
    expect(harvest.rollout.chosen.length).toBeLessThan(0.5 * harvest.decisions);
    expect(harvest.rollout.segments.length).toBe(4);
    harvest.rollout.segments.forEach(({ end }, i) => {
      const { elapsed, times } = harvest.rollout;
      expect(times[end - 1] + elapsed[end - 1]).toBeCloseTo(harvest.finished[i].length, 9);
    });
  });
});

describe('pool and evaluation', () => {
  it('stops between tasks', async () => {
    const signal = AbortSignal.abort();
    await expect(collector().collect({ iteration: 0, weights, signal })).rejects.toThrow(Interrupted);
  });

  it('evaluates deterministically, in order, policies and agents', async () => {
    const scenarios = [SHORT_CHIP, SHORT_QUEUE];
    const seeds = [1_000_000, 1_000_001];
    const own = await evaluatePolicy({ pool, policy, weights, scenarios, seeds });
    expect(own.map((scores) => scores.map(({ seed }) => seed))).toEqual([seeds, seeds]);
    expect(await evaluatePolicy({ pool, policy, weights, scenarios, seeds })).toEqual(own);
    const etf = await evaluatePolicy({ pool, policy, weights, scenarios, seeds, agent: { id: 'etf' } });
    expect(meanMetric(etf[0], 'latencyMean')).toBeLessThan(meanMetric(own[0], 'latencyMean'));
    expect(() => meanMetric(own[0], 'beauty')).toThrow('has no metric "beauty"');
  });

  it('mixtures are drawn by weight', () => {
    const mixture = [{ ...SHORT_CHIP, weight: 3 }, SHORT_QUEUE];
    const root = createRng(4);
    const draws = Array.from({ length: 400 }, (_, i) =>
      drawEpisode(mixture, { rng: root.fork(i), sequence: i, mean: Number.POSITIVE_INFINITY }),
    );
    const chips = draws.filter(({ scenario }) => scenario === 0).length;
    expect(chips).toBeGreaterThan(270);
    expect(chips).toBeLessThan(330);
    for (const { seed, timeLimit } of draws) {
      expect(seed).toBeLessThan(1_000_000);
      expect(timeLimit).toBe(Number.POSITIVE_INFINITY);
    }
  });
});
