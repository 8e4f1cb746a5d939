/**
 * Round robin: the oldest item that may be placed goes to the next resource in turn among those allowed for it.
 * State: the resource after the one used last; `propose` looks at the turn without taking it.
 */
import type { Agent } from '../../src/agent.js';
import { type PlacementView, waitAction } from '../../src/placement.js';

export class RoundRobin implements Agent {
  readonly name = 'round-robin';
  private next = 0; // resource whose turn it is

  reset(): void {
    this.next = 0;
  }

  act(view: PlacementView): number {
    const action = this.propose(view);
    if (action !== waitAction(view.shape)) {
      this.next = (Math.floor(action / view.shape.variants) + 1) % view.shape.resources;
    }
    return action;
  }

  propose(view: PlacementView): number {
    const { slots, count } = view.items;
    const { resources: m, variants: v } = view.shape;
    for (let i = 0; i < count; i++) {
      for (let turn = 0; turn < m; turn++) {
        const action = (slots[i] * m + ((this.next + turn) % m)) * v;
        if (view.mask[action] === 1) return action;
      }
    }
    return waitAction(view.shape);
  }

  snapshot(): number {
    return this.next;
  }

  restore(saved: unknown): void {
    this.next = saved as number;
  }
}
