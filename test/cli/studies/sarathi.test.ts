/**
 * The capacity study of Sarathi: its statistics on made-up capacities, and that the results kept beside the environment
 * came from these settings and are what the code finds today (one cell and seed is searched again). If the last fails
 * after a change of the simulator, `sched-arena study sarathi --out envs/serving/studies/sarathi` makes them anew.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import '../../../agents/index.js';
import '../../../envs/index.js';
import work from '../../../src/capacity/worker.js';
import { cellTask, sarathiStudy } from '../../../src/cli/studies/sarathi.js';
import { type CellCapacity, capacityOf, comparisons, ratioOf } from '../../../src/cli/studies/sarathi-capacities.js';
import { CELLS, type Cell, cellName, DEPLOYMENTS } from '../../../src/cli/studies/sarathi-cells.js';
import { sarathiClaims } from '../../../src/cli/studies/sarathi-claims.js';
import { sarathiReport } from '../../../src/cli/studies/sarathi-report.js';
import { settingsHash } from '../../../src/cli/studies/study-text.js';
import { packageRoot } from '../../docs/markdown.js';

const kept = join(packageRoot, 'envs/serving/studies/sarathi/study.json');
const EPISODE = { requests: 2048, seconds: 1800 };

/** Capacities in which every engine has its own, times a little per seed. */
function madeUp(rateOf: (cell: Cell) => number): CellCapacity[] {
  return CELLS.map((cell) => {
    const rates = [0.9, 1, 1.1].map((factor) => factor * rateOf(cell));
    return {
      ...cell,
      rates,
      tokenLimited: cell.engine === 'sarathi' ? 0 : 3,
      waitLimited: cell.engine === 'sarathi' ? 3 : 0,
    };
  });
}

const threeTimes = madeUp(({ engine }) => ({ orca: 0.5, vllm: 1, sarathi: 3 })[engine]);

describe('the cells', () => {
  it('are all combinations, each with a name of its own', () => {
    const published = DEPLOYMENTS.filter(({ variant }) => !variant).length;
    expect(published).toBe(3);
    expect(CELLS).toHaveLength(3 * 2 * 2 * 3 + 2 * 3);
    expect(new Set(CELLS.map(cellName)).size).toBe(CELLS.length);
  });

  it('have the limits and chunks of the published experiments', () => {
    const of = (name: string) => cellTask(CELLS.find((cell) => cellName(cell) === name)!, 0, false);
    expect(of('mistral-7b/chat/strict/sarathi')).toMatchObject({
      search: { tbtLimit: 0.1, delayLimit: 2, start: 4, granularity: 2 },
      subject: {
        config: {
          limitSeconds: 1800,
          instances: [{ count: 1, engine: { kind: 'sarathi', chunk: 512, maxSequences: 128 } }],
          workload: { requests: 2048, maxTokens: 8192, arrival: { process: 'poisson' } },
        },
      },
    });
    expect(of('llama-2-70b/arxiv/relaxed/orca')).toMatchObject({
      search: { tbtLimit: 5 },
      subject: { config: { instances: [{ pipelineStages: 2, engine: { maxTokens: 16_384, maxSequences: 8 } }] } },
    });
  });
});

describe('the statistics', () => {
  it('pair ratios by seed', () => {
    const [comparison] = comparisons(threeTimes);
    expect(comparison.overVllm.value).toBeCloseTo(3, 12);
    // the factor of a seed cancels out
    expect(comparison.overVllm.interval!.lower).toBeCloseTo(3, 9);
    expect(comparison.overOrca.value).toBeCloseTo(6, 12);
    const { value, interval } = capacityOf(comparison.cells.vllm);
    expect(value).toBeCloseTo(1, 12);
    expect(interval!.lower).toBeCloseTo(1 - 4.302653 * (0.1 / Math.sqrt(3)), 5); // t of 2 degrees of freedom
  });

  it('have no interval of a ratio where an engine met at no rate', () => {
    const above = { ...threeTimes[2], rates: [3, 3] };
    expect(ratioOf(above, { ...threeTimes[1], rates: [1, 0] })).toEqual({ value: 6, interval: undefined });
    expect(ratioOf(above, { ...threeTimes[1], rates: [0, 0] }).value).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the report', () => {
  it('says what follows from the capacities, whatever they are', () => {
    const report = sarathiReport(threeTimes, { seeds: 3, ...EPISODE });
    expect(report.account.join('\n')).toContain('more than vLLM in 12 of 12 settings');
    expect(report.account.join('\n')).toContain('in 100 % of the searches of vLLM, 100 % of Orca and 0 % of Sarathi');
    expect(report.published.map(({ verdict }) => verdict)).toEqual([
      'agrees', // 3 is within a fifth of 2.6
      'agrees', // and of 3.7
      'not comparable',
      'agrees',
      'agrees',
    ]);
    const worse = sarathiReport(
      madeUp(({ engine }) => ({ orca: 1, vllm: 4, sarathi: 2 })[engine]),
      { seeds: 3, ...EPISODE },
    );
    expect(worse.account.join('\n')).toContain('more than vLLM in 0 of 12 settings');
    expect(worse.published[0].verdict).toBe('no gain here');
    expect(worse.published[3].verdict).toBe('does not hold everywhere');
    expect(worse.published[4].verdict).toBe('agrees');
  });

  it('calls larger and smaller gains by their names', () => {
    const verdicts = (gain: number) =>
      sarathiClaims(comparisons(madeUp(({ engine }) => (engine === 'sarathi' ? gain : 1)))).map((each) => each.verdict);
    expect(verdicts(10)[0]).toBe('same direction, larger here');
    expect(verdicts(1.5)[0]).toBe('same direction, smaller here');
  });
});

describe.skipIf(!existsSync(kept))('the results that are kept', () => {
  interface Kept {
    readonly settingsHash: string;
    readonly seeds: number;
    readonly quick: boolean;
    readonly data: { readonly cells: Readonly<Record<string, { readonly rates: readonly number[] }>> };
  }
  const study = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Kept) : undefined;

  it('came from these settings, over ten seeds at least', () => {
    expect(study!.quick).toBe(false);
    expect(study!.seeds).toBeGreaterThanOrEqual(10);
    expect(study!.settingsHash).toBe(settingsHash(sarathiStudy.settings(study!)));
  });

  it('are what the search finds today', async () => {
    for (const name of ['llama-2-70b/arxiv/strict/vllm', 'yi-34b/chat/strict/orca']) {
      const cell = CELLS.find((each) => cellName(each) === name)!;
      const { rate } = await work(cellTask(cell, 2_000_000, false));
      expect(rate).toBe(study!.data.cells[name].rates[0]);
    }
  });
});
