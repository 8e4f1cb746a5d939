/**
 * Where the network starts: fixed weights of its linear part, to which training adds. With them the untrained network already
 * is a scheduler, since its other part starts at 0: the linear agent, ETF, or *drain*: without *wait* the roll-outs of
 * ETF with the linear score for what they find nearly equal, with *wait* the linear agent.
 */
import { PAIR_COLUMNS, type PairColumn } from './columns.js';
import type { PairRules } from './rules.js';

/** Names of the starts. */
export const STARTS = ['drain', 'linear', 'etf', 'none'] as const;
export type Start = (typeof STARTS)[number];

/** [column of `candidates`] weights of the linear part for decisions without and with *wait*. */
export interface StartWeights {
  readonly onReady: Float32Array;
  readonly late: Float32Array;
}

/** Logit by which a rule's choice stands out; the weak score orders the rest. */
const CHOICE = 4;
const WEAK = 0.25;
/** A time scale of total time to the end counts six times a unit of the linear score, which is mostly of finish time. */
const DRAIN = -6;

export function startWeights(start: Start, { linearWeights }: PairRules): StartWeights {
  const onReady = new Float32Array(PAIR_COLUMNS.length);
  const late = new Float32Array(PAIR_COLUMNS.length);
  if (start === 'etf') {
    for (const weights of [onReady, late]) follow(weights, 'etfChoice', [['finishRegret', -WEAK]]);
  } else if (start !== 'none') {
    onReady.set(linearWeights.onReady);
    if (start === 'drain') onReady[PAIR_COLUMNS.indexOf('drainRegret')] = DRAIN;
    follow(
      late,
      'linearChoice',
      linearWeights.late.map((weight, k) => [PAIR_COLUMNS[k], WEAK * weight]),
    );
  }
  return { onReady, late };
}

function follow(weights: Float32Array, choice: PairColumn, others: readonly (readonly [PairColumn, number])[]): void {
  weights[PAIR_COLUMNS.indexOf(choice)] = CHOICE;
  for (const [name, weight] of others) weights[PAIR_COLUMNS.indexOf(name)] = weight;
}
