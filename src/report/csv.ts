/**
 * A recorded schedule as comma-separated values (RFC 4180: CRLF line ends, quotes doubled), one line per executed piece
 * of work in the order of the trace. Times stay in the trace's unit, which the last column names; numbers are written
 * so that they read back as the same doubles. What is unknown (the finish of running work) is empty.
 */
import type { ScheduleTrace } from '../env.js';

/** The columns, in order. */
export const TRACE_CSV_COLUMNS = Object.freeze([
  'task',
  'label',
  'job',
  'job_label',
  'resource',
  'resource_name',
  'ready',
  'start',
  'finish',
  'waited',
  'ran',
  'time_unit',
] as const);

/** The schedule as CSV text with a header line. */
export function traceCsv(trace: ScheduleTrace): string {
  const lines = [TRACE_CSV_COLUMNS.join(',')];
  for (let row = 0; row < trace.length; row++) {
    const resource = trace.resource[row];
    const [ready, start, finish] = [trace.ready[row], trace.start[row], trace.finish[row]];
    const fields = [
      trace.task[row],
      trace.label[row],
      trace.job[row],
      trace.jobLabel[row],
      resource,
      trace.resources[resource] ?? '',
      ready,
      start,
      finish,
      start - ready,
      finish - start,
      trace.timeUnit.name,
    ];
    lines.push(fields.map(csvField).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function csvField(value: string | number): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
