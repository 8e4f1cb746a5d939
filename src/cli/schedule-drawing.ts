/**
 * The Gantt chart of one schedule as a file, SVG or PNG by its ending. Faulty schedules are drawn as they are: tasks that
 * overlap lie side by side, tasks that are not placed are left out.
 */
import { closeSync, existsSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import type { ScheduleTrace } from '../env.js';
import { ArenaError, ensure } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import type { Schedule } from '../planner.js';

/** Refuses another ending and a file that cannot be written; `option` begins the message. */
export function checkDrawing(file: string, option: string): void {
  ensure(/\.(svg|png)$/.test(file), `${option} ${file}: its ending names no format (.svg or .png)`);
  const existed = existsSync(file);
  try {
    closeSync(openSync(file, 'a')); // only this tells for certain
    if (!existed) unlinkSync(file);
  } catch (error) {
    throw new ArenaError(`${option} ${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

export interface Drawing {
  readonly file: string; // .svg or .png
  readonly title: string;
}

/** Draws the schedule into the file. */
export async function drawSchedule(instance: DagInstance, schedule: Schedule, drawing: Drawing): Promise<void> {
  const [{ ganttSvg }, { scheduleTrace }, { svgToPng }] = await Promise.all([
    import('../report/gantt.js'),
    import('../report/plan-trace.js'),
    import('../report/png.js'),
  ]);
  const planned = scheduleTrace(instance, schedule);
  const trace = placedRows(planned.trace);
  const from = trace.start.reduce((first, start) => Math.min(first, start), 0);
  const { transferLanes } = planned;
  const svg = ganttSvg(trace, { title: drawing.title, from, transferLanes, colourBy: 'application' });
  writeFileSync(drawing.file, drawing.file.endsWith('.svg') ? svg : svgToPng(svg));
}

/** The trace without tasks that have no place or no times; where data come from such a task, they came in time. */
function placedRows(trace: ScheduleTrace): ScheduleTrace {
  const { resource, start, finish, ready, resources } = trace;
  const rows = Int32Array.from({ length: trace.length }, (_, row) => row).filter(
    (row) => resource[row] >= 0 && resource[row] < resources.length && finish[row] >= start[row],
  );
  const whole = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row]);
  const times = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]);
  return {
    ...trace,
    length: rows.length,
    task: whole(trace.task),
    job: whole(trace.job),
    resource: whole(resource),
    ready: Float64Array.from(rows, (row) => (Number.isNaN(ready[row]) ? start[row] : ready[row])),
    start: times(start),
    finish: times(finish),
    label: Array.from(rows, (row) => trace.label[row]),
    jobLabel: Array.from(rows, (row) => trace.jobLabel[row]),
  };
}
