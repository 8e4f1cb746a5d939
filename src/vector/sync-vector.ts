/**
 * Several copies of an environment stepped together, in this thread. What happens when a copy's episode ends is the
 * autoreset mode (Gymnasium's three):
 * - `nextStep`: the final observation is returned; the copy's next step ignores its action and returns the reset
 *   observation with reward 0 and flags 0. That row is no transition: `valid` is 0, learners must mask it.
 * - `sameStep`: the reset observation is returned at once, the final one is in `info.finalObservation`.
 * - `disabled`: the caller resets, with a mask of the copies that ended.
 * `elapsed` is always the duration of the transition in the row, even where `info` is already that of a reset.
 */
import type { Env, EnvSnapshot, Info, ResetOptions } from '../env.js';
import { ArenaError, ensure } from '../error.js';
import { DiscreteSpace } from '../space/discrete.js';
import { flatdim } from '../space/flatten.js';
import { spacesEqual } from '../space/from-json.js';
import type { Space } from '../space/space.js';
import { type Batch, batchInfos, batchObservations, type VectorInfo } from './batch.js';
import { type VectorSeeding, vectorSeeds } from './seeds.js';

export type AutoresetMode = 'nextStep' | 'sameStep' | 'disabled';

export interface SyncVectorOptions {
  readonly count: number; // copies
  readonly autoreset?: AutoresetMode;
  readonly seeding?: VectorSeeding;
  /** Stack flattened observations too (spaces of fixed size that are no Box). */
  readonly flatten?: boolean;
}

export const DEFAULT_VECTOR_OPTIONS: Required<Omit<SyncVectorOptions, 'count'>> = Object.freeze({
  autoreset: 'nextStep',
  seeding: 'forked',
  flatten: false,
});

export interface VectorResetOptions {
  /** One seed for all (each copy gets its own, derived from it), or one a copy; absent: streams continue. */
  readonly seed?: number | readonly number[];
  readonly options?: ResetOptions['options'];
  /** 1 = reset this copy; absent: all. Copies that are left alone keep their observation. */
  readonly mask?: Uint8Array; // [copy]
}

export interface VectorReset<Obs> extends Batch<Obs> {
  readonly info: VectorInfo;
}

export interface VectorStep<Obs> extends Batch<Obs> {
  readonly rewards: Float64Array; // [copy]
  readonly terminated: Uint8Array; // [copy] 0 or 1
  readonly truncated: Uint8Array; // [copy] 0 or 1
  readonly valid: Uint8Array; // [copy] 1 = a transition; 0 = the row of an autoreset
  readonly elapsed: Float64Array; // [copy] duration of the transition, time units of the environment
  readonly info: VectorInfo;
}

/** A saved vector environment. */
export interface VectorSnapshot {
  readonly envs: readonly EnvSnapshot[]; // [copy]
  readonly over: Uint8Array; // [copy]
  readonly latest: readonly unknown[]; // [copy] observations
}

export class SyncVectorEnv<Obs, Act> {
  readonly envs: readonly Env<Obs, Act>[];
  readonly options: Required<SyncVectorOptions>;
  readonly singleObservationSpace: Space<Obs>;
  readonly singleActionSpace: Space<Act>;
  private over: Uint8Array; // [copy] 1 = the episode has ended and was not reset
  private latest: Obs[]; // [copy] own copies of the latest observations; empty before the first reset

  /** Errors: `ArenaError` for a count below 1, or copies with different spaces. */
  constructor(makeEnv: (index: number) => Env<Obs, Act>, options: SyncVectorOptions) {
    this.options = { ...DEFAULT_VECTOR_OPTIONS, ...options };
    const { count, autoreset } = this.options;
    ensure(Number.isInteger(count) && count >= 1, `vector: ${count} copies are not allowed (an integer ≥ 1)`);
    ensure(
      ['nextStep', 'sameStep', 'disabled'].includes(autoreset),
      `vector: autoreset mode "${autoreset}" does not exist (nextStep, sameStep, disabled)`,
    );
    this.envs = Array.from({ length: count }, (_, i) => makeEnv(i));
    const first = this.envs[0];
    this.singleObservationSpace = first.observationSpace;
    this.singleActionSpace = first.actionSpace;
    if (this.options.flatten) flatdim(first.observationSpace);
    for (const [i, env] of this.envs.entries()) {
      ensure(this.envs.indexOf(env) === i, `vector: copies ${this.envs.indexOf(env)} and ${i} are the same object`);
      ensure(
        spacesEqual(env.observationSpace, first.observationSpace) && spacesEqual(env.actionSpace, first.actionSpace),
        `vector: copy ${i} (${env.id}) has other spaces than copy 0 (${first.id})`,
      );
    }
    this.over = new Uint8Array(count);
    this.latest = [];
  }

  get count(): number {
    return this.options.count;
  }

  reset(options: VectorResetOptions = {}): VectorReset<Obs> {
    const { count } = this;
    const seeds = this.seeds(options.seed);
    const { mask } = options;
    ensure(
      mask === undefined || mask.length === count,
      `vector: the mask has ${mask?.length} bytes for ${count} copies`,
    );
    ensure(mask === undefined || this.latest.length > 0, 'vector: the first reset takes no mask');
    const infos: (Info | undefined)[] = new Array(count).fill(undefined);
    for (let i = 0; i < count; i++) {
      if (mask !== undefined && mask[i] === 0) continue;
      const seed = seeds === undefined ? {} : { seed: seeds[i] };
      const extra = options.options === undefined ? {} : { options: options.options };
      infos[i] = this.resetCopy(i, { ...seed, ...extra });
    }
    return { ...this.batch(), info: batchInfos(infos) };
  }

  /** One action a copy. Errors: `ArenaError` for an illegal action of any copy; then no copy has moved. */
  step(actions: ArrayLike<Act>): VectorStep<Obs> {
    const { count } = this;
    const { autoreset } = this.options;
    this.validate(actions);
    const rewards = new Float64Array(count);
    const terminated = new Uint8Array(count);
    const truncated = new Uint8Array(count);
    const valid = new Uint8Array(count).fill(1);
    const elapsed = new Float64Array(count);
    const infos: Readonly<Record<string, unknown>>[] = [];
    for (let i = 0; i < count; i++) {
      if (this.over[i] === 1) {
        infos.push(this.resetCopy(i, {}));
        valid[i] = 0;
        continue;
      }
      const result = this.envs[i].step(actions[i]);
      this.latest[i] = this.singleObservationSpace.copy(result.observation);
      rewards[i] = result.reward;
      elapsed[i] = result.info.elapsed;
      terminated[i] = result.terminated ? 1 : 0;
      truncated[i] = result.truncated ? 1 : 0;
      const ended = result.terminated || result.truncated;
      if (ended && autoreset === 'sameStep') {
        const final = { finalObservation: this.latest[i], finalInfo: { ...result.info } };
        infos.push({ ...this.resetCopy(i, {}), ...final });
      } else {
        this.over[i] = ended ? 1 : 0;
        infos.push({ ...result.info });
      }
    }
    return { ...this.batch(), rewards, terminated, truncated, valid, elapsed, info: batchInfos(infos) };
  }

  /** The masks of all copies, n bytes each, 1 = allowed. Errors: `ArenaError` where the environment has none. */
  actionMasks(): Uint8Array {
    const space = this.singleActionSpace;
    ensure(space instanceof DiscreteSpace && this.envs[0].actionMask, `vector: ${this.envs[0].id} has no action masks`);
    const masks = new Uint8Array(space.n * this.count);
    for (let i = 0; i < this.count; i++) masks.set(this.envs[i].actionMask!(), i * space.n);
    return masks;
  }

  /** Errors: `ArenaError` where the environment offers no snapshots. */
  snapshot(): VectorSnapshot {
    const envs = this.envs.map((env) => {
      ensure(env.snapshot, `vector: ${env.id} offers no snapshots`);
      return env.snapshot();
    });
    return {
      envs,
      over: this.over.slice(),
      latest: this.latest.map((value) => this.singleObservationSpace.copy(value)),
    };
  }

  restore(saved: VectorSnapshot): void {
    ensure(saved.envs.length === this.count, `vector: a snapshot of ${saved.envs.length} copies for ${this.count}`);
    this.envs.forEach((env, i) => {
      ensure(env.restore, `vector: ${env.id} offers no snapshots`);
      env.restore(saved.envs[i]);
    });
    this.over = saved.over.slice();
    this.latest = saved.latest.map((value) => this.singleObservationSpace.copy(value as Obs));
  }

  close(): void {
    for (const env of this.envs) env.close();
  }

  private seeds(seed: VectorResetOptions['seed']): readonly number[] | undefined {
    if (seed === undefined) return undefined;
    if (typeof seed === 'number') return vectorSeeds(seed, this.count, this.options.seeding);
    ensure(seed.length === this.count, `vector: ${seed.length} seeds for ${this.count} copies`);
    return seed;
  }

  private resetCopy(i: number, options: ResetOptions): Info {
    const { observation, info } = this.envs[i].reset(options);
    this.latest[i] = this.singleObservationSpace.copy(observation);
    this.over[i] = 0;
    return info;
  }

  private batch(): Batch<Obs> {
    return batchObservations(this.singleObservationSpace, this.latest, this.options.flatten);
  }

  /** Refuses before any copy moves. */
  private validate(actions: ArrayLike<Act>): void {
    ensure(this.latest.length > 0, 'vector: step was called before the first reset');
    if (actions.length !== this.count) {
      throw new ArenaError(`vector: ${actions.length} actions for ${this.count} copies`);
    }
    for (let i = 0; i < this.count; i++) {
      const action = actions[i];
      if (this.over[i] === 1) {
        if (this.options.autoreset === 'disabled')
          throw new ArenaError(`vector: copy ${i} has ended (reset it with a mask)`);
        continue;
      }
      const space = this.singleActionSpace;
      if (!space.contains(action)) throw new ArenaError(`vector: action ${String(action)} of copy ${i} does not exist`);
      const mask = space instanceof DiscreteSpace ? this.envs[i].actionMask?.() : undefined;
      if (mask && mask[(action as number) - (space as unknown as DiscreteSpace).start] !== 1) {
        throw new ArenaError(`vector: action ${String(action)} of copy ${i} is not allowed now`);
      }
    }
  }
}
