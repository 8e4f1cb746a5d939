/** What a reference scheduler is to the compatible kernel. */
import type { CompatSimulator } from './simulator.js';

export interface CompatScheduler {
  readonly name: string;
  /** Plans an order of its own: bound tasks are then not re-ordered by job. */
  readonly plansOrder: boolean;
  /** Binds every ready task; the order of binding is the order in which launches are tried. */
  schedule(sim: CompatSimulator): void;
  /** A job has been numbered but none of its tasks is ready yet: the moment to re-plan. */
  onArrival?(sim: CompatSimulator, job: number): void;
  /** The first tick has not begun. */
  reset(sim: CompatSimulator): void;
  /** Plain data. */
  snapshot(): unknown;
  restore(saved: unknown): void;
}
