/**
 * Power of d choices (Mitzenmacher 2001, doi 10.1109/71.963420): draw d different allowed instances and take the one
 * with the fewest requests; of equals the one drawn first, so ties are fair. With d = 2 most of the gain of the shortest
 * queue at a fraction of its messages, and no herding on old statistics; d ≥ the number of instances is the shortest
 * queue with random ties.
 */
import { z } from 'zod';
import type { ActContext } from '../../src/agent.js';
import type { PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { Draws } from './draws.js';
import { mayPlace, ServingRouter } from './router.js';

const schema = z.object({
  /** Instances drawn, d. */
  d: z.int().positive().default(2),
});

export class PowerOfChoices extends ServingRouter {
  private readonly d: number;
  private allowed = new Int32Array(0); // [m] instances that may be drawn; scratch

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('power-of-two');
    this.d = readPlannerOptions({ who: 'agents/power-of-two', schema, given: options }).d;
  }

  protected place(view: PlacementView, slot: number, context: ActContext | undefined): number {
    const { queueLength } = view.resources;
    if (this.allowed.length < view.shape.resources) this.allowed = new Int32Array(view.shape.resources);
    const { allowed } = this;
    let count = 0;
    for (let r = 0; r < view.shape.resources; r++) if (mayPlace(view, slot, r)) allowed[count++] = r;
    const draws = new Draws(view, context?.rng);
    let best = -1;
    for (let drawn = 0; drawn < this.d && drawn < count; drawn++) {
      // partial shuffle: what has been drawn lies in front
      const other = drawn + draws.integer(count - drawn);
      const instance = allowed[other];
      allowed[other] = allowed[drawn];
      allowed[drawn] = instance;
      if (best < 0 || queueLength[instance] < queueLength[best]) best = instance;
    }
    return best;
  }
}
