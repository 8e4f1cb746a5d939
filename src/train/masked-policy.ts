/**
 * The categorical policy over allowed actions: log-softmax of the logits with masked ones left out, which in double
 * precision equals setting them to −1e8. Entropy sums over allowed actions only.
 */
import { ArenaError, ensure } from '../error.js';

/** Probabilities of a batch of masked logits. */
export interface MaskedPolicy {
  readonly probs: Float64Array; // [row × action] 0 where masked
  readonly logProbs: Float64Array; // [row] of the action taken
  readonly entropies: Float64Array; // [row] nats
}

/** Largest allowed logit of a row, −∞ when every action is masked. */
function largestAllowed(logits: Float64Array, mask: Uint8Array, first: number, count: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = first; i < first + count; i++) if (mask[i] === 1 && logits[i] > largest) largest = logits[i];
  return largest;
}

/** The policy of every row; throws when a row allows nothing or forbids the action it took. */
export function maskedPolicy(logits: Float64Array, mask: Uint8Array, actions: Int32Array): MaskedPolicy {
  const rows = actions.length;
  const count = logits.length / rows;
  ensure(
    Number.isInteger(count) && mask.length === logits.length,
    `train/ppo-loss: ${logits.length} logits, ${mask.length} mask entries and ${rows} actions disagree (logits and mask are [row × action])`,
  );
  const probs = new Float64Array(logits.length);
  const logProbs = new Float64Array(rows);
  const entropies = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const first = row * count;
    const action = actions[row];
    if (action < 0 || action >= count || mask[first + action] !== 1) {
      throw new ArenaError(`train/ppo-loss: row ${row} took action ${action}, which its mask does not allow`);
    }
    const largest = largestAllowed(logits, mask, first, count);
    let total = 0;
    for (let i = first; i < first + count; i++) if (mask[i] === 1) total += Math.exp(logits[i] - largest);
    const logTotal = largest + Math.log(total);
    let entropy = 0;
    for (let i = first; i < first + count; i++) {
      if (mask[i] !== 1) continue;
      const logProb = logits[i] - logTotal;
      probs[i] = Math.exp(logProb);
      entropy -= probs[i] * logProb;
    }
    entropies[row] = entropy;
    logProbs[row] = logits[first + action] - logTotal;
  }
  return { probs, logProbs, entropies };
}
