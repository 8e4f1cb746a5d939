/**
 * What an update reports, computed in double precision from the few numbers a decision that come back from the
 * backend: entropies, and how far the policy has moved since the actions were taken (both estimates of the
 * Kullback-Leibler divergence are Schulman's, `joschu.net/blog/kl-approx.html`).
 */
import type { LossColumns } from './loss-columns.js';
import type { UpdateReport } from './objective.js';

/** Per decision, as downloaded. */
export interface DecisionResults {
  readonly logProbs: Float32Array; // [decision] of the candidates taken
  readonly entropies: Float32Array; // [decision] nats
}

export type PolicyDiagnostics = Pick<
  UpdateReport,
  'entropy' | 'normalizedEntropy' | 'oldApproxKl' | 'approxKl' | 'clipFraction'
>;

/**
 * Means over the decisions, weighted by their shares. Divergences are NaN without old log-probabilities, the clip
 * fraction is NaN for losses that do not clip, the normalised entropy is NaN if no decision has a choice.
 */
export function policyDiagnostics(
  { logProbs, entropies }: DecisionResults,
  columns: LossColumns,
  clipRange: number | null,
): PolicyDiagnostics {
  const { shares, oldLogProbs, candidates } = columns;
  const hasOld = oldLogProbs.length > 0;
  let entropy = 0;
  let normalized = 0;
  let choices = 0; // shares of decisions with more than one candidate
  let oldApproxKl = 0;
  let approxKl = 0;
  let clipped = 0;
  for (let i = 0; i < columns.decisions; i++) {
    const share = shares[i];
    entropy += share * entropies[i];
    if (candidates[i] > 1) {
      normalized += (share * entropies[i]) / Math.log(candidates[i]);
      choices += share;
    }
    if (!hasOld) continue;
    const logRatio = logProbs[i] - oldLogProbs[i];
    const ratio = Math.exp(logRatio);
    oldApproxKl -= share * logRatio;
    approxKl += share * (ratio - 1 - logRatio);
    if (clipRange !== null && Math.abs(ratio - 1) > clipRange) clipped += share;
  }
  return {
    entropy,
    normalizedEntropy: choices > 0 ? normalized / choices : Number.NaN,
    oldApproxKl: hasOld ? oldApproxKl : Number.NaN,
    approxKl: hasOld ? approxKl : Number.NaN,
    clipFraction: hasOld && clipRange !== null ? clipped : Number.NaN,
  };
}
