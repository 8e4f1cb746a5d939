/**
 * The normalised score of a cost on one scenario: 0 = random, 1 = the reference agent that the scenario names, above
 * 1 beats it. Both reference costs are published with the scenario, so scores never depend on who else competes.
 */
import { ensure } from '../../error.js';

/** The two costs that define the scale. */
export interface ReferenceCosts {
  readonly random: number; // cost of the random agent
  readonly reference: number; // cost of the reference agent
}

/** (random − cost) / (random − reference); throws when the two reference costs are equal or not finite. */
export function normalizedScore(cost: number, { random, reference }: ReferenceCosts): number {
  ensure(
    Number.isFinite(random) && Number.isFinite(reference) && random !== reference,
    `statistics/normalizedScore: reference costs ${random} (random) and ${reference} (reference) make no scale (two different finite numbers are needed)`,
  );
  return (random - cost) / (random - reference);
}
