/**
 * The frame of every serving policy. The oldest request that may be sent somewhere (a new one, or one handed over from
 * prefill to decode) is placed by the policy's own rule; when nothing is to be placed, a round of migration or scaling
 * is left as it is, unless the policy has a rule for that too. Views of other environments are answered with the
 * allowed pair of earliest finish, because the columns that these policies read are not there.
 */
import type { ActContext, Agent } from '../../src/agent.js';
import { encodeAction, type PlacementView, waitAction } from '../../src/placement.js';
import { ITEM_DISPATCH, ITEM_HANDOVER, SERVING_ITEM_KINDS } from '../../src/serving.js';
import { earliestAllowed } from '../bookings.js';

/** Whether the view is one of LLM serving, with its item kinds and columns. */
export function isServingView(view: PlacementView): boolean {
  return view.items.kinds[ITEM_DISPATCH] === SERVING_ITEM_KINDS[ITEM_DISPATCH];
}

/** Whether the item in this slot may go to this instance (variant 0). */
export function mayPlace(view: PlacementView, slot: number, instance: number): boolean {
  return view.mask[encodeAction(view.shape, slot, instance)] === 1;
}

/** Slot of the oldest request that may be sent to some instance; −1 if there is none. */
export function oldestRequest(view: PlacementView): number {
  const { slots, count, kind } = view.items;
  for (let i = 0; i < count; i++) {
    const slot = slots[i];
    if (kind[slot] !== ITEM_DISPATCH && kind[slot] !== ITEM_HANDOVER) continue;
    for (let r = 0; r < view.shape.resources; r++) if (mayPlace(view, slot, r)) return slot;
  }
  return -1;
}

/** Ends a round: *wait* where it is offered, else the first allowed variant 0 (stay, keep), else anything allowed. */
export function rest(view: PlacementView): number {
  const { mask, shape, items } = view;
  const wait = waitAction(shape);
  if (mask[wait] === 1) return wait;
  for (let i = 0; i < items.count; i++) {
    for (let r = 0; r < shape.resources; r++) {
      const action = encodeAction(shape, items.slots[i], r);
      if (mask[action] === 1) return action;
    }
  }
  const first = mask.indexOf(1);
  return first < 0 ? wait : first;
}

export abstract class ServingRouter implements Agent {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  act(view: PlacementView, context: ActContext): number {
    const action = this.decide(view, context);
    if (isServingView(view)) this.acted(view, action);
    return action;
  }

  propose(view: PlacementView): number {
    return this.decide(view, undefined);
  }

  private decide(view: PlacementView, context: ActContext | undefined): number {
    if (!isServingView(view)) return earliestAllowed(view);
    const slot = oldestRequest(view);
    return slot < 0 ? this.round(view) : encodeAction(view.shape, slot, this.place(view, slot, context));
  }

  /**
   * The instance for the request in this slot; `mayPlace` holds for at least one. Must not change the agent's state;
   * without a context it has to answer without random numbers.
   */
  protected abstract place(view: PlacementView, slot: number, context: ActContext | undefined): number;

  /** The action of a round in which no request is to be placed. Must not change the agent's state. */
  protected round(view: PlacementView): number {
    return rest(view);
  }

  /** The action that has been decided on; the place to remember it. */
  protected acted(_view: PlacementView, _action: number): void {}
}
