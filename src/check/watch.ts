/**
 * Random masked episodes under observation: membership, finite rewards, flags, infos, aliasing, time, conservation
 * laws, masks that leave something to do, and spaces that stay what they were.
 */
import { canonicalJSON, isPlainObject } from '../config.js';
import type { Env, PlacementEnv, StepResult } from '../env.js';
import { observationDigest, randomAction } from './episode.js';
import { explainMismatch } from './explain.js';
import { type CheckContext, policyRng } from './options.js';

/** Observations kept to see whether later steps change them. */
const KEPT_OBSERVATIONS = 4;
/** Relative disagreement allowed between `info.elapsed` and the clock of the view. */
const CLOCK_TOLERANCE = 1e-9;

/** Watches `options.episodes` episodes of one instance. */
export function watchEpisodes(context: CheckContext): void {
  const { findings, make, options } = context;
  const env = make();
  const spaces = [env.observationSpace, env.actionSpace];
  const described = spaces.map((space) => canonicalJSON(space.toJSON()));
  const watch = new Watch(context, env);
  for (let episode = 0; episode < options.episodes; episode++) {
    findings.guard('step', () => watch.episode(episode));
  }
  if (env.observationSpace !== spaces[0] || env.actionSpace !== spaces[1]) {
    findings.warning('spaces', 'a space is another object after an episode');
  }
  [env.observationSpace, env.actionSpace].forEach((space, i) => {
    if (canonicalJSON(space.toJSON()) !== described[i]) findings.error('spaces', 'a space changed during an episode');
  });
  env.close();
}

class Watch {
  private readonly context: CheckContext;
  private readonly env: Env;
  private stepKeys = '';
  private resetKeys = '';
  private lastNow = 0; // clock of the view, where there is one

  constructor(context: CheckContext, env: Env) {
    this.context = context;
    this.env = env;
  }

  episode(index: number): void {
    const { env, context } = this;
    const { seed, maxSteps } = context.options;
    const policy = policyRng(context, `watch ${index}`);
    const kept: { raw: unknown; digest: string; step: number }[] = [];
    const first = env.reset(index === 0 ? { seed } : {});
    this.lastNow = this.now();
    this.observation(first.observation, 'after reset');
    this.infoRecord(first.info, 'reset');
    this.laws('after reset', 0);
    this.keep(kept, first.observation, 0);
    let previous: StepResult<unknown> | undefined;
    for (let step = 1; step <= maxSteps; step++) {
      const at = `at step ${step}`;
      this.mask(at);
      const result = env.step(randomAction(env, policy) as number);
      this.result(result, at);
      this.observation(result.observation, at);
      this.laws(at, result.info?.elapsed);
      if (previous === result && !env.metadata.reusesStepResult) {
        context.findings.error(
          'aliasing',
          `step returns the same result object every time (${at}); metadata denies it`,
        );
      }
      previous = result;
      this.keep(kept, result.observation, step);
      if (result.terminated || result.truncated) break;
    }
    this.compareKept(kept);
  }

  private result(result: unknown, at: string): void {
    const { findings } = this.context;
    if (typeof result !== 'object' || result === null) {
      findings.error('step', `step returns no record ${at}`);
      return;
    }
    const { reward, terminated, truncated, info } = result as Record<string, unknown>;
    if ('done' in result) findings.error('step', 'step returns "done"; terminated and truncated are two flags');
    if (typeof terminated !== 'boolean')
      findings.error('step', `terminated is ${String(terminated)} ${at}, no boolean`);
    if (typeof truncated !== 'boolean') findings.error('step', `truncated is ${String(truncated)} ${at}, no boolean`);
    if (typeof reward !== 'number') findings.error('step', `reward is ${String(reward)} ${at}, no number`);
    else if (!Number.isFinite(reward)) findings.error('step', `reward is ${reward} ${at}`);
    this.infoRecord(info, 'step');
  }

  private observation(observation: unknown, at: string): void {
    const reason = explainMismatch(this.env.observationSpace, observation, 'observation');
    if (reason) this.context.findings.error('membership', `${reason} (${at})`);
  }

  private infoRecord(info: unknown, from: 'reset' | 'step'): void {
    const { findings } = this.context;
    if (!isPlainObject(info)) {
      findings.error('info', `info of ${from} is no record`);
      return;
    }
    findings.guard('info', () => canonicalJSON(info, 'info'));
    const keys = Object.keys(info)
      .filter((key) => key !== 'seed')
      .sort()
      .join(', ');
    const known = from === 'step' ? this.stepKeys : this.resetKeys;
    if (known !== '' && known !== keys) {
      findings.error('info', `the keys of info change between calls of ${from}: [${known}] and [${keys}]`);
    }
    if (from === 'step') this.stepKeys = keys;
    else this.resetKeys = keys;
  }

  /** Time and conservation. */
  private laws(at: string, elapsed: number | undefined): void {
    const { findings } = this.context;
    if (!(typeof elapsed === 'number' && elapsed >= 0 && Number.isFinite(elapsed))) {
      findings.error('invariants', `info.elapsed is ${elapsed} ${at}`);
    }
    const now = this.now();
    if (now < this.lastNow) findings.error('invariants', `time goes back from ${this.lastNow} to ${now} ${at}`);
    const passed = now - this.lastNow;
    if (elapsed !== undefined && this.hasView() && Math.abs(passed - elapsed) > CLOCK_TOLERANCE * Math.max(1, now)) {
      findings.error('invariants', `info.elapsed is ${elapsed} ${at}, the clock of the view moved by ${passed}`);
    }
    this.lastNow = now;
    for (const violation of this.env.invariants?.() ?? []) findings.error('invariants', `${violation} (${at})`);
  }

  private mask(at: string): void {
    const mask = this.env.actionMask?.();
    if (mask && !mask.includes(1)) {
      this.context.findings.error('mask', `no action is allowed ${at}, and the episode has not ended`);
    }
  }

  private keep(kept: { raw: unknown; digest: string; step: number }[], raw: unknown, step: number): void {
    if (kept.length >= KEPT_OBSERVATIONS) return;
    kept.push({ raw, digest: observationDigest(this.env.observationSpace, raw), step });
  }

  private compareKept(kept: readonly { raw: unknown; digest: string; step: number }[]): void {
    const { env, context } = this;
    if (env.metadata.aliasesObservation) return;
    for (const { raw, digest, step } of kept) {
      if (observationDigest(env.observationSpace, raw) === digest) continue;
      context.findings.error(
        'aliasing',
        `the observation of step ${step} was overwritten later; metadata denies aliasing`,
      );
    }
  }

  private hasView(): boolean {
    return typeof (this.env as unknown as PlacementEnv).view === 'function';
  }

  private now(): number {
    return this.hasView() ? (this.env as unknown as PlacementEnv).view().now : 0;
  }
}
