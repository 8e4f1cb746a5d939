/**
 * Energy-aware earliest finish: items in order of age; each goes to the resource with the least
 * `(1 − w)·(finish − now)/best finish + w·energy/best energy`, both relative to the item's own best over its usable
 * resources. Energy = processing time × the resource column `activeWatts` (watts a resource draws while it computes). Without that
 * column, or at w = 0, it is `eft`; at w = 1 it is the resource of least energy. Leaves out idle leakage.
 */
import { ensure } from '../../src/error.js';
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ItemFirstScheduler, NO_PAIR } from '../scheduler.js';

/** Resource column that holds the watts drawn while computing. */
export const POWER_COLUMN = 'activeWatts';

export interface EnergyOptions {
  readonly energyWeight: number; // w in 0 … 1
}

/** Half time, half energy. */
export const DEFAULT_ENERGY_OPTIONS: EnergyOptions = Object.freeze({ energyWeight: 0.5 });

export class EnergyAwareFinish extends ItemFirstScheduler {
  private readonly weight: number;

  /** Errors: `ArenaError` for a weight outside 0 … 1. */
  constructor(options: Partial<EnergyOptions> = {}) {
    super('energy-eft');
    this.weight = options.energyWeight ?? DEFAULT_ENERGY_OPTIONS.energyWeight;
    ensure(
      this.weight >= 0 && this.weight <= 1,
      `agents/energy-eft: energyWeight ${this.weight} is not allowed (0 … 1)`,
    );
  }

  protected key(): number {
    return Number.NEGATIVE_INFINITY;
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    const power = view.resources.columns[POWER_COLUMN];
    if (power === undefined || this.weight === 0) return earliestFinish(view, bookings, slot);
    return this.leastWeighted(view, bookings, slot, power);
  }

  private leastWeighted(view: PlacementView, bookings: Bookings, slot: number, power: Float64Array): number {
    const { resources: m, variants: v } = view.shape;
    let leastTime = Number.POSITIVE_INFINITY;
    let leastEnergy = Number.POSITIVE_INFINITY;
    for (let r = 0; r < m; r++) {
      const action = (slot * m + r) * v;
      if (!bookings.usable(view, action, r)) continue;
      leastTime = Math.min(leastTime, bookings.finish(view, slot, r) - view.now);
      leastEnergy = Math.min(leastEnergy, view.cost[action] * power[r]);
    }
    let best = NO_PAIR;
    let bestScore = Number.POSITIVE_INFINITY;
    for (let r = 0; r < m; r++) {
      const action = (slot * m + r) * v;
      if (!bookings.usable(view, action, r)) continue;
      const time = relative(bookings.finish(view, slot, r) - view.now, leastTime);
      const energy = relative(view.cost[action] * power[r], leastEnergy);
      const score = (1 - this.weight) * time + this.weight * energy;
      if (score < bestScore) {
        bestScore = score;
        best = action;
      }
    }
    return best;
  }
}

/** value / least; where the least is 0, 1 for equally small values and a large number for all others. */
function relative(value: number, least: number): number {
  if (least > 0) return value / least;
  return value > least ? Number.MAX_VALUE / 4 : 1;
}
