/** The worker thread of the published study: one episode of the released simulator's exact repetition per message. */
import { seedMeans } from '../../../envs/soc/compat/seed-means.js';

export interface ExactEpisode {
  readonly profiles: number; // templates top-1 … top-n
  readonly queue: number; // jobs inside at most
  readonly scale: number; // mean interval, ticks
  readonly scheduler: string; // of the compatible mode
  readonly seed: number;
}

export interface ExactResult {
  readonly latency: number; // mean, ticks
  readonly completed: number; // jobs
}

/** Plays 5000 ticks. */
export default async function work({ seed, ...episode }: ExactEpisode): Promise<ExactResult> {
  const { latency, completed } = seedMeans({ ...episode, seeds: [seed] });
  return { latency, completed };
}
