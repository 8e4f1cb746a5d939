/** Costs, links and volumes have the distributions that the configuration promises; CCR is met. */
import { describe, expect, it } from 'vitest';
import { instanceFamilies } from '../../../src/instances/index.js';
import { draw, edgesOf, mean, realisedCcr } from './drawing.js';

const BIG = { family: 'layered', tasks: 4000 };

/** [n] mean cost of each task over the processors. */
function rowMeans(cost: Float64Array, m: number): number[] {
  return Array.from({ length: cost.length / m }, (_, task) => mean(cost.subarray(task * m, (task + 1) * m)));
}

describe('costs on unrelated machines', () => {
  it.each([0, 0.1, 0.5, 1, 2])('β = %d: every cost lies within w̄(1 ± β/2), and fills that range', (beta) => {
    const { cost } = draw({ graph: BIG, processors: { count: 4, heterogeneity: beta, costs: 'constant' } }).problem;
    const [low, high] = [20 * (1 - beta / 2), 20 * (1 + beta / 2)];
    const [least, most] = [cost.reduce((a, b) => Math.min(a, b)), cost.reduce((a, b) => Math.max(a, b))];
    expect(least).toBeGreaterThanOrEqual(low - 1e-12);
    expect(most).toBeLessThanOrEqual(high + 1e-12);
    expect(most - least).toBeGreaterThanOrEqual(0.99 * (high - low));
    expect(Math.abs(mean(cost) / 20 - 1)).toBeLessThan(0.02);
  });
  it('w̄ is uniform on (0, 2 · mean) by default', () => {
    const { cost } = draw({ graph: BIG, processors: { count: 2, heterogeneity: 0, meanCost: 7 } }).problem;
    const means = rowMeans(cost, 2);
    const variance = mean(means.map((w) => (w - 7) ** 2));
    expect(Math.min(...means)).toBeGreaterThan(0);
    expect(Math.max(...means)).toBeLessThanOrEqual(14);
    expect(Math.abs(mean(means) / 7 - 1)).toBeLessThan(0.04);
    expect(Math.abs(variance / (196 / 12) - 1)).toBeLessThan(0.06);
  });
  it('normal sizes are cut to (0, 2 · mean]', () => {
    const { cost } = draw({
      graph: BIG,
      processors: { count: 1, heterogeneity: 0, meanCost: 1, costs: 'normal' },
    }).problem;
    expect(Math.abs(mean(cost) - 1)).toBeLessThan(0.02);
    expect(Math.abs(Math.sqrt(mean(cost.map((w) => (w - 1) ** 2))) - 1 / 3)).toBeLessThan(0.015);
    expect(cost.every((w) => w > 0 && w <= 2)).toBe(true);
  });
});

describe('related machines', () => {
  it('cost is work / speed exactly, speeds lie in 1 ± h', () => {
    const instance = draw({
      graph: { family: 'fft' },
      processors: { count: 200, machines: 'related', heterogeneity: 0.9 },
    });
    const { work, speed, problem } = instance;
    for (let task = 0; task < 5; task++)
      for (let k = 0; k < 200; k++) expect(problem.cost[task * 200 + k]).toBe(work![task] / speed![k]);
    expect(Math.min(...speed!)).toBeGreaterThan(0.1);
    expect(Math.min(...speed!)).toBeLessThan(0.25);
    expect(Math.max(...speed!)).toBeGreaterThan(1.75);
    expect(Math.max(...speed!)).toBeLessThanOrEqual(1.9);
  });
  it('h = 0 makes all speeds 1', () => {
    const { speed } = draw({ graph: { family: 'fft' }, processors: { machines: 'related', heterogeneity: 0 } });
    expect([...speed!]).toEqual(new Array(8).fill(1));
  });
});

describe('links', () => {
  it('bandwidths are symmetric in 1 ± b, start-up and contention as given', () => {
    const communication = { bandwidthHeterogeneity: 0.5, startup: 3, contention: 'one-port' };
    const { problem } = draw({ graph: { family: 'fft' }, processors: { count: 30 }, communication });
    const off: number[] = [];
    for (let k = 0; k < 30; k++) {
      for (let l = 0; l < 30; l++) {
        if (problem.bandwidth[k * 30 + l] !== problem.bandwidth[l * 30 + k]) expect.fail(`${k} and ${l} differ`);
        if (k !== l) off.push(problem.bandwidth[k * 30 + l]);
      }
    }
    expect(Math.min(...off)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...off)).toBeLessThanOrEqual(1.5);
    expect(Math.max(...off) - Math.min(...off)).toBeGreaterThan(0.95);
    expect(problem.startup.every((time) => time === 3)).toBe(true);
    expect(problem.contention).toBe('one-port');
  });
});

describe('communication-to-computation ratio', () => {
  it.each([0, 0.1, 1, 5])('expected: volumes are U(0.2, 1.8) · %d · mean cost', (ccr) => {
    const { volume } = draw({ graph: BIG, communication: { ccr } }).problem;
    expect(volume.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(0.2 * ccr * 20 - 1e-9);
    expect(volume.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(1.8 * ccr * 20 + 1e-9);
    expect(Math.abs(mean(volume) - ccr * 20)).toBeLessThan(0.02 * ccr * 20 + 1e-9);
  });
  it.each(Object.keys(instanceFamilies))('realised: exact for %s, on both kinds of machines', (family) => {
    for (const machines of ['unrelated', 'related']) {
      const processors = { count: 5, machines, heterogeneity: 0.7 };
      const communication = { ccr: 2.5, scaling: 'realised', bandwidthHeterogeneity: 0.4 };
      expect(realisedCcr(draw({ graph: { family }, processors, communication }).problem)).toBeCloseTo(2.5, 10);
    }
  });
  it('where a family knows its volumes the ratio is exact without asking, and `uniform` overrides them', () => {
    const cholesky = draw({ graph: { family: 'cholesky' }, communication: { ccr: 0.3 } }).problem;
    expect(realisedCcr(cholesky)).toBeCloseTo(0.3, 10);
    expect(new Set(cholesky.volume).size).toBe(1); // every edge carries one tile
    const drawn = draw({ graph: { family: 'cholesky' }, communication: { ccr: 0.3, volumes: 'uniform' } }).problem;
    expect(new Set(drawn.volume).size).toBe(drawn.volume.length);
  });
  it('another CCR scales the volumes and changes nothing else', () => {
    const [one, five] = [1, 5].map((ccr) => draw({ graph: BIG, communication: { ccr } }).problem);
    expect(five.cost).toEqual(one.cost);
    expect(five.successor).toEqual(one.successor);
    for (let e = 0; e < 100; e++) expect(five.volume[e] / one.volume[e]).toBeCloseTo(5, 12);
  });
});

describe('sizes that families know', () => {
  it('cholesky: work in the proportions of the operation counts, mean as asked', () => {
    const { tasks, problem } = draw({
      graph: { family: 'cholesky' },
      processors: { count: 1, heterogeneity: 0, meanCost: 9 },
    });
    const of = (type: string) => problem.cost[tasks.findIndex((name) => name.startsWith(type))];
    expect(of('trsm') / of('potrf')).toBeCloseTo(3, 12);
    expect(of('gemm') / of('syrk')).toBeCloseTo(2, 12);
    expect(mean(problem.cost)).toBeCloseTo(9, 12);
  });
  it('epigenomics: mapping dominates; variation 0 makes tasks of a type equal', () => {
    const graph = { family: 'epigenomics', variation: 0 };
    const { tasks, problem } = draw({ graph, processors: { count: 1, heterogeneity: 0 } });
    const total = problem.cost.reduce((a, b) => a + b);
    const maps = tasks.flatMap((name, task) => (name.startsWith('map_') ? [problem.cost[task]] : []));
    expect(new Set(maps).size).toBe(1);
    expect((maps.length * maps[0]) / total).toBeGreaterThan(0.8);
  });
  it('fft with equal levels: every way from the entry to an exit takes the same', () => {
    const graph = { family: 'fft', points: 8, equalLevels: true };
    const { problem } = draw({ graph, processors: { count: 1, heterogeneity: 0 } });
    const reached = problem.cost.map(() => Number.NaN);
    reached[0] = problem.cost[0];
    for (const [from, to, volume] of edgesOf(problem)) {
      const now = reached[from] + volume + problem.cost[to];
      if (Number.isNaN(reached[to])) reached[to] = now;
      else expect(reached[to]).toBeCloseTo(now, 10);
    }
  });
});
