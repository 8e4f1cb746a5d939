/**
 * Looks at every reset and step in passing and collects what is wrong with them (membership, finite rewards, flags,
 * elapsed time, masks), without changing or printing anything. The full checker is `checkEnv`.
 */
import { explainMismatch } from '../check/explain.js';
import { type Finding, Findings } from '../check/finding.js';
import { isPlainObject } from '../config.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env.js';
import { Wrapper } from './wrapper.js';

export class PassiveEnvChecker<Obs, Act> extends Wrapper<Obs, Act> {
  private readonly collected = new Findings();

  /** What was found so far, worst first. */
  get findings(): readonly Finding[] {
    return this.collected.sorted();
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    const result = this.inner.reset(options);
    this.inspect(result.observation, result.info);
    return result;
  }

  step(action: Act): StepResult<Obs> {
    if (!this.actionSpace.contains(action)) {
      this.collected.error('step', `action ${String(action)} is not in the ${this.actionSpace.kind} space`);
    }
    const result = this.inner.step(action);
    const { reward, terminated, truncated } = result;
    if (!Number.isFinite(reward)) this.collected.error('step', `reward is ${String(reward)}`);
    if (typeof terminated !== 'boolean' || typeof truncated !== 'boolean') {
      this.collected.error('step', 'terminated or truncated is no boolean');
    }
    this.inspect(result.observation, result.info);
    const mask = this.actionMask?.();
    if (mask && !terminated && !truncated && !mask.includes(1)) {
      this.collected.error('mask', 'no action is allowed, and the episode has not ended');
    }
    return result;
  }

  protected rewrap(inner: Env<Obs, Act>): PassiveEnvChecker<Obs, Act> {
    return new PassiveEnvChecker(inner);
  }

  private inspect(observation: Obs, info: unknown): void {
    const reason = explainMismatch(this.observationSpace, observation, 'observation');
    if (reason) this.collected.error('membership', reason);
    if (!isPlainObject(info)) this.collected.error('info', 'info is no record');
    else if (!(typeof info.elapsed === 'number' && info.elapsed >= 0)) {
      this.collected.error('invariants', `info.elapsed is ${String(info.elapsed)}`);
    }
  }
}
