/** The `socrates` mode: EpiSci/SoCRATES@e246978. Arrivals are lost while the system is full; no power model. */
import type { Fidelity } from './fidelity.js';

export const SOCRATES: Fidelity = Object.freeze({
  samplingTicks: 5,
  arrivals: 'lossy',
  managerStopsEarly: true,
  ordersByJob: false,
  prunesCompleted: true,
  metCounter: 'memory',
  plannerSortsByStart: false,
  placeholderCollision: true,
  latencyOffset: 1e-7,
});

/** The uneven template probabilities of the release for 6 … 9 templates. */
const UNEVEN: Readonly<Record<number, readonly [common: number, last: number]>> = {
  6: [0.17, 0.15],
  7: [0.14, 0.16],
  8: [0.12, 0.16],
  9: [0.11, 0.12],
};

/** Template probabilities of the release: uniform, but for 6 … 9 templates the last one differs. */
export function socratesProbabilities(templates: number): number[] {
  const [common, last] = UNEVEN[templates] ?? [1 / templates, 1 / templates];
  return Array.from({ length: templates }, (_, i) => (i === templates - 1 ? last : common));
}
