/**
 * HEFT's two phases on the items that wait now: the item of highest upward rank in its whole job goes to the resource
 * of earliest finish, transfers included (Topcuoglu, Hariri & Wu 2002, doi 10.1109/71.993206; used at run time as in
 * HEFT_RT, Mack et al. 2022, doi 10.1109/TPDS.2021.3135876). `runtime-heft-compat` is what some simulators ship.
 */
import type { PlacementView } from '../../src/placement.js';
import type { Bookings } from '../bookings.js';
import { earliestFinish } from '../resource-rules.js';
import { ItemFirstScheduler } from '../scheduler.js';

export class RuntimeHeft extends ItemFirstScheduler {
  constructor() {
    super('runtime-heft');
  }

  protected key(view: PlacementView, slot: number): number {
    return -view.items.upwardRank[slot];
  }

  protected place(view: PlacementView, bookings: Bookings, slot: number): number {
    return earliestFinish(view, bookings, slot);
  }
}
