/**
 * The space of placement views of one shape. Membership means that the table is coherent (see `placement-rules.ts`).
 * Copies are frozen in time: plain objects with their own arrays, graph included, in which the columns of free
 * slots are cleared (a live table leaves stale numbers there), so that equal situations are equal bytes.
 */
import { isPlainObject } from '../config.js';
import { ensure } from '../error.js';
import type { PlacementShape, PlacementView } from '../placement.js';
import type { Rng } from '../rng.js';
import { copyPlacementView } from './placement-copy.js';
import { placementFromJSON, placementToJSON } from './placement-json.js';
import { explainPlacement, type PlacementNames } from './placement-rules.js';
import { samplePlacement } from './placement-sample.js';
import type { Json, Space, SpaceMask } from './space.js';

export type { PlacementNames };

const NAME_LISTS = [
  'itemKinds',
  'itemColumns',
  'pairColumns',
  'sequences',
  'itemGroups',
  'contextGroups',
  'resourceNames',
  'resourceKinds',
  'resourceColumns',
] as const;

export class PlacementSpace implements Space<PlacementView> {
  readonly kind = 'placement';
  readonly shape: PlacementShape;
  readonly names: PlacementNames;

  /** Errors: `ArenaError` for a shape without slots, resources or variants, or a wrong number of resource names. */
  constructor(shape: PlacementShape, names: PlacementNames = {}) {
    const { items, resources, variants } = shape;
    ensure(
      [items, resources, variants].every((length) => Number.isInteger(length) && length >= 1),
      `placement: shape ${items} × ${resources} × ${variants} is not allowed (integers ≥ 1)`,
    );
    const given = names.resourceNames?.length ?? resources;
    ensure(given === resources, `placement: ${given} resource names for ${resources} resources`);
    this.shape = Object.freeze({ items, resources, variants });
    this.names = Object.freeze({ ...names });
  }

  contains(value: unknown): value is PlacementView {
    return this.explain(value) === '';
  }

  /** Why a value is not in the space; empty when it is. */
  explain(value: unknown): string {
    return explainPlacement(this.shape, this.names, value);
  }

  /** A random coherent view: items, resources, costs, masks and a graph. Takes no mask. */
  sample(rng: Rng, mask?: SpaceMask): PlacementView {
    ensure(mask === undefined, 'placement: sampling takes no mask');
    return samplePlacement(this.shape, this.names, rng);
  }

  copy(value: PlacementView): PlacementView {
    return copyPlacementView(value);
  }

  toJSON(): Json {
    return { kind: this.kind, shape: { ...this.shape }, names: { ...this.names } };
  }

  valueToJSON(value: PlacementView): Json {
    return placementToJSON(copyPlacementView(value));
  }

  valueFromJSON(json: Json): PlacementView {
    const view = placementFromJSON(json);
    const problem = this.explain(view);
    ensure(problem === '', `placement: ${problem}`);
    return view;
  }
}

/** Placement views of one shape; `names` pins the name lists that all of them share. */
export function placementSpace(shape: PlacementShape, names: PlacementNames = {}): PlacementSpace {
  return new PlacementSpace(shape, names);
}

/** The space that {@link PlacementSpace.toJSON} described. */
export function placementSpaceFromJSON(json: { readonly [key: string]: Json }): PlacementSpace {
  const { shape, names = {} } = json;
  ensure(isPlainObject(shape) && isPlainObject(names), 'placement: a shape (items, resources, variants) is needed');
  const lists = names as Record<string, unknown>;
  for (const key of Object.keys(lists)) {
    const list = lists[key];
    ensure((NAME_LISTS as readonly string[]).includes(key), `placement: name list "${key}" does not exist`);
    ensure(Array.isArray(list) && list.every((name) => typeof name === 'string'), `placement: ${key} must be texts`);
  }
  return placementSpace(shape as unknown as PlacementShape, lists as PlacementNames);
}
