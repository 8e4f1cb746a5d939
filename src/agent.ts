/**
 * The contract of an online scheduler: it sees a placement view and answers with a flat action. Environments and
 * agents meet only here. Agents that work with other agents receive them ready made; they import none.
 */
import type { PlacementEnv } from './env.js';
import type { PlacementView } from './placement.js';
import type { Rng } from './rng.js';

export interface ActContext {
  /** The agent's own stream; the only randomness it may use. */
  readonly rng: Rng;
  /** True: no exploration. */
  readonly deterministic: boolean;
  /**
   * A copy of the environment at this decision, hidden future included, to try out what an action leads to. Offered to
   * agents that are registered as oracles only, and never while they are asked to `propose`.
   */
  readonly fork?: () => PlacementEnv<unknown>;
}

/** What happened between two decisions. */
export interface Transition {
  readonly action: number;
  readonly reward: number;
  readonly elapsed: number; // time units of the environment
  readonly terminated: boolean;
  readonly truncated: boolean;
  /** What each proposal would have cost, from forks of the environment; only where the runner was asked for it. */
  readonly counterfactualLosses?: Float64Array;
}

export interface Agent {
  /** Registered id, e.g. `etf`. */
  readonly name: string;
  /** The action to take; must be allowed by `view.mask`. May change the agent's state. */
  act(view: PlacementView, context: ActContext): number;
  /** What would you do? Leaves the agent's state as it was. */
  propose(view: PlacementView): number;
  /** A new episode begins. */
  reset?(): void;
  observe?(transition: Transition): void;
  snapshot?(): unknown;
  restore?(saved: unknown): void;
}
