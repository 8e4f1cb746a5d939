/** The pieces of work that a trainer hands out, and how a thread does one. */
import { type PlayResult, type PlayTask, play } from './play.js';
import { type EpisodeScore, type ScoreTask, scoreEpisode } from './score-episode.js';

export type RolloutTask = PlayTask | ScoreTask;

/** The result that belongs to a kind of task. */
export type ResultOf<T extends RolloutTask> = T extends PlayTask ? PlayResult : EpisodeScore;

export function perform<T extends RolloutTask>(task: T): ResultOf<T> {
  return (task.kind === 'play' ? play(task) : scoreEpisode(task)) as ResultOf<T>;
}
