import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRow, orderedRows, parseRow, parseRows, type ResultRow } from '../../../src/report/rows.js';

const numeral = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity)).map((value) => value + 0);

const anyRow: fc.Arbitrary<ResultRow> = fc.record({
  env: fc.string(),
  agent: fc.string(),
  oracle: fc.boolean(),
  seed: fc.nat(),
  configHash: fc.string(),
  version: fc.string(),
  status: fc.constantFrom('ok' as const, 'failed' as const),
  message: fc.string(),
  episodeReturn: numeral,
  decisions: fc.nat(),
  truncated: fc.boolean(),
  censored: fc.boolean(),
  metrics: fc.dictionary(fc.stringMatching(/^[a-z]\w*$/), numeral),
  replayHash: fc.string(),
  decisionMicroseconds: fc.record({ sampled: fc.nat(), mean: numeral, p50: numeral, p95: numeral }),
  wallClockSeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
});

function zeroesPositive(row: ResultRow): ResultRow {
  return JSON.parse(formatRow(row)) as ResultRow; // JSON has no −0
}

describe('result rows', () => {
  it('survive a line of JSON, non-finite numbers included', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const back = parseRow(formatRow(row), 'line');
        expect(formatRow(back)).toBe(formatRow(row));
        expect(zeroesPositive(back)).toEqual(zeroesPositive(row));
        expect(Object.keys(back.metrics).sort()).toEqual(Object.keys(row.metrics).sort());
      }),
    );
  });

  it('are read whole wherever a crash cut the file', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyRow, { maxLength: 4, selector: (row) => row.seed }), fc.nat(), (rows, cut) => {
        const text = rows.map((row) => `${formatRow(row)}\n`).join('');
        const kept = text.slice(0, cut % (text.length + 1));
        const whole = kept.split('\n').length - 1;
        expect(parseRows(kept, 'file').map(formatRow)).toEqual(rows.slice(0, whole).map(formatRow));
      }),
    );
  });

  it('name file and line of anything else', () => {
    expect(() => parseRows('{"env":"a"}\n', 'results.jsonl')).toThrow(/^results\.jsonl:1: not a result row \(agent/);
    expect(() => parseRows('\nnonsense\n', 'results.jsonl')).toThrow(/^results\.jsonl:2: not a line of JSON/);
  });

  it('come in the order of the plan, each once, the last one counting', () => {
    const base = fc.sample(anyRow, { numRuns: 1, seed: 1 })[0];
    const make = (env: string, agent: string, seed: number, decisions = 0) => ({
      ...base,
      env,
      agent,
      seed,
      decisions,
    });
    const text = [make('e', 'b', 1), make('e', 'a', 2), make('e', 'a', 1, 1), make('x', 'a', 1), make('e', 'a', 1, 2)]
      .map((row) => `${formatRow(row)}\n`)
      .join('');
    const ordered = orderedRows(parseRows(text, 'file'), { envs: ['e'], agents: ['a', 'b'], seeds: [1, 2] });
    expect(ordered.map(({ agent, seed, decisions }) => [agent, seed, decisions])).toEqual([
      ['a', 1, 2],
      ['a', 2, 0],
      ['b', 1, 0],
    ]);
  });
});
