/**
 * Truncates an episode after a number of decisions. Truncation is not termination: `terminated` stays what the
 * environment said, and both flags may be true in the last step.
 */
import type { Env, EnvMetadata, ResetOptions, ResetResult, StepResult } from '../env.js';
import { ArenaError, ensure } from '../error.js';
import { Wrapper } from './wrapper.js';

export interface TimeLimitOptions {
  readonly maxEpisodeSteps: number; // decisions
}

export class TimeLimit<Obs, Act> extends Wrapper<Obs, Act> {
  readonly maxEpisodeSteps: number;
  private steps = 0;

  constructor(inner: Env<Obs, Act>, options: TimeLimitOptions) {
    super(inner);
    const { maxEpisodeSteps } = options;
    ensure(
      Number.isInteger(maxEpisodeSteps) && maxEpisodeSteps > 0,
      `wrappers: a time limit of ${maxEpisodeSteps} steps is not allowed (an integer ≥ 1)`,
    );
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  override get metadata(): EnvMetadata {
    const inner = this.inner.metadata;
    const limit = Math.min(this.maxEpisodeSteps, inner.maxEpisodeSteps ?? Number.POSITIVE_INFINITY);
    return { ...inner, maxEpisodeSteps: limit };
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    const result = this.inner.reset(options);
    this.steps = 0;
    return result;
  }

  step(action: Act): StepResult<Obs> {
    if (this.steps >= this.maxEpisodeSteps) this.refuse();
    const result = this.inner.step(action);
    this.steps++;
    return this.steps >= this.maxEpisodeSteps && !result.truncated ? { ...result, truncated: true } : result;
  }

  protected override saveState(): unknown {
    return this.steps;
  }

  protected override loadState(own: unknown): void {
    this.steps = own as number;
  }

  protected rewrap(inner: Env<Obs, Act>): TimeLimit<Obs, Act> {
    return new TimeLimit(inner, { maxEpisodeSteps: this.maxEpisodeSteps });
  }

  private refuse(): never {
    throw new ArenaError(`${this.id}: step was called after the time limit (reset it first)`);
  }
}
