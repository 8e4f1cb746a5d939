/**
 * `conformance dag`: recorded static schedules are met, each as a case of its own; what is altered, malformed or
 * without its instances is told; what cannot be compared is left out with its reason.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plannerOf } from '../../src/cli/dag-goldens/algorithms.js';
import { goldenKind } from '../../src/cli/dag-goldens/formats.js';
import { dagReplays, type ReplayedCase } from '../../src/cli/dag-goldens/index.js';
import { sched } from './program.js';
import { workspace } from './workspace.js';

const GOLDENS = join(import.meta.dirname, '..', 'goldens', 'dag');
const SHARED = join(import.meta.dirname, '..', '..', '..', 'shared', 'goldens', 'dag');
const cwd = workspace();

// biome-ignore lint/suspicious/noExplicitAny: recordings are altered at will
type Loose = Record<string, any>;

function readGolden(file: string): Loose {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** Replays a parsed recording as if it were the file; instances may lie in `data`. */
function replayed(content: unknown, file: string, data = 'nowhere'): readonly ReplayedCase[] {
  return dagReplays(data)(content)!(file);
}

function outcomes(cases: readonly ReplayedCase[]) {
  const skipped = cases.filter((each) => each.skipped);
  const failed = cases.filter((each) => !each.skipped && !each.passed);
  return { skipped, failed, passed: cases.length - skipped.length - failed.length };
}

function lines(cases: readonly ReplayedCase[]): string[] {
  return cases.map(({ name, difference }) => `${name}: ${difference ?? ''}`);
}

/** A folder with a copy of the recordings, in which files may be altered. */
function copied(name: string): string {
  const folder = join(cwd, name);
  cpSync(GOLDENS, folder, { recursive: true });
  return folder;
}

describe('the recordings of this repository', () => {
  const { code, stdout } = sched(['conformance', 'dag', GOLDENS], cwd);
  const printed = stdout.trimEnd().split('\n');

  it('are all met', () => {
    expect(printed.filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(printed.at(-1)).toMatch(/^\d+ passed, 0 failed$/);
    expect(code).toBe(0);
  });

  it.each([
    'published.json Topcuoglu-Hariri-Wu 2002 fig.2 HEFT',
    'published.json Topcuoglu-Hariri-Wu 2002 fig.2 ranku',
    'published.json Arabnejad-Barbosa 2014 fig.1 published PEFT',
    'related_results.json.gz rel041_fft_m4_p4_ccr5.0 PEFT@paper',
    'related_results.json.gz rel041_fft_m4_p4_ccr5.0 saga Heft',
    'related_results.json.gz rel041_fft_m4_p4_ccr5.0 cpMin',
    'unrelated_results.json unr045_irregular17_p4_ccr5.0_b1.0 mrocklin_HEFT',
    'bench_expected.json bench_n100_p4 HEFT@saga',
  ])('among them %s', (name) => {
    expect(printed).toContain(`PASS ${join(GOLDENS, name)}`);
  });

  it.each([
    [/related_results\.json\.gz saga OLB: 9 recordings: the order of its tasks depends on a hash seed/],
    [/related_results\.json\.gz saga PEFT: 1 recording: exact ties decide rel176/],
    [/related_results\.json\.gz saga Sufferage: 1 recording: exact ties decide rel190/],
    [/published\.json published LMT: 1 recording: no planner goes by this name/],
    [/related_instances\.json 9 instances: inputs of recorded results/],
    [/README\.md$/],
  ])('and what is left out is told: %s', (line) => {
    expect(printed.filter((each) => each.startsWith('SKIP') && line.test(each))).toHaveLength(1);
  });
});

describe('a recording that differs', () => {
  const file = join(GOLDENS, 'unrelated_results.json');
  const id = 'unr072_erdos_n6_p0.4_p3_ccr0.5_b1.0';

  it.each([
    [
      'a processor',
      (run: Loose) => {
        run.schedule[2][0] = (run.schedule[2][0] + 1) % 3;
      },
      /task 2 \[processor, start, finish\]: recorded \[.+\], here \[/,
    ],
    [
      'a start',
      (run: Loose) => {
        run.schedule[4][1] += 1e-6;
      },
      /task 4 .+ recorded/,
    ],
    [
      'a makespan',
      (run: Loose) => {
        run.makespan *= 1 + 1e-8;
      },
      /makespan: recorded .+, here /,
    ],
    [
      'a missing task',
      (run: Loose) => {
        run.schedule.pop();
      },
      /tasks in the schedule: recorded 7, here 8/,
    ],
  ])('in %s fails with it', (_, alter, says) => {
    const content = readGolden(file);
    alter(content[id].MCT);
    const { failed } = outcomes(replayed({ [id]: content[id] }, file));
    expect(failed.map(({ name }) => name)).toEqual([`${id} MCT`]);
    expect(failed[0].difference).toMatch(says);
  });

  it('by the rounding of sums passes', () => {
    const content = readGolden(file);
    content[id].MCT.makespan *= 1 + 1e-10;
    expect(outcomes(replayed({ [id]: content[id] }, file)).failed).toEqual([]);
  });

  it('in a key figure fails with it', () => {
    const published = readGolden(join(GOLDENS, 'published.json'));
    published[0].ranku[3] += 1e-6;
    published[1].cpMin = 74;
    const { failed } = outcomes(replayed(published, join(GOLDENS, 'published.json')));
    expect(lines(failed)).toEqual([
      expect.stringMatching(/fig\.2 ranku: ranku\[3\]: recorded 80\.000001, here 80$/),
      expect.stringMatching(/fig\.1 cpMin: cpMin: recorded 74, here 75$/),
    ]);
  });

  it('in a makespan of the SAGA library fails, unless the program does not repeat it', () => {
    const related = join(GOLDENS, 'related_results.json.gz');
    const content = readGolden(related);
    const name = 'rel039_gauss_m5_p8_ccr5.0';
    for (const program of ['Heft', 'PEFT', 'MinMin']) content[name].saga[program].makespan *= 1.001;
    content[name].saga.PEFT.stable = true;
    content[name].saga.MinMin.stable = false;
    const { failed } = outcomes(replayed({ [name]: content[name] }, related));
    expect(failed.map((each) => each.name)).toEqual([`${name} saga Heft`, `${name} saga PEFT`]);
  });
});

describe('the instances of a recording', () => {
  it('may have other names and sizes, and be packed', () => {
    const folder = copied('renamed');
    const instances = readGolden(join(folder, 'related_instances.json')).map((each: Loose) => ({
      ...each,
      id: `x-${each.id}`,
    }));
    const results = readGolden(join(folder, 'related_results.json.gz'));
    rmSync(join(folder, 'related_instances.json'));
    writeFileSync(join(folder, 'new_instances.json.gz'), gzipSync(JSON.stringify(instances)));
    const renamed = Object.fromEntries(Object.entries(results).map(([id, value]) => [`x-${id}`, value]));
    const { failed, passed } = outcomes(replayed(renamed, join(folder, 'other_results.json')));
    expect(failed).toEqual([]);
    expect(passed).toBeGreaterThan(200);
  });

  it('are looked for under the data folder, and missing ones are told', () => {
    const folder = copied('apart');
    mkdirSync(join(cwd, 'inputs', 'deep'), { recursive: true });
    renameSync(join(folder, 'unrelated_instances.json'), join(cwd, 'inputs', 'deep', 'unrelated_instances.json'));
    renameSync(join(folder, 'bench_n100_p4.json'), join(cwd, 'inputs', 'bench_n100_p4.json'));
    for (const name of ['unrelated_results.json', 'bench_expected.json']) {
      const file = join(folder, name);
      expect(outcomes(replayed(readGolden(file), file, join(cwd, 'inputs'))).failed).toEqual([]);
      expect(() => replayed(readGolden(file), file)).toThrow(
        /neither .+ nor a file of instances beside it or under nowhere/,
      );
    }
    const file = join(folder, 'related_results.json.gz');
    const content = readGolden(file);
    const { failed } = outcomes(replayed({ ...content, unknown: content.tiny02_n6_p3 }, file));
    expect(lines(failed)).toEqual([expect.stringMatching(/^unknown: its instance is in neither/)]);
  });
});

describe('a malformed recording', () => {
  const file = join(GOLDENS, 'unrelated_results.json');

  it.each([
    [
      'a makespan of text',
      { a: { HEFT: { makespan: 'long' } } },
      /unrelated_results\.json: a HEFT\.makespan: .+number/,
    ],
    ['a schedule of pairs', { a: { HEFT: { makespan: 1, schedule: [[0, 1]] } } }, /a HEFT\.schedule\.0/],
    ['a results list', { a: { ref: [] } }, /unrelated_results\.json: a ref/],
    ['an instance without an id', [{ W: [[1]], edges: [], bw: [[0]] }], /instance 0 id/],
    ['an instance twice', [1, 2].map(() => ({ id: 'a', W: [[1]], edges: [], bw: [[0]] })), /"a" is taken/],
    ['an instance without speeds', [{ id: 'a', cost: [1], edges: [], bw: [[0]] }], /: a speed/],
    ['rows of different length', [{ id: 'a', W: [[1, 2], [1]], edges: [], bw: 'all 1' }], /task 1 has 1 costs/],
    ['bandwidths for others', [{ id: 'a', W: [[1, 2]], edges: [], bw: [[0]] }], /"bw" must have 2 rows of 2/],
    ['a bandwidth of words', [{ id: 'a', W: [[1]], edges: [], bw: 'much' }], /matrix or the text "all 1"/],
    ['an edge to nowhere', [{ id: 'a', W: [[1]], edges: [[0, 4, 1]], bw: [[0]] }], /edge names node 4/],
    [
      'a cycle',
      [
        {
          id: 'a',
          W: [[1], [1]],
          edges: [
            [0, 1, 1],
            [1, 0, 1],
          ],
          bw: [[0]],
        },
      ],
      /cycle/,
    ],
    ['an example without costs', [{ name: 'a', results: {}, edges: [], bw: 'all 1' }], /example 0 cost/],
  ])('is refused in one line: %s', (_, content, says) => {
    expect(() => replayed(content, file)).toThrow(says);
    expect(() => replayed(content, file)).not.toThrow(/\n/);
  });

  it.each([
    ['recordings of clusters', [{ id: 'clu11', num_executors: 5, jobSequence: [] }]],
    ['timings', { unit: 's', static: [{ system: 'x', n: 1, makespan: 3 }] }],
    ['a network', { num_executors: 10, samples: [{ x: [] }] }],
    ['stochastic runs', { fair: [{ seed: 1, makespan_s: 3 }] }],
    ['nothing', {}],
  ])('is not what other topics record: %s', (_, content) => {
    expect(goldenKind(content)).toBeUndefined();
  });
});

describe('names of algorithms', () => {
  it('carry their options', () => {
    expect(plannerOf('HEFT', 'pairs')).toEqual({ planner: 'heft', options: { commAverage: 'pairs' } });
    expect(plannerOf('PEFT@saga', 'pairs')).toEqual({ planner: 'peft', options: { commAverage: 'saga' } });
    expect(plannerOf('MinMin@batch', 'paper')).toEqual({ planner: 'min-min', options: { batch: true } });
    expect(plannerOf('MCT', 'paper')).toEqual({ planner: 'mct', options: {} });
    for (const unknown of ['HEFT@loud', 'HEFT@paper@pairs', 'LMT', 'constructor'])
      expect(plannerOf(unknown, 'paper')).toBeUndefined();
  });
});

describe.skipIf(!existsSync(SHARED))('all recordings', () => {
  it.each(['published.json', 'related_results.json.gz', 'unrelated_results.json.gz', 'bench_expected.json'])(
    '%s',
    (name) => {
      const file = join(SHARED, name);
      const { failed, passed } = outcomes(replayed(readGolden(file), file));
      expect(lines(failed)).toEqual([]);
      expect(passed).toBeGreaterThan(40);
    },
  );
});
