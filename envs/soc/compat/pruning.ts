/**
 * The releases' pruning of the completed list: ordered by job, and when its jobs span more than 15 numbers, the tasks
 * of the first job are deleted while the list is walked by index, so that every other one survives. A task that
 * disappears counts as unknown: its data lie in memory, and a lost head loses its job's latency.
 */
import type { CompatState } from './run.js';

const SPAN = 15; // jobs

export function pruneCompleted(state: CompatState): void {
  const { completed, tasks } = state;
  const { items } = completed;
  // stable insertion sort: only what was added since the last time is out of order, and not far
  for (let i = state.completedSorted; i < completed.length; i++) {
    const task = items[i];
    const job = tasks.job[task];
    let j = i;
    for (; j > state.completedFirst && tasks.job[items[j - 1]] > job; j--) items[j] = items[j - 1];
    items[j] = task;
  }
  state.completedSorted = completed.length;
  const first = state.completedFirst;
  if (first === completed.length) return;
  const firstJob = tasks.job[items[first]];
  if (tasks.job[items[completed.length - 1]] - firstJob <= SPAN) return;
  let end = first;
  while (end < completed.length && tasks.job[items[end]] === firstJob) end++;
  // survivors (every second task) move up to the end of the first job's stretch
  let kept = end;
  for (let i = end - 1; i >= first; i--) {
    if ((i - first) % 2 === 1) items[--kept] = items[i];
    else tasks.listed[items[i]] = 0;
  }
  state.completedFirst = kept;
}
