import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/report/evaluate.js';
import { newManifest, parseManifest } from '../../../src/report/manifest.js';
import { RunFolder, runId } from '../../../src/report/run-folder.js';
import { missingEpisodes, openTournament, planTournament } from '../../../src/report/tournament.js';
import '../../fixtures/tiny.js';

const parent = mkdtempSync(join(tmpdir(), 'sched-arena-'));
afterAll(() => rmSync(parent, { recursive: true }));

const choice = { scenarios: ['tiny/queue'], agents: ['tiny-fastest'], seeds: 2, workers: 0, command: 'test' };
const { plan } = planTournament(choice);
const manifest = newManifest(plan, '2026-01-02T03:04:05.678Z');

describe('a run folder', () => {
  const path = join(parent, 'run');

  it('keeps whole rows, drops a torn one for good, and knows what is missing', () => {
    const folder = RunFolder.create(path, manifest);
    folder.append(evaluate({ env: 'tiny/queue-v1', agent: 'tiny-fastest', seed: 2_000_000 }));
    folder.close();
    const file = join(path, 'results.jsonl');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, `${whole}${whole.slice(0, 100)}é`);
    const opened = RunFolder.open(path);
    opened.folder.append(evaluate({ env: 'tiny/queue-v1', agent: 'tiny-fastest', seed: 2_000_001 }));
    opened.folder.close();
    expect(opened.rows).toHaveLength(1);
    const again = openTournament(path);
    again.folder.close();
    expect(again.rows.map((row) => row.seed)).toEqual([2_000_000, 2_000_001]);
    expect(missingEpisodes(again.manifest, again.rows)).toEqual(
      plan.seeds.flatMap((seed) =>
        ['tiny-random', 'tiny-earliest'].map((agent) => ({ env: 'tiny/queue-v1', agent, seed })),
      ),
    );
  });

  it('is never overwritten', () => {
    expect(() => RunFolder.create(path, manifest)).toThrow(/holds a run already/);
    expect(() => RunFolder.open(parent)).toThrow(/there is no run/);
  });

  it('is not continued when a scenario has changed since', () => {
    const changed = { ...manifest, scenarios: manifest.scenarios.map((each) => ({ ...each, configHash: 'older' })) };
    RunFolder.create(join(parent, 'changed'), changed).close();
    expect(() => openTournament(join(parent, 'changed'))).toThrow(/was run with configuration older, it is now/);
  });

  it('has a name that sorts by time and tells runs of the same second apart', () => {
    expect(runId(manifest.started, plan)).toMatch(/^20260102-030405-[0-9a-f]{6}$/);
    expect(runId('2026-01-02T03:04:05.679Z', plan)).not.toBe(runId(manifest.started, plan));
  });
});

describe('a manifest', () => {
  it('survives its file', () => {
    expect(parseManifest(JSON.stringify(manifest), 'manifest.json')).toEqual(manifest);
  });

  it('names the file when it is truncated or something else', () => {
    expect(() => parseManifest('{"format":', 'm.json')).toThrow(/^m\.json: not JSON, perhaps truncated/);
    expect(() => parseManifest('{}', 'm.json')).toThrow(/^m\.json: not a run manifest \(format/);
  });

  it('tells what the code is and what it runs on', () => {
    expect(manifest.provenance).toMatchObject({ package: 'sched-arena', version: expect.stringMatching(/^\d/) });
    expect(manifest.provenance.lockfileHash).toMatch(/^[0-9a-f]{16}$/);
    expect(manifest.machine.node).toBe(process.version);
    expect(manifest.machine.packages).toHaveProperty('zod', expect.stringMatching(/^\d/));
  });
});
