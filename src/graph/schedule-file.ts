/**
 * Schedules as JSON: `{ "format": "sched-arena-schedule-1", "instance": name, "planner": id, "makespan": 80, "tasks":
 * [{"task": name, "processor": name, "start": 0, "finish": 9} …], "transfers": [{"from", "to", "start"} …] }`; transfers only
 * under contention, with the time at which they begin. Also read: compact schedules as recorded results hold them, a list of
 * `[processor, start, end]` by task number, bare or as `schedule` beside `makespan`. Whether a schedule is allowed is the
 * validator's question, not asked here: a makespan that is told is kept as it is, times may be any numbers, and tasks that
 * are missing have processor −1 and times NaN. In the named form unknown keys are refused as in arena-json.ts.
 */
import { isPlainObject } from '../config.js';
import type { DagInstance } from '../plan/instance.js';
import type { Schedule } from '../planner.js';
import { edgesOf } from './instance-of.js';
import type { JsonPath } from './json-scan.js';
import { isAmount, JsonSource, kindOf } from './json-source.js';
import { shown, sourceOf } from './source.js';

export const ARENA_SCHEDULE = 'sched-arena-schedule-1';

/** The schedule as text; `planner` says who made it. */
export function writeSchedule(instance: DagInstance, schedule: Schedule, planner: string): string {
  const { tasks, processors } = instance;
  const rows = tasks.map((task, i) => ({
    task,
    processor: processors[schedule.processor[i]],
    start: schedule.start[i],
    finish: schedule.finish[i],
  }));
  const parts = [
    `"format": "${ARENA_SCHEDULE}"`,
    `"instance": ${JSON.stringify(instance.name)}`,
    `"planner": ${JSON.stringify(planner)}`,
    `"makespan": ${schedule.makespan}`,
    ...(schedule.optimal ? ['"optimal": true'] : []),
    `"tasks": ${lines(rows)}`,
  ];
  if (schedule.transferStart !== undefined) {
    const starts = schedule.transferStart;
    const transfers = edgesOf(instance).map(([from, to], e) => ({
      from: tasks[from],
      to: tasks[to],
      start: starts[e],
    }));
    parts.push(`"transfers": ${lines(transfers.filter(({ start }) => !Number.isNaN(start)))}`);
  }
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}

function lines(values: readonly unknown[]): string {
  return values.length === 0 ? '[]' : `[\n    ${values.map((value) => JSON.stringify(value)).join(',\n    ')}\n  ]`;
}

export interface ScheduleOptions {
  readonly file: string; // begins the messages
  readonly instance: DagInstance;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is filled while reading. */
interface Draft {
  readonly processor: Int32Array; // [n] −1 = not told yet
  readonly start: Float64Array; // [n] NaN = not told yet
  readonly finish: Float64Array; // [n] NaN = not told yet
}

/** A schedule and what else its file says. */
export interface ScheduleFile {
  readonly schedule: Schedule; // tasks that are missing: processor −1, start and finish NaN
  readonly instance: string | null; // name of the instance it was made for
  readonly planner: string | null;
}

const FILE_KEYS = ['format', 'instance', 'planner', 'makespan', 'optimal', 'tasks', 'transfers'];
const TASK_KEYS = ['task', 'processor', 'start', 'finish'];
const TRANSFER_KEYS = ['from', 'to', 'start'];

/**
 * A schedule for the instance from text. Errors: `ArenaError` naming the line, for other JSON, and for tasks and processors
 * that do not exist or are told twice.
 */
export function parseSchedule(text: string, options: ScheduleOptions): Schedule {
  return parseScheduleFile(text, options).schedule;
}

/** As `parseSchedule`, with the names that the file gives. */
export function parseScheduleFile(text: string, { file, instance }: ScheduleOptions): ScheduleFile {
  const json = new JsonSource(sourceOf(file, text));
  const n = instance.tasks.length;
  const draft: Draft = {
    processor: new Int32Array(n).fill(-1),
    start: new Float64Array(n).fill(Number.NaN),
    finish: new Float64Array(n).fill(Number.NaN),
  };
  if (Array.isArray(json.content)) {
    readCompact(json, json.content, { path: [], instance, draft });
    return { schedule: { ...draft, makespan: latest(draft) }, instance: null, planner: null };
  }
  const content = json.object(json.content, [], 'the file');
  if (content.format !== undefined && content.format !== ARENA_SCHEDULE)
    throw json.fault(['format'], `"format" is ${kindOf(content.format)} ("${ARENA_SCHEDULE}" is expected)`);
  if (content.tasks === undefined && content.schedule !== undefined) {
    readCompact(json, json.list(content.schedule, ['schedule'], '"schedule"'), { path: ['schedule'], instance, draft });
  } else {
    json.refuseUnknown(content, FILE_KEYS, () => [[], 'the file']);
    readNamed(json, content.tasks, { instance, draft });
  }
  const makespan =
    content.makespan === undefined ? latest(draft) : timeOf(json, content.makespan, [['makespan'], '"makespan"']);
  const schedule = {
    ...draft,
    makespan,
    ...(content.transfers === undefined ? {} : { transferStart: readTransfers(json, content.transfers, instance) }),
    ...(content.optimal === true ? { optimal: true } : {}),
  };
  return { schedule, instance: nameOf(content.instance), planner: nameOf(content.planner) };
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The last finish of the tasks that are told. */
function latest({ finish }: Draft): number {
  return finish.reduce((a, b) => (b > a ? b : a), 0);
}

/** A finite number, negative ones too. */
function timeOf(json: JsonSource, value: unknown, [path, what]: readonly [path: JsonPath, what: string]): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw json.fault(path, `${what} is ${kindOf(value)} (a number is expected)`);
}

interface CompactPlace {
  readonly path: JsonPath;
  readonly instance: DagInstance;
  readonly draft: Draft;
}

function readCompact(json: JsonSource, rows: readonly unknown[], { path, instance, draft }: CompactPlace): void {
  const { tasks, processors } = instance;
  if (rows.length > tasks.length)
    throw json.fault(
      path,
      `the schedule has ${rows.length} tasks, the instance ${shown(instance.name)} has ${tasks.length}`,
    );
  rows.forEach((row, task) => {
    const at = [...path, task];
    if (!Array.isArray(row) || row.length !== 3)
      throw json.fault(at, `task ${shown(tasks[task])} has ${kindOf(row)} ([processor, start, end] is expected)`);
    const [k, start, finish] = row as unknown[];
    if (typeof k !== 'number' || !Number.isInteger(k) || k < 0 || k >= processors.length)
      throw json.fault(
        at,
        `task ${shown(tasks[task])} runs on processor ${kindOf(k)} (0…${processors.length - 1} expected)`,
      );
    draft.processor[task] = k;
    draft.start[task] = timeOf(json, start, [[...at, 1], `the start of task ${shown(tasks[task])}`]);
    draft.finish[task] = timeOf(json, finish, [[...at, 2], `the end of task ${shown(tasks[task])}`]);
  });
}

function readNamed(json: JsonSource, value: unknown, { instance, draft }: Omit<CompactPlace, 'path'>): void {
  const taskOf = numbersOf(instance.tasks);
  const processorOf = numbersOf(instance.processors);
  json.list(value, ['tasks'], '"tasks"').forEach((row, i) => {
    const at = ['tasks', i];
    const fields: Fields = isPlainObject(row) ? row : json.object(row, at, `entry ${i}`);
    json.refuseUnknown(fields, TASK_KEYS, () => [at, `entry ${i}`]);
    const task = taskOf.get(fields.task);
    if (task === undefined)
      throw json.fault(at, `there is no task ${kindOf(fields.task)} in the instance ${shown(instance.name)}`);
    const who = shown(instance.tasks[task]);
    if (draft.processor[task] >= 0) throw json.fault(at, `task ${who} is placed twice`);
    const k = processorOf.get(fields.processor);
    if (k === undefined)
      throw json.fault(
        at,
        `task ${who} runs on processor ${kindOf(fields.processor)}, which the instance does not have`,
      );
    draft.processor[task] = k;
    draft.start[task] = timeOf(json, fields.start, [[...at, 'start'], `the start of task ${who}`]);
    draft.finish[task] = timeOf(json, fields.finish, [[...at, 'finish'], `the finish of task ${who}`]);
  });
}

function numbersOf(names: readonly string[]): Map<unknown, number> {
  return new Map(names.map((name, i) => [name, i]));
}

/** Begins of transfers by edge, in successor order; NaN = nothing to transfer. */
function readTransfers(json: JsonSource, value: unknown, instance: DagInstance): Float64Array {
  const edges = edgesOf(instance);
  const n = instance.tasks.length;
  const taskOf = numbersOf(instance.tasks);
  const edgeOf = new Map(edges.map(([from, to], e) => [from * n + to, e]));
  const starts = new Float64Array(edges.length).fill(Number.NaN);
  json.list(value, ['transfers'], '"transfers"').forEach((row, i) => {
    const at = ['transfers', i];
    const fields = json.object(row, at, `transfer ${i}`);
    json.refuseUnknown(fields, TRANSFER_KEYS, () => [at, `transfer ${i}`]);
    const { from, to, start } = fields;
    const edge = edgeOf.get((taskOf.get(from) ?? -1) * n + (taskOf.get(to) ?? -1));
    if (!taskOf.has(from) || !taskOf.has(to) || edge === undefined)
      throw json.fault(at, `there is no edge ${kindOf(from)} → ${kindOf(to)} in the instance ${shown(instance.name)}`);
    if (!Number.isNaN(starts[edge])) throw json.fault(at, `the transfer ${kindOf(from)} → ${kindOf(to)} is told twice`);
    if (!isAmount(start))
      throw json.fault([...at, 'start'], `transfer ${i} begins at ${kindOf(start)} (a number ≥ 0 is expected)`);
    starts[edge] = start;
  });
  return starts;
}
