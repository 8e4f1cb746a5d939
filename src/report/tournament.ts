/**
 * A tournament: every agent on every scenario on every seed, written to a run folder as it goes. It can be stopped
 * or killed at any moment and resumed; the tables come out the same, because rows are put in the plan's order and
 * every episode depends on nothing but its scenario, agent and seed.
 */
import { availableParallelism } from 'node:os';
import { monotonicMs, timestamp } from '../clock.js';
import { ensure } from '../error.js';
import { type AgentSpec, agents, configHash, envs, isMadeFor, makeEnv } from '../registry.js';
import { execute } from './execute.js';
import { DEFAULT_LEADERBOARD, type Leaderboard, leaderboard } from './leaderboard.js';
import { type Manifest, newManifest, playsIn, type RunPlan } from './manifest.js';
import { type EpisodeKey, episodeKey, orderedRows, type ResultRow } from './rows.js';
import { RunFolder, runId } from './run-folder.js';
import { seedList } from './seeds.js';
import { latencyUnit } from './units.js';

/** What to compare. */
export interface TournamentChoice {
  /** Ids of environments, with or without version. */
  readonly scenarios: readonly string[];
  /** Ids of agents; the floor and reference agents of the scenarios are added. */
  readonly agents: readonly string[];
  /** True: agents made for some environments play only those; default false, everybody plays everything. */
  readonly whereMadeFor?: boolean;
  /** Number of test seeds. */
  readonly seeds: number;
  readonly workers?: number;
  /** The command as it was typed, for the manifest. */
  readonly command: string;
  /** Modules that registered scenarios and agents, for the manifest; default none. */
  readonly imports?: readonly string[];
}

/** How to run. */
export interface TournamentOptions {
  /** URLs of modules that register environments and agents, for the workers. */
  readonly modules: readonly string[];
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly onRow?: (row: ResultRow) => void;
}

/** A tournament in its folder. */
export interface Tournament {
  readonly folder: RunFolder;
  readonly manifest: Manifest;
  readonly rows: readonly ResultRow[];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** Resolves a choice; `added` names agents that came in because a scenario's scale needs them. */
export function planTournament(choice: TournamentChoice): { plan: RunPlan; added: readonly string[] } {
  ensure(choice.scenarios.length > 0, 'leaderboard: no scenario was chosen (at least 1 needed)');
  ensure(choice.agents.length > 0, 'leaderboard: no agent was chosen (at least 1 needed)');
  const scenarios = unique(choice.scenarios.map((id) => envs.get(id))).map((spec) => ({
    env: spec.id,
    description: spec.description,
    ...spec.score,
    reference: agents.get(spec.score.reference).id,
    floor: agents.get(spec.score.floor).id,
    timeUnit: latencyUnit(makeEnv(spec.id).metadata),
    configHash: configHash(spec.config),
    config: spec.config as RunPlan['scenarios'][number]['config'],
  }));
  const fits = ({ plays }: AgentSpec) => !choice.whereMadeFor || scenarios.some(({ env }) => isMadeFor(plays, env));
  const chosen = unique(
    choice.agents
      .map((id) => agents.get(id))
      .filter(fits)
      .map(({ id }) => id),
  );
  const needed = scenarios.flatMap(({ floor, reference }) => [floor, reference]);
  const everyone = unique([...chosen, ...needed]);
  return {
    added: everyone.slice(chosen.length),
    plan: {
      scenarios,
      agents: everyone.map((id) => {
        const { description, oracle, plays } = agents.get(id);
        return { id, description, oracle, ...(choice.whereMadeFor && plays ? { plays: [...plays] } : {}) };
      }),
      seeds: seedList('test', choice.seeds),
      seedRange: 'the test range, 2 000 000 … 2 999 999, kept apart from training and validation',
      workers: choice.workers ?? availableParallelism(),
      command: choice.command,
      imports: choice.imports ?? [],
      statistics: { ...DEFAULT_LEADERBOARD, intervalMethod: 'percentile bootstrap over seeds, stratified by scenario' },
    },
  };
}

/** Makes the folder of a new tournament; in `parent` under a name of its own, or at `out`. */
export function createTournament(plan: RunPlan, place: { parent: string } | { out: string }): Tournament {
  const started = timestamp();
  const path = 'out' in place ? place.out : `${place.parent}/${runId(started, plan)}`;
  const manifest = newManifest(plan, started);
  return { folder: RunFolder.create(path, manifest), manifest, rows: [] };
}

const NAME_IT_AGAIN = 'a run made with --import needs that module again: --import <module>';

/** Opens a tournament to go on with it. Errors: its scenarios have changed since, or its ids are unknown. */
export function openTournament(path: string): Tournament {
  const { folder, manifest, rows } = RunFolder.open(path);
  for (const scenario of manifest.scenarios) {
    const { env } = scenario;
    ensure(envs.has(env), `run folder ${path}: environment "${env}" is not registered (${NAME_IT_AGAIN})`);
    const now = configHash(envs.get(env).config);
    ensure(
      now === scenario.configHash,
      `run folder ${path}: ${env} was run with configuration ${scenario.configHash}, it is now ${now} (start a new run)`,
    );
  }
  for (const { id } of manifest.agents) {
    ensure(agents.has(id), `run folder ${path}: agent "${id}" is not registered (${NAME_IT_AGAIN})`);
  }
  return { folder, manifest: { ...manifest, sessions: manifest.sessions + 1 }, rows };
}

/** The episodes of the plan that have no row yet: all agents of a seed before the next seed. */
export function missingEpisodes(manifest: Manifest, rows: readonly ResultRow[]): EpisodeKey[] {
  const finished = new Set(rows.map(episodeKey));
  const missing: EpisodeKey[] = [];
  for (const { env } of manifest.scenarios) {
    for (const seed of manifest.seeds) {
      for (const { id: agent } of manifest.agents.filter((each) => playsIn(each, env))) {
        const episode = { env, agent, seed };
        if (!finished.has(episodeKey(episode))) missing.push(episode);
      }
    }
  }
  return missing;
}

function settled(manifest: Manifest, rows: readonly ResultRow[], wallClockSeconds: number): Manifest {
  const failed = rows.filter((row) => row.status === 'failed');
  return {
    ...manifest,
    status: rows.length === manifest.episodes.expected ? 'finished' : 'interrupted',
    finished: timestamp(),
    wallClockSeconds: manifest.wallClockSeconds + wallClockSeconds,
    episodes: {
      expected: manifest.episodes.expected,
      finished: rows.length,
      failed: failed.length,
      censored: rows.filter((row) => row.censored).length,
    },
    failed: failed.map(({ env, agent, seed, message = '' }) => ({ env, agent, seed, message })),
  };
}

/** Runs what is missing; every row is in the folder before `onRow` hears of it. */
export async function playTournament(tournament: Tournament, options: TournamentOptions): Promise<Tournament> {
  const { folder } = tournament;
  const workers = options.workers ?? tournament.manifest.workers;
  const manifest = { ...tournament.manifest, workers };
  const begin = monotonicMs();
  const rows = [...tournament.rows];
  folder.writeManifest({ ...manifest, status: 'running', finished: null });
  await execute(missingEpisodes(manifest, rows), {
    workers,
    modules: options.modules,
    ...(options.signal ? { signal: options.signal } : {}),
    onRow: (row) => {
      folder.append(row);
      rows.push(row);
      options.onRow?.(row);
    },
  });
  const ordered = orderedRows(rows, {
    envs: manifest.scenarios.map(({ env }) => env),
    agents: manifest.agents.map(({ id }) => id),
    seeds: manifest.seeds,
  });
  const done = settled(manifest, ordered, (monotonicMs() - begin) / 1000);
  folder.writeManifest(done);
  return { folder, manifest: done, rows: ordered };
}

/** The tables of a tournament. */
export function tournamentLeaderboard({ manifest, rows }: Pick<Tournament, 'manifest' | 'rows'>): Leaderboard {
  return leaderboard(rows, {
    scenarios: manifest.scenarios,
    agents: manifest.agents.map(({ id }) => id),
    plays: (agent, env) => playsIn(manifest.agents.find(({ id }) => id === agent)!, env),
    seeds: manifest.seeds,
    replicates: manifest.statistics.replicates,
    confidence: manifest.statistics.confidence,
  });
}
