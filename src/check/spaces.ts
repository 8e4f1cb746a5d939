/**
 * Static checks of spaces: well formed, and without the traps that learners of other libraries fall into (the
 * warnings of Gymnasium's and Stable-Baselines3's checkers).
 */
import type { Env } from '../env.js';
import { BoxSpace } from '../space/box.js';
import { DictSpace } from '../space/dict.js';
import { DiscreteSpace } from '../space/discrete.js';
import { GraphSpace } from '../space/graph.js';
import { OneOfSpace } from '../space/one-of.js';
import { SequenceSpace } from '../space/sequence.js';
import type { Space } from '../space/space.js';
import { TupleSpace } from '../space/tuple.js';
import type { CheckContext } from './options.js';

const SPACE_METHODS = ['contains', 'sample', 'copy', 'toJSON', 'valueToJSON', 'valueFromJSON'] as const;

/** Both spaces of an environment, parts included. */
export function checkSpaces(context: CheckContext, env: Env): void {
  const { findings } = context;
  const spaces = [
    ['observationSpace', env.observationSpace],
    ['actionSpace', env.actionSpace],
  ] as const;
  for (const [where, space] of spaces) {
    if (!isSpace(space)) findings.error('spaces', `${where} is no space (kind, ${SPACE_METHODS.join(', ')})`);
    else findings.guard('spaces', () => inspect(context, space, where));
  }
  if (env.actionSpace instanceof BoxSpace) inspectActionBox(context, env.actionSpace);
}

export function isSpace(value: unknown): value is Space {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return typeof record.kind === 'string' && SPACE_METHODS.every((name) => typeof record[name] === 'function');
}

function inspect(context: CheckContext, space: Space, where: string, depth = 0): void {
  const { findings } = context;
  if (!isSpace(space)) {
    findings.error('spaces', `${where} is no space`);
    return;
  }
  if (space instanceof BoxSpace) inspectBox(context, space, where);
  if (space instanceof DiscreteSpace && space.start !== 0) {
    findings.info('spaces', `${where}: discrete with start ${space.start}; some learners need 0`);
  }
  if (depth > 0 && (space instanceof TupleSpace || space instanceof DictSpace)) {
    findings.info('spaces', `${where}: nested composite; some learners take flat ones only`);
  }
  if (space instanceof GraphSpace || space instanceof SequenceSpace || space instanceof OneOfSpace) {
    findings.info('spaces', `${where}: ${space.kind}; many learners need a padded observation instead`);
  }
  for (const [name, part] of partsOf(space)) inspect(context, part, `${where}${name}`, depth + 1);
}

function partsOf(space: Space): [name: string, part: Space][] {
  if (space instanceof DictSpace) return space.keys.map((key) => [`.${key}`, space.spaces[key]]);
  if (space instanceof TupleSpace || space instanceof OneOfSpace)
    return space.spaces.map((part, i) => [`[${i}]`, part]);
  if (space instanceof SequenceSpace) return [['[]', space.element]];
  if (space instanceof GraphSpace) {
    const edges: [string, Space][] = space.edgeSpace ? [['.edges', space.edgeSpace]] : [];
    return [['.nodes', space.nodeSpace], ...edges];
  }
  return [];
}

function inspectBox({ findings }: CheckContext, space: BoxSpace, where: string): void {
  const count = (holds: (low: number, high: number) => boolean) =>
    space.low.reduce((sum, low, i) => sum + (holds(low, space.high[i]) ? 1 : 0), 0);
  if (space.low.length !== space.size || space.high.length !== space.size) {
    findings.error(
      'spaces',
      `${where}: bounds of ${space.low.length} and ${space.high.length} for ${space.size} elements`,
    );
  }
  const reversed = count((low, high) => high < low);
  if (reversed > 0) findings.error('spaces', `${where}: high is below low in ${reversed} elements`);
  const fixed = count((low, high) => low === high);
  if (fixed > 0) findings.warning('spaces', `${where}: low equals high in ${fixed} elements, they can never change`);
  const open = count((low, high) => !Number.isFinite(low) || !Number.isFinite(high));
  if (open > 0) findings.info('spaces', `${where}: ${open} of ${space.size} elements have an infinite bound`);
  const picture = space.shape.length === 3 && [1, 3, 4].includes(space.shape[2]);
  const bytes =
    space.dtype === 'uint8' && space.low.every((low) => low === 0) && space.high.every((high) => high === 255);
  if (picture && !bytes) findings.info('spaces', `${where}: looks like an image; learners expect uint8 in 0 … 255`);
}

function inspectActionBox({ findings }: CheckContext, space: BoxSpace): void {
  if (space.dtype !== 'float32')
    findings.info('spaces', `actionSpace: dtype ${space.dtype}; some learners need float32`);
  const plain = space.low.every((low, i) => low === -space.high[i] && low >= -1);
  if (space.shape.length === 1 && !plain) {
    findings.warning('spaces', 'actionSpace: bounds are not symmetric within [−1, 1]; RescaleAction helps learners');
  }
}
