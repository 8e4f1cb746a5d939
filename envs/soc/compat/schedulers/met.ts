/**
 * MET, minimum execution time, with the releases' tie rules. Faults kept: when busy and idle processors tie, as many
 * entries as are busy are deleted at the position of the first busy one, which may hit idle ones; and in the socrates
 * mode the counter of assignments is charged to the memory, so that ties always go to the lowest remaining id.
 */
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';

export class Met implements CompatScheduler {
  readonly name = 'MET';
  readonly plansOrder = false;
  private candidates = new Int32Array(0); // [P] processors that tie
  private assigned = new Int32Array(0); // [P] tasks bound in this call

  reset(sim: CompatSimulator): void {
    this.candidates = new Int32Array(sim.tables.processors);
    this.assigned = new Int32Array(sim.tables.processors);
  }

  schedule(sim: CompatSimulator): void {
    const { ready } = sim;
    this.assigned.fill(0);
    const counts = sim.config.fidelity.metCounter === 'call';
    for (let i = 0; i < ready.length; i++) {
      const task = ready.items[i];
      const processor = this.choose(sim, task);
      if (counts) this.assigned[processor]++;
      sim.bind(task, processor);
    }
  }

  private choose(sim: CompatSimulator, task: number): number {
    const { candidates, assigned } = this;
    const { computing } = sim.tables;
    let best = Number.POSITIVE_INFINITY;
    let count = 0;
    for (let i = 0; i < computing.length; i++) {
      const processor = computing[i];
      const time = sim.executionTicks(task, processor);
      if (time > best || time === Number.POSITIVE_INFINITY) continue;
      if (time < best) count = 0;
      best = time;
      candidates[count++] = processor;
    }
    if (count > 1) count = dropBusy(candidates, count, sim.state.busy);
    let chosen = candidates[0];
    for (let i = 1; i < count; i++) if (assigned[candidates[i]] < assigned[chosen]) chosen = candidates[i];
    return chosen;
  }

  snapshot(): null {
    return null; // the counters live within one call
  }

  restore(): void {}
}

/** The faulty deletion; returns the new length. Nothing happens when all are busy or all are idle. */
function dropBusy(candidates: Int32Array, count: number, busy: Uint8Array): number {
  let busyCount = 0;
  let first = -1;
  for (let i = 0; i < count; i++)
    if (busy[candidates[i]] === 1) {
      busyCount++;
      if (first < 0) first = i;
    }
  if (busyCount === 0 || busyCount === count) return count;
  candidates.copyWithin(first, first + busyCount, count);
  return count - busyCount;
}
