/**
 * Event files are read back by a decoder of its own: a bit-wise CRC and a general walk over protocol-buffer fields, after
 * the published formats, sharing nothing with the writer.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/train/crc32c.js';
import { EventFile } from '../../src/train/tensorboard.js';
import { workspace } from './workspace.js';

const folder = workspace();

/** Bit by bit, most significant bit first on reflected input: the textbook form of the same checksum. */
function slowCrc(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const top = ((register >>> 31) ^ (byte >>> bit)) & 1;
      register = ((register << 1) ^ (top ? 0x1edc6f41 : 0)) >>> 0;
    }
  }
  let reflected = 0;
  for (let bit = 0; bit < 32; bit++) if ((register >>> bit) & 1) reflected |= 1 << (31 - bit);
  return ~reflected >>> 0;
}

function unmasked(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

type Field = { readonly number: number; readonly value: bigint | Buffer };

/** All fields of a message, unknown ones too. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    const value = wire === 0 ? varint() : take(wire === 1 ? 8 : wire === 5 ? 4 : Number(varint()));
    found.push({ number: tag >> 3, value });
  }
  expect(at).toBe(message.length);
  return found;
}

function member(message: Buffer, number: number): bigint | Buffer | undefined {
  return fields(message).find((field) => field.number === number)?.value;
}

interface ReadEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly version?: string;
  readonly session?: number;
  readonly scalars: Record<string, number>;
}

function readEvents(file: string): ReadEvent[] {
  const bytes = readFileSync(file);
  const events: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(unmasked(bytes.readUInt32LE(at + 8))).toBe(slowCrc(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(unmasked(bytes.readUInt32LE(at + 12 + length))).toBe(slowCrc(data));
    at += 16 + length;
    const version = member(data, 3) as Buffer | undefined;
    const session = member(data, 7) as Buffer | undefined;
    const summary = member(data, 5) as Buffer | undefined;
    const values = summary ? fields(summary).map(({ value }) => value as Buffer) : [];
    events.push({
      wallTime: (member(data, 1) as Buffer).readDoubleLE(0),
      step: Number(member(data, 2)),
      ...(version ? { version: version.toString() } : {}),
      ...(session ? { session: Number(member(session, 1)) } : {}),
      scalars: Object.fromEntries(
        values.map((value) => [(member(value, 1) as Buffer).toString(), (member(value, 2) as Buffer).readFloatLE(0)]),
      ),
    });
  }
  return events;
}

describe('TensorBoard event files', () => {
  it('use the CRC-32C of RFC 3720', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa); // appendix B.4
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  });

  it('say their format, start a session and hold every scalar', () => {
    const path = folder();
    const first = { wallTime: 1000.25, step: 0, scalars: { 'eval/score': 1.5 } };
    const file = new EventFile(path, { wallTime: 2000, events: [first] });
    const later = {
      wallTime: 2000.5,
      step: 300_000,
      scalars: { 'losses/policy_loss': -0.125, 'größe/µ': Number.NaN, big: 2 ** 40 },
    };
    file.append(later);
    file.append({ wallTime: 2001, step: 300_001, scalars: {} });
    expect(readEvents(file.path)).toEqual([
      { wallTime: 1000.25, step: 0, version: 'brain.Event:2', scalars: {} },
      { wallTime: 1000.25, step: 0, session: 1, scalars: {} },
      first,
      later,
      { wallTime: 2001, step: 300_001, scalars: {} },
    ]);
  });

  it('replace what a killed run left, under a name that sorts behind it', () => {
    const path = folder();
    const torn = new EventFile(path, { wallTime: 5000, events: [] }).path;
    writeFileSync(torn, readFileSync(torn).subarray(0, 30));
    const file = new EventFile(path, { wallTime: 4000, events: [{ wallTime: 3000, step: 1, scalars: { a: 1 } }] });
    expect(readdirSync(path).map((name) => join(path, name))).toEqual([file.path]);
    expect(file.path > torn).toBe(true);
    expect(readEvents(file.path).at(-1)!.scalars).toEqual({ a: 1 });
  });
});
