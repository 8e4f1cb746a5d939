/**
 * Actions one by one, at a few states of an episode: every allowed one is accepted, every masked or malformed one
 * is refused without a trace, and at least somewhere two of them lead to different places.
 */
import type { Env } from '../env.js';
import { ArenaError } from '../error.js';
import { DiscreteSpace } from '../space/discrete.js';
import type { Space } from '../space/space.js';
import { digest } from './digest.js';
import { observationDigest, randomAction } from './episode.js';
import { describeThrown } from './finding.js';
import { type CheckContext, policyRng } from './options.js';

/** Steps for which two branches are followed before they count as the same place. */
const FOLLOWED_STEPS = 8;

/** Tries actions at the first states of an episode (the steps between them grow, to see later ones too). */
export function checkActions(context: CheckContext): void {
  const { findings, make, options } = context;
  findings.guard('mask', () => {
    const probe = new Probe(context);
    const policy = policyRng(context, 'actions');
    const env = make();
    env.reset({ seed: options.seed });
    const path: unknown[] = [];
    let next = 0;
    for (let step = 0, tried = 0; tried < options.maskStates && step < options.maxSteps; step++) {
      if (step === next) {
        probe.state(env, path);
        tried++;
        next = step + tried;
      }
      const action = randomAction(env, policy);
      const { terminated, truncated } = env.step(action as number);
      path.push(action);
      if (terminated || truncated) break;
    }
    probe.report();
    env.close();
  });
}

class Probe {
  private readonly context: CheckContext;
  private choices = false; // some state offered at least two actions
  private differences = false; // two actions led to different places

  constructor(context: CheckContext) {
    this.context = context;
  }

  state(env: Env, path: readonly unknown[]): void {
    const at = `at step ${path.length + 1}`;
    const places = this.tryAllowed(env, path, at);
    if (places.length > 1) this.choices = true;
    if (new Set(places).size > 1) this.differences = true;
    if (env.actionSpace instanceof DiscreteSpace) this.tryRefused(env, path, at);
  }

  report(): void {
    const { findings } = this.context;
    if (!this.choices) findings.info('influence', 'no state that was tried offered more than one action');
    else if (!this.differences) findings.error('influence', 'different actions never led to different places');
  }

  /** A copy of the environment at its present state: a fork, or a replay on a fresh instance. */
  private branch(env: Env, path: readonly unknown[]): Env {
    if (env.fork) return env.fork() as Env;
    const { make, options } = this.context;
    const copy = make();
    copy.reset({ seed: options.seed });
    for (const action of path) copy.step(action as number);
    return copy;
  }

  /** Fingerprints of the places that the allowed actions lead to, a few steps on. */
  private tryAllowed(env: Env, path: readonly unknown[], at: string): string[] {
    const { findings } = this.context;
    let branch = this.branch(env, path);
    const saved = branch.restore ? branch.snapshot?.() : undefined;
    const places: string[] = [];
    for (const [i, action] of this.allowedActions(env).entries()) {
      if (i > 0 && saved !== undefined) branch.restore!(saved);
      else if (i > 0) branch = this.branch(env, path);
      try {
        places.push(this.follow(branch, action));
      } catch (thrown) {
        findings.error('mask', `allowed action ${String(action)} ${at} throws ${describeThrown(thrown)}`);
      }
    }
    branch.close();
    return places;
  }

  private follow(branch: Env, action: unknown): string {
    const policy = policyRng(this.context, 'branch');
    const seen: string[] = [];
    let next = action;
    for (let step = 0; step <= FOLLOWED_STEPS; step++) {
      const result = branch.step(next as number);
      seen.push(visible(branch, result));
      if (result.terminated || result.truncated) break;
      next = randomAction(branch, policy);
    }
    return seen.join();
  }

  /** Every refused action on one branch, which must then behave as one that was never asked. */
  private tryRefused(env: Env, path: readonly unknown[], at: string): void {
    const { findings } = this.context;
    let branch = this.branch(env, path);
    const before = stateOf(branch);
    for (const action of this.refusedActions(env, env.actionSpace as unknown as DiscreteSpace)) {
      try {
        branch.step(action);
        findings.error('mask', `action ${action} is not allowed ${at}, but it is accepted`);
        branch = this.branch(env, path);
      } catch (thrown) {
        if (!(thrown instanceof ArenaError)) {
          findings.warning('mask', `refused action ${action} throws ${describeThrown(thrown)}, no ArenaError`);
        }
        if (stateOf(branch) === before) continue;
        findings.error('mask', `refused action ${action} ${at} changes the state`);
        branch = this.branch(env, path);
      }
    }
    const twin = this.branch(env, path);
    const action = randomAction(twin, policyRng(this.context, 'after refusal'));
    if (this.follow(branch, action) !== this.follow(twin, action)) {
      findings.error('mask', `after refused actions ${at} the following steps differ`);
    }
    branch.close();
    twin.close();
  }

  private allowedActions(env: Env): unknown[] {
    const space = env.actionSpace as Space;
    if (!(space instanceof DiscreteSpace)) {
      const policy = policyRng(this.context, 'samples');
      return Array.from({ length: Math.min(4, this.context.options.maskActions) }, () => space.sample(policy));
    }
    const mask = env.actionMask?.();
    const all = Array.from({ length: space.n }, (_, i) => i).filter((i) => !mask || mask[i] === 1);
    return this.spread(all).map((i) => i + space.start);
  }

  private refusedActions(env: Env, space: DiscreteSpace): number[] {
    const { findings } = this.context;
    const mask = env.actionMask?.();
    if (mask && mask.length !== space.n)
      findings.error('mask', `the mask has ${mask.length} bytes for ${space.n} actions`);
    const masked = mask ? Array.from(mask.keys()).filter((i) => mask[i] === 0 && i < space.n) : [];
    const outside = [space.start - 1, space.start + space.n, space.start + 0.5, Number.NaN];
    return [...this.spread(masked).map((i) => i + space.start), ...outside];
  }

  /** At most `maskActions` entries, evenly spread, the last one among them. */
  private spread(indices: readonly number[]): number[] {
    const most = this.context.options.maskActions;
    if (indices.length <= most) return [...indices];
    return Array.from({ length: most }, (_, i) => indices[Math.round((i * (indices.length - 1)) / (most - 1))]);
  }
}

function visible(env: Env, result: { observation: unknown; reward: number; terminated: boolean; truncated: boolean }) {
  const { reward, terminated, truncated } = result;
  return observationDigest(env.observationSpace, result.observation) + digest([reward, terminated, truncated]);
}

function stateOf(env: Env): string {
  return env.snapshot ? digest(env.snapshot()) : '';
}
