/**
 * Schedulers that the network knows of: what they would do is told to it, candidate by candidate, and its untrained form
 * follows them. They come ready made, because agents import no agents. A rule is asked while the items are few, since
 * booking takes time that grows with their square.
 */
import type { Agent } from '../../src/agent.js';

/** Items up to which rules are asked. */
export const MOST_ASKED = 64;

export interface PairRules {
  /** Fresh agents whose `propose` needs nothing but the view. */
  readonly etf: () => Agent;
  readonly linear: () => Agent;
  /** [feature] weights of the linear score of the first fifteen columns of `candidates`. */
  readonly linearWeights: { readonly onReady: readonly number[]; readonly late: readonly number[] };
}
