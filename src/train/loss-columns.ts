/**
 * The numbers that a loss needs of a minibatch, gathered from the columns of a rollout: which candidate rows were
 * chosen, how much each decision counts, advantages (normalised where asked), value targets and target distributions.
 * Everything that does not depend on the weights is computed here, in double precision. A number that is not finite is
 * reported with its column and decision.
 */
import { ArenaError, ensure } from '../error.js';
import type { RaggedBatch, RaggedTable } from '../nn/ragged-batch.js';
import { CANDIDATES, type DecisionSchema } from '../nn/tables.js';
import type { Objective, TeacherPenalty, TrainingColumns } from './objective.js';
import { type RegressionColumns, regressionColumns } from './regression-columns.js';

/** What an update is asked to minimise. */
export interface LossRule {
  readonly objective: Objective;
  readonly teacher?: TeacherPenalty | undefined;
  /**
   * REINFORCE with a critic only: the advantage is the return minus the value as it is now, and its gradient is not
   * stopped, so that the actor's error also moves the critic. A fault of a published method, kept for comparison.
   */
  readonly attachedAdvantages?: boolean | undefined;
}

/** Columns of one minibatch; columns that the rule does not read may be empty. */
export interface LossColumns {
  readonly decisions: number;
  readonly candidateDecision: Int32Array; // [row] 0 … decisions − 1
  readonly chosenRows: Int32Array; // [decision] row of the candidate taken
  readonly candidates: Int32Array; // [decision] number of them
  readonly shares: Float64Array; // [decision] weight / decisions: sums to 1 when weights have mean 1
  readonly oldLogProbs: Float64Array; // [decision]
  readonly oldValues: Float64Array; // [decision]
  readonly advantages: Float64Array; // [decision] as they enter the loss
  readonly returns: Float64Array; // [decision]
  readonly targetShares: Float64Array; // [row] target probability · share of its decision among those with targets
  readonly targetEntropy: number; // mean entropy of the targets, nats; NaN without any
  readonly regression: RegressionColumns | null; // null for other objectives
  readonly anchors: RegressionColumns | null; // null where no decision is anchored
}

const EMPTY = new Float64Array(0);

/** Gathers the minibatch. Errors: `ArenaError` that begins with `label` for numbers that are missing or not finite. */
export function lossColumns(
  columns: TrainingColumns,
  decisions: Int32Array,
  { batch, rule, label }: { readonly batch: RaggedBatch; readonly rule: LossRule; readonly label: string },
): LossColumns {
  const { objective } = rule;
  const candidates = batch.tables[CANDIDATES];
  const pick = (name: 'oldLogProbs' | 'oldValues' | 'advantages' | 'returns', wanted: boolean): Float64Array =>
    wanted ? pickColumn(columns[name], decisions, `${label}: ${name}`) : EMPTY;
  const isPpo = objective.kind === 'ppo';
  const hasCritic = objective.valueCoefficient > 0;
  const shares = sharesOf(columns.weights, decisions, label);
  const attached = rule.attachedAdvantages === true;
  const needsTargets = objective.kind === 'imitation';
  const isRegression = objective.kind === 'regression' || objective.kind === 'expected-advantage';
  const advantages = pick('advantages', !needsTargets && !isRegression && !attached);
  ensure(
    !isRegression || (columns.targets.length > 0 && rule.teacher === undefined),
    `${label}: regression needs targets, and these can be no teacher's as well`,
  );
  const hasTargets = columns.targets.length > 0 && (needsTargets || rule.teacher !== undefined);
  ensure(hasTargets || !needsTargets, `${label}: imitation needs targets, the rollout has none`);
  const targets = hasTargets ? targetColumns(columns, decisions, { candidates, shares, label }) : NO_TARGETS;
  ensure(!needsTargets || targets.targetShares.length > 0, `${label}: no decision of the minibatch has a target`);
  return {
    decisions: decisions.length,
    candidateDecision: candidates.decision,
    ...chosenRowsOf(columns, decisions, { candidates, label }),
    shares,
    oldLogProbs: pick('oldLogProbs', isPpo),
    oldValues: pick('oldValues', isPpo && hasCritic && objective.clipRangeValue !== null),
    advantages: isPpo && objective.normalizeAdvantages ? normalizedAdvantages(advantages, shares, label) : advantages,
    returns: pick('returns', hasCritic || attached),
    ...targets,
    ...(isRegression ? lessonColumns(columns, decisions, { candidates, shares, label }) : NO_LESSON),
  };
}

const NO_LESSON = Object.freeze({ regression: null, anchors: null });

/** Advantages and anchors. Errors: `ArenaError` where the minibatch has nothing to learn from. */
function lessonColumns(
  columns: TrainingColumns,
  decisions: Int32Array,
  { candidates, shares, label }: { readonly candidates: RaggedTable; shares: Float64Array; label: string },
): Pick<LossColumns, 'regression' | 'anchors'> {
  const regression = regressionColumns(columns, decisions, { candidates, shares });
  const anchors = columns.anchored ? regressionColumns(columns, decisions, { candidates, shares, anchored: 1 }) : null;
  if (!regression && !anchors) {
    throw new ArenaError(`${label}: no decision of the minibatch has two candidates with targets`);
  }
  return { regression, anchors };
}

function pickColumn(column: Float64Array, decisions: Int32Array, label: string): Float64Array {
  const picked = new Float64Array(decisions.length);
  for (let i = 0; i < decisions.length; i++) {
    const value = column[decisions[i]];
    if (!Number.isFinite(value)) throw new ArenaError(`${label} of decision ${decisions[i]} is ${value}`);
    picked[i] = value;
  }
  return picked;
}

function sharesOf(weights: Float64Array | null, decisions: Int32Array, label: string): Float64Array {
  const count = decisions.length;
  if (weights === null) return new Float64Array(count).fill(1 / count);
  const shares = pickColumn(weights, decisions, `${label}: weights`);
  for (let i = 0; i < count; i++) shares[i] /= count;
  return shares;
}

/** Rows of the candidates taken, and how many there were. Errors: `ArenaError` for a candidate that does not exist. */
export function chosenRowsOf(
  { chosen }: Pick<TrainingColumns, 'chosen'>,
  decisions: Int32Array,
  { candidates: { rowStart }, label }: { readonly candidates: RaggedTable; readonly label: string },
): { readonly chosenRows: Int32Array; readonly candidates: Int32Array } {
  const rows = new Int32Array(decisions.length);
  const counts = new Int32Array(decisions.length);
  for (let i = 0; i < decisions.length; i++) {
    const candidate = chosen[decisions[i]];
    counts[i] = rowStart[i + 1] - rowStart[i];
    if (!(candidate >= 0 && candidate < counts[i])) {
      throw new ArenaError(
        `${label}: decision ${decisions[i]} took candidate ${candidate} of ${counts[i]} (0 … ${counts[i] - 1} are allowed)`,
      );
    }
    rows[i] = rowStart[i] + candidate;
  }
  return { chosenRows: rows, candidates: counts };
}

/** Mean 0 and sample deviation 1, both weighted by the shares; for equal shares the usual formula. */
function normalizedAdvantages(advantages: Float64Array, shares: Float64Array, label: string): Float64Array {
  const count = advantages.length;
  ensure(count > 1, `${label}: one advantage cannot be normalised (at least 2 decisions needed)`);
  let total = 0;
  let mean = 0;
  for (let i = 0; i < count; i++) {
    total += shares[i];
    mean += shares[i] * advantages[i];
  }
  mean /= total;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += shares[i] * (advantages[i] - mean) ** 2;
  const deviation = Math.sqrt((squares / total) * (count / (count - 1))) + 1e-8;
  return advantages.map((advantage) => (advantage - mean) / deviation);
}

type Targets = Pick<LossColumns, 'targetShares' | 'targetEntropy'>;

const NO_TARGETS: Targets = { targetShares: EMPTY, targetEntropy: Number.NaN };
/** Targets are stored in single precision. */
const TARGET_SUM_TOLERANCE = 1e-3;

/** A decision whose targets are all 0 has none. */
function targetColumns(
  { store, targets }: TrainingColumns,
  decisions: Int32Array,
  { candidates, shares, label }: { readonly candidates: RaggedTable; shares: Float64Array; label: string },
): Targets {
  const { rowStart } = store.table(CANDIDATES);
  const targetShares = new Float64Array(candidates.rows);
  let total = 0; // shares of the decisions with targets
  let entropy = 0;
  for (let i = 0; i < decisions.length; i++) {
    const from = rowStart[decisions[i]];
    const count = rowStart[decisions[i] + 1] - from;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const target = targets[from + k];
      sum += target;
      targetShares[candidates.rowStart[i] + k] = shares[i] * target;
      if (target > 0) entropy -= shares[i] * target * Math.log(target);
    }
    if (sum === 0) continue;
    if (!(Math.abs(sum - 1) <= TARGET_SUM_TOLERANCE)) {
      throw new ArenaError(`${label}: the targets of decision ${decisions[i]} sum to ${sum} (1, or 0 for none)`);
    }
    total += shares[i];
  }
  if (total === 0) return NO_TARGETS;
  for (let row = 0; row < targetShares.length; row++) targetShares[row] /= total;
  return { targetShares, targetEntropy: entropy / total };
}

/** Finds the first observation that is not finite. Errors: `ArenaError` that begins with `label` and names its place. */
export function ensureFiniteObservations(
  batch: RaggedBatch,
  { schema, decisions, label }: { readonly schema: DecisionSchema; decisions: Int32Array; label: string },
): void {
  for (const { name, columns } of schema) {
    const { values, width, decision, rowStart } = batch.tables[name];
    const at = firstNonFinite(values);
    if (at < 0) continue;
    const row = Math.floor(at / width);
    const within = row - rowStart[decision[row]];
    throw new ArenaError(
      `${label}: observation ${name}.${columns[at % width]} is ${values[at]} (row ${within} of decision ${decisions[decision[row]]})`,
    );
  }
}

/** Index of the first NaN or infinity, −1 without. */
export function firstNonFinite(values: Float32Array): number {
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) return i;
  return -1;
}
