/**
 * What is asked of a planner before its schedule is looked at: that it returned one, in arrays of the right type and
 * length, and that it left the problem as it was. Whether the schedule is valid is for src/sim/validate.ts to tell.
 */
import type { DagProblem, Schedule } from '../planner.js';

/** Something to be counted as a failure of the planner. */
export class NoSchedule extends Error {
  constructor(what: string) {
    super(`returned no schedule: ${what}`);
    this.name = 'NoSchedule';
  }
}

/**
 * What a planner returned, reduced to the parts of a schedule, so that it can be sent between threads whatever else it
 * holds. Errors: `NoSchedule` in words for everything that is none.
 */
export function scheduleFrom(returned: unknown, { taskCount: n, successor }: DagProblem): Schedule {
  if (returned instanceof Promise) returned.catch(() => undefined); // its failure would end the thread, and blame others
  if (typeof returned !== 'object' || returned === null) throw new NoSchedule(String(returned));
  if (typeof (returned as { then?: unknown }).then === 'function')
    throw new NoSchedule('a promise (plan() must return the schedule itself)');
  const { processor, start, finish, makespan, transferStart, optimal } = returned as Partial<Schedule>;
  checkArray('processor', processor, { type: Int32Array, length: n, of: 'tasks' });
  checkArray('start', start, { type: Float64Array, length: n, of: 'tasks' });
  checkArray('finish', finish, { type: Float64Array, length: n, of: 'tasks' });
  if (transferStart !== undefined)
    checkArray('transferStart', transferStart, { type: Float64Array, length: successor.length, of: 'edges' });
  if (typeof makespan !== 'number' || !Number.isFinite(makespan))
    throw new NoSchedule(`makespan is ${describe(makespan)} (a finite number is needed)`);
  return {
    processor: processor!,
    start: start!,
    finish: finish!,
    makespan,
    ...(transferStart === undefined ? {} : { transferStart }),
    ...(optimal === true ? { optimal } : {}),
  };
}

interface Expected {
  readonly type: Int32ArrayConstructor | Float64ArrayConstructor;
  readonly length: number;
  readonly of: string; // what is counted
}

function checkArray(name: string, given: unknown, { type, length, of }: Expected): void {
  if (!(given instanceof type)) throw new NoSchedule(`${name} is ${describe(given)} (${needed(type)} is needed)`);
  if (given.length !== length)
    throw new NoSchedule(`${name} has length ${given.length} (the problem has ${length} ${of})`);
}

function needed(type: Expected['type']): string {
  return type === Int32Array ? 'an Int32Array' : 'a Float64Array';
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return `of type ${value.constructor?.name ?? 'object'}`;
}

/** Names of the parts in which a problem differs from what it was. */
export function changedParts(before: DagProblem, after: DagProblem): string[] {
  const parts = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof DagProblem>;
  return [...parts].filter((part) => !sameValue(before[part], after[part]));
}

function sameValue(a: unknown, b: unknown): boolean {
  if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b)) return Object.is(a, b);
  const [x, y] = [a as Float64Array, b as Float64Array];
  if (x.length !== y.length) return false;
  for (let i = 0; i < x.length; i++) if (!Object.is(x[i], y[i])) return false;
  return true;
}
