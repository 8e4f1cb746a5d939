/**
 * Refuses calls out of order: `step` and `render` before the first reset, and `step` after the end of an episode; and
 * resets that would silently go unseeded, such as `reset(7)` or `reset({ sed: 7 })`. Results pass through untouched.
 */
import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import { didYouMean, ensure } from '../error.js';
import { Wrapper } from './wrapper.js';

const NEVER_RESET = 0;
const RUNNING = 1;
const ENDED = 2;

export class OrderEnforcing<Obs, Act> extends Wrapper<Obs, Act> {
  private phase = NEVER_RESET;

  reset(options?: ResetOptions): ResetResult<Obs> {
    if (options !== undefined) this.checkOptions(options);
    const result = this.inner.reset(options);
    this.phase = RUNNING;
    return result;
  }

  step(action: Act): StepResult<Obs> {
    if (this.phase !== RUNNING) this.refuse('step');
    const result = this.inner.step(action);
    if (result.terminated || result.truncated) this.phase = ENDED;
    return result;
  }

  override render(): string | undefined {
    ensure(this.phase !== NEVER_RESET, `${this.id}: render was called before the first reset`);
    return this.inner.render();
  }

  protected override saveState(): unknown {
    return this.phase;
  }

  protected override loadState(own: unknown): void {
    this.phase = own as number;
  }

  protected rewrap(inner: Env<Obs, Act>): OrderEnforcing<Obs, Act> {
    return new OrderEnforcing(inner);
  }

  private checkOptions(options: unknown): void {
    const given = typeof options === 'string' ? `"${options}"` : String(options);
    ensure(typeof options === 'object' && options !== null, `${this.id}: reset(${given}): give { seed, options }`);
    for (const key of Object.keys(options)) {
      const allowed = key === 'seed' || key === 'options';
      ensure(allowed, `${this.id}: reset knows no "${key}" (seed, options)${didYouMean(key, ['seed', 'options'])}`);
    }
  }

  private refuse(call: string): never {
    const when = this.phase === NEVER_RESET ? 'before the first reset' : 'after the episode ended (reset it first)';
    ensure(false, `${this.id}: ${call} was called ${when}`);
  }
}
