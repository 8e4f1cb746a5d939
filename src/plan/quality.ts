/**
 * How good a schedule is, in the figures the literature compares: schedule length ratio, speed-up and efficiency as in
 * Topcuoglu, Hariri & Wu 2002 (doi 10.1109/71.993206, section 5), the distance to a lower bound and to the optimum, and
 * how the time was used: utilisation, balance between processors, and time spent moving data. Whether the schedule is
 * valid is not asked here; src/sim/validate.ts tells.
 */
import type { DagProblem, Schedule } from '../planner.js';
import { transfer } from './averages.js';
import { type LowerBounds, lowerBounds, minimumCriticalPath, sequentialTime } from './bounds.js';
import { problemGraph } from './problem-graph.js';

/** What a schedule is measured against. */
export interface QualityBounds {
  readonly cpMin: number; // time: longest path of least processing times, no communication
  readonly sequentialTime: number; // time of all tasks on the best single processor; Infinity = none runs them all
  readonly best: number; // time: the greatest known lower bound of the makespan
  /** The proved least makespan; absent = not known. */
  readonly optimum?: number | undefined;
}

/** Every lower bound and both reference times of a problem. Errors: as `lowerBounds`. */
export function problemBounds(problem: DagProblem): LowerBounds & QualityBounds {
  const graph = problemGraph(problem, 'plan/quality');
  const cpMin = minimumCriticalPath(problem, graph);
  return { ...lowerBounds(problem, graph), cpMin, sequentialTime: sequentialTime(problem) };
}

/** Figures of one schedule. NaN = it has no such figure (a division of nothing, or by nothing). */
export interface ScheduleQuality {
  readonly makespan: number; // time
  readonly slr: number; // makespan / cpMin, at least 1
  readonly speedup: number; // sequentialTime / makespan
  readonly efficiency: number; // speed-up / processors
  readonly boundGap: number; // makespan / greatest lower bound − 1
  readonly optimalityGap: number; // makespan / optimum − 1; NaN where the optimum is not known
  readonly utilisation: number; // 0…1, share of processors × makespan in which tasks run
  readonly balance: number; // 0…1, mean busy time of the processors / that of the busiest one
  readonly processorsUsed: number; // processors that run at least one task
  readonly transfers: number; // edges whose ends lie on different processors
  readonly communicationTime: number; // time: sum of all transfers as if each were alone
  readonly communicationShare: number; // 0…1, communication time / (communication + processing time)
}

/** Measures a complete schedule. */
export function scheduleQuality(problem: DagProblem, schedule: Schedule, bounds: QualityBounds): ScheduleQuality {
  const { makespan } = schedule;
  const m = problem.processorCount;
  const speedup = ratio(bounds.sequentialTime, makespan);
  const busy = busyTimes(problem, schedule);
  const processing = busy.reduce((sum, time) => sum + time, 0);
  const moved = communication(problem, schedule);
  return {
    makespan,
    slr: ratio(makespan, bounds.cpMin),
    speedup,
    efficiency: speedup / m,
    boundGap: ratio(makespan, bounds.best) - 1,
    optimalityGap: bounds.optimum === undefined ? Number.NaN : ratio(makespan, bounds.optimum) - 1,
    utilisation: ratio(processing, m * makespan),
    balance: ratio(
      processing / m,
      busy.reduce((most, time) => Math.max(most, time), 0),
    ),
    processorsUsed: new Set(schedule.processor).size,
    transfers: moved.transfers,
    communicationTime: moved.time,
    communicationShare: ratio(moved.time, moved.time + processing),
  };
}

/** NaN for anything by nothing, and for times without end. */
function ratio(time: number, by: number): number {
  return by > 0 && Number.isFinite(time) && Number.isFinite(by) ? time / by : Number.NaN;
}

/** Time in which each processor runs tasks [processor]. */
export function busyTimes({ taskCount, processorCount }: DagProblem, schedule: Schedule): Float64Array {
  const busy = new Float64Array(processorCount);
  for (let task = 0; task < taskCount; task++)
    busy[schedule.processor[task]] += schedule.finish[task] - schedule.start[task];
  return busy;
}

function communication(problem: DagProblem, { processor }: Schedule): { transfers: number; time: number } {
  const { taskCount, processorCount: m, successorStart, successor, volume, startup, bandwidth } = problem;
  let transfers = 0;
  let time = 0;
  for (let task = 0; task < taskCount; task++) {
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const to = processor[successor[edge]];
      if (to === processor[task]) continue;
      const link = processor[task] * m + to;
      transfers++;
      time += startup[link] + transfer(volume[edge], bandwidth[link]);
    }
  }
  return { transfers, time };
}
