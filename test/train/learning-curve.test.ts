import { describe, expect, it } from 'vitest';
import { tInterval } from '../../src/report/statistics/index.js';
import { learningCharts } from '../../src/train/learning-charts.js';
import { type CurveGroup, learningCurve } from '../../src/train/learning-curve.js';
import type { TrainingLine } from '../../src/train/training-log.js';
import type { TrainingManifest } from '../../src/train/training-manifest.js';

/** A log whose validation and return are given per iteration. */
function log(scores: readonly (number | null)[], decisions = 10): TrainingLine[] {
  return scores.map((score, iteration) => ({
    iteration,
    decisions: decisions * iteration,
    report: score === null ? {} : { 'charts/episodic_return': -score },
    ...(score === null ? {} : { validation: { score } }),
    time: {},
  }));
}

function group(label: string, logs: readonly TrainingLine[][], baselines: Record<string, number> = {}): CurveGroup {
  return { label, seeds: logs.map((_, i) => i + 1), logs, manifest: { baselines } as unknown as TrainingManifest };
}

describe('learning curves', () => {
  it('are means over seeds with Student intervals, where every seed has a point', () => {
    const curve = learningCurve(
      { logs: [log([4, null, 2, 1]), log([6, null, 4], 20), log([5, null, 6])] },
      'validation',
    );
    expect(curve.map(({ iteration }) => iteration)).toEqual([0, 2]);
    expect(curve[0]).toEqual({ iteration: 0, decisions: 0, mean: 5, ...tInterval([4, 6, 5]) });
    expect(curve[1].mean).toBe(4);
    expect(curve[1].decisions).toBeCloseTo((20 + 40 + 20) / 3, 12);
    expect(learningCurve({ logs: [log([4, 3])] }, 'return').map(({ mean, lower }) => [mean, lower])).toEqual([
      [-4, Number.NaN],
      [-3, Number.NaN],
    ]);
  });

  it('of many points are averaged by neighbours', () => {
    const curve = learningCurve({ logs: [log(Array.from({ length: 1000 }, (_, i) => i))] }, 'validation');
    expect(curve).toHaveLength(250);
    expect(curve[0]).toMatchObject({ iteration: 1.5, mean: 1.5, decisions: 15 });
  });

  it('are drawn with the lines of other agents, equal ones together', () => {
    const charts = learningCharts([
      group('a', [log([8, 2, 1]), log([9, 3, 1])], { etf: 1, mct: 1, heft: 1.3 }),
      group('b', [log([7, 2, 1.1])], { etf: 1, heft: 1.4 }),
    ]);
    expect(charts.map(({ id }) => id)).toEqual([
      'validation-by-iteration',
      'validation-by-decisions',
      'return-by-iteration',
      'return-by-decisions',
    ]);
    const text = JSON.stringify(charts[0].spec);
    for (const name of ['"etf, mct"', '"heft"', '"heft (b)"']) expect(text).toContain(name);
    expect(text).toContain('"type":"log"');
    expect(JSON.stringify(charts[2].spec)).not.toContain('"type":"log"');
    expect(charts[0].caption).toContain('a: 2 seed(s); b: 1 seed(s)');
    expect(learningCharts([group('empty', [[]])])).toEqual([]);
  });
});
