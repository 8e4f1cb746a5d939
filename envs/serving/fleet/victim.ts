/**
 * Which running request an instance gives away (Llumnix, OSDI 2024; artifact and main branch). Candidates have an output
 * token and are admitted: in the running list or in a batch in flight. "Last come" is by time of arrival, then by number, so
 * that the choice depends neither on the engine's order nor on what a batch holds just now. The artifact's bug, which
 * tests one request and takes another, is left out.
 */
import { ROLE_PREFILL } from '../../../src/serving.js';
import { REQUEST_RUNNING, REQUEST_WAITING } from '../requests.js';
import type { ServingSimulator } from '../simulator.js';
import type { ServingState } from '../state.js';
import type { MigrationOptions } from './config.js';
import { sameCache } from './reservation.js';

export type VictimRule = MigrationOptions['victim'];

/** Slot of the running request to give away; −1 = none can go. */
export function runningVictim(state: ServingState, instance: number, rule: VictimRule): number {
  if (rule === 'none') return -1;
  const { instances } = state;
  const { running, runningCount, sequences, batchRequest, batchSize, batchHead, batchCount, maxStages } = instances;
  let best = -1;
  const begin = instance * sequences;
  for (let i = begin; i < begin + runningCount[instance]; i++) best = preferred(state, rule, best, running[i]);
  for (let b = 0; b < batchCount[instance]; b++) {
    const row = instance * maxStages + ((batchHead[instance] + b) % maxStages);
    const first = row * sequences;
    for (let i = first; i < first + batchSize[row]; i++) best = preferred(state, rule, best, batchRequest[i]);
  }
  return best;
}

/** The better victim of the two; `best` may be −1. */
function preferred(state: ServingState, rule: VictimRule, best: number, slot: number): number {
  const { priority, prefilled, phase, done } = state.requests;
  if (prefilled[slot] === 0 || phase[slot] !== REQUEST_RUNNING) return best;
  if (rule === 'lcfs' && priority[slot] > 0) return best;
  if (best < 0) return slot;
  let difference = 0; // < 0 = slot is better
  if (rule === 'lowest-priority') difference = priority[slot] - priority[best];
  if (difference === 0 && rule !== 'lcfs') difference = done[slot] - done[best];
  if (rule === 'longest') difference = -difference;
  if (difference === 0) difference = laterCome(state, slot, best) ? -1 : 1;
  return difference < 0 ? slot : best;
}

function laterCome(state: ServingState, a: number, b: number): boolean {
  const { arrival, number } = state.requests;
  return arrival[a] > arrival[b] || (arrival[a] === arrival[b] && number[a] > number[b]);
}

/** Head of the waiting list, where it can move: it has no KV in host memory; −1 = none. */
export function waitingVictim(state: ServingState, instance: number): number {
  const head = state.instances.waitingHead[instance];
  return head >= 0 && state.requests.swapped[head] === 0 ? head : -1;
}

/** Whether a request of `source` could go on at `destination`: role, length and form of the cache allow it. */
export function suits(simulator: ServingSimulator, slot: number, source: number, destination: number): boolean {
  const { instances, requests } = simulator.state;
  if (source === destination || requests.total[slot] > simulator.longest[destination]) return false;
  if (requests.phase[slot] === REQUEST_WAITING) return instances.role[destination] === instances.role[source];
  if (instances.role[destination] === ROLE_PREFILL || !sameCache(simulator, source, destination)) return false;
  return instances.blockTokens[source] === instances.blockTokens[destination];
}
