/**
 * What the environment checker is asked to do, and what its parts share.
 */
import type { Env, RenderMode } from '../env.js';
import { createRng, type Rng } from '../rng.js';
import type { Json } from '../space/space.js';
import type { Findings } from './finding.js';

export interface CheckEnvOptions {
  /** First seed; others are derived from it. */
  readonly seed?: number;
  /** Random masked episodes in which observations, rewards and infos are inspected. */
  readonly episodes?: number;
  /** Steps after which an episode is left, for environments with long ones. */
  readonly maxSteps?: number;
  /** Steps that may be spent to see an episode end; without a declared limit, more are an error. */
  readonly maxEndingSteps?: number;
  /** States at which actions are tried one by one. */
  readonly maskStates?: number;
  /** Actions tried at each of those states. */
  readonly maskActions?: number;
  /** Resets over which the heap is watched; 0 = not at all. */
  readonly heapResets?: number;
  /** Steps that are timed; 0 = none. */
  readonly timedSteps?: number;
  /** Builds the environment from its own configuration. */
  readonly rebuild?: (config: Json) => Env<unknown, unknown>;
  /** Builds the environment with a render mode. */
  readonly remake?: (renderMode: RenderMode) => Env<unknown, unknown>;
}

export const DEFAULT_CHECK_ENV_OPTIONS: Required<Omit<CheckEnvOptions, 'rebuild' | 'remake'>> = Object.freeze({
  seed: 123,
  episodes: 3,
  maxSteps: 200,
  maxEndingSteps: 20_000,
  maskStates: 6,
  maskActions: 24,
  heapResets: 200,
  timedSteps: 2000,
});

/** What every part of the checker works with. */
export interface CheckContext {
  readonly make: () => Env;
  readonly findings: Findings;
  readonly options: typeof DEFAULT_CHECK_ENV_OPTIONS & Pick<CheckEnvOptions, 'rebuild' | 'remake'>;
}

/** The stream from which a part of the checker draws actions; the same for the same name. */
export function policyRng(context: CheckContext, name: string): Rng {
  return createRng(context.options.seed).fork('check').fork(name);
}
