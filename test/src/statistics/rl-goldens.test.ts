/** Replays the reinforcement-learning goldens, shipped and (where present) full, and malformed variants of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { replayRlGolden } from '../../../src/report/rl-goldens/index.js';

const SHIPPED = fileURLToPath(new URL('../../goldens/rl', import.meta.url));
const FULL = fileURLToPath(new URL('../../../../shared/goldens/rl', import.meta.url));

function goldenFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

// here the recorded critical values are the less accurate side
const LESS_ACCURATE = new Set(['t_critical_two_sided_95']);

function expectExact(path: string): number {
  const cases = replayRlGolden(basename(path), readFileSync(path, 'utf8'));
  for (const golden of cases) {
    expect(golden.difference, golden.name).toBeUndefined();
    expect(golden.passed).toBe(true);
    expect(golden.checked, golden.name).toBeGreaterThan(0);
    if (!LESS_ACCURATE.has(golden.name)) expect(golden.worst.error, golden.worst.path).toBeLessThanOrEqual(1e-12);
  }
  return cases.length;
}

describe('shipped rl goldens', () => {
  it.each(goldenFiles(SHIPPED))('%s holds', (path) => {
    expectExact(path);
  });
});

describe.skipIf(!existsSync(FULL))('all rl goldens (in ../shared)', () => {
  it('hold in all 37 cases', () => {
    const counts = goldenFiles(FULL).map(expectExact);
    expect(counts.reduce((a, b) => a + b)).toBe(37);
  });
});

function shipped(name: string): string {
  return readFileSync(join(SHIPPED, name), 'utf8');
}

/** The text of a shipped file after an edit of its content. */
function altered(name: string, change: (content: { meta: object; cases: GoldenFields[] }) => void): string {
  const content = JSON.parse(shipped(name));
  change(content);
  return JSON.stringify(content);
}

interface GoldenFields {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the test edits raw JSON
  in: any;
  // biome-ignore lint/suspicious/noExplicitAny: the test edits raw JSON
  out: any;
}

describe('a golden that does not hold', () => {
  it('fails with its first difference', () => {
    const text = altered('gae.json', ({ cases }) => {
      cases[0].out.advantages[2][1] += 1e-6;
    });
    const [first, second] = replayRlGolden('gae.json', text);
    expect(first!.passed).toBe(false);
    expect(first!.difference).toMatch(/^out\.advantages\[2\]\[1\]: golden .+, got .+ \(error 1\.00e-6\)$/);
    expect(second!.passed).toBe(true);
  });

  it('fails in the last bit of a generator stream', () => {
    const text = altered('seeding.json', ({ cases }) => {
      cases[0].out.pcg64_random5[4] += 2 ** -53;
    });
    expect(replayRlGolden('seeding.json', text)[0].difference).toContain('out.pcg64_random5[4]');
  });

  it('fails when the recorded array is longer than the computed one', () => {
    const text = altered('running_stats.json', ({ cases }) => {
      cases[1].out.normalized.push(0);
    });
    expect(replayRlGolden('running_stats.json', text)[1].difference).toContain('9 numbers recorded, 8 computed');
  });

  it('fails when a Monte Carlo interval is off by more than one hundredth', () => {
    const text = altered('rliable.json', ({ cases }) => {
      cases[0].out.bootstrapLarge.ci95.mean[0] += 0.02;
    });
    expect(replayRlGolden('rliable.json', text)[0].difference).toContain('out.bootstrapLarge.ci95.mean[0]');
  });

  it('reads recorded NaN and infinities', () => {
    const text = altered('ppo_loss.json', ({ cases }) => {
      cases[0].in.returns.fill(0.5);
      cases[0].out.explainedVariance = { $f: 'NaN' };
    });
    const [constantReturns] = replayRlGolden('ppo_loss.json', text);
    expect(constantReturns!.difference).toMatch(/valueLoss/); // the loss moved, NaN itself agrees
    expect(constantReturns!.difference).not.toMatch(/explainedVariance/);
  });
});

describe('a malformed golden', () => {
  it('is named, wherever the file is cut', () => {
    for (const name of ['gae.json', 'rliable.json', 'seeding.json']) {
      const text = shipped(name);
      for (let length = 0; length < text.length - 2; length += 97) {
        expect(() => replayRlGolden(name, text.slice(0, length))).toThrow(ArenaError);
        expect(() => replayRlGolden(name, text.slice(0, length))).toThrow(`rl golden ${name}: not valid JSON`);
      }
    }
  });

  it.each([
    ['an empty object', '{}', /meta.*expected \{"meta"/],
    ['no cases', '{"meta": {}, "cases": []}', /cases/],
    ['a list', '[]', /rl golden x\.json: the file/],
    ['a case of unknown kind', '{"meta": {}, "cases": [{"name": "a", "in": {"q": 1}, "out": {}}]}', /no known kind/],
  ])('(%s) is an ArenaError', (_what, text, message) => {
    expect(() => replayRlGolden('x.json', text)).toThrow(ArenaError);
    expect(() => replayRlGolden('x.json', text)).toThrow(message);
  });

  it.each<[string, string, (fields: GoldenFields) => void, RegExp]>([
    ['a missing field', 'gae.json', (golden) => delete golden.out.returns, /terminated_vs.*out\.returns/],
    ['a field nobody checks', 'gae.json', (golden) => Object.assign(golden.out, { extra: 1 }), /extra/],
    ['a ragged matrix', 'gae.json', (golden) => golden.in.rewards[1].pop(), /in\.rewards: rows of equal length/],
    ['unequal shapes', 'gae.json', (golden) => golden.in.values.pop(), /equal shape/],
    ['a text for a number', 'adam.json', (golden) => Object.assign(golden.in, { lr0: 'x' }), /in\.lr0: a number/],
    ['a forbidden action', 'ppo_loss.json', (golden) => golden.in.actions.fill(99), /row 0 took action 99/],
    ['a negative seed', 'seeding.json', (golden) => Object.assign(golden.in, { entropy: '-1' }), /decimal string/],
    ['an empty sample', 'summary.json', (golden) => Object.assign(golden.in, { values: [] }), /in\.values/],
    ['a NaN sample', 'summary.json', (golden) => golden.in.values.splice(3, 1, { $f: 'NaN' }), /value 3 is NaN/],
    ['a null score', 'rliable.json', (golden) => golden.in.scores[0].fill(null), /in\.scores\[0\]\[0\]: a number/],
  ])('(%s) is an ArenaError that names file, case and field', (_what, name, change, message) => {
    const text = altered(name, ({ cases }) => change(cases[0]));
    expect(() => replayRlGolden(name, text)).toThrow(ArenaError);
    expect(() => replayRlGolden(name, text)).toThrow(`rl golden ${name}, case "`);
    expect(() => replayRlGolden(name, text)).toThrow(message);
  });
});
