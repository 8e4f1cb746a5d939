/** The `ds3` mode: segemena/DS3@056c930, with its power, thermal and frequency model. */
import type { Fidelity } from './fidelity.js';

export const DS3: Fidelity = Object.freeze({
  samplingTicks: 10,
  arrivals: 'polling',
  managerStopsEarly: false,
  ordersByJob: true,
  prunesCompleted: true,
  metCounter: 'call',
  plannerSortsByStart: false,
  placeholderCollision: true,
  latencyOffset: 0,
});

/** The release's default mix: WiFi transmitter and receiver, range detection, single carrier both ways, mitigation. */
export const DS3_MIX = Object.freeze({
  jobs: Object.freeze([
    'wifi-tx',
    'wifi-rx',
    'range-detection',
    'single-carrier-tx',
    'single-carrier-rx',
    'temporal-mitigation',
  ]),
  probabilities: Object.freeze([0.2, 0.2, 0.2, 0.1, 0.1, 0.2]),
});
