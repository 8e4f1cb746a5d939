/** The published results: every cell is computed and met, and a wrong one is told with its difference. */
import { describe, expect, it } from 'vitest';
import { publishedCases } from '../../src/cli/published/index.js';
import { SINGLE_JOB_LATENCIES } from '../../src/cli/published/single-job-latencies.js';
import { table5Platform } from '../../src/cli/published/table-5-platform.js';
import { sched } from './program.js';
import { workspace } from './workspace.js';

const TABLE_5_AND_EXAMPLES = 6 + 8;

describe('the published results', () => {
  const cases = publishedCases();

  it('are all met, each under a name of its own', () => {
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases).toHaveLength(Object.values(SINGLE_JOB_LATENCIES).flat().length + TABLE_5_AND_EXAMPLES);
  });

  it.each([
    ['single-job ds3-accelerators MET wifi-tx', 71],
    ['ds3-table-5 MET wifi-tx', 69],
    ['ds3-table-5 MET wifi-rx', 389],
    ['ds3-table-5 ETF wifi-rx', 301],
    ['ds3-table-5 ETF range-detection', 177],
    ['single-job ds3-top HEFT topcuoglu', 80],
    ['worked-example topcuoglu-2002 heft', 80],
    ['worked-example topcuoglu-2002 cpop', 86],
    ['worked-example topcuoglu-2002 dls', 91],
    ['worked-example topcuoglu-2002 exact', 73],
    ['worked-example arabnejad-2014 peft', 122],
    ['worked-example arabnejad-2014 heft', 133],
    ['worked-example arabnejad-2014 lookahead', 127],
    ['worked-example arabnejad-2014 exact', 113],
  ])('%s: %d', (name, value) => {
    const found = cases.find((each) => each.name === name);
    expect(found?.difference).toBe(`published ${value}, here ${value}, difference 0`);
  });
});

describe('what they are computed from', () => {
  it('is the released platform and one scrambler of 8 µs', () => {
    const { clusters, processorCount, bandwidth, memoryProcessor } = table5Platform();
    const scrambler = clusters.at(-1)!;
    expect(scrambler.executionTime).toEqual({ scrambler_encoder: 8 });
    expect(scrambler.processors).toEqual([processorCount - 1]);
    expect(bandwidth.at(-1)).toHaveLength(processorCount);
    const viterbi = clusters.find(({ name }) => name === 'VIT')!.processors[0];
    expect(bandwidth.at(-1)![memoryProcessor]).toBe(bandwidth[viterbi][memoryProcessor]);
    expect(bandwidth.at(-1)!.at(-1)).toBe(bandwidth[viterbi][viterbi]);
  });
});

describe('sched-arena conformance published', () => {
  const cwd = workspace();

  it('needs no files, prints a line a cell and counts', () => {
    const { code, stdout } = sched(['conformance', 'published'], cwd);
    const lines = stdout.trimEnd().split('\n');
    const count = lines.length - 1;
    expect(lines.slice(0, -1).filter((line) => !/^PASS \S+ .+: published \S+, here \S+/.test(line))).toEqual([]);
    expect(lines.at(-1)).toBe(`${count} passed, 0 failed`);
    expect(code).toBe(0);
  });
});
