import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { sched, withTiny } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const tiny = (...args: readonly string[]) => sched([...withTiny, ...args], cwd);

describe('sched-arena list', () => {
  it('filters by kind and text', () => {
    const { stdout } = tiny('list', 'envs', '--filter', 'heavy');
    expect(stdout).toContain('tiny/rush-v1');
    expect(stdout).not.toMatch(/tiny\/queue|tiny-fastest/);
  });

  it('prints one JSON object a line', () => {
    const listed = tiny('list', 'agents', '--json', '--filter', 'tiny')
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; oracle: boolean });
    expect(listed.map(({ id }) => id)).toEqual(['tiny-random', 'tiny-fastest', 'tiny-earliest', 'tiny-crash']);
    expect(listed[3].oracle).toBe(true);
  });
});

describe('sched-arena run', () => {
  it('takes overrides from files and assignments, later ones winning', () => {
    writeFileSync(join(cwd, 'short.yaml'), 'jobs: 5\nmeanInterval: 2\n');
    const args = ['run', 'tiny/queue', '--agent', 'tiny-fastest', '--json', '--config', 'short.yaml'];
    expect(JSON.parse(tiny(...args).stdout)).toMatchObject({ decisions: 5 });
    expect(JSON.parse(tiny(...args, '--config', 'jobs=7').stdout)).toMatchObject({ decisions: 7 });
  });

  it('plays the same episode for the same seed in two processes', () => {
    const hash = (seed: string) =>
      JSON.parse(tiny('run', 'tiny/queue', '--agent', 'tiny-random', '--seed', seed, '--json').stdout).replayHash;
    expect(hash('7')).toBe(hash('7'));
    expect(hash('7')).not.toBe(hash('8'));
  });

  it('writes schedules, and export turns one into every other format', () => {
    const { code } = tiny('run', 'tiny/queue', '--agent', 'tiny-earliest', '--trace', 's.json', '--trace', 's.svg');
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 's.svg'), 'utf8')).toMatch(/^<svg/);
    for (const format of ['perfetto', 'csv', 'svg', 'png']) {
      expect(tiny('export', 's.json', '--format', format, '--out', `e.${format}`).code).toBe(0);
    }
    expect(readFileSync(join(cwd, 'e.svg'), 'utf8')).toBe(readFileSync(join(cwd, 's.svg'), 'utf8'));
    expect(readFileSync(join(cwd, 'e.csv'), 'utf8').trim().split('\n')).toHaveLength(201);
    expect(readFileSync(join(cwd, 'e.png')).subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(readFileSync(join(cwd, 'e.perfetto'), 'utf8')).traceEvents.length).toBeGreaterThanOrEqual(200);
  });
});

describe('sched-arena check', () => {
  it('passes a sound environment and exits with 1 for a faulty one', () => {
    const sound = tiny('check', 'soc/canonical');
    expect([sound.code, sound.stdout]).toEqual([0, expect.stringContaining('1 passed, 0 failed')]);
    const faulty = tiny('check', 'tiny/queue'); // its spaces do not hold its observations
    expect([faulty.code, faulty.stdout]).toEqual([1, expect.stringContaining('error membership')]);
  });
});

describe('sched-arena conformance', () => {
  const goldens = join(import.meta.dirname, '..', 'goldens', 'rl');

  it('walks folders, unpacks, skips what is no recording and counts', () => {
    mkdirSync(join(cwd, 'recorded', 'deep'), { recursive: true });
    const text = readFileSync(join(goldens, 'summary.json'), 'utf8');
    writeFileSync(join(cwd, 'recorded', 'deep', 'case.json.gz'), gzipSync(text));
    writeFileSync(join(cwd, 'recorded', 'notes.md'), 'nothing');
    const { code, stdout } = tiny('conformance', 'rl', 'recorded');
    const cases = (JSON.parse(text) as { cases: unknown[] }).cases.length;
    expect(stdout).toContain('SKIP recorded/notes.md');
    expect(stdout.match(/^PASS recorded\/deep\/case\.json\.gz \S+/gm)).toHaveLength(cases);
    expect(stdout.endsWith(`${cases} passed, 0 failed\n`)).toBe(true);
    expect(code).toBe(0);
  });

  it('fails with the first difference', () => {
    const altered = readFileSync(join(goldens, 'summary.json'), 'utf8').replace('56.8786', '57');
    writeFileSync(join(cwd, 'altered.json'), altered);
    const { code, stdout } = tiny('conformance', 'rl', 'altered.json');
    expect(stdout).toMatch(/^FAIL altered\.json lognormal37: .+/m);
    expect(stdout).toMatch(/ 1 failed\n$/);
    expect(code).toBe(1);
  });
});

describe('sched-arena bench', () => {
  it('prints figures with their baseline of the same run', () => {
    const { stdout } = tiny('bench', 'statistics', '--json', '--time', '20');
    for (const line of stdout.trim().split('\n')) {
      const figure = JSON.parse(line) as Record<string, number | string>;
      expect(Object.keys(figure)).toEqual(['area', 'case', 'metric', 'value', 'unit', 'baseline', 'ratio']);
      expect(figure.ratio).toBeCloseTo(Number(figure.value) / Number(figure.baseline), 9);
    }
  });
});

/** The examples under a help text, without the program's name. */
function examples(help: string): string[] {
  return [...help.matchAll(/^ {2}\$ sched-arena (.*)$/gm)].map((match) => match[1]);
}

const MANY_PROCESSES = 300_000; // milliseconds

/** Examples too slow to run here, and those that need a network (tested with a server of their own). */
const SLOW = [
  'leaderboard',
  'leaderboard --seeds 20',
  'check all',
  'bench',
  'bench soc --json',
  'seed-means',
  'capacity serving/azure-code-4x --agent join-shortest-queue --start 8',
  'study sarathi --seeds 10',
  'study sarathi --seeds 3 --quick',
  'fetch azure2023-conv',
  'fetch mooncake-conversation --output traces/mooncake.jsonl',
  'train queue-smoke',
  'train soc-canonical-reinforce --seeds 5 --out runs/canonical',
];

describe('help', () => {
  const commands = createProgram().commands.filter((command) => command.name() !== 'help');
  const help = sched(['--help'], cwd).stdout;
  const all = [help, ...commands.map((command) => sched([command.name(), '--help'], cwd).stdout)].map(examples);

  it('lists every command and has examples for each', () => {
    for (const command of commands)
      expect(help).toMatch(new RegExp(`^  ${command.name()} .*${command.summary()}`, 'm'));
    for (const [i, found] of all.entries()) {
      expect(found.length, i === 0 ? 'sched-arena' : commands[i - 1].name()).toBeGreaterThan(0);
    }
  });

  it('has examples that run', { timeout: MANY_PROCESSES }, () => {
    // what the examples take for granted
    symlinkSync(join(import.meta.dirname, '..'), join(cwd, 'test'));
    tiny('run', 'tiny/queue', '--agent', 'tiny-earliest', '--trace', 'schedule.json');
    const run = [
      '--scenarios',
      'soc/wifi-tx',
      '--agents',
      'met',
      '--seeds',
      '1',
      '--out',
      'runs/20260101-120000-ab12cd',
    ];
    expect(sched(['leaderboard', ...run], cwd).code).toBe(0);
    const short = '--iterations 1 --set evaluation.seeds=1 --set test.seeds=2 --out runs/canonical';
    expect(sched(['train', 'queue-smoke', ...short.split(' ')], cwd).code).toBe(0);
    for (const name of ['ppo', 'expert'])
      cpSync(join(cwd, 'runs/canonical'), join(cwd, 'runs', name), { recursive: true });
    mkdirSync(join(cwd, 'agents/pairnet'), { recursive: true });
    const quick = [...new Set(all.flat())].filter((example) => !SLOW.includes(example));
    for (const example of quick) {
      const { code, stderr } = sched(example.split(' '), cwd);
      expect([example, code, stderr.match(/error.*/i)]).toEqual([example, 0, null]);
    }
  });

  it.for(SLOW)('has an example that parses: %s', async (example) => {
    expect(all.flat()).toContain(example);
    const program = createProgram();
    const done: string[] = [];
    for (const command of program.commands) command.action(() => void done.push(command.name()));
    await program.parseAsync(example.split(' '), { from: 'user' });
    expect(done).toEqual([example.split(' ')[0]]);
  });
});
