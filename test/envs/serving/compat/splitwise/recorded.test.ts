/** The recorded runs of the phase-split simulator: small ones of test/goldens, and the six large ones where they are. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isSplitwiseRecording, replaySplitwise } from '../../../../../src/cli/serving-goldens/splitwise-runs.js';

const SMALL = 'test/goldens/serving/splitwise/cases.json';
const LARGE = '../shared/goldens/serving/splitwise/cases.json';

function replayed(file: string) {
  return replaySplitwise(file, readFileSync(file, 'utf8'));
}

it('reproduces the six small runs', () => {
  const cases = replayed(SMALL);
  expect(cases.filter(({ passed }) => !passed)).toEqual([]);
  expect(cases).toHaveLength(6);
});

it.skipIf(!existsSync(LARGE))('reproduces the six large runs', () => {
  const cases = replayed(LARGE);
  expect(cases.filter(({ passed }) => !passed)).toEqual([]);
  expect(cases).toHaveLength(6);
});

describe('differences', () => {
  const text = readFileSync(SMALL, 'utf8');
  type Case = Record<string, unknown> & { expect: Record<string, number>; rows?: number[][] };

  /** The difference told after a change to the first case. */
  function told(change: (first: Case) => void): string | undefined {
    const [first] = JSON.parse(text) as Case[];
    change(first);
    const [{ passed, difference }] = replaySplitwise(SMALL, JSON.stringify([first]), 'no-such-folder');
    expect(passed).toBe(difference === undefined);
    return difference;
  }

  it('concern recordings of these runs only', () => {
    expect(isSplitwiseRecording(JSON.parse(text))).toBe(true);
    for (const other of [[], {}, [{ expect: { n: 1 } }], [1], 'text']) expect(isSplitwiseRecording(other)).toBe(false);
  });
  it('accepts the case as it is', () => {
    expect(told(() => {})).toBeUndefined();
  });
  it('tells the first time that is more than a nanosecond off', () => {
    expect(
      told(({ rows = [] }) => {
        rows[3][3] += 2e-9;
      }),
    ).toMatch(/^request 3 ttft_times: recorded 0\.21346\d+, here 0\.21346\d+$/);
  });
  it('tells counts, percentiles and missing requests', () => {
    expect(
      told(({ expect: totals }) => {
        totals.iterations++;
      }),
    ).toBe('iterations: recorded 66, here 65');
    expect(
      told(({ expect: totals }) => {
        totals.e2e_p99 += 1e-6;
      }),
    ).toMatch(/^e2e_p99: recorded/);
    expect(told(({ rows }) => rows?.pop())).toBe('requests: recorded 7, here 8');
  });
  it('tells what is missing beside the file', () => {
    expect(
      told((first) => {
        delete first.times;
      }),
    ).toMatch(/perf_model\.csv: there is no such file$/);
    expect(
      told((first) => {
        delete first.rows;
      }),
    ).toMatch(/tiny_tokenjsq_baseline_h100x1\.csv: there is no such file$/);
    expect(() => replaySplitwise('cases.json', '[{"name": "x"}]')).toThrow(/^cases\.json: 0\.trace: /);
    expect(() => replaySplitwise('cases.json', '[')).toThrow(/^cases\.json: not valid JSON/);
  });
});
