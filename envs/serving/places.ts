/**
 * Where the lists say that every live request is: unrouted, in a waiting list, admitted (in a running list or a batch), or
 * waiting for a handover. Whoever is in none of them must be on the way between two instances. Part of the laws.
 */
import type { FleetConductor } from './fleet/conductor.js';
import { REQUEST_RUNNING, REQUEST_TRANSFER, REQUEST_UNROUTED, REQUEST_WAITING } from './requests.js';
import type { ServingSimulator } from './simulator.js';

const PHASE_NAMES = ['unrouted', 'waiting', 'running', 'in transfer'];

/** Violations in words; empty when every live request is in exactly one place, and the counters say so. */
export function misplaced(simulator: ServingSimulator, fleet: FleetConductor): string[] {
  const { requests, instances } = simulator.state;
  const { next, number, instance, phase } = requests;
  const wrong: string[] = [];
  const seen = new Int8Array(requests.capacity).fill(-1); // [slot] phase of the list in which it was met
  const meet = (slot: number, place: number, owner: number): void => {
    const name = `request ${number[slot]}`;
    if (number[slot] < 0) wrong.push(`a request that is over is listed as ${PHASE_NAMES[place]}`);
    else if (seen[slot] >= 0) wrong.push(`${name}: is ${PHASE_NAMES[seen[slot]]} and ${PHASE_NAMES[place]}`);
    else if (phase[slot] !== place) wrong.push(`${name}: is listed as ${PHASE_NAMES[place]}, phase ${phase[slot]}`);
    else if (instance[slot] !== owner && place !== REQUEST_TRANSFER)
      wrong.push(`${name}: is listed at instance ${owner}, says ${instance[slot]}`);
    seen[slot] = place;
  };
  /** Walks a list; stops at what cannot be right, so that a ring does not catch us. */
  const walk = (head: number, place: number, owner: number): number => {
    let length = 0;
    for (let slot = head; slot >= 0 && length <= requests.capacity; slot = next[slot], length++)
      meet(slot, place, owner);
    return length;
  };
  const listed = (name: string, found: number, counted: number) => {
    if (found !== counted) wrong.push(`${name}: ${found} are listed, ${counted} counted`);
  };
  listed('unrouted', walk(simulator.unrouted.head, REQUEST_UNROUTED, -1), simulator.unrouted.count);
  listed('handovers', walk(simulator.handovers.head, REQUEST_TRANSFER, -1), simulator.handovers.count);
  let moving = 0; // on the way between two instances
  for (let i = 0; i < instances.count; i++) {
    const waiting = walk(instances.waitingHead[i], REQUEST_WAITING, i);
    listed(`waiting list of instance ${i}`, waiting, instances.waitingCount[i]);
    const { running, runningCount, sequences, maxStages, batchHead, batchCount, batchSize, batchRequest } = instances;
    for (let at = i * sequences; at < i * sequences + runningCount[i]; at++) meet(running[at], REQUEST_RUNNING, i);
    for (let b = 0; b < batchCount[i]; b++) {
      const row = i * maxStages + ((batchHead[i] + b) % maxStages);
      for (let at = row * sequences; at < row * sequences + batchSize[row]; at++)
        meet(batchRequest[at], REQUEST_RUNNING, i);
    }
    moving += fleet.handovers?.inbound(i) ?? 0;
    const slot = fleet.migrations?.moving(i) ?? -1;
    if (slot >= 0 && phase[slot] === REQUEST_TRANSFER) moving++;
  }
  let lost = 0;
  for (let slot = 0; slot < requests.capacity; slot++) {
    if (number[slot] < 0 || seen[slot] >= 0) continue;
    lost++;
    if (phase[slot] !== REQUEST_TRANSFER) wrong.push(`request ${number[slot]}: is nowhere, phase ${phase[slot]}`);
  }
  listed('requests on their way', lost, moving);
  return wrong;
}
