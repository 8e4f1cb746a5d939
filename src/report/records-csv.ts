/**
 * Records of a timeline as comma-separated values (RFC 4180: CRLF line ends, quotes doubled), one line per item. Numbers
 * are written so that they read back as the same doubles; what is unknown is empty.
 */
import type { TimelineRecords } from '../timeline.js';

export function recordsCsv({ count, columns }: TimelineRecords): string {
  const lines = [columns.map(({ name }) => field(name)).join(',')];
  for (let row = 0; row < count; row++) lines.push(columns.map(({ values }) => field(values[row])).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function field(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
