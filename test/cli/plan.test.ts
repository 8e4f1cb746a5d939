/** `sched-arena plan`: published makespans, files of several formats, options, planners that fail, and what is written. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import { type InstanceOptions, readInstance } from '../../src/cli/instance-source.js';
import { choosePlanners } from '../../src/cli/planner-choice.js';
import { createProgram } from '../../src/cli/program.js';
import { ArenaError } from '../../src/error.js';
import { makePlanner, planners } from '../../src/registry.js';
import { programFile, sched } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const file = (name: string) => join(cwd, name);
const plan = (...args: readonly string[]) => sched(['plan', ...args], cwd);

interface Line {
  readonly planner: string;
  readonly status: string;
  readonly makespan: number;
  readonly [figure: string]: unknown;
}

function lines({ stdout }: { readonly stdout: string }): Line[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

// two tasks in parallel, then a third that needs both; the third runs on P1 alone
const JOIN = {
  format: 'sched-arena-dag-1',
  name: 'join',
  tasks: [
    { name: 'left', cost: [2, 4] },
    { name: 'right', cost: [3, 3] },
    { name: 'end', cost: [null, 1] },
  ],
  edges: [
    ['left', 'end', 1],
    ['right', 'end', 1],
  ],
};
writeFileSync(join(cwd, 'join.json'), JSON.stringify(JOIN));
// costs 3 and 4, a dummy source and sink as the format wants them
writeFileSync(join(cwd, 'pair.stg'), '2\n0 0 0\n1 3 1 0\n2 4 1 0\n3 0 2 1 2\n');
writeFileSync(join(cwd, 'chain.dot'), 'digraph chain { a [work=2]; b [work=3]; a -> b [volume=5] }');

// planners that go wrong, each in its own way
const registry = pathToFileURL(join(dirname(programFile()), '..', 'registry.js')).href;
const error = pathToFileURL(join(dirname(programFile()), '..', 'error.js')).href;
writeFileSync(
  join(cwd, 'faulty.mjs'),
  `import { makePlanner, planners } from '${registry}';
import { ArenaError } from '${error}';
const register = (id, plan) => planners.register({ id, description: id, tags: [], create: () => ({ name: id, plan }) });
register('endless', () => { for (;;); });
register('crash', () => { throw new TypeError('no luck'); });
register('picky', () => { throw new ArenaError('picky: not this one'); });
register('early', (problem) => {
  const { processor, start, finish, makespan } = makePlanner('heft').plan(problem);
  return { processor, start: start.map((t) => t - 1), finish: finish.map((t) => t - 1), makespan: makespan - 1 };
});
const heft = (problem) => makePlanner('heft').plan(problem);
register('nothing', () => undefined);
register('later', async () => { throw new Error('too late'); });
register('short', (problem) => ({ ...heft(problem), start: new Float64Array(2) }));
register('spoil', (problem) => { const schedule = heft(problem); problem.cost.fill(0); return schedule; });
register('boast', (problem) => ({ ...heft(problem), optimal: true }));
register('nowhere', (problem) => ({ ...heft(problem), processor: new Int32Array(problem.taskCount).fill(9) }));
let plans = 0;
register('once', (problem) => { if (plans++ > 0) throw new Error('not again'); return heft(problem); });
`,
);
const faulty = (...args: readonly string[]) => sched(['--import', './faulty.mjs', 'plan', ...args], cwd);

describe('sched-arena plan', () => {
  it('has the published makespans', () => {
    const { code, stdout } = plan('arabnejad-2014', '--planners', 'heft', '--agents', 'peft', '--json');
    expect(code).toBe(0);
    const found = lines({ stdout }).map(({ planner, makespan, optimum }) => [planner, makespan, optimum]);
    expect(found).toEqual([
      ['peft', 122, 113],
      ['heft', 133, 113],
    ]);
  });

  it('prints a table by makespan with a chart of the best plan', () => {
    const { code, stdout } = plan('topcuoglu-2002', '--agents', 'cpop,heft');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^topcuoglu-2002: 10 tasks, 15 edges, 3 processors\n/);
    expect(stdout).toContain('optimum 73 (proved by exact, not in the table)');
    // SLR 80 / 41, speed-up 127 / 80, optimality gap 7 / 73
    expect(stdout).toMatch(/\nheft +80 +1\.951 +1\.587 +0\.529 .* 9\.6 % .* yes\ncpop +86 .* yes\n/);
    expect(stdout).toMatch(/\nUsed: share of processors.* Balance: /);
    expect(stdout).toMatch(/\nheft, makespan 80:\nP0 │.*n2.*\nP1 │.*n4.*\nP2 │·*─*n1/);
  });

  it('gives all figures in JSON', () => {
    const [exact, heft] = lines(plan('topcuoglu-2002', '--agents', 'heft,exact', '--json'));
    expect(exact).toMatchObject({ planner: 'exact', makespan: 73, optimalityGap: 0, provedOptimal: true });
    expect(heft).toMatchObject({
      instance: 'topcuoglu-2002',
      tasks: 10,
      edges: 15,
      processors: 3,
      planner: 'heft',
      status: 'planned',
      makespan: 80,
      slr: 80 / 41,
      speedup: 127 / 80,
      efficiency: 127 / 80 / 3,
      optimum: 73,
      provedOptimal: false,
      valid: true,
      violations: [],
      milliseconds: {
        runs: expect.any(Number),
        first: expect.any(Number),
        median: expect.any(Number),
        p10: expect.any(Number),
        p90: expect.any(Number),
      },
    });
    const { runs, p10, median, p90 } = heft.milliseconds as Record<string, number>;
    expect(runs).toBeGreaterThan(10);
    expect(p10 > 0 && p10 <= median && median <= p90).toBe(true);
    expect(heft.lowerBound).toBeGreaterThanOrEqual(41);
    expect(heft.lowerBound).toBeLessThanOrEqual(73);
  });

  it('plans with all planners', () => {
    const { code, stdout } = plan(
      'layered-60',
      '-c',
      'graph.tasks=12',
      '--processors',
      '3',
      '--compat',
      'saga',
      '--json',
    );
    expect(code).toBe(0);
    const found = lines({ stdout });
    expect(found.map(({ planner }) => planner).sort()).toEqual(
      planners
        .all()
        .map(({ id }) => id)
        .sort(),
    );
    expect(found.every(({ valid, processors }) => valid === true && processors === 3)).toBe(true);
    const ascending = found.map(({ makespan }) => makespan);
    expect(ascending).toEqual([...ascending].sort((x, y) => x - y));
  });

  it('lists planners that refuse, fail or take too long', () => {
    const { code, stdout } = faulty('topcuoglu-2002', '-a', 'picky,crash,endless,heft', '--limit', '1.5');
    expect(stdout).toContain('\npicky refused: picky: not this one\n');
    expect(stdout).toContain('\ncrash failed: TypeError: no luck\n');
    expect(stdout).toContain('\nendless stopped: not done after 1.5 s\n');
    expect(stdout).toMatch(/\nheft +80 .* yes\n/);
    expect(code).toBe(1); // a crash is a fault of the planner
    const none = faulty('topcuoglu-2002', '-a', 'picky,crash');
    expect([none.code, none.stderr]).toEqual([
      2,
      'sched-arena: plan: no planner made a schedule; picky: picky: not this one (and 1 more)\n',
    ]);
  });

  it('does not rank an invalid schedule, and names its planner', () => {
    const { code, stdout, stderr } = faulty('topcuoglu-2002', '-a', 'early,heft');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sched-arena: plan: planner "early" made an invalid schedule: task 0 starts at -1.*$/m);
    expect(stdout).toMatch(/\nheft +80 .* yes\nearly +79 .* no\n/);
  });

  it('names planners that return no schedule, and goes on', () => {
    const { code, stdout } = faulty('topcuoglu-2002', '-a', 'nothing,later,short,once,heft');
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nheft +80 .* yes\n/);
    expect(stdout).toContain('\nnothing failed: returned no schedule: undefined\n');
    expect(stdout).toContain('\nlater failed: returned no schedule: a promise');
    expect(stdout).toContain('\nshort failed: returned no schedule: start has length 2 (the problem has 10 tasks)\n');
    expect(stdout).toContain('\nonce failed: planned once, then: not again\n');
  });

  it('keeps the problem from planners that change it, and tells on them', () => {
    const { code, stdout, stderr } = faulty('topcuoglu-2002', '-a', 'spoil,cpop,heft', '--json');
    expect(code).toBe(1);
    const found = lines({ stdout }).map(({ planner, makespan, valid }) => [planner, makespan, valid]);
    expect(found).toEqual([
      ['heft', 80, true],
      ['cpop', 86, true],
      ['spoil', 80, false],
    ]);
    expect(stderr).toBe(
      'sched-arena: plan: planner "spoil" made an invalid schedule: it changed the problem it was given (cost)\n',
    );
  });

  it('believes no claim of optimality that a shorter schedule refutes', () => {
    const { code, stdout, stderr } = faulty('topcuoglu-2002', '-a', 'boast,heft,exact', '--json');
    expect(code).toBe(1);
    const found = lines({ stdout }).map(({ planner, provedOptimal, optimum }) => [planner, provedOptimal, optimum]);
    expect(found).toEqual([
      ['exact', true, 73],
      ['heft', false, 73],
      ['boast', false, 73],
    ]);
    expect(stderr).toContain('"boast" made an invalid schedule: it claims that 80 is optimal, but exact needs only 73');
    const unknown = faulty('layered-60', '--seed', '7', '-a', 'boast,gdl', '--json');
    expect(lines(unknown).map(({ planner, optimum }) => [planner, optimum])).toEqual([
      ['gdl', null],
      ['boast', null],
    ]);
    expect(unknown.stderr).toMatch(/"boast" made an invalid schedule: it claims that .* but gdl needs only/);
  });

  it('draws no schedule on processors that do not exist, and gives the very long their own axis', () => {
    const { code } = faulty('layered-60', '--seed', '7', '-a', 'nowhere,heft,fastest-node', '--out', 'axes');
    expect(code).toBe(1);
    const chart = (planner: string) => readFileSync(join(cwd, 'axes', 'gantt', `${planner}.svg`), 'utf8');
    expect(readdirSync(join(cwd, 'axes', 'gantt')).sort()).toHaveLength(4);
    expect(chart('heft')).toContain('<title>layered-60, seed 7: heft, makespan 371.269</title>');
    expect(chart('heft')).toContain('on 8 resources, 0 – 371.269</text>');
    expect(chart('fastest-node')).toMatch(/on 8 resources, 0 – 1\u202f311/);
    const page = readFileSync(join(cwd, 'axes', 'plan.html'), 'utf8');
    expect(page).toContain('have one of their own: fastest-node.');
    expect(page).not.toContain('href="#schedule-nowhere"');
  });

  it('shows what transfers occupy where they contend', () => {
    const { code } = plan('topcuoglu-2002', '--contention', 'one-port', '-a', 'heft', '--gantt', 'ports.svg');
    expect(code).toBe(0);
    const svg = readFileSync(file('ports.svg'), 'utf8');
    expect(svg).toMatch(/<title>topcuoglu-2002: heft, makespan [\d.]+, contention one-port<\/title>/);
    const sent = [...svg.matchAll(/<g><title>(n\d+ → n\d+)\nP\d sends: ([\d.]+ – [\d.]+)\n/g)];
    const received = [...svg.matchAll(/<g><title>(n\d+ → n\d+)\nP\d receives: ([\d.]+ – [\d.]+)\n/g)];
    const sorted = (found: readonly RegExpExecArray[]) => found.map(([, which, when]) => `${which} ${when}`).sort();
    expect(sent.length).toBeGreaterThan(3);
    expect(sorted(received)).toEqual(sorted(sent));
  });

  it('writes schedules, charts and a page', () => {
    const { code } = plan('topcuoglu-2002', '--agents', 'heft,cpop', '--out', 'plans');
    expect(code).toBe(0);
    const files = (...path: readonly string[]) => readdirSync(join(cwd, 'plans', ...path)).sort();
    expect(files()).toEqual(['charts', 'gantt', 'instance.json', 'plan.html', 'plan.json', 'schedules']);
    expect(files('schedules')).toEqual(['cpop.json', 'heft.json']);
    expect(files('gantt')).toEqual(['cpop.png', 'cpop.svg', 'heft.png', 'heft.svg']);
    expect(files('charts')).toEqual(['slr.png', 'slr.svg', 'time.png', 'time.svg']);
    expect(
      readFileSync(join(cwd, 'plans', 'gantt', 'heft.png'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const record = JSON.parse(readFileSync(join(cwd, 'plans', 'plan.json'), 'utf8'));
    expect(record).toMatchObject({
      format: 'sched-arena/plan@1',
      command: 'sched-arena plan topcuoglu-2002 --agents heft,cpop --out plans',
      instance: { name: 'topcuoglu-2002', tasks: 10, edges: 15, processors: 3 },
      bounds: { cpMin: 41, sequentialTime: 127 },
      optimum: { makespan: 73 },
      planners: [
        { planner: 'heft', makespan: 80 },
        { planner: 'cpop', makespan: 86 },
      ],
    });
    const page = readFileSync(join(cwd, 'plans', 'plan.html'), 'utf8');
    expect(page.match(/<section class="card" id="schedule-/g)).toHaveLength(2);
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
    const checked = sched(
      ['validate', 'topcuoglu-2002', 'plans/schedules/heft.json', 'plans/schedules/cpop.json'],
      cwd,
    );
    expect(checked.stdout).toBe(
      'plans/schedules/heft.json: valid, makespan 80\nplans/schedules/cpop.json: valid, makespan 86\n',
    );
  });

  it('draws the best plan', () => {
    expect(plan('topcuoglu-2002', '-a', 'heft', '--gantt', 'best.png').code).toBe(0);
    expect(readFileSync(join(cwd, 'best.png')).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('instances', () => {
  const heft = (given: string, options: InstanceOptions = {}) =>
    makePlanner('heft').plan(readInstance(given, options).problem).makespan;

  it('are the same for the same seed', () => {
    expect(heft('layered-60', { seed: 3 })).toBe(heft('layered-60', { seed: 3 }));
    expect(heft('layered-60', { seed: 3 })).not.toBe(heft('layered-60', { seed: 4 }));
    const { problem } = readInstance('chain', { config: ['graph.length=7'], processors: 2 });
    expect([problem.taskCount, problem.successor.length, problem.processorCount]).toEqual([7, 6, 2]);
  });

  it('come from files with and without processors', () => {
    expect(heft(file('join.json'))).toBe(4);
    expect(heft(file('pair.stg'), { processors: 1 })).toBe(7);
    expect(heft(file('pair.stg'), { processors: 2 })).toBe(4);
    expect(heft(file('pair.stg'), { speeds: [1, 2] })).toBe(3);
    expect(heft(file('chain.dot'), { speeds: [1, 2], bandwidth: Number.POSITIVE_INFINITY })).toBe(2.5);
  });

  it('can have other links', () => {
    expect(heft('topcuoglu-2002', { bandwidth: Number.POSITIVE_INFINITY })).toBeLessThan(80);
    expect(heft('topcuoglu-2002', { contention: 'bus' })).toBeGreaterThan(80);
    expect(heft('topcuoglu-2002', { startup: 0 })).toBe(80);
  });
});

describe('options of planners', () => {
  it('go to those that have them', () => {
    const choice = { ids: ['heft', 'met', 'heft'], options: ['commAverage=pairs'] };
    expect(choosePlanners(choice)).toEqual([
      { planner: 'heft', options: { commAverage: 'pairs' } },
      { planner: 'met' },
    ]);
    expect(choosePlanners({ ids: ['heft'], options: [], compat: 'saga' })).toEqual([
      { planner: 'heft', options: { compat: 'saga' } },
    ]);
  });
});

/** Instances and planners that have to be refused, and what the message must say. */
const refused: readonly (readonly [says: RegExp, ask: () => unknown])[] = [
  [/"topcuoglu-2003" does not exist.*did you mean "topcuoglu-2002"\?/, () => readInstance('topcuoglu-2003', {})],
  [/did you mean "layered-60"\?/, () => readInstance('layered-6', {})],
  [/nowhere\.json: there is no such file/, () => readInstance('nowhere.json', {})],
  [/--seed: topcuoglu-2002 is a published instance/, () => readInstance('topcuoglu-2002', { seed: 3 })],
  [/--speeds: layered-60 is a random instance/, () => readInstance('layered-60', { speeds: [1, 2] })],
  [/layered-60: .*"task"/, () => readInstance('layered-60', { config: ['graph.task=3'] })],
  [/pair\.stg: it holds no processors \(give --processors <n>/, () => readInstance(file('pair.stg'), {})],
  [/--processors 3 does not go with 2 speeds/, () => readInstance(file('pair.stg'), { processors: 3, speeds: [1, 2] })],
  [/--seed: .*pair\.stg is a file/, () => readInstance(file('pair.stg'), { processors: 2, seed: 1 })],
  [/join\.json: holds no DAG called "other"/, () => readInstance(file('join.json'), { id: 'other' })],
  [/planner "hefd" does not exist; did you mean "heft"\?/, () => choosePlanners({ ids: ['hefd'], options: [] })],
  [/did you mean "commAverage"\?/, () => choosePlanners({ ids: ['heft'], options: ['commAverag=pairs'] })],
  [
    /"commAverage" is .*one of paper, pairs, saga/,
    () => choosePlanners({ ids: ['heft'], options: ['commAverage=none'] }),
  ],
  [/key=value is expected/, () => choosePlanners({ ids: ['heft'], options: ['commAverage'] })],
];

describe('instances and planners that are refused', () => {
  it.for(refused)('%s', ([says, ask]) => {
    expect(ask).toThrow(ArenaError);
    expect(ask).toThrow(says);
    expect(ask).not.toThrow(/\n/);
  });
});

mkdirSync(file('full'));
writeFileSync(file('full/note.txt'), 'here already');

/** Command lines that are refused before anything is planned. */
const malformed: readonly (readonly [args: string, says: RegExp])[] = [
  ['--compat sage', /one of none, saga is expected/],
  ['--contention some', /one of none, one-port, link, bus is expected/],
  ['--processors 0', /an integer ≥ 1 is expected/],
  ['--speeds 1,0', /a number > 0 is expected/],
  ['--bandwidth 0', /a number > 0 \(or Infinity\) is expected/],
  ['--startup Infinity', /a number ≥ 0 is expected/],
  ['--format pdf', /one of json, dot, graphlib, wfformat, stg, tgff is expected/],
  ['--limit 0', /a number of seconds > 0/],
  ['--gantt best.pdf', /its ending names no format/],
  [`--out ${file('full')}`, /full: it exists and is not an empty folder/],
  [`--out ${file('join.json')}/plans`, /--out .*plans: cannot be written/],
  [`--gantt ${file('nowhere')}/best.svg`, /--gantt .*best\.svg: cannot be written \(ENOENT\)/],
];

describe('command lines that are refused', () => {
  it.for(malformed)('%s', async ([args, says]) => {
    const program = createProgram();
    for (const command of program.commands) command.configureOutput({ writeErr: () => undefined });
    const words = ['plan', 'topcuoglu-2002', '--agents', 'heft', ...args.split(' ')];
    await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow(says);
  });

  it('end the process with 2 and one line', () => {
    const { code, stderr } = plan('topcuoglu-2002', '--agents', 'hefd');
    expect([code, stderr]).toEqual([2, 'sched-arena: registry: planner "hefd" does not exist; did you mean "heft"?\n']);
  });
});
