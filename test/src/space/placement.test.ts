import { describe, expect, it } from 'vitest';
import type { PlacementView } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import { placementSpace } from '../../../src/space/placement.js';

const space = placementSpace({ items: 4, resources: 3, variants: 2 });

/** A sampled view with at least two items and one allowed action. */
function busyView(): PlacementView {
  for (let seed = 0; ; seed++) {
    const view = space.sample(createRng(seed));
    if (view.items.count >= 2 && view.items.count < 4) return view;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the cases reach into every part of a view and break its types
type Breakable = Record<string, any>;

/** A view changed somewhere deep, through a plain copy. */
function broken(change: (view: Breakable) => void): string {
  const view = space.copy(busyView()) as unknown as Breakable;
  change(view);
  return space.explain(view);
}

describe('placement space', () => {
  it('samples many different coherent views, terminal ones among them', () => {
    const counts = new Set<number>();
    let terminal = 0;
    for (let seed = 0; seed < 200; seed++) {
      const view = space.sample(createRng(seed));
      expect(space.explain(view)).toBe('');
      counts.add(view.items.count);
      if (!view.mask.includes(1)) terminal++;
    }
    expect(counts.size).toBe(5);
    expect(terminal).toBeGreaterThan(0);
  });

  it('clears what free slots left behind, so that equal situations are equal bytes', () => {
    const view = space.copy(busyView());
    const stale = space.copy(view);
    const free = view.items.occupied.indexOf(0);
    stale.items.upwardRank[free] = 17;
    stale.cost[free * 6] = 3;
    stale.items.slots[3] = 2;
    expect(stale).not.toEqual(view);
    expect(space.copy(stale)).toEqual(view);
  });

  it.each<[string, (view: Breakable) => void]>([
    ['is allowed, slot', (view) => view.mask.fill(1)],
    ['its cost is Infinity', (view) => view.cost.fill(Number.POSITIVE_INFINITY)],
    ['slots are occupied', (view) => view.items.occupied.fill(1)],
    ['twice', (view) => view.items.slots.fill(view.items.slots[0])],
    [
      'items.count is -1',
      (view) => {
        view.items.count = -1;
      },
    ],
    ['items.since', (view) => view.items.since.fill(view.now + 1)],
    ['items.upwardRank', (view) => view.items.upwardRank.fill(Number.NaN)],
    [
      'now is NaN',
      (view) => {
        view.now = Number.NaN;
      },
    ],
    ['speed of resource', (view) => view.resources.speed.fill(Number.NaN)],
    ['is awake by 2', (view) => view.groups.awake.fill(2)],
    [
      'mask has 3 entries, not 25',
      (view) => {
        view.mask = new Uint8Array(3);
      },
    ],
    [
      'cost is no Float64Array',
      (view) => {
        view.cost = Array.from(view.cost as Float64Array);
      },
    ],
    [
      'the shape is 4 × 3 × 1',
      (view) => {
        view.shape.variants = 1;
      },
    ],
    ['not occupied', (view) => view.graph.nodeItem.fill(view.items.occupied.indexOf(0))],
    ['leads to node', (view) => view.graph.successor.fill(10000)],
    [
      'a part of the view is missing',
      (view) => {
        delete view.graph;
      },
    ],
    ['ready of slot', (view) => view.ready.fill(Number.NaN)],
  ])('tells why a view is incoherent: %s', (message, change) => {
    expect(broken(change)).toContain(message);
  });

  it('checks the name lists that were pinned', () => {
    const named = placementSpace({ items: 4, resources: 3, variants: 2 }, { itemKinds: ['map', 'reduce'] });
    expect(named.contains(named.sample(createRng(1)))).toBe(true);
    expect(named.explain(busyView())).toContain('the item kinds are [task], not [map, reduce]');
    expect(() => placementSpace({ items: 0, resources: 1, variants: 1 })).toThrow('shape 0 × 1 × 1 is not allowed');
  });

  it('refuses incoherent JSON', () => {
    const json = space.valueToJSON(busyView()) as Record<string, unknown>;
    expect(() => space.valueFromJSON({ ...json, now: 'NaN' } as never)).toThrow('now is NaN');
    expect(() => space.valueFromJSON({ ...json, now: 'soon' } as never)).toThrow('is no number');
  });
});
