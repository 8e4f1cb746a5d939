/**
 * Rebuilds a space from its plain description, and compares spaces by it. The list of kinds here is complete: a
 * space that is not listed cannot travel to another process.
 */
import { canonicalJSON, isPlainObject } from '../config.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { type BoxDtype, box } from './box.js';
import { dict } from './dict.js';
import { discrete } from './discrete.js';
import { type GraphFeatureSpace, graph } from './graph.js';
import { multiBinary } from './multi-binary.js';
import { multiDiscrete } from './multi-discrete.js';
import { numberFromJSON, numbersFromJSON } from './number-json.js';
import { oneOf } from './one-of.js';
import { placementSpaceFromJSON } from './placement.js';
import { sequence } from './sequence.js';
import type { Json, Space } from './space.js';
import { text } from './text.js';
import { tuple } from './tuple.js';

type Description = { readonly [key: string]: Json };

const BUILDERS: Readonly<Record<string, (json: Description) => Space>> = Object.freeze({
  box: (json) =>
    box({
      low: bound(json.low),
      high: bound(json.high),
      shape: numbersFromJSON(json.shape, 'box: shape'),
      dtype: json.dtype as BoxDtype,
    }),
  discrete: (json) => discrete(numberFromJSON(json.n, 'discrete: n'), numberFromJSON(json.start, 'discrete: start')),
  multiDiscrete: (json) =>
    multiDiscrete(
      numbersFromJSON(json.counts, 'multiDiscrete: counts'),
      numbersFromJSON(json.start, 'multiDiscrete: start'),
    ),
  multiBinary: (json) => multiBinary(numbersFromJSON(json.shape, 'multiBinary: shape')),
  text: (json) =>
    text({
      minLength: numberFromJSON(json.minLength, 'text: minLength'),
      maxLength: numberFromJSON(json.maxLength, 'text: maxLength'),
      charset: String(json.charset),
    }),
  tuple: (json) => tuple(list(json.spaces, 'tuple')),
  dict: (json) => {
    ensure(isPlainObject(json.spaces), 'dict: a record of spaces is needed');
    const parts = Object.entries(json.spaces as Description);
    return dict(Object.fromEntries(parts.map(([key, part]) => [key, spaceFromJSON(part)])));
  },
  sequence: (json) => sequence(spaceFromJSON(json.element)),
  graph: (json) => {
    const nodeSpace = spaceFromJSON(json.nodeSpace) as GraphFeatureSpace;
    if (json.edgeSpace === null || json.edgeSpace === undefined) return graph({ nodeSpace });
    return graph({ nodeSpace, edgeSpace: spaceFromJSON(json.edgeSpace) as GraphFeatureSpace });
  },
  oneOf: (json) => oneOf(list(json.spaces, 'oneOf')),
  placement: placementSpaceFromJSON,
});

/** The space that `toJSON` described. Errors: `ArenaError` for an unknown kind or a malformed description. */
export function spaceFromJSON(json: Json | undefined): Space {
  ensure(isPlainObject(json), 'space: a description (an object with a "kind") is needed');
  const kind = String((json as Description).kind);
  const build = Object.hasOwn(BUILDERS, kind) ? BUILDERS[kind] : undefined;
  if (!build) {
    const known = Object.keys(BUILDERS);
    throw new ArenaError(`space: kind "${kind}" does not exist${didYouMean(kind, known)} (known: ${known.join(', ')})`);
  }
  return build(json as Description);
}

/** True when both spaces have the same members by description: kind, shape, bounds and parts. */
export function spacesEqual(a: Space, b: Space): boolean {
  return canonicalJSON(a.toJSON()) === canonicalJSON(b.toJSON());
}

function list(json: Json | undefined, who: string): Space[] {
  ensure(Array.isArray(json), `${who}: a list of spaces is needed`);
  return json.map((part: Json) => spaceFromJSON(part));
}

function bound(json: Json | undefined): number | number[] {
  return Array.isArray(json) ? numbersFromJSON(json, 'box: bound') : numberFromJSON(json, 'box: bound');
}
