/** What came of an episode so far: figures, what must hold, and the schedule as rows. */
import type { ScheduleTrace } from '../../src/env.js';
import { validateSchedule } from '../../src/sim/validate.js';
import type { DagSimulator } from './simulator.js';
import type { DagView } from './view.js';

/**
 * Figures of the literature (Topcuoglu, Hariri & Wu 2002, section 5) and a lower bound; times in units of the instance.
 * Before the last placement they are those of the tasks placed so far. 0 where something would be divided by nothing.
 */
export function dagMetrics(simulator: DagSimulator, decisions: number): Record<string, number> {
  const { busy, makespan, model, toPlace, placed } = simulator;
  const { processorCount, successor, taskCount } = model.problem;
  const processing = busy.reduce((sum, time) => sum + time, 0);
  const speedup = ratio(model.sequential, makespan);
  const complete = simulator.complete;
  return {
    makespan,
    slr: ratio(makespan, model.minimumPath),
    speedup: complete ? speedup : 0,
    efficiency: complete ? speedup / processorCount : 0,
    lowerBound: model.lowerBound,
    gapToLowerBound: complete && model.lowerBound > 0 ? makespan / model.lowerBound - 1 : 0,
    utilisation: ratio(processing, processorCount * makespan),
    processorsUsed: busy.reduce((count, time) => count + (time > 0 ? 1 : 0), 0),
    dataMoved: dataMoved(simulator),
    tasks: taskCount,
    edges: successor.length,
    processors: processorCount,
    placedTasks: placed,
    unplacedTasks: toPlace - placed,
    decisions,
  };
}

function ratio(time: number, by: number): number {
  return by > 0 && Number.isFinite(time) ? time / by : 0;
}

/** Volume that goes from one processor to another. */
function dataMoved({ model, processor }: DagSimulator): number {
  const { taskCount, successorStart, successor, volume } = model.problem;
  let moved = 0;
  for (let task = 0; task < taskCount; task++) {
    if (processor[task] < 0) continue;
    for (let edge = successorStart[task]; edge < successorStart[task + 1]; edge++) {
      const to = processor[successor[edge]];
      if (to >= 0 && to !== processor[task]) moved += volume[edge];
    }
  }
  return moved;
}

/** What does not hold, in words; empty when everything does. */
export function dagInvariants(simulator: DagSimulator, { table }: DagView): string[] {
  const { available, availableCount, makespan, model, open, placed, processor } = simulator;
  const { problem } = model;
  const schedule = simulator.schedule();
  const given = {
    processor: problem.fixedProcessor.slice(),
    start: problem.fixedStart.slice(),
    finish: problem.fixedFinish.slice(),
  };
  for (let task = 0; task < problem.taskCount; task++) {
    if (processor[task] >= 0) continue;
    // what is not placed counts as given, without length and at the end, so that the validator looks at the rest
    for (const { processor: k, start, finish } of [given, schedule]) {
      k[task] = 0;
      start[task] = makespan;
      finish[task] = makespan;
    }
  }
  const { processor: fixedProcessor, start: fixedStart, finish: fixedFinish } = given;
  const problems = validateSchedule({ ...problem, fixedProcessor, fixedStart, fixedFinish }, { ...schedule, makespan });
  const { count, overflow, slots, id } = table.items;
  if (placed + count + overflow !== availableCount)
    problems.push(`${availableCount} tasks became available: ${placed} placed, ${count} shown, ${overflow} behind`);
  for (let i = 0; i < availableCount; i++)
    if (open[available[i]] > 0)
      problems.push(`task ${available[i]} is available, ${open[available[i]]} predecessors are not placed`);
  for (let i = 0; i < count; i++)
    if (processor[id[slots[i]]] >= 0) problems.push(`task ${id[slots[i]]} is placed and still has slot ${slots[i]}`);
  return problems;
}

/** One row per placed task: those given beforehand by number, then the others in the order of the decisions. */
export function dagTrace(simulator: DagSimulator, timeUnit: ScheduleTrace['timeUnit']): ScheduleTrace {
  const { finish, model, order, placed, processor, ready, start } = simulator;
  const { fixedProcessor, taskCount } = model.problem;
  const { name, processors, tasks } = model.instance;
  const rows: number[] = [];
  for (let task = 0; task < taskCount; task++) if (fixedProcessor[task] >= 0) rows.push(task);
  rows.push(...order.subarray(0, placed));
  const column = (values: Float64Array) => Float64Array.from(rows, (task) => values[task]);
  return {
    timeUnit,
    resources: processors,
    length: rows.length,
    task: Int32Array.from(rows),
    job: new Int32Array(rows.length),
    resource: Int32Array.from(rows, (task) => processor[task]),
    ready: column(ready),
    start: column(start),
    finish: column(finish),
    label: rows.map((task) => tasks[task]),
    jobLabel: rows.map(() => name),
  };
}
