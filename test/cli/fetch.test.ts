/** `fetch` against a server of this machine: whole files, wrong and cut ones, refusals, and no server at all. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addFetchCommand } from '../../src/cli/fetch.js';
import { TRACES, type TraceEntry } from '../../src/traces/catalogue.js';
import { download } from '../../src/traces/download.js';

const TEXT = 'TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n'.repeat(500);
const SHA = createHash('sha256').update(TEXT).digest('hex');

let server: Server;
let base: string;
let folder: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/good.csv') return response.end(TEXT);
    if (request.url === '/cut.csv') {
      response.writeHead(200, { 'content-length': TEXT.length });
      response.write(TEXT.slice(0, 1000));
      return void setTimeout(() => response.destroy(), 20);
    }
    if (request.url === '/silent.csv') return void response.writeHead(200).write('TIME');
    response.writeHead(404).end('no such file');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'arena-fetch-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

function entry(path: string, changes: Partial<TraceEntry> = {}): TraceEntry {
  return {
    id: 'small',
    summary: 'a few rows',
    url: `${base}${path}`,
    file: 'small.csv',
    bytes: TEXT.length,
    sha256: SHA,
    licence: 'CC-BY-4.0',
    attribution: 'somebody',
    format: 'azure',
    ...changes,
  };
}

/** Runs the command in this process and gives what it wrote and its exit code. */
async function run(catalogue: readonly TraceEntry[], ...args: string[]) {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  const program = new Command().exitOverride();
  addFetchCommand(program, catalogue);
  await program.parseAsync(['fetch', ...args], { from: 'user' });
  return { out, err, code: process.exitCode ?? 0 };
}

describe('fetch', () => {
  it('downloads, verifies and names whom to thank', async () => {
    const { out, err, code } = await run([entry('/good.csv')], 'small', '--output', folder);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toContain(`sha256 ${SHA} (verified)`);
    expect(out).toContain('CC-BY-4.0: somebody');
    expect(readFileSync(join(folder, 'small.csv'), 'utf8')).toBe(TEXT);
    expect(readdirSync(folder)).toEqual(['small.csv']);
  });

  it('takes a file name, and says when nothing could be verified', async () => {
    const unknown = entry('/good.csv', { bytes: null, sha256: null });
    const { out } = await run([unknown], 'small', '-o', join(folder, 'deep', 'mine.csv'));
    expect(out).toContain(`sha256 ${SHA} (unverified: no checksum is known)`);
    expect(readFileSync(join(folder, 'deep', 'mine.csv'), 'utf8')).toBe(TEXT);
  });

  it.each([
    [
      'another checksum',
      '/good.csv',
      { sha256: '0'.repeat(64) },
      /has the SHA-256 [0-9a-f]{64} where 0{64} is expected/,
    ],
    ['another size', '/good.csv', { bytes: 7 }, /gave \d+ bytes where 7 are expected/],
    ['a connection that breaks off', '/cut.csv', {}, /broke off after \d+ of \d+ bytes; nothing was kept/],
    ['a missing file', '/none.csv', {}, /answers 404 Not Found/],
  ] as const)('refuses %s and keeps nothing', async (_what, path, changes, message) => {
    const { out, err, code } = await run([entry(path, changes)], 'small', '-o', folder);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says in one line that the host cannot be reached', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const gone = entry('', { url: `http://127.0.0.1:${port}/x.csv` });
    const { err, code } = await run([gone], 'small', '-o', folder);
    expect(code).toBe(1);
    expect(err).toMatch(/^sched-arena: cannot reach 127\.0\.0\.1:\d+ \(ECONNREFUSED\); .*\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('overwrites neither a file nor a part of another download', async () => {
    writeFileSync(join(folder, 'small.csv'), 'mine');
    await expect(run([entry('/good.csv')], 'small', '-o', folder)).rejects.toThrow(/exists already/);
    expect(readFileSync(join(folder, 'small.csv'), 'utf8')).toBe('mine');
    writeFileSync(join(folder, 'other.csv.part'), 'theirs');
    const { err, code } = await run([entry('/good.csv', { file: 'other.csv' })], 'small', '-o', folder);
    expect(code).toBe(1);
    expect(err).toContain('another download');
    expect(readFileSync(join(folder, 'other.csv.part'), 'utf8')).toBe('theirs');
  });

  it('gives up on a server that falls silent, and when interrupted', async () => {
    const target = join(folder, 'silent.csv');
    const silent = { url: `${base}/silent.csv`, target, bytes: null, sha256: null };
    await expect(download({ ...silent, patience: 100 })).rejects.toThrow(/broke off after 4 bytes/);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(download({ ...silent, signal: stop.signal })).rejects.toThrow(/nothing was kept/);
    expect(existsSync(`${target}.part`)).toBe(false);
  });

  it('knows its traces', async () => {
    const { out } = await run(TRACES, '--list');
    for (const { id, attribution } of TRACES) {
      expect(out).toContain(id);
      expect(out).toContain(attribution);
    }
    await expect(run(TRACES, 'azure2023-con')).rejects.toThrow(/does not exist .*did you mean "azure2023-conv"/);
    await expect(run(TRACES)).rejects.toThrow(/name a trace/);
    expect(new Set(TRACES.map(({ id }) => id)).size).toBe(TRACES.length);
    for (const { url, sha256, bytes } of TRACES) {
      expect(url).toMatch(/^https:\/\//);
      expect(sha256 === null || /^[0-9a-f]{64}$/.test(sha256)).toBe(true);
      expect(sha256 === null).toBe(bytes === null);
    }
  });
});
