/**
 * The contract between a learning algorithm and the loop that runs it: an algorithm is a state that one iteration moves
 * forward. The state between iterations is complete (weights, moments, counters, normalisers, generators, open
 * environments), so that 2N iterations equal N, a checkpoint, and N more, bit for bit.
 */
import type { Parameters } from '../nn/parameters.js';

/** What an iteration reports, by the names that log readers look for (`losses/policy_loss`, `charts/episodic_return`, …). */
export type IterationReport = Readonly<Record<string, number>>;

export interface Trainer {
  /** Iterations done. */
  readonly iteration: number;
  /** The weights as they are now; a live view. */
  readonly parameters: Parameters;
  /**
   * Plays, learns, counts. Errors: `ArenaError` naming step and tensor where a number is not finite; the state is then
   * undefined, the loop goes back to its last checkpoint.
   */
  iterate(signal?: AbortSignal): Promise<IterationReport>;
  /** Everything; survives `structuredClone`. */
  snapshot(): unknown;
  /** Errors: `ArenaError` for a snapshot of other settings. */
  restore(saved: unknown): void;
  /** Frees tensors and threads. */
  close(): Promise<void>;
}
