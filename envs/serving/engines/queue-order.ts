/**
 * The two orders in which an engine serves: first come first served, or by priority and, among equals, by arrival (the
 * number of the request, which also orders those that arrive together).
 * With priorities the waiting list is kept in that order whoever enters it, a preempted request included, so the head
 * is always the most urgent one; the running list is sorted by it, so its tail is the victim. First come first served
 * returns a preempted request to the front of the waiting list, as all published engines do.
 */
import { z } from 'zod';
import type { ServingState } from '../state.js';

export const queueOrderSchema = z.enum(['fcfs', 'priority']);
export type QueueOrder = z.infer<typeof queueOrderSchema>;

/** Puts a request before the first waiting one that is less urgent, or equally urgent and arrived later. */
export function enqueueInOrder(state: ServingState, instance: number, slot: number): void {
  const { waitingHead } = state.instances;
  const { next, priority, number } = state.requests;
  const urgency = priority[slot];
  let behind = waitingHead[instance];
  while (behind >= 0 && (priority[behind] > urgency || (priority[behind] === urgency && number[behind] < number[slot])))
    behind = next[behind];
  state.enqueueBefore(instance, slot, behind);
}

/** Sorts the running list in the order of service: the last one is the first to be preempted. */
export function sortRunning(state: ServingState, instance: number, order: QueueOrder): void {
  if (order === 'fcfs') state.sortRunning(instance);
  else sortRunningByPriority(state, instance);
}

/** Most urgent first, then by arrival (insertion sort: it is nearly sorted). */
function sortRunningByPriority(state: ServingState, instance: number): void {
  const { running, runningCount, sequences } = state.instances;
  const { number, priority } = state.requests;
  const begin = instance * sequences;
  const end = begin + runningCount[instance];
  for (let i = begin + 1; i < end; i++) {
    const slot = running[i];
    const urgency = priority[slot];
    let at = i;
    while (at > begin) {
      const other = running[at - 1];
      if (priority[other] > urgency || (priority[other] === urgency && number[other] < number[slot])) break;
      running[at--] = other;
    }
    running[at] = slot;
  }
}
