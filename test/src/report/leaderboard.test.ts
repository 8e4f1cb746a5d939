import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Leaderboard, leaderboard, type ScoredScenario } from '../../../src/report/leaderboard.js';
import { rankRanges } from '../../../src/report/ranks.js';
import type { ResultRow } from '../../../src/report/rows.js';
import { percentileFamily } from '../../../src/report/scenario-table.js';

const seeds = [2_000_000, 2_000_001, 2_000_002, 2_000_003];

function scenario(env: string, lowerIsBetter = true): ScoredScenario {
  return { env, description: '', metric: 'latencyMean', lowerIsBetter, reference: 'good', floor: 'bad' };
}

function row(env: string, agent: string, seed: number, latencyMean: number, more: Partial<ResultRow> = {}): ResultRow {
  return {
    env,
    agent,
    oracle: false,
    seed,
    configHash: 'c',
    version: '0',
    status: 'ok',
    episodeReturn: -latencyMean,
    decisions: 10,
    truncated: false,
    censored: false,
    metrics: { latencyMean, latencyP50: latencyMean / 2, latencyP95: latencyMean * 2, latencyP99: latencyMean * 3 },
    replayHash: 'h',
    decisionMicroseconds: { sampled: 3, mean: 2, p50: 1, p95: 4 },
    wallClockSeconds: 0.1,
    ...more,
  };
}

/** Rows of one agent, one value per seed. */
function rowsOf(env: string, agent: string, values: readonly number[]): ResultRow[] {
  return values.map((value, i) => row(env, agent, seeds[i], value));
}

const options = { agents: ['bad', 'good', 'best'], seeds, replicates: 500 };

const rows = [
  ...rowsOf('e-v1', 'bad', [40, 44, 48, 52]),
  ...rowsOf('e-v1', 'good', [20, 22, 24, 26]),
  ...rowsOf('e-v1', 'best', [19, 21, 23, 25]),
];

function entryOf(board: Leaderboard, agent: string) {
  return board.scenarios[0].entries.find((entry) => entry.agent === agent)!;
}

describe('the leaderboard', () => {
  const board = leaderboard(rows, { ...options, scenarios: [scenario('e-v1')] });

  it('states mean, interquartile mean, percentiles and completion', () => {
    const best = entryOf(board, 'best');
    expect(best.mean).toBe(22);
    expect(best.iqm).toBe(22);
    expect(best.percentiles).toEqual({ p50: 11, p95: 44, p99: 66 });
    expect(best.completion).toEqual({ expected: 4, scored: 4, failed: 0, censored: 0 });
    expect(best.meanInterval!.lower).toBeGreaterThanOrEqual(19);
    expect(best.meanInterval!.upper).toBeLessThanOrEqual(25);
    expect(best.meanInterval!.lower).toBeLessThan(22);
    expect(best.decisionMicroseconds).toEqual({ p50: 1, p95: 4, mean: 2 });
  });

  it('normalises: floor 0, reference 1, better than the reference above 1', () => {
    expect(board.scenarios[0].scale).toEqual({ floor: 46, reference: 23 });
    expect(entryOf(board, 'bad').score).toBe(0);
    expect(entryOf(board, 'good').score).toBe(1);
    expect(entryOf(board, 'best').score).toBe((46 - 22) / 23);
  });

  it('pairs by seed: a constant improvement has an interval without width', () => {
    const { paired } = entryOf(board, 'best');
    expect(paired).toMatchObject({ pairs: 4, difference: 1, interval: { lower: 1, upper: 1 }, wins: 4, losses: 0 });
    expect(paired!.wilcoxonP).toBeLessThan(0.2);
    expect(paired!.probabilityOfImprovement).toBe(10 / 16);
    expect(entryOf(board, 'good').paired).toMatchObject({ difference: 0, wins: 0, losses: 0, wilcoxonP: 1 });
  });

  it('tells agents apart by pairs though their own intervals overlap', () => {
    expect(board.scenarios[0].entries.map((entry) => entry.agent)).toEqual(['best', 'good', 'bad']);
    expect(entryOf(board, 'best').rank).toEqual({ best: 1, worst: 1 });
    expect(entryOf(board, 'good').rank).toEqual({ best: 2, worst: 2 });
    expect(entryOf(board, 'best').meanInterval!.upper).toBeGreaterThan(entryOf(board, 'good').meanInterval!.lower);
    expect(entryOf(board, 'bad').rank).toEqual({ best: 3, worst: 3 });
    const width = (agent: string) => entryOf(board, agent).meanInterval!;
    expect(width('good').upper - width('best').upper).toBeCloseTo(1, 12);
  });

  it('does not depend on the order of rows, nor on who else competes', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(leaderboard(shuffled, { ...options, scenarios: [scenario('e-v1')] })).toEqual(board);
      }),
      { numRuns: 5 },
    );
    const fewer = leaderboard(rows, { ...options, agents: ['bad', 'good'], scenarios: [scenario('e-v1')] });
    expect({ ...entryOf(fewer, 'good'), rank: null }).toEqual({ ...entryOf(board, 'good'), rank: null });
  });

  it('turns round when higher is better', () => {
    const turned = leaderboard(rows, { ...options, scenarios: [scenario('e-v1', false)] });
    expect(turned.scenarios[0].entries.map((entry) => entry.agent)).toEqual(['bad', 'good', 'best']);
    expect(entryOf(turned, 'best').paired).toMatchObject({ difference: -1, wins: 0, losses: 4 });
    expect(entryOf(turned, 'bad').rank).toEqual({ best: 1, worst: 1 });
    // the floor agent came out better than the reference agent: there is no scale
    expect(entryOf(turned, 'good').score).toBeNaN();
    expect(turned.overall.excluded).toEqual(['e-v1']);
  });

  it('ranks an agent that missed a seed after all that did not, however good it looks', () => {
    const gappy = [...rows.filter(({ agent }) => agent !== 'best'), row('e-v1', 'best', seeds[0], 1)];
    gappy.push(row('e-v1', 'best', seeds[1], Number.NaN, { status: 'failed', metrics: {}, message: 'no' }));
    const result = leaderboard(gappy, { ...options, scenarios: [scenario('e-v1')] });
    expect(entryOf(result, 'best').rank).toEqual({ best: 3, worst: 3 });
    expect(entryOf(result, 'best').completion).toMatchObject({ expected: 4, scored: 1, failed: 1 });
    expect(entryOf(result, 'best').paired!.pairs).toBe(1);
    const overall = result.overall.entries.find((entry) => entry.agent === 'best')!;
    expect(overall.iqmInterval).toBeUndefined();
    expect(overall.rank).toEqual({ best: 3, worst: 3 });
  });

  it('leaves a scenario without a scale out of the overall score and says so', () => {
    const flat = ['bad', 'good', 'best'].flatMap((agent) => rowsOf('flat-v1', agent, [5, 5, 5, 5]));
    const result = leaderboard([...rows, ...flat], {
      ...options,
      scenarios: [scenario('e-v1'), scenario('flat-v1')],
    });
    expect(result.overall).toMatchObject({ scenarios: ['e-v1'], excluded: ['flat-v1'] });
    expect(result.overall.entries.find((entry) => entry.agent === 'good')!.mean).toBeCloseTo(1, 12);
  });

  it('is empty-handed but whole without any rows', () => {
    const result = leaderboard([], { ...options, scenarios: [scenario('e-v1')] });
    expect(result.scenarios[0].entries).toHaveLength(3);
    expect(result.overall.entries.every((entry) => Number.isNaN(entry.iqm))).toBe(true);
  });
});

describe('rank ranges', () => {
  it('hold every place between them: without spread they are ordinary ranks', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 8 }), (values) => {
        const ranges = rankRanges(
          values.map((value) => ({ replicates: Float64Array.of(value, value) })),
          { higherIsBetter: true, confidence: 0.95 },
        );
        const sorted = [...values].sort((a, b) => b - a);
        values.forEach((value, i) => {
          const place = sorted.indexOf(value) + 1;
          expect(ranges[i]).toEqual({ best: place, worst: place });
        });
      }),
    );
  });
});

describe('ranks of pairs', () => {
  const rank = (...replicates: number[][]) =>
    rankRanges(
      replicates.map((values) => ({ replicates: Float64Array.from(values) })),
      { higherIsBetter: false, confidence: 0.5 },
    );

  it('separate agents that differ on every draw, however far the draws are apart', () => {
    expect(rank([1, 5, 9, 20], [2, 6, 10, 21])).toEqual([
      { best: 1, worst: 1 },
      { best: 2, worst: 2 },
    ]);
  });

  it('leave agents together that are ahead in turn, and put those without values last', () => {
    expect(rank([1, 2, 1, 2], [2, 1, 2, 1])).toEqual([
      { best: 1, worst: 2 },
      { best: 1, worst: 2 },
    ]);
    const [, missing] = rankRanges([{ replicates: Float64Array.of(1) }, { replicates: undefined }], {
      higherIsBetter: true,
      confidence: 0.95,
    });
    expect(missing).toEqual({ best: 2, worst: 2 });
  });
});

describe('percentile families', () => {
  it('belong to the metric where they can', () => {
    const names = new Set(['xP50', 'xP95', 'xP99', 'latencyP50', 'latencyP95', 'latencyP99']);
    expect(percentileFamily('latencyMean', names)).toBe('latency');
    expect(percentileFamily('latencyMeanCensored', names)).toBe('latency');
    expect(percentileFamily('energyJoule', names)).toBe('x');
    expect(percentileFamily('energyJoule', new Set(['xP50']))).toBeUndefined();
  });
});

describe('a leaderboard of several kinds of environment', () => {
  const scenarios = [scenario('one/a-v1'), scenario('one/b-v1'), scenario('two/c-v1')];
  const everyone = [...options.agents, 'specialist'];
  const plays = (agent: string, env: string) => agent !== 'specialist' || env.startsWith('two/');
  const all = scenarios.flatMap(({ env }) => rows.map((each) => ({ ...each, env })));
  const own = rowsOf('two/c-v1', 'specialist', [10, 11, 12, 13]);
  const board = leaderboard([...all, ...own], { ...options, agents: everyone, plays, scenarios });
  const names = (part: { entries: readonly { agent: string }[] }) => part.entries.map(({ agent }) => agent);

  it('has a section per namespace, with the agents that play there', () => {
    expect(board.sections.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(names(board.sections[0].overall)).toEqual(['best', 'good', 'bad']);
    expect(names(board.sections[1].overall)).toEqual(['specialist', 'best', 'good', 'bad']);
    expect(board.sections[0].scenarios.map(({ scenario }) => scenario.env)).toEqual(['one/a-v1', 'one/b-v1']);
  });

  it('ranks over all scenarios only who plays all of them', () => {
    expect(names(board.overall)).toEqual(['best', 'good', 'bad']);
    expect(names(board.scenarios[0])).not.toContain('specialist');
    expect(board.overall.entries.every(({ completion }) => completion.scored === 12)).toBe(true);
  });

  it('gives one section and the whole the same table when there is one kind', () => {
    const single = leaderboard(all, { ...options, scenarios: scenarios.slice(0, 2) });
    expect(single.sections).toHaveLength(1);
    expect(single.sections[0].overall).toBe(single.overall);
  });
});
