/**
 * The cross-entropy method for a vector of real parameters (Rubinstein 1999; for policies Szita & Lőrincz 2006, doi
 * 10.1162/neco.2006.18.12.2936): draw candidates from independent normals, score them, move mean and deviation to those of
 * the elite, and keep the deviation above a floor that shrinks to 0, so that the search does not freeze too early. All
 * candidates of a round are scored on the same random numbers: the scoring function receives a generator that starts at
 * the same place for each of them. The present mean is always one of the candidates.
 */
import { ensure } from '../error.js';
import type { Rng } from '../rng.js';

export interface CemOptions {
  readonly rounds: number;
  readonly population: number; // candidates a round, the mean among them
  readonly eliteFraction: number; // in (0, 1]
  readonly initialDeviation: number; // of every component; also the unit of the floor
  readonly noiseFloor: number; // least deviation in the first round, as a part of the initial one; falls linearly to 0
  readonly smoothing: number; // part of the new mean and deviation taken from the elite, in (0, 1]
}

/** Small problems of a dozen parameters with noisy scores. */
export const DEFAULT_CEM_OPTIONS: CemOptions = Object.freeze({
  rounds: 30,
  population: 40,
  eliteFraction: 0.2,
  initialDeviation: 0.5,
  noiseFloor: 0.2,
  smoothing: 0.7,
});

/** Independent normal distributions, one a component. */
export interface Normals {
  readonly mean: Float64Array; // [component]
  readonly deviation: Float64Array; // [component]
}

/** The generator given with a candidate: the same for all candidates of a round. */
export interface ScoreContext {
  readonly round: number;
  readonly rng: Rng;
}

/** Larger is better. */
export type ScoreFunction = (candidate: Float64Array, context: ScoreContext) => number;

export interface CemRound {
  readonly round: number;
  readonly mean: Float64Array; // [component] after the round; a copy
  readonly deviation: Float64Array; // [component] after the round; a copy
  readonly meanScore: number; // of the mean before the round
  readonly eliteScore: number; // mean over the elite
  readonly bestScore: number;
}

/**
 * Maximises the score from `start`; calls `onRound` after every round and returns the last mean. Choosing among the
 * means of the rounds by scores on other seeds is the caller's work. Errors: `ArenaError` for options out of range
 * and for scores that are not numbers.
 */
export function crossEntropyMethod(
  start: Float64Array,
  score: ScoreFunction,
  options: Partial<CemOptions> & { readonly rng: Rng; readonly onRound?: (round: CemRound) => void },
): Float64Array {
  const { rng, onRound, ...given } = options;
  const settings: CemOptions = { ...DEFAULT_CEM_OPTIONS, ...given };
  checkCemOptions(settings);
  const { rounds, population, initialDeviation, noiseFloor } = settings;
  const size = start.length;
  const mean = start.slice();
  const deviation = new Float64Array(size).fill(initialDeviation);
  const candidates = Array.from({ length: population }, () => new Float64Array(size));
  const scores = new Float64Array(population);
  for (let round = 0; round < rounds; round++) {
    drawCandidates(candidates, { mean, deviation }, rng.fork('candidates').fork(round));
    for (let i = 0; i < population; i++) {
      scores[i] = score(candidates[i], { round, rng: rng.fork('score').fork(round) });
      ensure(!Number.isNaN(scores[i]), `cem: candidate ${i} of round ${round} scored NaN`);
    }
    const ranked = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b);
    const elite = ranked.slice(0, Math.max(1, Math.round(population * settings.eliteFraction)));
    const meanScore = scores[0];
    moveToElite(
      { mean, deviation },
      elite.map((i) => candidates[i]),
      settings.smoothing,
    );
    const floor = initialDeviation * noiseFloor * (1 - (round + 1) / rounds);
    for (let k = 0; k < size; k++) deviation[k] = Math.max(deviation[k], floor);
    onRound?.({
      round,
      mean: mean.slice(),
      deviation: deviation.slice(),
      meanScore,
      eliteScore: elite.reduce((sum, i) => sum + scores[i], 0) / elite.length,
      bestScore: scores[ranked[0]],
    });
  }
  return mean;
}

/** Errors: `ArenaError` for options out of range. */
export function checkCemOptions({
  rounds,
  population,
  eliteFraction,
  initialDeviation,
  noiseFloor,
  smoothing,
}: CemOptions): void {
  ensure(Number.isInteger(rounds) && rounds >= 1, `cem: rounds ${rounds} is not allowed (an integer ≥ 1)`);
  ensure(
    Number.isInteger(population) && population >= 2,
    `cem: population ${population} is not allowed (an integer ≥ 2)`,
  );
  ensure(
    eliteFraction > 0 && eliteFraction <= 1,
    `cem: eliteFraction ${eliteFraction} is not allowed (above 0, up to 1)`,
  );
  ensure(initialDeviation > 0, `cem: initialDeviation ${initialDeviation} is not allowed (a number > 0)`);
  ensure(noiseFloor >= 0, `cem: noiseFloor ${noiseFloor} is not allowed (a number ≥ 0)`);
  ensure(smoothing > 0 && smoothing <= 1, `cem: smoothing ${smoothing} is not allowed (above 0, up to 1)`);
}

/** Fills the candidates: the first is the mean itself, the others are normal around it. */
export function drawCandidates(candidates: readonly Float64Array[], { mean, deviation }: Normals, rng: Rng): void {
  candidates[0].set(mean);
  for (let i = 1; i < candidates.length; i++) {
    for (let k = 0; k < mean.length; k++) candidates[i][k] = mean[k] + deviation[k] * standardNormal(rng);
  }
}

/** Box-Muller, the cosine half. */
function standardNormal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** Moves mean and deviation towards those of the elite, by the smoothing's part; in place. */
export function moveToElite({ mean, deviation }: Normals, elite: readonly Float64Array[], smoothing: number): void {
  for (let k = 0; k < mean.length; k++) {
    let sum = 0;
    for (const candidate of elite) sum += candidate[k];
    const eliteMean = sum / elite.length;
    let squares = 0;
    for (const candidate of elite) squares += (candidate[k] - eliteMean) ** 2;
    const eliteDeviation = Math.sqrt(squares / elite.length);
    mean[k] = mean[k] + smoothing * (eliteMean - mean[k]);
    deviation[k] = deviation[k] + smoothing * (eliteDeviation - deviation[k]);
  }
}
