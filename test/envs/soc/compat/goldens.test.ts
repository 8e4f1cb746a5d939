/** Every recorded run is replayed exactly; a changed recording is noticed; malformed files are refused in one line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSocGolden, replayBenchmarks, replaySocGolden } from '../../../../envs/soc/compat/golden.js';

const shipped = new URL('../../../goldens/soc/', import.meta.url);
const shared = new URL('../../../../../shared/goldens/soc/', import.meta.url);
const benchmarks = new URL('../../../../../shared/data/soc/benchmarks.json', import.meta.url);
const MODES = ['socrates', 'ds3', 'dash'];

function files(root: URL): [name: string, url: URL][] {
  if (!existsSync(root)) return [];
  return MODES.flatMap((mode) =>
    readdirSync(new URL(`${mode}/`, root)).map((file): [string, URL] => [
      `${mode}/${file}`,
      new URL(`${mode}/${file}`, root),
    ]),
  );
}

function failures(cases: readonly [string, URL][]): string[] {
  return cases.flatMap(([name, url]) =>
    replaySocGolden(name, readFileSync(url, 'utf8')).flatMap((c) => (c.passed ? [] : [`${name}: ${c.difference}`])),
  );
}

describe('shipped recordings', () => {
  it.each(files(shipped))('%s', (name, url) => {
    expect(failures([[name, url]])).toEqual([]);
  });
});

describe.skipIf(!existsSync(shared))('all recordings in ../shared', () => {
  it.each(MODES)('%s', (mode) => {
    const cases = files(shared).filter(([name]) => name.startsWith(`${mode}/`));
    expect(cases.length).toBe({ socrates: 95, ds3: 104, dash: 23 }[mode]);
    expect(failures(cases)).toEqual([]);
  });
});

describe.skipIf(!existsSync(benchmarks))('inputs of the speed comparison', () => {
  it('give the recorded totals', () => {
    const cases = replayBenchmarks('benchmarks.json', readFileSync(benchmarks, 'utf8'));
    expect(cases.length).toBe(9);
    expect(cases.filter((c) => !c.passed)).toEqual([]);
  });
});

describe('a recording that was changed', () => {
  const text = readFileSync(new URL('ds3/D_shared_ETF_Top_sc50.json', shipped), 'utf8');
  const changed = (edit: (golden: Record<string, never>) => void) => {
    const golden = JSON.parse(text);
    edit(golden);
    return replaySocGolden('x', JSON.stringify(golden))[0];
  };
  type Golden = { tasks: number[][]; jobs: number[][]; expected: Record<string, number>; draws: { type: number[] } };
  it.each<[string, (g: Golden) => void, RegExp]>([
    ['task', (g) => void g.tasks[17][5]++, /^task 17 start: expected \d+, got \d+$/],
    ['job', (g) => void g.jobs[3][4]--, /^job 3 tailFinish/],
    ['energy', (g) => void Object.assign(g.expected, { energyJ: g.expected.energyJ! * (1 + 1e-8) }), /^energyJ/],
    ['count', (g) => void g.tasks.pop(), /^tasks: expected 199, got 200/],
    ['draws', (g) => void g.draws.type.pop(), /needs more/],
  ])('%s', (_, edit, message) => {
    const result = changed(edit as never);
    expect(result.passed).toBe(false);
    expect(result.difference).toMatch(message);
  });
});

describe('malformed files', () => {
  it.each([
    ['{"format":"soc-golden-1","case":', /^a\.json: not complete JSON .*expected a recorded run/],
    ['{"format":"other"}', /^a\.json: .*expected a recorded run in format soc-golden-1$/],
    ['[]', /^a\.json: content: /],
  ])('%#', (text, message) => {
    expect(() => parseSocGolden('a.json', text)).toThrow(message);
  });
});
