/**
 * The memory of the simulator: named typed arrays, all in one arena, so that a snapshot is a byte copy. Only live
 * jobs have rows; a row has a cell for every task of its job (cell = row · taskCapacity + index within the job), so
 * the size of a snapshot depends on the jobs inside the chip and not on the length of the episode. Latencies of
 * completed jobs are an append-only log outside the arena.
 */
import { Arena } from '../../src/sim/arena.js';
import { Calendar } from './calendar.js';
import type { SocModel } from './model.js';

// positions in `real`
export const NOW = 0; // ticks
export const JOB_AREA = 1; // job·ticks: integral of the jobs in the system, backlog included
export const LIVE_AREA = 2; // job·ticks: integral of the jobs inside the chip
export const LAST_COMPLETION = 3; // ticks
export const VIEW_TIME = 4; // time of the previous decision
const REALS = 5;

// positions in `whole`
export const NEXT_ARRIVAL = 0; // job that arrives next; jobs below it were offered
export const NEXT_INJECTION = 1; // job that enters next; between the two lies the backlog
export const DROPPED = 2;
export const LIVE = 3; // jobs inside the chip
export const COMPLETED = 4;
export const TASKS_COMPLETED = 5;
export const MISSED = 6; // completed after their deadline
export const DUE = 7; // completed jobs that had a deadline
export const DECISIONS = 8;
export const WAITING = 9; // 1 = the scheduler chose to wait for the next event
export const ENDED = 10; // RUNNING, TERMINATED or TRUNCATED
export const BUSY = 11; // processors that execute
export const BOUND = 12; // tasks in processor queues
export const ALLOWED = 13; // pairs of an item and a processor that may be chosen now
export const OVERFLOW_HEAD = 14;
export const OVERFLOW_COUNT = 15;
export const LAST_CARRIER = 16; // row of the last job with a carried edge while its producer is unfinished, else −1
export const CARRIER_PROCESSOR = 17; // where the last carried result lies; −1 = there is none yet
export const MEMORY_COUNT = 18; // tasks whose data are on their way to the shared memory
const WHOLES = 19;

export const RUNNING = 0;
export const TERMINATED = 1;
export const TRUNCATED = 2;

export class SocState {
  readonly arena = new Arena();
  readonly real = this.arena.float64(REALS);
  readonly whole = this.arena.int32(WHOLES);

  // processors
  readonly calendar: Calendar; // end of what runs, or arrival of the data an idle processor waits for
  readonly running: Int32Array; // [m] cell, −1 = idle
  readonly queueHead: Int32Array; // [m] cell, −1 = empty; bound tasks in order of binding
  readonly queueTail: Int32Array; // [m] cell
  readonly queued: Int32Array; // [m] tasks in the queue
  readonly expectedEnd: Float64Array; // [m] ticks, of what runs (or ran last), by expected time
  readonly queuedWork: Float64Array; // [m] ticks, expected, of the queue
  readonly dataBound: Float64Array; // [m] ticks: latest (data there + expected time) in the queue
  readonly busyTicks: Float64Array; // [m] of finished tasks
  readonly speed: Float64Array; // [m] present frequency relative to the highest
  readonly workLeft: Float64Array; // [m] ticks at full speed of what runs, at `segmentStart`
  readonly segmentStart: Float64Array; // [m] ticks
  readonly linkFree: Float64Array; // [(m + 1)²] ticks at which a directed link is free; index m is the memory

  // live jobs
  readonly jobId: Int32Array; // [row] −1 = free row
  readonly jobTemplate: Int32Array; // [row]
  readonly jobFirstTask: Int32Array; // [row] id of its first task
  readonly jobArrival: Float64Array; // [row] ticks
  readonly jobRemaining: Int32Array; // [row] unfinished tasks
  readonly carriesTo: Int32Array; // [row] row of the next job that waits for this one's result, −1 = none
  readonly carriedProcessor: Int32Array; // [row] where the previous job's result lies, −1 = takes none
  readonly carriedFinish: Float64Array; // [row] ticks
  readonly liveRows: Int32Array; // [row] the first LIVE entries are the rows in use, oldest first
  readonly freeRows: Int32Array; // [row] stack of free rows
  readonly carrierFinish: Float64Array; // [1] ticks at which the last carried result was ready

  // tasks of live jobs
  readonly open: Int32Array; // [cell] unfinished predecessors
  readonly taskState: Uint8Array; // [cell] NODE_* of src/placement.ts
  readonly processor: Int32Array; // [cell] −1 = not bound
  readonly inputsAt: Float64Array; // [cell] ticks: data there (bound), or in the shared memory (waiting)
  readonly readyAt: Float64Array; // [cell] ticks at which it became ready
  readonly start: Float64Array; // [cell] ticks
  readonly finish: Float64Array; // [cell] ticks
  readonly next: Int32Array; // [cell] the next cell of its processor's queue
  readonly overflow: Int32Array; // [cell] ring of ready cells behind the slots
  readonly onTheWay: Int32Array; // [cell] the first MEMORY_COUNT cells wait for the shared memory

  constructor(model: SocModel, rows: number) {
    const { arena } = this;
    const m = model.processorCount;
    const cells = rows * model.taskCapacity;
    this.calendar = new Calendar(m, arena);
    this.running = arena.int32(m);
    this.queueHead = arena.int32(m);
    this.queueTail = arena.int32(m);
    this.queued = arena.int32(m);
    this.expectedEnd = arena.float64(m);
    this.queuedWork = arena.float64(m);
    this.dataBound = arena.float64(m);
    this.busyTicks = arena.float64(m);
    this.speed = arena.float64(m);
    this.workLeft = arena.float64(m);
    this.segmentStart = arena.float64(m);
    this.linkFree = arena.float64((m + 1) * (m + 1));
    this.jobId = arena.int32(rows);
    this.jobTemplate = arena.int32(rows);
    this.jobFirstTask = arena.int32(rows);
    this.jobArrival = arena.float64(rows);
    this.jobRemaining = arena.int32(rows);
    this.carriesTo = arena.int32(rows);
    this.carriedProcessor = arena.int32(rows);
    this.carriedFinish = arena.float64(rows);
    this.liveRows = arena.int32(rows);
    this.freeRows = arena.int32(rows);
    this.carrierFinish = arena.float64(1);
    this.open = arena.int32(cells);
    this.taskState = arena.uint8(cells);
    this.processor = arena.int32(cells);
    this.inputsAt = arena.float64(cells);
    this.readyAt = arena.float64(cells);
    this.start = arena.float64(cells);
    this.finish = arena.float64(cells);
    this.next = arena.int32(cells);
    this.overflow = arena.int32(cells);
    this.onTheWay = arena.int32(cells);
    this.clear();
  }

  /** An empty chip at time 0, every processor at full speed. */
  clear(): void {
    this.real.fill(0);
    this.whole.fill(0);
    this.whole[LAST_CARRIER] = -1;
    this.whole[CARRIER_PROCESSOR] = -1;
    this.calendar.clear();
    this.running.fill(-1);
    this.queueHead.fill(-1);
    this.queueTail.fill(-1);
    for (const column of [this.queued, this.expectedEnd, this.queuedWork, this.dataBound, this.busyTicks])
      column.fill(0);
    for (const column of [this.workLeft, this.segmentStart, this.linkFree, this.carrierFinish]) column.fill(0);
    this.speed.fill(1);
    for (const column of [this.readyAt, this.start, this.finish, this.inputsAt, this.jobArrival, this.carriedFinish])
      column.fill(0);
    for (const column of [this.open, this.next, this.overflow, this.onTheWay, this.jobTemplate, this.liveRows])
      column.fill(0);
    for (const column of [this.jobFirstTask, this.jobRemaining, this.carriesTo, this.carriedProcessor]) column.fill(0);
    this.processor.fill(-1);
    this.taskState.fill(0);
    this.jobId.fill(-1);
    for (let row = 0; row < this.freeRows.length; row++) this.freeRows[row] = this.freeRows.length - 1 - row;
  }
}
