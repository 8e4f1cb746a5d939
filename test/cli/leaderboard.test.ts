import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/report/manifest.js';
import { readRows } from '../../src/report/rows.js';
import { sched, startSched, withTiny } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const small = ['--scenarios', 'tiny/queue,tiny/rush', '--agents', 'tiny-fastest,tiny-crash', '--seeds', '3'];
const long = ['--scenarios', 'tiny/long', '--agents', 'tiny-fastest', '--seeds', '8'];

/** The tables of a run without what may differ between runs: the time agents took. */
function tables(folder: string): unknown {
  const text = readFileSync(join(cwd, folder, 'leaderboard.json'), 'utf8');
  return JSON.parse(text, (key, value: unknown) => (key === 'decisionMicroseconds' ? undefined : value));
}

/** Finished rows without times, as the file has them. */
function finishedRows(folder: string) {
  return readRows(join(cwd, folder, 'results.jsonl')).map(
    ({ decisionMicroseconds: _, wallClockSeconds: __, ...row }) => row,
  );
}

async function rowsAppear(folder: string, count: number): Promise<void> {
  const file = join(cwd, folder, 'results.jsonl');
  for (;;) {
    if (existsSync(file) && readFileSync(file, 'utf8').split('\n').length > count) return;
    await sleep(10);
  }
}

describe('sched-arena leaderboard', () => {
  const first = sched([...withTiny, 'leaderboard', ...small, '--out', 'first'], cwd);

  it('prints ranked tables and writes the run folder', () => {
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/overall: normalised scores of 2 scenario\(s\)\n *Rank +Agent +Score IQM/);
    expect(first.stderr).toContain('added tiny-random, tiny-earliest: the scale of the scores needs them');
    expect(readdirSync(join(cwd, 'first')).sort()).toEqual([
      'leaderboard.json',
      'leaderboard.md',
      'manifest.json',
      'report.html',
      'results.jsonl',
    ]);
  });

  it('reports failing episodes without losing the others', () => {
    const rows = finishedRows('first');
    expect(rows).toHaveLength(24);
    const failed = rows.filter((row) => row.status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((row) => row.agent === 'tiny-crash')).toBe(true);
    const manifest = parseManifest(readFileSync(join(cwd, 'first', 'manifest.json'), 'utf8'), 'manifest');
    expect(manifest.episodes).toMatchObject({ expected: 24, finished: 24, failed: failed.length });
    expect(manifest.failed).toHaveLength(failed.length);
    expect(first.stdout).toContain('failed: tiny/queue-v1, tiny-crash');
  });

  it('writes a manifest that tells all and gives away no folder', () => {
    const text = readFileSync(join(cwd, 'first', 'manifest.json'), 'utf8');
    const manifest = parseManifest(text, 'manifest');
    expect(manifest.seeds).toEqual([2_000_000, 2_000_001, 2_000_002]);
    expect(manifest.scenarios[0]).toMatchObject({ config: { jobs: 200, meanInterval: 0.9 } });
    expect(manifest.command).toContain('leaderboard --scenarios tiny/queue,tiny/rush');
    expect(manifest).toMatchObject({ status: 'finished', sessions: 1 });
    expect(text).not.toContain(cwd);
    expect(text).not.toContain(process.cwd());
  });

  it('gives the same rows and tables with any number of workers', () => {
    for (const workers of ['0', '3']) {
      const out = `workers-${workers}`;
      expect(sched([...withTiny, 'leaderboard', ...small, '--workers', workers, '--out', out], cwd).code).toBe(0);
      expect(tables(out)).toEqual(tables('first'));
    }
  });

  it('loses no finished row to kill -9, and --resume completes it to the same tables', async () => {
    expect(sched([...withTiny, 'leaderboard', ...long, '--out', 'whole'], cwd).code).toBe(0);
    const child = startSched([...withTiny, 'leaderboard', ...long, '--out', 'killed'], cwd);
    await rowsAppear('killed', 4);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const kept = finishedRows('killed');
    expect(kept.length).toBeGreaterThanOrEqual(4);
    expect(kept.length).toBeLessThan(24);
    expect(existsSync(join(cwd, 'killed', 'leaderboard.md'))).toBe(false);
    const resumed = sched([...withTiny, 'leaderboard', '--resume', 'killed'], cwd);
    expect(resumed.code).toBe(0);
    expect(finishedRows('killed').slice(0, kept.length)).toEqual(kept);
    expect(tables('killed')).toEqual(tables('whole'));
  });

  it('cuts off a torn last line and runs that episode again', () => {
    const file = join(cwd, 'killed', 'results.jsonl');
    truncateSync(file, readFileSync(file).length - 40);
    expect(sched([...withTiny, 'leaderboard', '--resume', 'killed'], cwd).code).toBe(0);
    expect(finishedRows('killed')).toHaveLength(24);
    expect(tables('killed')).toEqual(tables('whole'));
  });

  it('stops cleanly on SIGINT and keeps its rows', async () => {
    const child = startSched([...withTiny, 'leaderboard', ...long, '--out', 'stopped'], cwd);
    await rowsAppear('stopped', 2);
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
    const manifest = parseManifest(readFileSync(join(cwd, 'stopped', 'manifest.json'), 'utf8'), 'manifest');
    expect(manifest.status).toBe('interrupted');
    expect(manifest.episodes.finished).toBe(finishedRows('stopped').length);
  });

  it('refuses to overwrite a run, and options that contradict --resume', () => {
    const again = sched([...withTiny, 'leaderboard', ...small, '--out', 'first'], cwd);
    expect([again.code, again.stderr]).toEqual([2, expect.stringMatching(/^.*first: holds a run already.*\n$/m)]);
    const contradiction = sched([...withTiny, 'leaderboard', '--resume', 'first', '--seeds', '4'], cwd);
    expect(contradiction.code).toBe(2);
    expect(contradiction.stderr).toContain('--resume cannot go with --seeds');
  });

  it('can be verified by playing episodes again, and shows what was altered', () => {
    const verified = sched([...withTiny, 'verify', 'first', '--episodes', '2'], cwd);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/^16 passed, 0 failed$/m)]);
    const file = join(cwd, 'first', 'results.jsonl');
    const text = readFileSync(file, 'utf8');
    const hash = /"replayHash":"([0-9a-f]+)"/.exec(text)![1];
    writeFileSync(file, text.replace(hash, 'f'.repeat(16)));
    const altered = sched([...withTiny, 'verify', 'first', '--episodes', '3'], cwd);
    expect([altered.code, altered.stdout]).toEqual([
      1,
      expect.stringContaining(`recorded replay ffffffffffffffff, now ${hash}`),
    ]);
  });

  it('makes a new folder under runs/ each time', () => {
    const args = [...withTiny, 'leaderboard', '--scenarios', 'tiny/queue', '--agents', 'tiny-fastest', '--seeds', '1'];
    sched(args, cwd);
    sched(args, cwd);
    expect(readdirSync(join(cwd, 'runs'))).toHaveLength(2);
  });
});
