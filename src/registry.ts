/**
 * Versioned names for everything that competes: environments (scenarios with their full configuration), agents and
 * planners. An id is `namespace/name-vN`; the namespace and the version may be missing. Asked without a version,
 * the latest answers; an older version is served when it is asked for by name, and {@link Registry.lookup} says so.
 * `envs/index.ts` and `agents/index.ts` register what they export.
 */
import type { Agent } from './agent.js';
import { canonicalJSON, configHash, isPlainObject, mergeConfig } from './config.js';
import type { Env, PlacementEnv, RenderMode } from './env.js';
import { ArenaError, didYouMean, ensure } from './error.js';
import type { Planner } from './planner.js';
import type { Json } from './space/space.js';
import { OrderEnforcing } from './wrappers/order-enforcing.js';
import { TimeLimit } from './wrappers/time-limit.js';
import { asPlacementEnv } from './wrappers/wrapper.js';

export { configHash };

/** How a leaderboard scores an environment: `floor` earns 0, `reference` earns 1, on the scale of `metric`. */
export interface ScoreSpec {
  readonly metric: string; // a key of `env.metrics()`
  readonly lowerIsBetter: boolean;
  readonly reference: string; // agent id
  readonly floor: string; // agent id
}

export interface EnvOptions {
  /** Which observation is built; default `view`. */
  readonly observation?: 'view' | 'graph' | 'padded';
  readonly renderMode?: RenderMode;
  /** Keep a schedule trace; default false. */
  readonly record?: boolean;
}

export interface EnvSpec {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Complete and resolved: nothing is left to defaults. */
  readonly config: Json;
  readonly score: ScoreSpec;
  readonly maxEpisodeSteps?: number;
  /** Validates the configuration and builds. Errors: `ArenaError` for a configuration it does not accept. */
  readonly create: (config: Json, options: EnvOptions & { id: string }) => PlacementEnv<unknown>;
}

export interface AgentSpec {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** True: it sees what is hidden from the others; leaderboards mark it. */
  readonly oracle: boolean;
  /**
   * What it is made for: namespaces (`dag`), or environments by id without a version, where a final `*` stands for any
   * rest (`soc/profiles-*`); absent = everything. A leaderboard of all agents keeps to it.
   */
  readonly plays?: readonly string[];
  readonly create: (options?: Json) => Agent;
}

export interface PlannerSpec {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Errors: `ArenaError` for options it does not know. */
  readonly create: (options?: Json) => Planner;
}

/** The parts of an id; `version` −1 = none given. */
export interface ParsedId {
  readonly namespace: string;
  readonly name: string;
  readonly version: number;
}

const ID = /^(?:([A-Za-z0-9_:-]+)\/)?([A-Za-z0-9_:.-]+?)(?:-v(\d+))?$/;

/** Splits an id. Errors: `ArenaError` for a malformed one. */
export function parseId(id: string): ParsedId {
  const match = ID.exec(id);
  if (!match) {
    throw new ArenaError(
      `registry: "${id}" is no id (namespace/name-vN; letters, digits, "_", ":", "-", and "." in the name)`,
    );
  }
  return { namespace: match[1] ?? '', name: match[2], version: match[3] === undefined ? -1 : Number(match[3]) };
}

/** What an id was resolved to. */
export interface Lookup<S> {
  readonly spec: S;
  /** True when a newer version is registered. */
  readonly deprecated: boolean;
  /** Id of the newest version. */
  readonly latest: string;
}

/** The newest first. */
type Versions<S> = { readonly version: number; readonly spec: S }[];

export class Registry<S extends { readonly id: string }> {
  private readonly what: string;
  private readonly namespaces = new Map<string, Map<string, Versions<S>>>();
  private readonly order: S[] = [];
  private readonly listeners: ((spec: S) => void)[] = [];

  /** `what` is the word for one entry in error messages. */
  constructor(what: string) {
    this.what = what;
  }

  /** Errors: `ArenaError` for a malformed or taken id, or a name registered both with and without versions. */
  register(spec: S): void {
    const { namespace, name, version } = parseId(spec.id);
    const names = this.namespaces.get(namespace) ?? new Map<string, Versions<S>>();
    const versions = names.get(name) ?? [];
    const clash = versions.find((entry) => entry.version === version || entry.version < 0 !== version < 0);
    ensure(!clash, `registry: ${this.what} "${spec.id}" cannot be registered beside "${clash?.spec.id}"`);
    versions.push({ version, spec });
    versions.sort((a, b) => b.version - a.version);
    names.set(name, versions);
    this.namespaces.set(namespace, names);
    this.order.push(spec);
    for (const listener of this.listeners) listener(spec);
  }

  /** Calls the listener with every entry there is, and with every one that is registered later. */
  each(listener: (spec: S) => void): void {
    this.order.forEach(listener);
    this.listeners.push(listener);
  }

  /** The entry, newest version unless one is named. Errors: `ArenaError` that suggests the nearest known id. */
  get(id: string): S {
    return this.lookup(id).spec;
  }

  /** Like {@link get}, and tells whether the version is outdated. */
  lookup(id: string): Lookup<S> {
    const { namespace, name, version } = parseId(id);
    const names = this.namespaces.get(namespace) ?? this.unknownNamespace(id, namespace);
    const versions = names.get(name) ?? this.unknownName(id, namespace, name, names);
    const newest = versions[0];
    const found = version < 0 ? newest : versions.find((entry) => entry.version === version);
    if (!found) {
      const known = versions.map((entry) => entry.spec.id).join(', ');
      throw new ArenaError(`registry: ${this.what} "${id}" has no version ${version}; known: ${known}`);
    }
    return { spec: found.spec, deprecated: found !== newest, latest: newest.spec.id };
  }

  has(id: string): boolean {
    const match = ID.exec(id);
    if (!match) return false;
    const versions = this.namespaces.get(match[1] ?? '')?.get(match[2]);
    if (!versions) return false;
    return match[3] === undefined || versions.some((entry) => entry.version === Number(match[3]));
  }

  /** Everything, in order of registration. */
  all(): readonly S[] {
    return this.order;
  }

  private unknownNamespace(id: string, namespace: string): never {
    const known = [...this.namespaces.keys()].filter((name) => name !== '');
    const what = namespace === '' ? `"${id}"` : `namespace "${namespace}" (in "${id}")`;
    const hint = namespace === '' ? this.elsewhere(id) : didYouMean(namespace, known) || this.elsewhere(id);
    throw new ArenaError(`registry: ${this.what} ${what} does not exist${hint || listed(known)}`);
  }

  private unknownName(id: string, namespace: string, name: string, names: Map<string, unknown>): never {
    const known = [...names.keys()].map((other) => (namespace === '' ? other : `${namespace}/${other}`));
    const hint = didYouMean(namespace === '' ? name : `${namespace}/${name}`, known) || this.elsewhere(id);
    throw new ArenaError(`registry: ${this.what} "${id}" does not exist${hint || listed(known)}`);
  }

  /** A suggestion from any namespace, for an id that lacks or mistakes its own. */
  private elsewhere(id: string): string {
    const { name } = parseId(id);
    for (const [namespace, names] of this.namespaces) {
      if (namespace !== '' && names.has(name)) return `; did you mean "${namespace}/${name}"?`;
    }
    return '';
  }
}

function listed(known: readonly string[]): string {
  if (known.length === 0) return ' (nothing is registered)';
  const more = known.length > 8 ? ', …' : '';
  return ` (known: ${known.slice(0, 8).join(', ')}${more})`;
}

/** Whether an agent that `plays` these (see {@link AgentSpec}) is made for an environment. */
export function isMadeFor(plays: readonly string[] | undefined, env: string): boolean {
  if (plays === undefined) return true;
  const { namespace, name } = parseId(env);
  const id = namespace === '' ? name : `${namespace}/${name}`;
  return plays.some(
    (entry) => entry === namespace || entry === id || (entry.endsWith('*') && id.startsWith(entry.slice(0, -1))),
  );
}

export const envs: Registry<EnvSpec> = new Registry<EnvSpec>('environment');
export const agents: Registry<AgentSpec> = new Registry<AgentSpec>('agent');
export const planners: Registry<PlannerSpec> = new Registry<PlannerSpec>('planner');

export interface MakeEnvOptions extends EnvOptions {
  /** Deep partial override of the registered configuration; the environment validates the result. */
  readonly config?: Json;
  /** Wrap in OrderEnforcing, and in TimeLimit where the spec limits the steps; default true. */
  readonly wrap?: boolean;
}

const MAKE_ENV_OPTIONS = ['observation', 'renderMode', 'record', 'config', 'wrap'] as const;

/** Builds a registered environment. Errors: `ArenaError` for an unknown id or option, or a refused configuration. */
export function makeEnv(id: string, options: MakeEnvOptions = {}): PlacementEnv<unknown> {
  return buildEnv(envs.get(id), options);
}

/** Builds from a spec that need not be registered (see {@link envSpecFromJSON}). */
export function buildEnv(spec: EnvSpec, options: MakeEnvOptions = {}): PlacementEnv<unknown> {
  for (const key of Object.keys(options)) {
    ensure(
      (MAKE_ENV_OPTIONS as readonly string[]).includes(key),
      `registry: option "${key}" for ${spec.id} does not exist${didYouMean(key, MAKE_ENV_OPTIONS) || listed(MAKE_ENV_OPTIONS)}`,
    );
  }
  const { config: override, wrap = true, ...rest } = options;
  const config = override === undefined ? spec.config : mergeConfig(spec.config, override);
  const env = spec.create(config, { ...rest, id: spec.id });
  if (!wrap) return env;
  let wrapped: Env<unknown, number> = new OrderEnforcing(env);
  if (spec.maxEpisodeSteps !== undefined) wrapped = new TimeLimit(wrapped, { maxEpisodeSteps: spec.maxEpisodeSteps });
  return asPlacementEnv(wrapped);
}

/** Builds a registered agent. Errors: `ArenaError` for an unknown id or refused options. */
export function makeAgent(id: string, options?: Json): Agent {
  return agents.get(id).create(options);
}

/** Builds a registered planner. Errors: `ArenaError` for an unknown id or refused options. */
export function makePlanner(id: string, options?: Json): Planner {
  return planners.get(id).create(options);
}

/** The spec as plain JSON, without its code. Errors: `ArenaError` where the configuration is not JSON. */
export function envSpecToJSON(spec: EnvSpec): Json {
  const { create: _, ...data } = spec;
  return JSON.parse(canonicalJSON(data, spec.id)) as Json;
}

/** The spec back; the code is that of the registered environment with the same id. */
export function envSpecFromJSON(json: Json): EnvSpec {
  ensure(isPlainObject(json) && typeof json.id === 'string', 'registry: an environment spec needs an "id"');
  const { id, config, description, tags, score, maxEpisodeSteps } = json as unknown as EnvSpec;
  const registered = envs.get(id);
  ensure(config !== undefined, `registry: the spec of ${id} has no "config"`);
  const limit = maxEpisodeSteps === undefined ? {} : { maxEpisodeSteps };
  return {
    id: registered.id,
    description: description ?? registered.description,
    tags: tags ?? registered.tags,
    config,
    score: score ?? registered.score,
    ...limit,
    create: registered.create,
  };
}
