/** EFT, earliest finish time: tasks in ready order, each to the processor of least value (lowest id on ties). */
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';
import { type AvailableEstimate, completionValue } from './available.js';

export class Eft implements CompatScheduler {
  readonly name = 'EFT';
  readonly plansOrder = false;
  private available: AvailableEstimate = new Float64Array(0);

  reset(sim: CompatSimulator): void {
    this.available = new Float64Array(sim.tables.processors);
  }

  schedule(sim: CompatSimulator): void {
    const { ready, now } = sim;
    const { computing } = sim.tables;
    for (let i = 0; i < ready.length; i++) {
      const task = ready.items[i];
      let least = Number.POSITIVE_INFINITY;
      let best = -1;
      for (let k = 0; k < computing.length; k++) {
        const value = completionValue(sim, this.available, task, computing[k]);
        if (value >= least) continue;
        least = value;
        best = computing[k];
      }
      this.available[best] = now + least;
      sim.bind(task, best);
    }
  }

  snapshot(): unknown {
    return this.available;
  }
  restore(saved: unknown): void {
    this.available = saved as AvailableEstimate;
  }
}
