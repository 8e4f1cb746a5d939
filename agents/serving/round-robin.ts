/**
 * Round robin over instances: every request goes to the next allowed instance in turn; new requests and handovers have
 * turns of their own, because they go to different instances where prefill and decode are split. Unlike the general
 * `round-robin`, whose turn moves with every answer, rounds of migration and scaling do not move it, so on a fixed
 * fleet the k-th request goes to instance k mod m.
 */
import { decodeAction, type PlacementView } from '../../src/placement.js';
import { ITEM_HANDOVER } from '../../src/serving.js';
import { mayPlace, ServingRouter } from './router.js';

export class ServingRoundRobin extends ServingRouter {
  private readonly turn = new Int32Array(2); // [dispatch, handover] instance whose turn it is

  constructor() {
    super('serving-round-robin');
  }

  reset(): void {
    this.turn.fill(0);
  }

  protected place(view: PlacementView, slot: number): number {
    const m = view.shape.resources;
    let instance = this.turn[turnOf(view, slot)] % m;
    while (!mayPlace(view, slot, instance)) instance = (instance + 1) % m;
    return instance;
  }

  protected override acted(view: PlacementView, action: number): void {
    const { slot, resource } = decodeAction(view.shape, action);
    if (slot < 0 || view.items.kind[slot] > ITEM_HANDOVER) return;
    this.turn[turnOf(view, slot)] = (resource + 1) % view.shape.resources;
  }

  snapshot(): readonly number[] {
    return [...this.turn];
  }

  restore(saved: unknown): void {
    this.turn.set(saved as readonly number[]);
  }
}

function turnOf(view: PlacementView, slot: number): number {
  return view.items.kind[slot] === ITEM_HANDOVER ? 1 : 0;
}
