/**
 * The JSON formats of recorded static schedules, told apart by what they hold:
 *   instances: a list of {id, cost, speed, edges, bw} (related machines) or {id, W, edges, bw}; or a single one;
 *   results: id → {`ref` and `saga`: algorithm → run} or id → {algorithm → run}, each with optional key figures;
 *   worked examples: a list of instances with `name`, `results`, printed makespans, ranks and key figures;
 *   lengths: name of an instance file → {makespans: algorithm → makespan}.
 * A run is {makespan, schedule: [processor, start, finish] by task}. All indices count from 0.
 */
import { z } from 'zod';
import { isPlainObject } from '../../config.js';
import { ArenaError } from '../../error.js';

const numbers = z.array(z.number());
const table = z.array(numbers);
const edges = z.array(z.tuple([z.int().min(0), z.int().min(0), z.number()]));
const BANDWIDTH = 'a matrix or the text "all 1" is expected';
const bandwidth = z.union([table, z.string().regex(/^all \d+(\.\d+)?$/, BANDWIDTH)], BANDWIDTH);

const related = z.object({ cost: numbers, speed: numbers, edges, bw: bandwidth });
const unrelated = z.object({ W: table, edges, bw: bandwidth });

export type RelatedRecord = z.output<typeof related>;
export type UnrelatedRecord = z.output<typeof unrelated>;
export type InstanceRecord = RelatedRecord | UnrelatedRecord;

const run = z.object({
  makespan: z.number(),
  schedule: z.array(z.tuple([z.int(), z.number(), z.number()])).optional(), // [task] processor, start, finish
  stable: z.boolean().optional(), // false: the program itself does not repeat it
  complete: z.boolean().optional(), // false: tasks are missing
});

export type RunRecord = z.output<typeof run>;

const figures = z.object({
  cpMin: z.number().optional(),
  seqMin: z.number().optional(),
  optimal: z.number().optional(),
  ranku: numbers.optional(), // [task]
  rankd: numbers.optional(), // [task]
  oct: table.optional(), // [task][processor]
  published: z.record(z.string(), z.number()).optional(), // algorithm → printed makespan
});

/** Key figures of one instance; all may be missing. */
export type FigureRecord = z.output<typeof figures>;

const runs = z.record(z.string(), run);
const sections = figures.extend({ ref: runs.optional(), saga: runs.optional() });
const lengths = z.record(z.string(), z.object({ makespans: z.record(z.string(), z.number()) }));

/** What a file was recognised as. */
export type GoldenKind = 'instances' | 'instance' | 'results' | 'examples' | 'lengths';

function holds(value: unknown, ...keys: string[]): value is Record<string, unknown> {
  return isPlainObject(value) && keys.every((key) => key in value);
}

const isInstance = (value: unknown) => holds(value, 'cost', 'edges') || holds(value, 'W', 'edges');
const isRun = (value: unknown) => holds(value, 'makespan') || holds(value, 'schedule');

/** The kind of a parsed file; nothing for files of other topics. Only looks, so a malformed file keeps its kind. */
export function goldenKind(content: unknown): GoldenKind | undefined {
  if (Array.isArray(content)) {
    if (content.some((each) => holds(each, 'name', 'results'))) return 'examples';
    return content.some(isInstance) ? 'instances' : undefined;
  }
  if (!isPlainObject(content)) return undefined;
  if (isInstance(content)) return 'instance';
  const values = Object.values(content);
  if (values.some((each) => holds(each, 'makespans'))) return 'lengths';
  const isResult = (each: unknown) =>
    isPlainObject(each) && ('ref' in each || 'saga' in each || Object.values(each).some(isRun));
  return values.some(isResult) ? 'results' : undefined;
}

/** Checks a part of a file. `where` names the file and the part. Errors: `ArenaError` naming the place. */
function checked<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue.path.map(String).join('.');
  throw new ArenaError(`${where}${path ? ` ${path}` : ''}: ${issue.message}`);
}

/** One instance. Errors: `ArenaError`. */
export function instanceRecord(value: unknown, where: string): InstanceRecord {
  return holds(value, 'W') ? checked(unrelated, value, where) : checked(related, value, where);
}

/** The instances of a list, by id. Errors: `ArenaError`, also for a missing or repeated id. */
export function instanceRecords(list: readonly unknown[], file: string): Map<string, InstanceRecord> {
  const found = new Map<string, InstanceRecord>();
  list.forEach((value, i) => {
    const { id } = checked(z.object({ id: z.string() }), value, `${file}: instance ${i}`);
    if (found.has(id)) throw new ArenaError(`${file}: instance ${i}: id "${id}" is taken`);
    found.set(id, instanceRecord(value, `${file}: ${id}`));
  });
  return found;
}

/** What is recorded for one instance. */
export interface RecordedInstance {
  readonly id: string;
  /** Without a suffix, transfers are averaged so. */
  readonly plainAverage: 'paper' | 'pairs';
  readonly runs: Readonly<Record<string, RunRecord>>; // by algorithm: this rule set
  readonly saga: Readonly<Record<string, RunRecord>>; // by algorithm: the SAGA library
  readonly figures: FigureRecord;
}

/** One value of a results file. Errors: `ArenaError`. */
export function resultRecord(id: string, value: unknown, file: string): RecordedInstance {
  const where = `${file}: ${id}`;
  if (holds(value, 'ref') || holds(value, 'saga')) {
    const { ref = {}, saga = {}, ...rest } = checked(sections, value, where);
    return { id, plainAverage: 'pairs', runs: ref, saga, figures: rest };
  }
  const rest = checked(figures, value, where);
  const names = Object.keys(value as object).filter((name) => !(name in figures.shape));
  const listed = Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]]));
  return { id, plainAverage: 'paper', runs: checked(runs, listed, where), saga: {}, figures: rest };
}

/** One worked example, with its instance. Errors: `ArenaError`. */
export function exampleRecord(value: unknown, where: string): { example: RecordedInstance; instance: InstanceRecord } {
  const named = z.object({ name: z.string(), results: z.unknown() });
  const { name, results } = checked(named, value, where);
  const example: RecordedInstance = {
    id: name,
    plainAverage: 'paper',
    runs: checked(runs, results, `${where} results`),
    saga: {},
    figures: checked(figures, value, where),
  };
  return { example, instance: instanceRecord(value, where) };
}

/** Makespans alone, by name of the instance file. Errors: `ArenaError`. */
export function lengthRecords(value: unknown, file: string): RecordedInstance[] {
  return Object.entries(checked(lengths, value, `${file}:`)).map(([id, { makespans }]) => {
    const { cpMin, seqMin, ...rest } = makespans;
    const known = Object.fromEntries(Object.entries(rest).map(([name, makespan]) => [name, { makespan }]));
    return { id, plainAverage: 'paper', runs: known, saga: {}, figures: { cpMin, seqMin } };
  });
}
