/**
 * Conservation laws of the correct mode, checked on a living simulator: jobs are done, inside, waiting or lost; a
 * processor runs one task; tasks start after their inputs; sums over processors equal totals. Every violation is one
 * sentence.
 */
import { NODE_DONE, NODE_PLACED, NODE_READY, NODE_RUNNING, NODE_WAITING } from '../../src/placement.js';
import type { SocSimulator } from './simulator.js';
import * as at from './state.js';

const RELATIVE = 1e-9;

/** What does not hold, in words; empty when everything does. */
export function socInvariants(simulator: SocSimulator): string[] {
  return [
    ...jobLaws(simulator),
    ...taskLaws(simulator),
    ...processorLaws(simulator),
    ...itemLaws(simulator),
    ...energyLaws(simulator),
  ];
}

function jobLaws({ state, jobs, config }: SocSimulator): string[] {
  const { whole } = state;
  const problems: string[] = [];
  const inside = whole[at.COMPLETED] + whole[at.LIVE] + jobs.backlog + whole[at.DROPPED];
  if (whole[at.NEXT_ARRIVAL] !== inside)
    problems.push(`${whole[at.NEXT_ARRIVAL]} jobs arrived, ${inside} are accounted for`);
  if (whole[at.LIVE] > config.admission.maxLiveJobs) problems.push(`${whole[at.LIVE]} jobs are inside the chip`);
  if (jobs.latency.length !== whole[at.COMPLETED]) problems.push(`${jobs.latency.length} latencies are logged`);
  return problems;
}

function taskLaws({ state, model, now }: SocSimulator): string[] {
  const problems: string[] = [];
  const counts = new Int32Array(NODE_DONE + 1);
  for (let j = 0; j < state.whole[at.LIVE]; j++) {
    const row = state.liveRows[j];
    const first = model.taskStart[state.jobTemplate[row]];
    const size = model.taskStart[state.jobTemplate[row] + 1] - first;
    const base = row * model.taskCapacity;
    let unfinished = 0;
    for (let i = 0; i < size; i++) {
      const cell = base + i;
      const phase = state.taskState[cell];
      counts[phase]++;
      if (phase !== NODE_DONE) unfinished++;
      const name = `task ${state.jobFirstTask[row] + i}`;
      if (phase !== NODE_WAITING && state.open[cell] !== 0)
        problems.push(`${name} is ready before its predecessors are done`);
      if (phase >= NODE_RUNNING && state.start[cell] < state.inputsAt[cell])
        problems.push(`${name} started before its data were there`);
      if (phase >= NODE_RUNNING && state.start[cell] > now) problems.push(`${name} started in the future`);
      for (
        let e = model.predecessorStart[first + i];
        phase >= NODE_RUNNING && e < model.predecessorStart[first + i + 1];
        e++
      )
        if (state.finish[base + model.predecessor[e]] > state.start[cell])
          problems.push(`${name} started before a predecessor ended`);
    }
    if (unfinished !== state.jobRemaining[row])
      problems.push(`job ${state.jobId[row]} has ${unfinished} unfinished tasks`);
  }
  const { whole } = state;
  if (counts[NODE_RUNNING] !== whole[at.BUSY])
    problems.push(`${counts[NODE_RUNNING]} tasks run on ${whole[at.BUSY]} processors`);
  if (counts[NODE_PLACED] !== whole[at.BOUND])
    problems.push(`${counts[NODE_PLACED]} tasks are bound, ${whole[at.BOUND]} are queued`);
  return problems;
}

function processorLaws({ state, model, now }: SocSimulator): string[] {
  const problems: string[] = [];
  for (let p = 0; p < model.processorCount; p++) {
    const cell = state.running[p];
    const name = model.processorNames[p];
    if (cell >= 0 && (state.taskState[cell] !== NODE_RUNNING || state.processor[cell] !== p))
      problems.push(`processor ${name} runs a task that is not running there`);
    if (state.busyTicks[p] > now) problems.push(`processor ${name} was busy for ${state.busyTicks[p]} of ${now} ticks`);
    let length = 0;
    for (let next = state.queueHead[p]; next >= 0; next = state.next[next]) {
      length++;
      if (state.taskState[next] !== NODE_PLACED || state.processor[next] !== p)
        problems.push(`the queue of ${name} holds a task that is not bound to it`);
    }
    if (length !== state.queued[p])
      problems.push(`the queue of ${name} has ${length} tasks, ${state.queued[p]} are counted`);
    if (cell < 0 && state.calendar.time[p] !== Number.POSITIVE_INFINITY && length === 0)
      problems.push(`idle ${name} has an event`);
  }
  return problems;
}

function itemLaws({ state, items }: SocSimulator): string[] {
  const problems: string[] = [];
  const { table, slotCell } = items;
  for (let i = 0; i < table.items.count; i++)
    if (state.taskState[slotCell[table.items.slots[i]]] !== NODE_READY)
      problems.push(`slot ${table.items.slots[i]} shows a task that is not ready`);
  if (state.whole[at.ENDED] !== at.RUNNING) return problems;
  let allowed = 0;
  for (let action = 0; action < table.mask.length - 1; action++) allowed += table.mask[action];
  if (allowed !== state.whole[at.ALLOWED])
    problems.push(`${allowed} pairs are allowed, ${state.whole[at.ALLOWED]} are counted`);
  return problems;
}

function energyLaws({ energy, model, now }: SocSimulator): string[] {
  if (energy === null) return [];
  energy.advance(now);
  let sum = energy.uncore;
  for (let p = 0; p < model.processorCount; p++) sum += energy.ofProcessor(p);
  if (Math.abs(sum - energy.total) <= RELATIVE * Math.max(1e-12, energy.total)) return [];
  return [`processors, memory and GPU took ${sum} J, the chip ${energy.total} J`];
}
