/**
 * Adversarial search (PISA, Coleman & Krishnamachari 2024, arXiv 2403.07120): simulated annealing over small instances
 * for one on which the schedule of one planner is as many times longer than another's as can be found. The acceptance is
 * Metropolis' rule on the logarithm of the ratio: a step that changes it by Δ is taken with probability
 * min(1, exp(Δ / T)), so slightly worse neighbours are taken more readily than much worse ones, with T falling
 * geometrically. The best instance ever seen is kept, whether or not the walk stayed there; every schedule is validated.
 */
import { ArenaError, ensure } from '../error.js';
import { planCarefully } from '../plan/careful-plan.js';
import type { DagInstance } from '../plan/instance.js';
import type { DagProblem, Planner } from '../planner.js';
import type { Rng } from '../rng.js';
import {
  type Candidate,
  type CandidateSpace,
  candidateInstance,
  copyCandidate,
  DEFAULT_CANDIDATE_SPACE,
  randomCandidate,
} from './candidate.js';
import { type StepKind, step } from './moves.js';

/** How long and how boldly to search. */
export interface PisaOptions {
  readonly restarts: number; // walks from new random instances; at least 1
  readonly iterations: number; // steps of a walk
  readonly startTemperature: number; // on the scale of ln(ratio); > 0
  readonly endTemperature: number; // > 0
  readonly steps: StepKind;
  readonly space: CandidateSpace;
}

export const DEFAULT_PISA: PisaOptions = Object.freeze({
  restarts: 5,
  iterations: 1000,
  startTemperature: 0.5,
  endTemperature: 0.01,
  steps: 'additive',
  space: DEFAULT_CANDIDATE_SPACE,
});

/** The instance that was found. */
export interface Adversary {
  /** Makespan of the first planner by makespan of the second; 1 at least unless it never did worse. */
  readonly ratio: number;
  readonly instance: DagInstance;
  readonly makespans: readonly [first: number, second: number];
  readonly restart: number; // walk that found it, 0-based
  readonly iteration: number; // step of that walk that found it; 0 = its random beginning
  readonly walks: readonly Float64Array[]; // [restart][iteration] ratio of the walk's place, the beginning included
}

/** Who is to lose to whom. */
export interface Duel {
  readonly loser: Planner;
  readonly winner: Planner;
}

/** Errors: `ArenaError` for options out of range. */
export function checkPisaOptions({ restarts, iterations, startTemperature, endTemperature, space }: PisaOptions): void {
  ensure(Number.isInteger(restarts) && restarts >= 1, `pisa: ${restarts} restarts are not allowed (an integer ≥ 1)`);
  ensure(
    Number.isInteger(iterations) && iterations >= 0,
    `pisa: ${iterations} iterations are not allowed (an integer ≥ 0)`,
  );
  const cools = endTemperature > 0 && startTemperature >= endTemperature && startTemperature < Number.POSITIVE_INFINITY;
  ensure(cools, `pisa: temperatures ${startTemperature} → ${endTemperature} are not allowed (falling, finite, > 0)`);
  for (const name of ['tasks', 'processors'] as const) {
    const [least, most] = space[name];
    const fine = Number.isInteger(least) && Number.isInteger(most) && least >= 1 && most >= least;
    ensure(fine, `pisa: ${least} to ${most} ${name} are not allowed (integers ≥ 1, rising)`);
  }
  const [low, high] = space.weights;
  ensure(low > 0 && high > low && high < Number.POSITIVE_INFINITY, `pisa: weights from ${low} to ${high} (0 < a < b)`);
}

/** Makespan of a schedule that holds. Errors: `ArenaError` naming the planner that makes none. */
function makespanOf(planner: Planner, problem: DagProblem): number {
  const plan = planCarefully(() => planner, problem);
  if (plan.failure !== undefined) throw new ArenaError(`pisa: ${planner.name}: ${plan.failure}`);
  return plan.schedule.makespan;
}

interface Place {
  readonly candidate: Candidate;
  readonly makespans: readonly [number, number];
  readonly ratio: number;
}

function visit(candidate: Candidate, { loser, winner }: Duel): Place {
  const { problem } = candidateInstance(candidate, 'candidate');
  const makespans = [makespanOf(loser, problem), makespanOf(winner, problem)] as const;
  return { candidate, makespans, ratio: makespans[0] / makespans[1] };
}

/** Searches; the same generator, planners and options find the same. Errors: `ArenaError` for options out of range. */
export function searchAdversary(duel: Duel, rng: Rng, options: Partial<PisaOptions> = {}): Adversary {
  const chosen = { ...DEFAULT_PISA, ...options };
  checkPisaOptions(chosen);
  const { restarts, iterations, startTemperature, endTemperature, steps, space } = chosen;
  const cooling = (endTemperature / startTemperature) ** (1 / Math.max(1, iterations - 1));
  const walks: Float64Array[] = [];
  let best: (Place & { restart: number; iteration: number }) | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const own = rng.fork(restart);
    const walk = new Float64Array(iterations + 1);
    let place = visit(randomCandidate(space, own), duel);
    let temperature = startTemperature;
    walk[0] = place.ratio;
    if (!best || place.ratio > best.ratio) best = { ...place, restart, iteration: 0 };
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const neighbour = copyCandidate(place.candidate);
      step(neighbour, { space, kind: steps, rng: own });
      const next = visit(neighbour, duel);
      if (next.ratio > best.ratio) best = { ...next, restart, iteration };
      const change = Math.log(next.ratio) - Math.log(place.ratio);
      if (change >= 0 || own() < Math.exp(change / temperature)) place = next;
      walk[iteration] = place.ratio;
      temperature *= cooling;
    }
    walks.push(walk);
  }
  const { candidate, makespans, ratio, restart, iteration } = best!;
  const name = `${duel.loser.name} against ${duel.winner.name}`;
  return { ratio, instance: candidateInstance(candidate, name), makespans, restart, iteration, walks };
}
