/** Loaders of public trace files: what they read, exactly, and how they refuse what is no trace. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseWorkload, type WorkloadInput } from '../../../../envs/serving/workload/config.js';
import { createSource } from '../../../../envs/serving/workload/create-source.js';
import { parseTimestamp, TimestampReader } from '../../../../envs/serving/workload/files/timestamp.js';
import { createRng } from '../../../../src/rng.js';
import { column, gapsOf, mean, prefixes, sourceOf } from './all-requests.js';

let folder: string;
let files = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arena-traces-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Buffer): string {
  const path = join(folder, `trace${files++}.csv`);
  writeFileSync(path, content);
  return path;
}

type FileInput = Extract<WorkloadInput, { kind: 'file' }>;

function load(format: FileInput['format'], content: string | Buffer, options: Partial<FileInput> = {}) {
  return sourceOf({ kind: 'file', format, path: fileOf(content), ...options });
}

const AZURE = [
  'TIMESTAMP,ContextTokens,GeneratedTokens',
  '2023-11-16 18:15:46.6805900,374,44',
  '2023-11-16 18:15:50.9951690,396,109',
  '2023-11-16 18:16:00.0000001,5000,1000',
  '',
].join('\r\n');

describe('azure', () => {
  it('reads times to the last digit, plain and compressed, CRLF and LF', () => {
    const expected = [0, 4_314_579_000, 13_319_410_100];
    for (const content of [AZURE, gzipSync(AZURE), AZURE.replaceAll('\r', ''), `\uFEFF${AZURE}`]) {
      const source = load('azure', content);
      expect(column(source, 'arrival')).toEqual(expected);
      expect(column(source, 'promptTokens')).toEqual([374, 396, 5000]);
      expect(column(source, 'outputTokens')).toEqual([44, 109, 1000]);
    }
  });

  it('takes the times of 2024, with offsets and without fractions', () => {
    const rows = ['2024-05-10 23:59:59.5+00:00,1,2', '2024-05-11T00:00:00+00:00,3,4', '2024-05-11 02:00:01+02:00,5,6'];
    const source = load('azure', ['TIMESTAMP,ContextTokens,GeneratedTokens', ...rows].join('\n'), { origin: 'file' });
    const base = (23 * 3600 + 59 * 60 + 59) * 1e9;
    expect(column(source, 'arrival')).toEqual([base + 5e8, base + 1e9, base + 2e9]);
    expect(parseTimestamp('2024-02-29 00:00:00')?.seconds).toBe(1_709_164_800);
    for (const wrong of ['2023-02-29 00:00:00', '2023-13-01 00:00:00', '2023-01-01 24:00:00', '1.5', '']) {
      expect(parseTimestamp(wrong)).toBeUndefined();
    }
  });

  it('reads a time the same whatever stood before it', () => {
    const digits = fc.constantFrom(
      '00.1',
      '59.9999999',
      '07.000000001',
      '60.0',
      '5.5',
      '1x.0',
      '30',
      '30.',
      '30.12Z',
      '12.5+01:00',
      '30.1234567890',
    );
    const minute = fc.constantFrom('2023-11-16 18:15:', '2023-11-16 18:16:', '2024-02-29T00:00:', '2023-02-29 00:00:');
    fc.assert(
      fc.property(fc.array(fc.tuple(minute, digits), { maxLength: 12 }), (texts) => {
        const reader = new TimestampReader();
        for (const parts of texts) expect(reader.read(parts.join(''))).toEqual(parseTimestamp(parts.join('')));
      }),
    );
  });

  it('chooses rows, rescales times, and clips lengths', () => {
    expect(column(load('azure', AZURE, { start: 1, limit: 1 }), 'promptTokens')).toEqual([396]);
    expect(column(load('azure', AZURE, { timeScale: 0.5 }), 'arrival')).toEqual([0, 2_157_289_500, 6_659_705_050]);
    expect(mean(gapsOf(column(load('azure', AZURE, { rate: 4 }), 'arrival')))).toBe(250_000_000);
    const clipped = load('azure', AZURE, { maxTokens: 1500, minOutput: 100 });
    expect(column(clipped, 'promptTokens')).toEqual([374, 396, 500]);
    expect(column(clipped, 'outputTokens')).toEqual([100, 109, 1000]);
    expect(column(load('azure', AZURE, { maxTokens: 50 }), 'promptTokens')).toEqual([6, 1, 1]);
    expect(column(load('azure', AZURE, { maxTokens: 50 }), 'outputTokens')).toEqual([44, 49, 49]);
  });

  it.each([
    [
      'a cut row',
      `${AZURE}2023-11-16 18:17:00.0,37`,
      {},
      /:5: the row has 2 fields where 3 are expected \(a truncated/,
    ],
    ['a negative length', AZURE.replace(',374,', ',-374,'), {}, /:2: ContextTokens is "-374" \(a whole number ≥ 1/],
    ['a length that is no number', AZURE.replace(',44', ',NaN'), {}, /:2: GeneratedTokens is "NaN"/],
    ['a fraction of a token', AZURE.replace(',44', ',4.5'), {}, /:2: GeneratedTokens is "4.5"/],
    ['an empty field', AZURE.replace(',44', ','), {}, /:2: GeneratedTokens is ""/],
    ['an empty prompt', AZURE.replace(',374,', ',0,'), {}, /:2: an empty prompt \(0 tokens\); set empty: "drop"/],
    ['an empty answer', AZURE.replace(',44', ',0'), {}, /:2: an empty answer/],
    ['a time that is none', AZURE.replace('2023-11-16 18:16', 'yesterday'), {}, /:4: TIMESTAMP is "yesterday/],
    [
      'an unsorted trace',
      AZURE.replace('18:16:00', '18:15:00'),
      {},
      /:4: arrives before the line above; set sort: true/,
    ],
    [
      'a missing column',
      AZURE.replace('ContextTokens', 'ContextToken'),
      {},
      /:1: the column ContextTokens is missing .*did you mean "ContextToken"/,
    ],
    ['an empty file', '', {}, /the file is empty$/],
    ['a header alone', 'TIMESTAMP,ContextTokens,GeneratedTokens\n', {}, /no requests$/],
    ['a start behind the end', AZURE, { start: 3 }, /no requests \(of 3 rows\)$/],
    ['a cut archive', gzipSync(AZURE).subarray(0, 60), {}, /the compressed file is truncated$/],
    ['a broken archive', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]), {}, /the compressed file is broken$/],
  ] as const)('refuses %s in one line', (_what, content, options, message) => {
    expect(() => load('azure', content, options)).toThrow(message);
  });

  it('refuses what cannot be opened', () => {
    const at = (path: string) => () => sourceOf({ kind: 'file', format: 'azure', path });
    expect(at(join(folder, 'none.csv'))).toThrow(/none\.csv cannot be read \(ENOENT\)/);
    expect(at(folder)).toThrow(/is a folder/);
  });

  it('sorts and drops when asked to', () => {
    const sorted = load('azure', AZURE.replace('18:16:00', '18:15:00'), { sort: true });
    expect(column(sorted, 'promptTokens')).toEqual([5000, 374, 396]);
    expect(column(load('azure', AZURE.replace(',44', ',0'), { empty: 'drop' }), 'promptTokens')).toEqual([396, 5000]);
  });

  it('reads 200,000 rows quickly, across blocks of the file', () => {
    const lines = ['TIMESTAMP,ContextTokens,GeneratedTokens'];
    for (let i = 0; i < 200_000; i++) {
      const clock = [3600, 60, 1].map((unit) =>
        String(Math.floor(i / 10 / unit) % (unit === 3600 ? 24 : 60)).padStart(2, '0'),
      );
      lines.push(`2023-11-16 ${clock.join(':')}.${i % 10}000000,${1 + (i % 4000)},${1 + (i % 300)}`);
    }
    const path = fileOf(lines.join('\r\n'));
    const source = sourceOf({ kind: 'file', format: 'azure', path });
    expect(source.count).toBe(200_000);
    expect(source.chunk(40).arrival[287]).toBe((40 * 4096 + 287) * 1e8);
    expect(source.chunk(40).promptTokens[287]).toBe(1 + ((40 * 4096 + 287) % 4000));
    expect(sourceOf({ kind: 'file', format: 'azure', path, limit: 5 }).count).toBe(5);
  });
});

describe('other formats', () => {
  it('mooncake: milliseconds, and granules of 512 tokens', () => {
    const rows = [
      { timestamp: 1000, input_length: 1100, output_length: 5, hash_ids: [0, 1, 2] },
      { timestamp: 1250, input_length: 600, output_length: 6, hash_ids: [0, 3] },
    ];
    const source = load('mooncake', rows.map((row) => JSON.stringify(row)).join('\n'));
    expect(source.prefixGranule).toBe(512);
    expect(column(source, 'arrival')).toEqual([0, 250_000_000]);
    expect(prefixes(source).map((ids) => [...ids])).toEqual([
      [0, 1, 2],
      [0, 3],
    ]);
    const text = JSON.stringify(rows[0]);
    expect(() => load('mooncake', text.slice(0, 40))).toThrow(/:1: the line is no JSON \(a truncated file\?\)/);
    expect(() => load('mooncake', text.replace('1100', '"x"'))).toThrow(/:1: input_length is "x"/);
    expect(() => load('mooncake', text.replace('1000', 'null'))).toThrow(/:1: timestamp is null/);
    expect(() => load('mooncake', text.replace('[0,1,2]', '[0,-1]'))).toThrow(/:1: hash_ids is -1/);
    expect(() => load('mooncake', '[1]')).toThrow(/:1: a JSON object is expected/);
  });

  it('mooncake: sorting keeps every prefix with its request', () => {
    const row = (timestamp: number, ...hash_ids: number[]) =>
      JSON.stringify({ timestamp, input_length: 512 * hash_ids.length, output_length: 1, hash_ids });
    const source = load('mooncake', [row(50, 9), row(10, 1, 2), row(30, 4, 5, 6)].join('\n'), { sort: true });
    expect(prefixes(source).map((ids) => [...ids])).toEqual([[1, 2], [4, 5, 6], [9]]);
  });

  it('burstgpt: seconds, sessions, and failed requests', () => {
    const header = 'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type';
    const rows = [
      '5,a,1.5,ChatGPT,472,18,490,Conversation log',
      '45,b,2,GPT-4,1087,0,1087,API log',
      '118,a,3,GPT-4,417,276,693,Conversation log',
    ];
    const text = [header, ...rows].join('\n');
    expect(() => load('burstgpt', text)).toThrow(/:3: an empty answer/);
    const source = load('burstgpt', text, { empty: 'drop' });
    expect(column(source, 'arrival')).toEqual([0, 113e9]);
    expect(column(source, 'session')).toEqual([0, 0]);
    const old = load(
      'burstgpt',
      'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,x',
    );
    expect(column(old, 'session')).toEqual([-1]);
  });

  it('vidur: seconds as they are in a clock of seconds, whole ns otherwise', () => {
    const path = fileOf('arrived_at,num_prefill_tokens,num_decode_tokens\r\n0.1234567891,10,2\r\n0.5,20,3\r\n');
    const config = parseWorkload({ kind: 'file', format: 'vidur', path });
    const seconds = createSource(config, createRng(1), { clock: 's' });
    expect(column(seconds, 'arrival')).toEqual([0.1234567891, 0.5]);
    expect(column(createSource(config, createRng(1)), 'arrival')).toEqual([0, 376_543_211]);
    const wrong = fileOf('arrived_at,num_prefill_tokens,num_decode_tokens\n-1,10,2\n');
    expect(() => sourceOf({ kind: 'file', format: 'vidur', path: wrong })).toThrow(
      /:2: arrived_at is -1 \(a number ≥ 0/,
    );
  });

  it('lengths alone: in file order, round and round, or at random', () => {
    const path = fileOf('num_prefill_tokens,num_decode_tokens,pd_ratio\n10,1,10\n20,2,10\n30,3,10\n');
    const inOrder = sourceOf({ kind: 'length-file', path, requests: 5, rate: 2 });
    expect(column(inOrder, 'promptTokens')).toEqual([10, 20, 30, 10, 20]);
    const random = sourceOf({
      kind: 'length-file',
      path,
      requests: 3000,
      order: 'random',
      arrival: { process: 'deterministic' },
    });
    expect(mean(column(random, 'promptTokens'))).toBeCloseTo(20, -0.5);
    expect(
      column(random, 'outputTokens').every((output, i) => output * 10 === column(random, 'promptTokens').at(i)),
    ).toBe(true);
  });

  it('sharegpt: estimated or given lengths, first exchange or whole conversations', () => {
    const talk = [
      {
        id: 'a',
        conversations: [
          { from: 'human', value: 'x'.repeat(41) },
          { from: 'gpt', value: 'y'.repeat(80) },
          { from: 'human', tokens: 30 },
          { from: 'gpt', tokens: 50 },
        ],
      },
      { id: 'b', conversations: [{ from: 'gpt', value: 'nobody asked' }] },
      {
        id: 'c',
        conversations: [
          { from: 'system', tokens: 5 },
          { from: 'user', tokens: 7 },
          { from: 'assistant', tokens: 9 },
        ],
      },
    ];
    const path = fileOf(JSON.stringify(talk));
    const first = sourceOf({ kind: 'sharegpt-file', path, rate: 5 });
    expect(column(first, 'promptTokens')).toEqual([11, 12]);
    expect(column(first, 'outputTokens')).toEqual([20, 9]);
    const all = sourceOf({ kind: 'sharegpt-file', path, rate: 5, turns: 'all', granule: 8 });
    const sessions = column(all, 'session');
    const second = sessions.lastIndexOf(0);
    expect(column(all, 'promptTokens')[second]).toBe(11 + 20 + 30);
    const ids = prefixes(all);
    const before = ids[sessions.indexOf(0)];
    expect([...ids[second].subarray(0, before.length)]).toEqual([...before]);
    expect(before.length).toBe(Math.floor(31 / 8));
    for (const [content, message] of [
      ['[{"conversations":[', /no JSON \(a truncated file\?\)/],
      ['{}', /a list of conversations is expected/],
      ['[{}]', /\[0\]: `conversations` is no list/],
      ['[{"conversations":[{"from":"cat","value":"meow"}]}]', /\[0\]\.conversations\[0\]: from is "cat"/],
      ['[{"conversations":[{"from":"human","tokens":-4}]}]', /neither text in `value` nor `tokens` ≥ 0/],
      ['[]', /no question with an answer/],
    ] as const) {
      expect(() => sourceOf({ kind: 'sharegpt-file', path: fileOf(content) })).toThrow(message);
    }
  });

  it('servegen: the clients of one window, with their rates and lengths', () => {
    const data = mkdtempSync(join(folder, 'servegen-'));
    const dataset = JSON.stringify({ 0: { input_tokens: '{100: 0.5, 300: 0.5}', output_tokens: '{7: 1.0}' } });
    writeFileSync(join(data, 'chunk-0-trace.csv'), '0,6.0,1.5,Gamma,2.0,300\n600,0,1,Gamma,1,1\n');
    writeFileSync(join(data, 'chunk-0-dataset.json'), dataset);
    writeFileSync(join(data, 'chunk-1-trace.csv'), '0,2.0,0.8,Weibull,2.0,300\n600,4,1,Gamma,1,1\n');
    writeFileSync(join(data, 'chunk-1-dataset.json'), dataset);
    const source = sourceOf({ kind: 'servegen-file', path: data, requests: 8000 });
    expect(source.tenants).toEqual(['client-0', 'client-1']);
    expect(mean(column(source, 'tenant'))).toBeCloseTo(0.25, 1);
    expect(Math.abs(1e9 / mean(gapsOf(column(source, 'arrival'))) / 8 - 1)).toBeLessThan(0.06);
    expect(mean(column(source, 'promptTokens'))).toBeCloseTo(200, -1);
    expect(new Set(column(source, 'outputTokens'))).toEqual(new Set([7]));
    expect(sourceOf({ kind: 'servegen-file', path: data, window: 700 }).tenants).toEqual(['client-1']);
    expect(() => sourceOf({ kind: 'servegen-file', path: join(folder, 'none') })).toThrow(/cannot be read \(ENOENT\)/);
    expect(() => sourceOf({ kind: 'servegen-file', path: mkdtempSync(join(folder, 'x-')) })).toThrow(
      /no client is active/,
    );
  });
});
