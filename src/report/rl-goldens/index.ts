/**
 * Replays the reinforcement-learning goldens: advantages and returns, the PPO loss, Adam, running statistics, score
 * statistics, sample summaries and generator streams. Kinds are told by the content of each case, so new cases of
 * known kinds need no code. The PPO loss and Adam are replayed on tensors too, if a backend is given.
 */
import { ArenaError } from '../../error.js';
import type { Backend } from '../../nn/backend.js';
import type { ConformanceCase } from '../conformance.js';
import { advantageKind } from './advantages.js';
import { Comparison, type WorstError } from './comparison.js';
import { type GoldenCase, parseGoldenFile } from './golden-file.js';
import type { GoldenKind } from './kind.js';
import { optimiserKind } from './optimiser.js';
import { pairedCostsKind } from './paired-costs.js';
import { policyLossKind } from './policy-loss.js';
import { returnsKind } from './returns.js';
import { rewardScaleKind, runningMomentsKind } from './running-statistics.js';
import { criticalValueKind, sampleKind } from './samples.js';
import { aggregateKind, improvementKind, profileKind } from './scores.js';
import { seedSequenceKind, streamKinds } from './streams.js';
import { tensorKinds } from './tensors.js';

/** A replayed case with its tally. */
export interface RlGoldenCase extends ConformanceCase {
  readonly checked: number; // numbers compared
  readonly worst: WorstError; // among the deterministic ones
}

/** Every kind of case; the first that accepts a case replays it. */
const KINDS: readonly GoldenKind[] = [
  advantageKind,
  rewardScaleKind,
  returnsKind,
  policyLossKind,
  optimiserKind,
  runningMomentsKind,
  aggregateKind,
  profileKind,
  improvementKind,
  pairedCostsKind,
  sampleKind,
  criticalValueKind,
  seedSequenceKind,
  ...streamKinds,
];

function kindOf(golden: GoldenCase): GoldenKind {
  const kind = KINDS.find((candidate) => candidate.accepts(golden));
  if (kind) return kind;
  throw new ArenaError(
    `rl golden ${golden.file}, case "${golden.name}": of no known kind (input keys ${Object.keys(golden.in).join(', ')}; known kinds: ${KINDS.map((known) => known.label).join('; ')})`,
  );
}

function replayCase(golden: GoldenCase, tolerance: number, kind = kindOf(golden)): RlGoldenCase {
  const comparison = new Comparison(tolerance);
  try {
    kind.replay(golden, comparison);
  } catch (error) {
    const place = `rl golden ${golden.file}, case "${golden.name}"`;
    if (!(error instanceof ArenaError) || error.message.startsWith(place)) throw error;
    throw new ArenaError(`${place}: ${error.message}`);
  }
  const { checked, worst, difference } = comparison;
  const outcome = { name: golden.name, passed: difference === undefined, checked, worst };
  return difference === undefined ? outcome : { ...outcome, difference };
}

/**
 * Replays every case of one golden file. `file` is only used in messages. Throws an ArenaError that names the file
 * and what is expected when the text is malformed, truncated, or holds a case of no known kind.
 */
export function replayRlGolden(file: string, text: string): RlGoldenCase[] {
  const { tolerance, cases } = parseGoldenFile(file, text);
  return cases.map((golden) => replayCase(golden, tolerance));
}

/**
 * Replays the cases that are also computed on tensors (the PPO loss and Adam) on this backend, in single precision;
 * files without such cases give none. Names end in the backend's. Errors as {@link replayRlGolden}.
 */
export function replayRlGoldenOnTensors(file: string, text: string, backend: Backend): RlGoldenCase[] {
  const { float32Tolerance, cases } = parseGoldenFile(file, text);
  const kinds = tensorKinds(backend.tf);
  return cases.flatMap((golden) => {
    const kind = kinds.find((candidate) => candidate.accepts(golden));
    if (!kind) return [];
    return [{ ...replayCase(golden, float32Tolerance, kind), name: `${golden.name} (tensor, ${backend.name})` }];
  });
}
