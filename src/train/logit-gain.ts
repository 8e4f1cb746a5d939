/**
 * In what unit a network tells advantages: the factor between its logits as they are and the advantages of look-ahead, by
 * least squares of advantages on logits. With it a regression begins where a network with a head start already is, in
 * place of first shrinking or stretching what it says.
 */
import type { PlainNetwork } from '../nn/network.js';
import { CANDIDATES, type DecisionTables } from '../nn/tables.js';

const LEAST = 0.1;
const MOST = 100;

/** Logits per advantage; 1 where logits say nothing, or the opposite. `advantages` [row of candidates] are centred, NaN = not tried. */
export function logitGain(network: PlainNetwork, store: DecisionTables, advantages: Float32Array): number {
  const { rowStart } = store.table(CANDIDATES);
  let products = 0;
  let squares = 0;
  for (let d = 0; d < store.decisions; d++) {
    const first = rowStart[d];
    const count = rowStart[d + 1] - first;
    network.evaluate(store, d);
    let mean = 0;
    let tried = 0;
    for (let i = 0; i < count; i++) {
      if (Number.isNaN(advantages[first + i])) continue;
      mean += network.logits[i];
      tried++;
    }
    mean /= tried;
    for (let i = 0; i < count; i++) {
      const advantage = advantages[first + i];
      if (Number.isNaN(advantage)) continue;
      products += (network.logits[i] - mean) * advantage;
      squares += (network.logits[i] - mean) ** 2;
    }
  }
  return products > 0 ? Math.max(LEAST, Math.min(MOST, squares / products)) : 1;
}
