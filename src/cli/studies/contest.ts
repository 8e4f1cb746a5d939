/**
 * Agents against each other in settings, over test seeds that all share: a seed fixes arrivals, graphs and noise whoever
 * schedules, so that figures are compared in pairs.
 */
import { ensure } from '../../error.js';
import { agents } from '../../registry.js';
import { runTasks } from '../../report/pool.js';
import { seedList } from '../../report/seeds.js';
import type { Json } from '../../space/space.js';
import work, { type ContestEpisode } from './contest-worker.js';
import type { StudyOptions } from './study.js';

export interface ContestSetting {
  readonly title: string; // unique within the study
  readonly env: string; // registered id with version
  /** Override of the environment's configuration, or one for each seed. */
  readonly config?: Json | ((seed: number) => Json);
}

/** Settings with those who play in them. */
export interface ContestRound {
  readonly settings: readonly ContestSetting[];
  readonly agents: readonly string[];
}

type Metrics = Readonly<Record<string, number>>;

/** What came out. */
export class Contest {
  readonly seeds: number;
  private readonly played: ReadonlyMap<string, readonly Metrics[]>; // [cell] [seed]

  constructor(played: ReadonlyMap<string, readonly Metrics[]>, seeds: number) {
    this.played = played;
    this.seeds = seeds;
  }

  /** Whether the agent played in the setting. */
  has({ title }: ContestSetting, agent: string): boolean {
    return this.played.has(cellName(title, agent));
  }

  /** [seed] of a metric; NaN where there is none. Errors: `ArenaError` when the agent did not play there. */
  values({ title }: ContestSetting, agent: string, metric: string): number[] {
    const cell = this.played.get(cellName(title, agent));
    ensure(cell !== undefined, `study: ${agent} did not play in "${title}"`);
    return cell.map((metrics) => metrics[metric] ?? Number.NaN);
  }
}

/** The key of what an agent did in a setting. */
export function cellName(title: string, agent: string): string {
  return `${title}\n${agent}`;
}

/** Those of the agents that are registered. */
export function registered(ids: readonly string[]): string[] {
  return ids.filter((id) => agents.has(id));
}

function configOf({ config }: ContestSetting, seed: number): Json | undefined {
  return typeof config === 'function' ? config(seed) : config;
}

/** Plays every round, cells that occur in several of them once. Errors: the first error of an episode. */
export async function playContest(
  rounds: readonly ContestRound[],
  { seeds, modules, workers, progress }: Omit<StudyOptions, 'quick'>,
): Promise<Contest> {
  const cells = new Map<string, ContestEpisode[]>();
  for (const { settings, agents: players } of rounds)
    for (const setting of settings)
      for (const agent of players) {
        const episodes = seedList('test', seeds).map((seed): ContestEpisode => {
          const config = configOf(setting, seed);
          return { modules, env: setting.env, agent, seed, ...(config === undefined ? {} : { config }) };
        });
        cells.set(cellName(setting.title, agent), episodes);
      }
  const found = new Map<ContestEpisode, Metrics>();
  const all = [...cells.values()].flat();
  await runTasks<ContestEpisode, Metrics>(all, {
    worker: new URL('./contest-worker.js', import.meta.url),
    work,
    ...(workers === undefined ? {} : { workers }),
    onResult: (episode, metrics) => {
      found.set(episode, metrics);
      progress(found.size, all.length);
    },
  });
  const played = [...cells].map(([name, episodes]) => [name, episodes.map((each) => found.get(each)!)] as const);
  return new Contest(new Map(played), seeds);
}

/** Settings as plain JSON; of overrides that depend on the seed, those of the first two. */
export function settingsJson(settings: readonly ContestSetting[]): Json {
  const [first, second] = seedList('test', 2);
  return settings.map((setting) => ({
    title: setting.title,
    env: setting.env,
    config: configOf(setting, first) ?? null,
    ...(typeof setting.config === 'function' ? { next: setting.config(second) } : {}),
  })) as Json;
}
