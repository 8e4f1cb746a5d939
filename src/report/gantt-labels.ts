/**
 * Words in Gantt charts where room is short: names cut so that they can still be told apart, since names such as
 * `level_3_2` differ at their end, and units only where they say something.
 */
import { textWidth } from './svg-text.js';
import { unitName } from './time-axis.js';

const SHORTEST_END = 4; // characters of a name at either end of a transfer
const SHORTEST_WITH_HEAD = 6; // characters; shorter names keep their tail alone

/** At most so many characters of a name: `level_10_12` → `le…10_12` → `…_12`; empty where there is no room at all. */
export function shortName(name: string, most: number): string {
  const characters = [...name];
  if (characters.length <= most) return name;
  if (most < 2) return '';
  const head = most < SHORTEST_WITH_HEAD ? 0 : Math.floor((most - 1) / 3);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - most).join('')}`;
}

/** As much of a name as fits, empty when fewer than `least` of its characters would remain. */
export function fitName(
  name: string,
  room: { readonly width: number; readonly fontSize: number; readonly least: number },
): string {
  const most = Math.floor(room.width / textWidth('x', room.fontSize));
  if ([...name].length <= most) return name;
  return most - 1 < room.least ? '' : shortName(name, most);
}

/** As much of both names of a transfer, `from → to`, as fits; empty where they could not be told from others. */
export function fitTransfer(label: string, room: { readonly width: number; readonly fontSize: number }): string {
  const most = Math.floor(room.width / textWidth('x', room.fontSize));
  if ([...label].length <= most) return label;
  const each = Math.floor((most - 1) / 2);
  const names = label.split(' → ').map((name) => shortName(name, each));
  return each < SHORTEST_END && names.join(' → ') !== label ? '' : names.join('→');
}

/** ` µs`, or nothing where a unit is only called so. */
export function unitSuffix(name: string): string {
  return /^(time[ -]?)?units?$/i.test(name) ? '' : ` ${unitName(name)}`;
}
