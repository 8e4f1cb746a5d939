/** STF, shortest task first, as released: the processor of least execution time, lowest id; the list order stays. */
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';

export class Stf implements CompatScheduler {
  readonly name = 'STF';
  readonly plansOrder = false;

  schedule(sim: CompatSimulator): void {
    const { ready } = sim;
    const { computing } = sim.tables;
    for (let i = 0; i < ready.length; i++) {
      const task = ready.items[i];
      let best = computing[0];
      for (let k = 1; k < computing.length; k++)
        if (sim.executionTicks(task, computing[k]) < sim.executionTicks(task, best)) best = computing[k];
      sim.bind(task, best);
    }
  }

  reset(): void {}
  snapshot(): null {
    return null;
  }
  restore(): void {}
}
