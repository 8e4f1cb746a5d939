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

/** The schedule of an instance; `time unit` is without length, as instances do not say what they count in. */
export function scheduleTrace({ problem, tasks, processors }: DagInstance, schedule: Schedule): ScheduleTrace {
  const n = problem.taskCount;
  const depth = depths(problem);
  const deepest = depth.reduce((most, level) => Math.max(most, level), 0);
  const names = bandNames(deepest + 1);
  const size = Math.ceil((deepest + 1) / names.length);
  return {
    timeUnit: { name: 'time units', seconds: 1 },
    resources: processors,
    length: n,
    task: Int32Array.from({ length: n }, (_, task) => task),
    job: new Int32Array(n),
    resource: schedule.processor,
    ready: readyTimes(problem, schedule),
    start: schedule.start,
    finish: schedule.finish,
    label: tasks,
    jobLabel: Array.from(depth, (level) => names[Math.floor(level / size)]),
  };
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
