import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRACE_CSV_COLUMNS, traceCsv } from '../../../src/report/csv.js';
import { randomTrace } from './arbitrary.js';

/** A reader of RFC 4180, written from its grammar. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      at++;
      for (; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        field += text[at];
      }
      at++;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') field += text[at++];
    record.push(field);
    if (text[at] === ',') at++;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      records.push(record);
      record = [];
    }
  }
  return records;
}

describe('CSV', () => {
  it('reads back, field by field and digit by digit', () => {
    fc.assert(
      fc.property(randomTrace, (trace) => {
        const [header, ...rows] = parseCsv(traceCsv(trace));
        expect(header).toEqual([...TRACE_CSV_COLUMNS]);
        expect(rows.length).toBe(trace.length);
        rows.forEach((fields, row) => {
          const read = Object.fromEntries(TRACE_CSV_COLUMNS.map((column, i) => [column, fields[i]]));
          expect(fields.length).toBe(TRACE_CSV_COLUMNS.length);
          expect(read).toMatchObject({
            task: String(trace.task[row]),
            label: trace.label[row],
            job: String(trace.job[row]),
            job_label: trace.jobLabel[row],
            resource_name: trace.resources[trace.resource[row]],
            time_unit: 'us',
          });
          expect(Number(read.start)).toBe(trace.start[row]);
          expect(Number(read.ready)).toBe(trace.ready[row]);
          if (Number.isNaN(trace.finish[row])) expect([read.finish, read.ran]).toEqual(['', '']);
          else expect(Number(read.finish)).toBe(trace.finish[row]);
        });
      }),
    );
  });
});
