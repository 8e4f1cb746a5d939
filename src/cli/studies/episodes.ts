/** Many episodes of a study on worker threads; results in the order of the episodes, whoever finishes first. */
import { runTasks } from '../../report/pool.js';
import work, { type EpisodeMetrics, type StudyEpisode } from './episode-worker.js';

export interface EpisodeRunOptions {
  /** Worker threads; 0 = the calling thread; default the cores available. */
  readonly workers?: number | undefined;
  /** Told of every episode that has ended. */
  readonly onResult?: () => void;
}

/** Plays every episode. Errors: the first error of an episode. */
export async function playEpisodes(
  episodes: readonly StudyEpisode[],
  { workers, onResult }: EpisodeRunOptions = {},
): Promise<EpisodeMetrics[]> {
  const found = new Map<StudyEpisode, EpisodeMetrics>();
  await runTasks<StudyEpisode, EpisodeMetrics>(episodes, {
    worker: new URL('./episode-worker.js', import.meta.url),
    work,
    ...(workers === undefined ? {} : { workers }),
    onResult: (episode, metrics) => {
      found.set(episode, metrics);
      onResult?.();
    },
  });
  return episodes.map((episode) => found.get(episode)!);
}
