/** Binds every ready task to a processor drawn uniformly from those that can run it. */

import type { Uniform } from '../draws.js';
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';

export class RandomScheduler implements CompatScheduler {
  readonly name = 'random';
  readonly plansOrder = false;
  private readonly uniform: Uniform;

  constructor(uniform: Uniform) {
    this.uniform = uniform;
  }

  schedule(sim: CompatSimulator): void {
    const { ready } = sim;
    for (let i = 0; i < ready.length; i++) {
      const task = ready.items[i];
      const allowed = sim.supporting(task);
      sim.bind(task, allowed[Math.floor(this.uniform() * allowed.length)]);
    }
  }

  reset(): void {}
  snapshot(): unknown {
    return this.uniform.snapshot?.() ?? null;
  }
  restore(saved: unknown): void {
    this.uniform.restore?.(saved as never);
  }
}
