/**
 * The manager's turn: hand ready tasks to the scheduler, then launch bound tasks whose data are there and whose
 * processor is free. It takes place every tick; turns in which nothing can change are skipped, and what they would
 * have counted is added at once.
 */
import { EVENT, pushEvent } from './events.js';
import { dataReadyTick, type Run, sinceSample } from './run.js';
import { append, type IdList, STAGE, type TaskTable } from './state.js';

/** First half, up to the scheduler. Returns false if the manager stops for good. */
export function beginTurn(run: Run): boolean {
  const { state, config, power } = run;
  if (power && sinceSample(run) === 0) power.evaluateIdle(state);
  if (run.fidelity.managerStopsEarly && state.now > config.length! - 2) {
    state.managerTime = Number.POSITIVE_INFINITY;
    return false;
  }
  if (state.waiting.length > 0) releaseWaiting(run);
  return true;
}

function releaseWaiting(run: Run): void {
  const { waiting, tasks, ready, now } = run.state;
  let kept = 0;
  for (let i = 0; i < waiting.length; i++) {
    const task = waiting.items[i];
    if (tasks.stamp[task] <= now) {
      tasks.stage[task] = STAGE.ready;
      append(ready, task);
    } else waiting.items[kept++] = task;
  }
  waiting.length = kept;
}

/** The scheduler has bound every ready task, in this order. */
export function takeBound(run: Run, bound: IdList): void {
  const { state, fidelity, scheduler } = run;
  const { tasks, executable } = state;
  for (let i = 0; i < bound.length; i++) {
    const task = bound.items[i];
    tasks.dataReady[task] = dataReadyTick(run, task, tasks.processor[task]);
    tasks.stage[task] = STAGE.executable;
    append(executable, task);
  }
  if (fidelity.ordersByJob && !scheduler?.plansOrder) orderByJob(executable, tasks);
}

/** Stable. */
function orderByJob({ items, length }: IdList, tasks: TaskTable): void {
  for (let i = 1; i < length; i++) {
    const task = items[i];
    const job = tasks.job[task];
    let j = i;
    for (; j > 0 && tasks.job[items[j - 1]] > job; j--) items[j] = items[j - 1];
    items[j] = task;
  }
}

/** Second half: statistics, launches, the next turn. */
export function endTurn(run: Run): void {
  const { state } = run;
  const { now, executable } = state;
  if (executable.length > 0) markBlocked(run);
  const launched = executable.length > 0 ? launch(run) : 0;
  const polls = pollingInVain(run);
  let next = launched > 0 ? now + 1 : nextTurn(run, polls);
  if (next === Number.POSITIVE_INFINITY) {
    state.ending = 'no progress';
    return;
  }
  if (!run.config.skipEmptyTurns) next = now + 1;
  const skips = next > now + 1;
  if (skips && executable.length > 0) addBlocking(run, next - now - 1);
  // a generator that looks in vain every tick keeps its place before or after the manager
  const polledBefore = skips && polls && state.generatorTime > now;
  const polledAfter = skips && polls && !polledBefore;
  if (polledBefore) pollAt(run, next);
  managerAt(run, next);
  if (polledAfter) pollAt(run, next);
}

function managerAt(run: Run, time: number): void {
  run.state.managerTime = time;
  run.state.managerSequence = run.state.sequence++;
}

function pollAt(run: Run, time: number): void {
  run.state.generatorTime = time;
  run.state.generatorSequence = run.state.sequence++;
}

/** Adds a tick of blocking to every busy processor that a data-ready task waits for, and marks it. */
function markBlocked(run: Run): void {
  const { executable, tasks, busy, blocking, blockedMark, now } = run.state;
  for (let i = 0; i < executable.length; i++) {
    const task = executable.items[i];
    const processor = tasks.processor[task];
    if (busy[processor] === 0 || tasks.dataReady[task] > now || blockedMark[processor] === now) continue;
    blockedMark[processor] = now;
    blocking[processor]++;
  }
}

/** The same for `ticks` skipped turns, in which the same processors stay blocked. */
function addBlocking(run: Run, ticks: number): void {
  const { blocking, blockedMark, now } = run.state;
  for (let p = 0; p < blocking.length; p++) if (blockedMark[p] === now) blocking[p] += ticks;
}

/** Moves launchable tasks out of the executable list and inserts their start events; returns how many there are. */
function launch(run: Run): number {
  const { executable, tasks, held, events, now } = run.state;
  let kept = 0;
  for (let i = 0; i < executable.length; i++) {
    const task = executable.items[i];
    const processor = tasks.processor[task];
    const after = tasks.after[task];
    if (tasks.dataReady[task] <= now && held[processor] === 0 && (after < 0 || tasks.listed[after] === 1)) {
      held[processor] = 1;
      tasks.stage[task] = STAGE.launched;
      pushEvent(events, now, run.state.sequence++, task * 4 + EVENT.start);
    } else executable.items[kept++] = task;
  }
  const launched = executable.length - kept;
  executable.length = kept;
  return launched;
}

/** Whether the generator will look every tick and find the system full until a task event changes that. */
function pollingInVain(run: Run): boolean {
  const { state, fidelity, config } = run;
  return (
    fidelity.arrivals === 'polling' && state.jobsInSystem >= config.maxJobs && state.generatorTime <= state.now + 1
  );
}

/** The next tick in which the manager could do anything; Infinity if nothing will ever happen again. */
function nextTurn(run: Run, generatorPolls: boolean): number {
  const { state } = run;
  const { now, tasks, executable, waiting, events } = state;
  let next = events.length > 0 ? events.time[0] : Number.POSITIVE_INFINITY;
  if (!generatorPolls && state.generatorTime < next) next = state.generatorTime;
  for (let i = 0; i < executable.length; i++) {
    const stamp = tasks.dataReady[executable.items[i]];
    if (stamp > now && stamp < next) next = stamp;
  }
  for (let i = 0; i < waiting.length; i++) {
    const stamp = tasks.stamp[waiting.items[i]];
    if (stamp < next) next = stamp;
  }
  if (next === Number.POSITIVE_INFINITY) return next;
  if (run.power) {
    const sample = now - sinceSample(run) + run.fidelity.samplingTicks; // idle energy is evaluated then
    if (sample < next) next = sample;
  }
  if (run.config.length !== null && run.config.length - 1 < next) next = run.config.length - 1; // nothing is counted beyond
  return Math.max(now + 1, Math.ceil(next));
}
