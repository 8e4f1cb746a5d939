/**
 * One compatible run: what stays fixed (configuration, tables, mode), where random numbers come from, and the state
 * that changes. The parts of the kernel (generator, manager, execution, power) are functions of this record.
 */
import type { ResolvedConfig } from './config.js';
import type { Draws } from './draws.js';
import { type EventHeap, eventHeap } from './events.js';
import type { Fidelity } from './fidelity.js';
import type { PowerModel } from './power-model.js';
import type { CompatScheduler } from './scheduler.js';
import { type IdList, idList, type JobTable, jobTable, type TaskTable, taskTable } from './state.js';
import type { Tables } from './tables.js';

/** Why a run is over. */
export type Ending = '' | 'length' | 'jobs' | 'no progress';

/** All that changes; plain data. */
export interface CompatState {
  now: number; // ticks; fractional under frequency scaling
  sequence: number; // of the next inserted event
  ending: Ending;
  managerTime: number; // of the manager's next turn; Infinity = none
  managerSequence: number;
  generatorTime: number;
  generatorSequence: number;
  generatorMustDraw: boolean; // lossy arrivals: a whole interval is still to be drawn
  tasks: TaskTable;
  jobs: JobTable;
  events: EventHeap;
  ready: IdList;
  waiting: IdList; // shared memory: inputs on their way
  executable: IdList;
  running: IdList; // in order of start
  completed: IdList; // the releases' completed list; entries before completedFirst are gone
  completedFirst: number;
  completedSorted: number; // entries before this are ordered by job
  busy: Uint8Array; // [P] 1 = the idle flag is off
  held: Uint8Array; // [P] 1 = from launch to the end of the finish
  busyCores: Int32Array; // [clusters]
  active: Float64Array; // [P] ticks
  blocking: Float64Array; // [P] ticks
  blockedMark: Float64Array; // [P] last tick in which a data-ready task waited for the processor
  jobsInSystem: number;
  concurrencySum: number; // jobs in the system, summed over injections
  injected: number; // jobs whose head has started
  completedJobs: number;
  completedTasks: number;
  cumulativeLatency: number; // ticks
  makespan: number; // ticks
}

export interface Run {
  readonly config: ResolvedConfig;
  readonly fidelity: Fidelity;
  readonly tables: Tables;
  readonly draws: Draws;
  readonly power: PowerModel | null;
  scheduler: CompatScheduler | null;
  state: CompatState;
}

export function createState(tables: Tables, clusters: number): CompatState {
  const size = tables.processors;
  return {
    now: 0,
    sequence: 2,
    ending: '',
    managerTime: 0,
    managerSequence: 1,
    generatorTime: 0,
    generatorSequence: 0,
    generatorMustDraw: false,
    tasks: taskTable(),
    jobs: jobTable(),
    events: eventHeap(),
    ready: idList(),
    waiting: idList(),
    executable: idList(),
    running: idList(),
    completed: idList(),
    completedFirst: 0,
    completedSorted: 0,
    busy: new Uint8Array(size),
    held: new Uint8Array(size),
    busyCores: new Int32Array(clusters),
    active: new Float64Array(size),
    blocking: new Float64Array(size),
    blockedMark: new Float64Array(size).fill(-1),
    jobsInSystem: 0,
    concurrencySum: 0,
    injected: 0,
    completedJobs: 0,
    completedTasks: 0,
    cumulativeLatency: 0,
    makespan: 0,
  };
}

/** Ticks since the last multiple of the sampling rate. The integer remainder is several times faster than the other. */
export function sinceSample(run: Run): number {
  const { now } = run.state;
  const whole = now | 0;
  return whole === now ? whole % run.fidelity.samplingTicks : now % run.fidelity.samplingTicks;
}

/** Ticks until the result of task `from` is on processor `to`, counted from its finish. */
export function transferTicks(run: Run, volume: number, from: number, to: number): number {
  return Math.trunc(volume / run.tables.bandwidth[from * run.tables.processors + to]);
}

/** Full-speed execution time of a task, ticks; Infinity = the processor cannot run it. */
export function executionTicks(run: Run, task: number, processor: number): number {
  return run.tables.execution[run.state.tasks.kind[task] * run.tables.processors + processor];
}

/**
 * Earliest tick at which the inputs of a ready task are on the processor, if it were bound now. A predecessor that
 * was pruned counts as finished at −1 in memory.
 */
export function dataReadyTick(run: Run, task: number, processor: number): number {
  const { tables, state, config } = run;
  const { tasks } = state;
  const kind = tasks.kind[task];
  const from = tables.predecessorStart[kind];
  const to = tables.predecessorStart[kind + 1];
  if (from === to) return state.now;
  const shared = config.communication === 'shared-memory';
  const first = run.state.jobs.firstTask[tasks.job[task]];
  let latest = Number.NEGATIVE_INFINITY;
  for (let e = from; e < to; e++) {
    const predecessor = first + tables.predecessor[e];
    const known = !shared && tasks.listed[predecessor] === 1;
    const origin = known ? tasks.processor[predecessor] : tables.memory;
    const since = shared ? state.now : known ? tasks.finish[predecessor] : -1;
    const arrival = since + transferTicks(run, tables.predecessorVolume[e], origin, processor);
    if (arrival > latest) latest = arrival;
  }
  return latest;
}
