/**
 * The `dash` mode: Emre825/DASH-Sim-Release-master@eca0137 with its planners (HEFT, PEFT and their run-time forms).
 * Schedule only: the energies of that release use another unit and are not reproduced.
 */
import { DS3 } from './ds3.js';
import type { Fidelity } from './fidelity.js';

export const DASH: Fidelity = Object.freeze({ ...DS3, plannerSortsByStart: true });
