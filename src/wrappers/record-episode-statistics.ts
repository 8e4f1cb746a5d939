/**
 * Adds `info.episode` in the last step of an episode: return, length in decisions and elapsed time in the
 * environment's unit; it is null in all other steps. The statistics of the latest episodes are kept.
 */
import type { Env, EnvMetadata, ResetOptions, ResetResult, StepResult } from '../env.js';
import { ensure } from '../error.js';
import { Wrapper } from './wrapper.js';

export interface EpisodeStatistics {
  readonly return: number; // sum of rewards
  readonly length: number; // decisions
  readonly elapsed: number; // time units of the environment
}

export interface RecordEpisodeStatisticsOptions {
  /** How many episodes are kept. */
  readonly bufferLength?: number;
}

export const DEFAULT_EPISODE_STATISTICS_OPTIONS: Required<RecordEpisodeStatisticsOptions> = Object.freeze({
  bufferLength: 100,
});

interface Memory {
  readonly present: EpisodeStatistics;
  readonly episodes: readonly EpisodeStatistics[];
  readonly episodeCount: number;
}

const NOTHING: EpisodeStatistics = Object.freeze({ return: 0, length: 0, elapsed: 0 });

export class RecordEpisodeStatistics<Obs, Act> extends Wrapper<Obs, Act> {
  readonly options: Required<RecordEpisodeStatisticsOptions>;
  private rewardSum = 0;
  private length = 0; // decisions of the present episode
  private elapsed = 0; // time units of the present episode
  private kept: EpisodeStatistics[] = [];
  private finished = 0;

  constructor(inner: Env<Obs, Act>, options: RecordEpisodeStatisticsOptions = {}) {
    super(inner);
    this.options = { ...DEFAULT_EPISODE_STATISTICS_OPTIONS, ...options };
    const { bufferLength } = this.options;
    ensure(
      Number.isInteger(bufferLength) && bufferLength > 0,
      `wrappers: a buffer of ${bufferLength} episodes is not allowed (an integer ≥ 1)`,
    );
  }

  /** The latest episodes, oldest first. */
  get episodes(): readonly EpisodeStatistics[] {
    return this.kept;
  }

  /** Number of episodes that ended. */
  get episodeCount(): number {
    return this.finished;
  }

  override get metadata(): EnvMetadata {
    return { ...this.inner.metadata, reusesStepResult: false };
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    const { observation, info } = this.inner.reset(options);
    this.begin(NOTHING);
    return { observation, info: { ...info, episode: null } };
  }

  step(action: Act): StepResult<Obs> {
    const result = this.inner.step(action);
    this.rewardSum += result.reward;
    this.length++;
    this.elapsed += result.info.elapsed;
    const episode = result.terminated || result.truncated ? this.finish() : null;
    return { ...result, info: { ...result.info, episode } };
  }

  protected override saveState(): Memory {
    return { present: this.present(), episodes: [...this.kept], episodeCount: this.finished };
  }

  protected override loadState(own: unknown): void {
    const { present, episodes, episodeCount } = own as Memory;
    this.begin(present);
    this.kept = [...episodes];
    this.finished = episodeCount;
  }

  protected rewrap(inner: Env<Obs, Act>): RecordEpisodeStatistics<Obs, Act> {
    return new RecordEpisodeStatistics(inner, this.options);
  }

  private begin(from: EpisodeStatistics): void {
    this.rewardSum = from.return;
    this.length = from.length;
    this.elapsed = from.elapsed;
  }

  private present(): EpisodeStatistics {
    return { return: this.rewardSum, length: this.length, elapsed: this.elapsed };
  }

  private finish(): EpisodeStatistics {
    const episode = this.present();
    this.kept.push(episode);
    if (this.kept.length > this.options.bufferLength) this.kept.shift();
    this.finished++;
    return episode;
  }
}
