/**
 * Drives an environment through (part of) an episode and writes down a fingerprint of everything it returned. All
 * comparisons of the checker — replays, interleavings, snapshots, round trips — compare such records.
 */
import type { Env, ResetResult, StepResult } from '../env.js';
import type { Rng } from '../rng.js';
import { DiscreteSpace } from '../space/discrete.js';
import type { Space } from '../space/space.js';
import { digest } from './digest.js';
import { describeThrown } from './finding.js';

/** Fingerprints of what one reset or step returned. */
export interface EpisodeRow {
  readonly observation: string;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: string;
  /** Fingerprint of the whole state, where asked for and offered. */
  readonly state: string;
}

export interface EpisodeRecord {
  readonly rows: readonly EpisodeRow[]; // [step + 1], the reset first
  readonly actions: readonly unknown[]; // [step]
  /** False when the record was cut at the step limit. */
  readonly ended: boolean;
  /** Why a repeated action was refused; empty when none was. */
  readonly refusal: string;
}

export interface EpisodeOptions {
  /** Absent: the stream continues. */
  readonly seed?: number;
  /** Chooses the actions; masked where the environment has masks. */
  readonly policy: Rng;
  readonly maxSteps: number;
  /** Actions to repeat instead of choosing. */
  readonly actions?: readonly unknown[];
  /** Fingerprint the state at every step. */
  readonly states?: boolean;
}

/** A legal random action. */
export function randomAction(env: Env, rng: Rng): unknown {
  const space = env.actionSpace as Space;
  const mask = env.actionMask?.();
  return mask !== undefined && space instanceof DiscreteSpace ? space.sample(rng, mask) : space.sample(rng);
}

/** An observation as a fingerprint of its own copy, so that live views are read out completely. */
export function observationDigest(space: Space, observation: unknown): string {
  try {
    return digest(space.copy(observation));
  } catch {
    return digest(observation); // not in the space; another check reports that
  }
}

/** One reset and steps until the end or the limit. */
export function runEpisode(env: Env, options: EpisodeOptions): EpisodeRecord {
  const walk = new EpisodeWalk(env, options);
  while (walk.advance());
  return walk.record();
}

/** An episode that can be advanced one step at a time (to interleave several). */
export class EpisodeWalk {
  private readonly env: Env;
  private readonly options: EpisodeOptions;
  private readonly rows: EpisodeRow[] = [];
  private readonly actions: unknown[] = [];
  private ended = false;
  private refusal = '';

  constructor(env: Env, options: EpisodeOptions) {
    this.env = env;
    this.options = options;
    const first = env.reset(options.seed === undefined ? {} : { seed: options.seed });
    this.rows.push(this.row({ reward: 0, terminated: false, truncated: false, ...first }));
  }

  /** Takes one step; false when there was none to take. */
  advance(): boolean {
    const step = this.actions.length;
    const limit = Math.min(this.options.maxSteps, this.options.actions?.length ?? Number.POSITIVE_INFINITY);
    if (this.ended || this.refusal !== '' || step >= limit) return false;
    const action = this.options.actions?.[step] ?? randomAction(this.env, this.options.policy);
    const result = this.take(action);
    if (!result) return false;
    this.actions.push(action);
    this.rows.push(this.row(result));
    this.ended = result.terminated || result.truncated;
    return true;
  }

  record(): EpisodeRecord {
    return { rows: this.rows, actions: this.actions, ended: this.ended, refusal: this.refusal };
  }

  /** One step; a repeated action that is refused ends the record instead of the check. */
  private take(action: unknown): StepResult<unknown> | undefined {
    if (!this.options.actions) return this.env.step(action as number);
    try {
      return this.env.step(action as number);
    } catch (thrown) {
      this.refusal = describeThrown(thrown);
      return undefined;
    }
  }

  private row(result: StepResult<unknown> | (ResetResult<unknown> & StepResult<unknown>)): EpisodeRow {
    const { seed: _, ...info } = result.info;
    return {
      observation: observationDigest(this.env.observationSpace, result.observation),
      reward: result.reward,
      terminated: result.terminated,
      truncated: result.truncated,
      info: digest(info),
      state: this.options.states && this.env.snapshot ? digest(this.env.snapshot()) : '',
    };
  }
}

const PARTS = ['observation', 'reward', 'terminated', 'truncated', 'info', 'state'] as const;

/** Where two records differ first, in words; empty when they agree. `state` is compared only on demand. */
export function firstDifference(a: EpisodeRecord, b: EpisodeRecord, withState = false): string {
  const length = Math.min(a.rows.length, b.rows.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.rows[i], b.rows[i]];
    const parts = PARTS.filter((part) => (part !== 'state' || withState) && !Object.is(left[part], right[part]));
    if (parts.length > 0) return `${i === 0 ? 'after reset' : `at step ${i}`} (${parts.join(', ')})`;
  }
  const refusal = a.refusal || b.refusal;
  if (refusal) return `at step ${length}: the same action is refused (${refusal})`;
  return a.rows.length === b.rows.length ? '' : `after step ${length - 1}: one ends, the other does not`;
}
