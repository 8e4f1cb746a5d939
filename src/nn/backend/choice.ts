/**
 * Which tensor backend is asked for: the names in the order of probing, and the override by option or by environment
 * variable. An unknown name is refused; a name that is asked for is the only one that is tried. Finding out what a
 * machine can do is the business of the backend itself.
 */
import { ArenaError, didYouMean } from '../../error.js';

/** All backends, fastest hardware first: the order of probing. */
export const BACKEND_NAMES = ['node-gpu', 'node', 'webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

/** Names the one backend to use. */
export const BACKEND_VARIABLE = 'SCHED_ARENA_BACKEND';
/** `1` lets webgpu compute on an adapter that is a program on the processor (lavapipe, SwiftShader, WARP). */
export const SOFTWARE_ADAPTER_VARIABLE = 'SCHED_ARENA_ALLOW_SOFTWARE_ADAPTER';

export interface BackendOptions {
  /** The one backend to use; unset: the environment variable, else the first of {@link BACKEND_NAMES} that works. */
  readonly preferred?: BackendName;
  /** Whether webgpu may compute on a software adapter; unset: the environment variable, else no. */
  readonly allowSoftware?: boolean;
}

export interface BackendChoice {
  readonly asked: BackendName | undefined; // undefined: probe all of them
  readonly askedBy: string; // who named it, for messages
  readonly allowSoftware: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The choice that options and environment express; options win. Throws for an unknown name. */
export function backendChoice(options: BackendOptions, environment: Environment): BackendChoice {
  const allowSoftware = options.allowSoftware ?? isOn(environment[SOFTWARE_ADAPTER_VARIABLE]);
  const askedBy = options.preferred === undefined ? BACKEND_VARIABLE : 'name';
  const given: string | undefined = options.preferred ?? environment[BACKEND_VARIABLE];
  if (given === undefined || given === '') return { asked: undefined, askedBy, allowSoftware };
  const asked = BACKEND_NAMES.find((name) => name === given);
  if (asked === undefined) {
    throw new ArenaError(
      `backend: ${askedBy} "${given}" is unknown; allowed are ${BACKEND_NAMES.join(', ')}${didYouMean(given, BACKEND_NAMES)}`,
    );
  }
  return { asked, askedBy, allowSoftware };
}

/** Reads a switch of the environment: `1` and nothing else is on, `0` and the empty text are off. */
function isOn(value: string | undefined): boolean {
  if (value === undefined || value === '' || value === '0') return false;
  if (value === '1') return true;
  throw new ArenaError(`backend: ${SOFTWARE_ADAPTER_VARIABLE} is "${value}"; allowed are 0 and 1`);
}
