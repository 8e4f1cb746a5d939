/**
 * The package as users get it: packed, installed into an empty project, imported with types from TypeScript, and its
 * command run. Slow: it builds, packs and installs (npm's cache or registry is needed).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const SLOW = 300_000; // milliseconds

const PROGRAM = `import { createRng, makeAgent, makeEnv, type PlacementView } from 'sched-arena';
import 'sched-arena/envs';
import 'sched-arena/agents';

const env = makeEnv('soc/canonical');
const agent = makeAgent('etf');
const rng = createRng(7).fork('agent');
env.reset({ seed: 7 });
let decisions = 0;
for (let ended = false; !ended; decisions++) {
  const view: PlacementView = env.view();
  const { terminated, truncated } = env.step(agent.act(view, { rng, deterministic: true }));
  ended = terminated || truncated;
}
console.log(JSON.stringify({ decisions, latency: env.metrics().latencyMean }));
`;

describe('the package, installed into an empty project (slow)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sched-arena-package-'));
  const project = join(folder, 'project');
  const run = (command: string, args: readonly string[], cwd = project) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };

  beforeAll(() => {
    run('npm', ['pack', '--silent', '--pack-destination', folder], root);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"name": "user", "private": true, "type": "module"}\n');
    writeFileSync(join(project, 'program.ts'), PROGRAM);
    run('npm', ['install', join(folder, tarball), '--prefer-offline', '--no-audit', '--no-fund']);
  }, SLOW);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('imports with types from TypeScript and runs', { timeout: SLOW }, () => {
    const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
    const flags = ['--strict', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
    expect(run(process.execPath, [compiler, ...flags, 'program.ts'])).toBe('');
    const result = JSON.parse(run(process.execPath, ['program.js'])) as { decisions: number; latency: number };
    expect(result.decisions).toBeGreaterThan(100);
    expect(result.latency).toBeGreaterThan(0);
  });

  it('brings the command, environments, agents and reports with it', { timeout: SLOW }, () => {
    expect(run('npx', ['sched-arena', '--help'])).toContain('Examples:');
    const args = ['--scenarios', 'soc/canonical', '--agents', 'etf,met', '--seeds', '2', '--out', 'run'];
    expect(run('npx', ['sched-arena', 'leaderboard', ...args])).toContain('report.html');
    expect(readdirSync(join(project, 'run'))).toContain('report.html');
  });
});
