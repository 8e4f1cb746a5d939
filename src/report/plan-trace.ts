/**
 * An offline schedule as a recorded one, so that it can be drawn and exported like any other: a row per task, coloured
 * by depth in the graph (the longest chain of predecessors), which shows the flow of work; deep graphs are divided
 * into as many bands as there are colours to tell apart.
 */
import type { ScheduleTrace } from '../env.js';
import { transfer } from '../plan/averages.js';
import type { DagInstance } from '../plan/instance.js';
import { problemGraph } from '../plan/problem-graph.js';
import type { DagProblem, Schedule } from '../planner.js';

const BANDS = 8;

/** A trace, and which of its resources are lanes of transfers [resource]; null = none. */
export interface PlanTrace {
  readonly trace: ScheduleTrace;
  readonly transferLanes: readonly boolean[] | null;
}

/**
 * The schedule of an instance; time units are without length, as instances do not say what they count in. Where
 * transfers contend, each occupies what it needs as a row of its own: the sending and the receiving side of both
 * processors, or the bus.
 */
export function scheduleTrace({ problem, tasks, processors }: DagInstance, schedule: Schedule): PlanTrace {
  const n = problem.taskCount;
  const depth = depths(problem);
  const deepest = depth.reduce((most, level) => Math.max(most, level), 0);
  const names = bandNames(deepest + 1);
  const size = Math.ceil((deepest + 1) / names.length);
  const bands = Array.from(depth, (level) => names[Math.floor(level / size)]);
  const lanes = lanesOf(problem, processors);
  const moved = lanes.transfers ? occupations(problem, schedule, lanes) : [];
  const ready = readyTimes(problem, schedule);
  const trace = {
    timeUnit: { name: 'time units', seconds: 1 },
    resources: lanes.resources,
    length: n + moved.length,
    task: Int32Array.from({ length: n + moved.length }, (_, row) => (row < n ? row : moved[row - n].from)),
    job: new Int32Array(n + moved.length),
    resource: Int32Array.from([
      ...schedule.processor.map((k) => lanes.ofProcessor(k)),
      ...moved.map(({ lane }) => lane),
    ]),
    ready: Float64Array.from([...ready, ...moved.map(({ from }) => schedule.finish[from])]),
    start: Float64Array.from([...schedule.start, ...moved.map(({ start }) => start)]),
    finish: Float64Array.from([...schedule.finish, ...moved.map(({ finish }) => finish)]),
    label: [...tasks, ...moved.map(({ from, to }) => `${tasks[from]} → ${tasks[to]}`)],
    jobLabel: [...bands, ...moved.map(({ from }) => bands[from])],
  };
  return { trace, transferLanes: lanes.transfers };
}

interface Lanes {
  readonly resources: readonly string[];
  readonly transfers: readonly boolean[] | null; // [resource]
  readonly ofProcessor: (k: number) => number; // its lane of tasks
  readonly ofTransfer: (from: number, to: number) => readonly number[]; // what it occupies
}

/** A lane per processor; with contention also what transfers occupy. */
function lanesOf({ contention = 'none' }: DagProblem, processors: readonly string[]): Lanes {
  const m = processors.length;
  const itself = (k: number) => k;
  if (contention === 'none')
    return { resources: processors, transfers: null, ofProcessor: itself, ofTransfer: () => [] };
  if (contention === 'bus')
    return {
      resources: [...processors, 'bus'],
      transfers: [...processors.map(() => false), true],
      ofProcessor: itself,
      ofTransfer: () => [m],
    };
  return {
    resources: processors.flatMap((name) => [name, `${name} sends`, `${name} receives`]),
    transfers: processors.flatMap(() => [false, true, true]),
    ofProcessor: (k) => 3 * k,
    ofTransfer: (from, to) => [3 * from + 1, 3 * to + 2],
  };
}

/** A lane that is occupied by a transfer. */
interface Occupation {
  readonly from: number; // task
  readonly to: number; // task
  readonly lane: number;
  readonly start: number; // time
  readonly finish: number; // time
}

function occupations(problem: DagProblem, { processor, transferStart }: Schedule, lanes: Lanes): Occupation[] {
  const { taskCount, processorCount: m, successorStart, successor, volume, startup, bandwidth } = problem;
  const found: Occupation[] = [];
  for (let from = 0; from < taskCount; from++) {
    for (let edge = successorStart[from]; edge < successorStart[from + 1]; edge++) {
      const to = successor[edge];
      const start = transferStart?.[edge] ?? Number.NaN;
      if (processor[from] === processor[to] || !Number.isFinite(start)) continue;
      const link = processor[from] * m + processor[to];
      const finish = start + startup[link] + transfer(volume[edge], bandwidth[link]);
      if (finish <= start) continue;
      for (const lane of lanes.ofTransfer(processor[from], processor[to]))
        found.push({ from, to, lane, start, finish });
    }
  }
  return found;
}

/** `depth 0`, `depth 1`, … or `depth 00–04`, …: in alphabetical order also the order of depth. */
function bandNames(levels: number): string[] {
  const size = Math.ceil(levels / BANDS);
  const digits = String(Math.max(0, levels - 1)).length;
  const number = (level: number) => String(level).padStart(digits, '0');
  return Array.from({ length: Math.ceil(levels / size) }, (_, band) => {
    const last = Math.min(levels, (band + 1) * size) - 1;
    return band * size === last ? `depth ${number(last)}` : `depth ${number(band * size)}–${number(last)}`;
  });
}

/** Edges on the longest chain that ends at each task [task]. */
export function depths(problem: DagProblem): Int32Array {
  const { order } = problemGraph(problem, 'report');
  const depth = new Int32Array(problem.taskCount);
  for (const task of order) {
    for (let edge = problem.successorStart[task]; edge < problem.successorStart[task + 1]; edge++) {
      const next = problem.successor[edge];
      depth[next] = Math.max(depth[next], depth[task] + 1);
    }
  }
  return depth;
}

/** When the data of each task had arrived where it ran [task]. */
function readyTimes(problem: DagProblem, { processor, finish, transferStart }: Schedule): Float64Array {
  const { taskCount, processorCount: m, successorStart, successor, volume, startup, bandwidth } = problem;
  const ready = Float64Array.from(problem.release);
  for (let task = 0; task < taskCount; task++) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const next = successor[edge];
      const link = processor[task] * m + processor[next];
      const sent = transferStart?.[edge] ?? Number.NaN;
      const moving = processor[task] === processor[next] ? 0 : startup[link] + transfer(volume[edge], bandwidth[link]);
      ready[next] = Math.max(ready[next], (Number.isNaN(sent) ? finish[task] : sent) + moving);
    }
  }
  return ready;
}
