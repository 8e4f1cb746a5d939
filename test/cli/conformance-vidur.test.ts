/**
 * Recorded runs of vidur: the cases on its smallest trace are kept here, the full set is replayed where it is there.
 * A recording that is wrong in one place is told so, by the place.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { servingReplays } from '../../src/cli/serving-goldens/index.js';
import { replayVidurCases } from '../../src/cli/serving-goldens/vidur-cases.js';

const SMALL = resolve(import.meta.dirname, '../goldens/serving/vidur-tiny.json');
const FULL = resolve(import.meta.dirname, '../../../shared/goldens/serving/cases.json');

interface Recorded {
  rows: number[][];
  log: { start: number; end: number; reqs: number[]; tokens: number[] }[];
  expect: Record<string, number>;
}

/** The difference told for the first case of the small set after a change. */
function differenceAfter(change: (recorded: Recorded) => void): string | undefined {
  const content = JSON.parse(readFileSync(SMALL, 'utf8')) as Recorded[];
  change(content[0]);
  return replayVidurCases(SMALL, JSON.stringify(content.slice(0, 1)))[0].difference;
}

describe('small set', () => {
  test('every case is exact', () => {
    const cases = replayVidurCases(SMALL, readFileSync(SMALL, 'utf8'));
    expect(cases).toHaveLength(6);
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
  });

  test('the first difference is told', () => {
    expect(differenceAfter(() => {})).toBeUndefined();
    expect(differenceAfter(({ rows }) => (rows[3][5] += 1e-15))).toMatch(
      /^request 3 completed_at: recorded 0\.19587533000000104, here 0\.19587533000000004/,
    );
    expect(differenceAfter(({ log }) => (log[1].tokens[2] = 31))).toBe(
      'batch 1 of replica 0 tokens: recorded 1 288 31 193, here 1 288 30 193',
    );
    expect(differenceAfter(({ log }) => log.pop())).toBe('batches: recorded 71, here 72');
    expect(differenceAfter(({ expect: totals }) => totals.restarts++)).toBe('restarts: recorded 1, here 0');
    expect(differenceAfter(({ expect: totals }) => (totals.ttft_p99 *= 1 + 1e-8))).toMatch(/^ttft_p99: recorded 0\.14/);
  });

  test('missing and malformed files are told', () => {
    const content = JSON.parse(readFileSync(SMALL, 'utf8')) as Record<string, unknown>[];
    const [first] = content;
    const elsewhere = JSON.stringify([{ ...first, rows: undefined }]);
    expect(replayVidurCases('/nowhere/cases.json', elsewhere)[0].difference).toBe(
      '/nowhere/tiny/sarathi_rr_r1_b1024.csv: there is no such file',
    );
    expect(() => replayVidurCases('x.json', JSON.stringify([{ ...first, scheduler: 'fifo' }]))).toThrow(
      /^x\.json: 0\.scheduler: /,
    );
    expect(() => replayVidurCases('x.json', '[')).toThrow(/^x\.json: not valid JSON/);
  });

  test('the area tells recordings apart', () => {
    const recognise = servingReplays('../shared/data');
    expect(recognise(JSON.parse(readFileSync(SMALL, 'utf8')))).toBeTypeOf('function');
    expect(recognise([{ enable_defrag: true }])).toBeTypeOf('function');
    expect(recognise([{ prompt_instances: 1 }])).toBeTypeOf('function');
    expect(recognise({ cases: [] })).toBeUndefined();
    expect(recognise([1])).toBeUndefined();
  });
});

describe.skipIf(!existsSync(FULL))('full set', () => {
  test('all 28 cases are exact', () => {
    const cases = replayVidurCases(FULL, readFileSync(FULL, 'utf8'));
    expect(cases).toHaveLength(28);
    expect(cases.filter(({ passed }) => !passed)).toEqual([]);
  });
});
