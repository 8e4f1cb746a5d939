/**
 * A recorded schedule as a JSON file, one array per column, from which every other format can be made later. A finish
 * that is not known yet is `null`.
 */
import { z } from 'zod';
import type { ScheduleTrace } from '../env.js';
import { ArenaError, ensure } from '../error.js';

const FORMAT = 'sched-arena/trace@1';

const traceSchema = z.object({
  format: z.literal(FORMAT),
  timeUnit: z.object({ name: z.string(), seconds: z.number().positive() }),
  resources: z.array(z.string()).min(1),
  task: z.array(z.int()),
  job: z.array(z.int()),
  resource: z.array(z.int().nonnegative()),
  ready: z.array(z.number()),
  start: z.array(z.number()),
  finish: z.array(z.number().nullable()),
  label: z.array(z.string()),
  jobLabel: z.array(z.string()),
});

const COLUMNS = ['task', 'job', 'resource', 'ready', 'start', 'finish', 'label', 'jobLabel'] as const;

/** The schedule as JSON text. */
export function traceToJson(trace: ScheduleTrace): string {
  const columns = COLUMNS.map((name) => [name, Array.from<number | string>(trace[name])]);
  const { timeUnit, resources } = trace;
  return `${JSON.stringify({ format: FORMAT, timeUnit, resources, ...Object.fromEntries(columns) })}\n`;
}

/** The schedule back from JSON text. Errors: `ArenaError` naming the file, for anything that is no such schedule. */
export function traceFromJson(text: string, file: string): ScheduleTrace {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${file}: not complete JSON (${(error as Error).message})`);
  }
  const parsed = traceSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ArenaError(`${file}: not a recorded schedule (${issue.path.join('.') || 'file'}: ${issue.message})`);
  }
  const trace = parsed.data;
  const length = trace.task.length;
  for (const name of COLUMNS) {
    ensure(trace[name].length === length, `${file}: column ${name} has ${trace[name].length} rows, task has ${length}`);
  }
  const { resources } = trace;
  const strange = trace.resource.find((index) => index >= resources.length);
  ensure(strange === undefined, `${file}: resource ${strange} does not exist (0…${resources.length - 1})`);
  return {
    timeUnit: trace.timeUnit,
    resources,
    length,
    task: Int32Array.from(trace.task),
    job: Int32Array.from(trace.job),
    resource: Int32Array.from(trace.resource),
    ready: Float64Array.from(trace.ready),
    start: Float64Array.from(trace.start),
    finish: Float64Array.from(trace.finish, (value) => value ?? Number.NaN),
    label: trace.label,
    jobLabel: trace.jobLabel,
  };
}
