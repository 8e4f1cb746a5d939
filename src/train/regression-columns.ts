/**
 * What the regression on advantages reads of a minibatch: logits, centred within each decision over the candidates that
 * were tried, are to equal the targets. Errors are averaged within a decision, then over decisions by their shares.
 */
import type { RaggedTable } from '../nn/ragged-batch.js';
import { CANDIDATES } from '../nn/tables.js';
import type { TrainingColumns } from './objective.js';

/** Columns over the candidate rows of a minibatch; 0 where a candidate was not tried, or it alone was. */
export interface RegressionColumns {
  readonly targets: Float64Array; // [row] centred
  readonly centring: Float64Array; // [row] 1 / candidates tried: weights of the mean within a decision
  readonly shares: Float64Array; // [row] weight of the squared error; sums to 1
}

interface RegressionScope {
  readonly candidates: RaggedTable;
  readonly shares: Float64Array; // [decision]
  readonly anchored?: 0 | 1; // which decisions; default those that are not
}

/** The columns over decisions that are anchored, or over those that are not; null where there are none. */
export function regressionColumns(
  { store, targets: given, anchored: flags }: Pick<TrainingColumns, 'store' | 'targets' | 'anchored'>,
  decisions: Int32Array,
  { candidates, shares: weights, anchored = 0 }: RegressionScope,
): RegressionColumns | null {
  const { rowStart } = store.table(CANDIDATES);
  const targets = new Float64Array(candidates.rows);
  const centring = new Float64Array(candidates.rows);
  const shares = new Float64Array(candidates.rows);
  let total = 0; // shares of the decisions with at least two candidates tried
  for (let i = 0; i < decisions.length; i++) {
    if ((flags?.[decisions[i]] ?? 0) !== anchored) continue;
    const from = rowStart[decisions[i]];
    const end = rowStart[decisions[i] + 1];
    const base = candidates.rowStart[i] - from;
    let tried = 0;
    let sum = 0;
    for (let row = from; row < end; row++) {
      if (Number.isNaN(given[row])) continue;
      tried++;
      sum += given[row];
    }
    if (tried < 2) continue;
    total += weights[i];
    for (let row = from; row < end; row++) {
      if (Number.isNaN(given[row])) continue;
      targets[base + row] = given[row] - sum / tried;
      centring[base + row] = 1 / tried;
      shares[base + row] = weights[i] / tried;
    }
  }
  if (!(total > 0)) return null;
  for (let row = 0; row < shares.length; row++) shares[row] /= total;
  return { targets, centring, shares };
}
