/** Configurations are checked, completed, and refused in one line; presets and the grid are configurations. */
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { generateInstance, instancePresets, parseInstanceConfig, topcuogluGrid } from '../../../src/instances/index.js';
import { createRng } from '../../../src/rng.js';
import { dagOf, draw } from './drawing.js';

function refusal(config: unknown, who?: string): string {
  try {
    parseInstanceConfig(config, who);
  } catch (error) {
    expect(error).toBeInstanceOf(ArenaError);
    return (error as Error).message;
  }
  return 'accepted';
}

const LAYERED = { family: 'layered' };

describe('parseInstanceConfig', () => {
  it('fills in every default; parsing again changes nothing; it is plain JSON', () => {
    const config = parseInstanceConfig({ graph: { family: 'fft' } });
    expect(config).toEqual({
      graph: { family: 'fft', points: 16, equalLevels: false, joinEnds: false },
      processors: {
        count: 8,
        machines: 'unrelated',
        heterogeneity: 0.5,
        meanCost: 20,
        costs: 'shape',
        costSpread: 1,
      },
      communication: {
        ccr: 1,
        volumes: 'shape',
        volumeSpread: 0.8,
        scaling: 'expected',
        bandwidthHeterogeneity: 0,
        startup: 0,
        contention: 'none',
      },
    });
    expect(parseInstanceConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });
  it.each<[unknown, string]>([
    [null, 'instances: the configuration must be an object, got null'],
    [[], 'instances: the configuration must be an object, got []'],
    [{}, 'instances: graph must be an object, got nothing'],
    [{ graph: 'fft' }, 'instances: graph must be an object, got "fft"'],
    [
      { graph: LAYERED, machines: {} },
      'instances: "machines" does not exist (known: graph, processors, communication)',
    ],
    [{ graph: { family: 'fft', points: 12 } }, 'instances: graph (fft).points is 12: a power of two is needed'],
    [{ graph: LAYERED, processors: 4 }, 'instances: processors must be an object, got 4'],
    [
      { graph: { family: 'layered', outDegre: 2 } },
      'instances: graph (layered): "outDegre" does not exist (known: tasks, shape, outDegree, jump, singleEntry, singleExit, randomHeight, joinEnds); did you mean "outDegree"?',
    ],
    [
      { graph: LAYERED, processors: { machines: 'related', heterogeneity: 1 } },
      'instances: processors.heterogeneity is 1: related machines need less than 1 (speeds would reach 0)',
    ],
  ])('%j: %s', (config, message) => {
    expect(refusal(config)).toBe(message);
  });
  it.each<[unknown, RegExp]>([
    [
      { graph: { family: 'layred' } },
      /^instances: graph\.family "layred" does not exist \(layered, .*\); did you mean "layered"\?$/,
    ],
    [{ graph: {} }, /^instances: graph\.family is missing/],
    [{ graph: { family: 'toString' } }, /^instances: graph\.family "toString" does not exist/],
    [
      { graph: { family: 'layered', tasks: 0 } },
      /^instances: graph \(layered\)\.tasks is 0: a whole number ≥ 1 and ≤ 10000000 is expected$/,
    ],
    [{ graph: { family: 'layered', tasks: 2.5 } }, /^instances: graph \(layered\)\.tasks is 2\.5: /],
    [
      { graph: { family: 'erdos', probability: 1.1 } },
      /^instances: graph \(erdos\)\.probability is 1\.1: a number ≥ 0 and ≤ 1 is expected$/,
    ],
    [{ graph: LAYERED, processors: { count: '4' } }, /^instances: processors\.count is "4": /],
    [
      { graph: LAYERED, processors: { heterogeneity: 2.1 } },
      /^instances: processors\.heterogeneity is 2\.1: a number ≥ 0 and ≤ 2 is expected$/,
    ],
    [{ graph: LAYERED, communication: { ccr: -1 } }, /^instances: communication\.ccr is -1: a number ≥ 0 is expected$/],
    [{ graph: LAYERED, communication: { contention: 'buss' } }, /^instances: communication\.contention is "buss": /],
    [{ graph: LAYERED, communication: { bandwith: 1 } }, /"bandwith" does not exist \(known: .*\)$/],
  ])('%j', (config, message) => {
    expect(refusal(config)).toMatch(message);
    expect(refusal(config)).not.toContain('\n');
  });
  it('begins with who asks', () => {
    expect(refusal({}, 'grid.json')).toBe('grid.json: graph must be an object, got nothing');
  });
  it('graphs that are too large are refused before they fill the memory', () => {
    expect(() => draw({ graph: { family: 'out-tree', levels: 10_000_000, branching: 3 } })).toThrow(
      'instances: out-tree: levels 10000000 with branching 3 make more than 10000000 tasks',
    );
    expect(() => draw({ graph: { family: 'chains', chains: 4000, length: 4000 } })).toThrow(
      'instances: chains: 4000 chains of 4000 make more than 10000000 tasks',
    );
    expect(() => draw({ graph: { family: 'chain', length: 100_000 }, processors: { count: 4096 } })).toThrow(
      'instances: chain: 100000 tasks × 4096 processors are too many (at most 268435456 costs)',
    );
  });
});

describe('presets and the grid of the HEFT paper', () => {
  it('every preset yields an instance of a size to look at', () => {
    for (const [name, config] of Object.entries(instancePresets)) {
      const { tasks, problem } = generateInstance(config, createRng(name));
      expect(tasks.length, name).toBeGreaterThanOrEqual(4);
      expect(tasks.length, name).toBeLessThanOrEqual(120);
      expect(new Set(tasks).size, name).toBe(tasks.length);
      dagOf(problem);
    }
  });
  it('has the names that are asked for', () => {
    const names =
      'layered-60 layered-ccr5 fft-16 gaussian-10 cholesky-6 montage-50 epigenomics-50 cybershake-50 in-tree chains pisa-small';
    expect(Object.keys(instancePresets)).toEqual(expect.arrayContaining(names.split(' ')));
  });
  it('pisa-small: all weights within a factor of ten, as in [0.1, 1]', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { work, speed, problem } = generateInstance(instancePresets['pisa-small'], createRng(seed));
      for (const weight of [...work!, ...speed!, ...problem.volume, ...problem.bandwidth]) {
        expect(weight * 0.55).toBeGreaterThanOrEqual(0.1 - 1e-12);
        expect(weight * 0.55).toBeLessThanOrEqual(1 + 1e-12);
      }
    }
  });
  it('the whole grid has 2250 combinations, all different, with one entry and one exit', () => {
    const grid = topcuogluGrid();
    expect(new Set(grid.map((config) => JSON.stringify(config))).size).toBe(5 * 3 * 6 * 5 * 5);
    const [config] = topcuogluGrid({ tasks: [40], shape: [2], outDegree: ['v'], ccr: [10], heterogeneity: [0.75] });
    expect(config.graph).toMatchObject({ tasks: 40, shape: 2, outDegree: 40, singleEntry: true, singleExit: true });
    expect(config.processors.heterogeneity).toBe(0.75);
    expect(config.communication.ccr).toBe(10);
    const { level, predecessorStart, successorStart } = dagOf(generateInstance(config, createRng(3)).problem);
    expect(level.filter((l) => l === 0).length).toBe(1);
    expect(predecessorStart[1]).toBe(0);
    expect([...successorStart].filter((end, i) => i > 0 && end === successorStart[i - 1])).toHaveLength(1);
  });
  it('an axis with a bad value is refused', () => {
    expect(() => topcuogluGrid({ tasks: [0] })).toThrow(/^instances: topcuogluGrid: graph \(layered\)\.tasks is 0: /);
  });
});
