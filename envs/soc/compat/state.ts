/**
 * Everything a compatible simulation changes while it runs, as plain data (no methods), so that a deep copy is a
 * snapshot. Tables grow by doubling; ids of tasks and jobs count up and are never reused.
 */

/** A list of ids in order. */
export interface IdList {
  items: Int32Array;
  length: number;
}

export function idList(capacity = 64): IdList {
  return { items: new Int32Array(capacity), length: 0 };
}

export function append(list: IdList, id: number): void {
  if (list.length === list.items.length) list.items = doubled(list.items);
  list.items[list.length++] = id;
}

/** Removes the entry at `index`, keeping the order of the others. */
export function removeAt(list: IdList, index: number): void {
  const { items } = list;
  const last = --list.length;
  for (let i = index; i < last; i++) items[i] = items[i + 1];
}

/** Removes the first entry equal to `id`, if there is one. */
export function remove(list: IdList, id: number): void {
  let i = 0;
  while (i < list.length && list.items[i] !== id) i++;
  if (i < list.length) removeAt(list, i);
}

function doubled<A extends Int32Array | Float64Array | Uint8Array>(array: A): A {
  const larger = new (array.constructor as new (length: number) => A)(array.length * 2);
  larger.set(array);
  return larger;
}

/** Stages of a task's life. */
export const STAGE = Object.freeze({
  outstanding: 0, // waits for predecessors
  waiting: 1, // shared memory: its inputs are on their way to memory
  ready: 2, // may be bound
  executable: 3, // bound
  launched: 4, // its start event is queued
  running: 5,
  completed: 6,
});

/** Columns by task id. Ticks; −1 = not reached. */
export interface TaskTable {
  count: number;
  stage: Uint8Array; // STAGE
  listed: Uint8Array; // 1 = in the completed list
  job: Int32Array; // job id
  kind: Int32Array; // see Tables
  processor: Int32Array;
  open: Int32Array; // predecessors not finished
  ready: Int32Array;
  stamp: Int32Array; // shared memory: inputs are in memory
  dataReady: Int32Array;
  start: Int32Array;
  finish: Int32Array;
  after: Int32Array; // task that must complete before the launch, imposed by the scheduler
  length: Float64Array; // execution time at full speed
  done: Float64Array; // of which already executed
}

/** Columns by job id. Ticks; −1 = not reached. */
export interface JobTable {
  count: number;
  template: Int32Array;
  firstTask: Int32Array;
  injected: Int32Array;
  headStart: Int32Array;
  tailFinish: Float64Array;
}

export function taskTable(capacity = 256): TaskTable {
  const ints = () => new Int32Array(capacity);
  return {
    count: 0,
    stage: new Uint8Array(capacity),
    listed: new Uint8Array(capacity),
    job: ints(),
    kind: ints(),
    processor: ints(),
    open: ints(),
    ready: ints(),
    stamp: ints(),
    dataReady: ints(),
    start: ints(),
    finish: ints(),
    after: ints(),
    length: new Float64Array(capacity),
    done: new Float64Array(capacity),
  };
}

export function jobTable(capacity = 32): JobTable {
  const ints = () => new Int32Array(capacity);
  return {
    count: 0,
    template: ints(),
    firstTask: ints(),
    injected: ints(),
    headStart: ints(),
    tailFinish: new Float64Array(capacity),
  };
}

/** Doubles every column until `needed` rows fit. */
export function growTable(table: TaskTable | JobTable, needed: number): void {
  const columns = table as unknown as Record<string, Int32Array | number>;
  for (const name of Object.keys(columns)) {
    let column = columns[name];
    if (typeof column === 'number') continue;
    while (column.length < needed) column = doubled(column);
    columns[name] = column;
  }
}
