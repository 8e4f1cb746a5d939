/**
 * Scalars as a TensorBoard event file, without TensorFlow: records of TensorFlow's framing (length, checksum, data,
 * checksum) that hold protocol-buffer messages `Event` (tensorflow/core/util/event.proto) with a `Summary` of simple
 * values. The first event names the format, the second starts a session, which makes TensorBoard forget what an older
 * file of the same folder said about the steps from there on. Left out: histograms, images, texts, graphs.
 */
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { maskedCrc32c } from './crc32c.js';

const PREFIX = 'events.out.tfevents.';
const SESSION_START = 1;

/** Numbers of one step. */
export interface ScalarEvent {
  readonly wallTime: number; // seconds since 1970
  readonly step: number;
  readonly scalars: Readonly<Record<string, number>>; // by tag
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Base-128, low groups first; for integers 0 … 2^53 − 1. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}

function key(field: number, wireType: number): number[] {
  return varint(field * 8 + wireType);
}

function integerField(field: number, value: number): Buffer {
  return Buffer.from([...key(field, VARINT), ...varint(value)]);
}

function doubleField(field: number, value: number): Buffer {
  const number = Buffer.alloc(8);
  number.writeDoubleLE(value);
  return Buffer.concat([Buffer.from(key(field, FIXED64)), number]);
}

function floatField(field: number, value: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeFloatLE(value);
  return Buffer.concat([Buffer.from(key(field, FIXED32)), number]);
}

function bytesField(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([...key(field, BYTES), ...varint(bytes.length)]), bytes]);
}

/** `Event`: 1 wall_time, 2 step, 3 file_version, 5 summary, 7 session_log. */
function eventMessage({ wallTime, step }: Omit<ScalarEvent, 'scalars'>, content: Buffer): Buffer {
  return Buffer.concat([doubleField(1, wallTime), integerField(2, step), content]);
}

/** `Summary`: 1 value (repeated), of which 1 tag, 2 simple_value. */
function summaryMessage(scalars: Readonly<Record<string, number>>): Buffer {
  const values = Object.entries(scalars).map(([tag, value]) =>
    bytesField(1, Buffer.concat([bytesField(1, Buffer.from(tag, 'utf8')), floatField(2, value)])),
  );
  return Buffer.concat(values);
}

/** One record: 8 bytes of length, their checksum, the data, their checksum; all little-endian. */
export function tfRecord(data: Uint8Array): Buffer {
  const record = Buffer.alloc(16 + data.length);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return record;
}

/** The record of one step. */
export function scalarRecord(event: ScalarEvent): Buffer {
  return tfRecord(eventMessage(event, bytesField(5, summaryMessage(event.scalars))));
}

function opening(wallTime: number): Buffer {
  const version = eventMessage({ wallTime, step: 0 }, bytesField(3, Buffer.from('brain.Event:2')));
  const session = eventMessage({ wallTime, step: 0 }, bytesField(7, integerField(1, SESSION_START)));
  return Buffer.concat([tfRecord(version), tfRecord(session)]);
}

/** The event file of a run. */
export class EventFile {
  readonly path: string;

  /**
   * Starts a new file that begins with the events given and replaces every older one of the folder: what a killed run
   * left may end in the middle of a record, behind which readers see nothing.
   */
  constructor(
    folder: string,
    { wallTime, events }: { readonly wallTime: number; readonly events: readonly ScalarEvent[] },
  ) {
    const older = readdirSync(folder).filter((name) => name.startsWith(PREFIX));
    const newest = Math.max(0, ...older.map((name) => Number.parseInt(name.slice(PREFIX.length), 10) || 0));
    const second = Math.max(Math.floor(wallTime), newest + 1); // names sort by age
    this.path = join(folder, `${PREFIX}${second}.sched-arena`);
    const begin = Math.min(wallTime, ...events.map((event) => event.wallTime));
    writeFileSync(this.path, Buffer.concat([opening(begin), ...events.map(scalarRecord)]));
    for (const name of older) rmSync(join(folder, name));
  }

  append(event: ScalarEvent): void {
    appendFileSync(this.path, scalarRecord(event));
  }
}
