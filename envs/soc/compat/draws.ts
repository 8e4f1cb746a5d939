/**
 * Where the random numbers of a compatible run come from: recorded values in order of use (goldens), or seeded
 * generators. Intervals are drawn as trunc(−ln(1 − u)·scale), templates by inversion of their probabilities.
 */
import { ArenaError } from '../../../src/error.js';

export interface Draws {
  /** The next inter-arrival time, ticks. */
  wait(): number;
  /** The next job template, index. */
  type(): number;
  /** The next execution time before rounding, ticks, for a task whose mean is given. */
  noise(mean: number): number;
  /** State for {@link restore}; plain data. */
  snapshot(): unknown;
  restore(saved: unknown): void;
}

export interface Recording {
  readonly wait: readonly number[];
  readonly type: readonly number[];
  readonly gauss: readonly (readonly [mean: number, value: number])[];
}

/** Plays recorded draws. @throws ArenaError when one is missing or belongs to another mean. */
export function recordedDraws(recording: Recording): Draws {
  const next = { wait: 0, type: 0, gauss: 0 };
  const take = <T>(kind: 'wait' | 'type' | 'gauss', list: readonly T[]): T => {
    if (next[kind] >= list.length)
      throw new ArenaError(`envs/soc/compat: the recording has ${list.length} ${kind} draws, the run needs more`);
    return list[next[kind]++];
  };
  return {
    wait: () => take('wait', recording.wait),
    type: () => take('type', recording.type),
    noise(mean) {
      const [recorded, value] = take('gauss', recording.gauss);
      if (recorded !== mean)
        throw new ArenaError(
          `envs/soc/compat: noise draw ${next.gauss} was recorded for mean ${recorded}, the run asks for ${mean}`,
        );
      return value;
    },
    snapshot: () => ({ ...next }),
    restore: (saved) => void Object.assign(next, saved),
  };
}

/** A uniform generator in [0, 1), optionally one that can save its position. */
export interface Uniform {
  (): number;
  snapshot?(): unknown;
  restore?(saved: never): void;
}

export interface SeededDrawsOptions {
  readonly arrival: 'fixed' | 'exponential';
  readonly scale: number; // ticks
  readonly probabilities: readonly number[];
  readonly noiseStd: number; // relative
}

/** Draws from three independent uniform generators. */
export function seededDraws(
  options: SeededDrawsOptions,
  streams: { readonly arrivals: Uniform; readonly types: Uniform; readonly noise: Uniform },
): Draws {
  const { arrivals, types, noise } = streams;
  const { arrival, scale, probabilities, noiseStd } = options;
  return {
    wait: () => (arrival === 'fixed' ? scale : Math.trunc(-Math.log(1 - arrivals()) * scale)),
    type() {
      let rest = types();
      for (let i = 0; i < probabilities.length - 1; i++) {
        rest -= probabilities[i];
        if (rest < 0) return i;
      }
      return probabilities.length - 1;
    },
    noise(mean) {
      // Box–Muller, one of the pair
      const radius = Math.sqrt(-2 * Math.log(1 - noise()));
      return mean + noiseStd * mean * radius * Math.cos(2 * Math.PI * noise());
    },
    snapshot: () => [arrivals, types, noise].map((stream) => stream.snapshot?.()),
    restore(saved) {
      for (const [i, stream] of [arrivals, types, noise].entries()) stream.restore?.((saved as never[])[i]);
    },
  };
}
