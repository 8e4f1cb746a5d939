/**
 * The runs behind the published figures of learned schedulers: every point of every curve by the exact repetition of the
 * released simulator, where the released scheduler is known to it, and by agents of this package in the compatible
 * environments; ours beside them. Agents that are not registered are not run.
 */
import { runTasks } from '../../report/pool.js';
import { seedList } from '../../report/seeds.js';
import type { Json } from '../../space/space.js';
import { type Contest, type ContestSetting, playContest, registered } from './contest.js';
import exactWork, { type ExactEpisode, type ExactResult } from './exact-worker.js';
import { type Estimate, meanOf } from './paired-ratio.js';
import { environmentOf, PUBLISHED_CURVES, type PublishedPoint, standIns } from './soc-learned-published.js';
import { OWN } from './soc-learned-settings.js';
import type { StudyOptions } from './study.js';

/** Beside the published schedulers. */
export const OURS = [OWN, 'linear', 'rollout'] as const;

/** A point without its latency. */
export type Spot = Pick<PublishedPoint, 'profiles' | 'queue' | 'scale'>;

export function spotTitle({ profiles, queue, scale }: Spot): string {
  return `${profiles} profiles, queue ${queue}, interval ${scale}`;
}

/** Every spot of the figures, once. */
export const SPOTS: readonly Spot[] = [
  ...new Map(
    PUBLISHED_CURVES.flatMap(({ points }) =>
      points.map(({ profiles, queue, scale }) => {
        const spot = { profiles, queue, scale };
        return [spotTitle(spot), spot] as const;
      }),
    ),
  ).values(),
];

/** Names that stand for published schedulers: in the exact repetition, or as agents. */
export function standInNames(exact: boolean): string[] {
  const names = PUBLISHED_CURVES.flatMap((curve) => standIns(curve).filter((each) => each.exact === exact));
  return [...new Set(names.map(({ name }) => name))];
}

const QUICK: Json = { episode: { durationTicks: 1500 } };

export function spotSetting(spot: Spot, quick: boolean): ContestSetting {
  return {
    title: spotTitle(spot),
    env: `${environmentOf({ ...spot, latency: 0 })}-v1`,
    ...(quick ? { config: QUICK } : {}),
  };
}

/** What was found: latencies and completed jobs by spot. */
export class PublishedRuns {
  private readonly exact: ReadonlyMap<string, readonly ExactResult[]>; // [scheduler at spot] [seed]
  private readonly contest: Contest;
  private readonly quick: boolean;

  constructor(exact: ReadonlyMap<string, readonly ExactResult[]>, contest: Contest, quick: boolean) {
    this.exact = exact;
    this.contest = contest;
    this.quick = quick;
  }

  /** Mean latencies of the seeds, ticks; undefined where it was not run. */
  latencies(name: string, exact: boolean, spot: Spot): readonly number[] | undefined {
    if (exact) return this.exact.get(exactName(name, spot))?.map(({ latency }) => latency);
    return this.ofAgent(name, spot, 'latencyMean');
  }

  completed(name: string, exact: boolean, spot: Spot): readonly number[] | undefined {
    if (exact) return this.exact.get(exactName(name, spot))?.map(({ completed }) => completed);
    return this.ofAgent(name, spot, 'completedJobs');
  }

  estimate(name: string, exact: boolean, spot: Spot): Estimate | undefined {
    const values = this.latencies(name, exact, spot);
    return values && meanOf(values);
  }

  private ofAgent(name: string, spot: Spot, metric: string): readonly number[] | undefined {
    const setting = spotSetting(spot, this.quick);
    return this.contest.has(setting, name) ? this.contest.values(setting, name, metric) : undefined;
  }
}

/** The key of what a scheduler did at a spot. */
export function exactName(scheduler: string, spot: Spot): string {
  return `${scheduler} at ${spotTitle(spot)}`;
}

/** Plays everything; the exact repetition has episodes of 5000 ticks always. Errors: the first of an episode. */
export async function playPublished(options: StudyOptions): Promise<PublishedRuns> {
  const { seeds, workers, quick, progress } = options;
  const episodes = standInNames(true).flatMap((scheduler) =>
    SPOTS.flatMap((spot) => seedList('test', seeds).map((seed): ExactEpisode => ({ ...spot, scheduler, seed }))),
  );
  const agents = registered([...OURS, ...standInNames(false)]);
  const total = episodes.length + agents.length * SPOTS.length * seeds;
  const found = new Map<ExactEpisode, ExactResult>();
  await runTasks<ExactEpisode, ExactResult>(episodes, {
    worker: new URL('./exact-worker.js', import.meta.url),
    work: exactWork,
    ...(workers === undefined ? {} : { workers }),
    onResult: (episode, result) => {
      found.set(episode, result);
      progress(found.size, total);
    },
  });
  const settings = SPOTS.map((spot) => spotSetting(spot, quick));
  const contest = await playContest([{ settings, agents }], {
    ...options,
    progress: (done) => progress(episodes.length + done, total),
  });
  const exact = new Map<string, ExactResult[]>();
  for (const episode of episodes) {
    const name = exactName(episode.scheduler, episode);
    const list = exact.get(name) ?? [];
    list.push(found.get(episode)!);
    exact.set(name, list);
  }
  return new PublishedRuns(exact, contest, quick);
}
