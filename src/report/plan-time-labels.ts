/**
 * Where the names of points in a scatter plot go: beside their point, covering neither another point nor another name.
 * Names that must be shown may go further away, and then have a line to their point; the rest stay away where there is
 * no room. Widths of letters are estimated.
 */
import { textWidth } from './svg-text.js';

/** A point to be named. */
export interface NamedPoint {
  readonly name: string;
  readonly x: number; // px
  readonly y: number; // px, downwards
  readonly needed: boolean; // must be named
}

/** A name with its place. */
export interface PlacedName {
  readonly name: string;
  readonly x: number; // px of its anchor
  readonly y: number; // px of its middle
  readonly align: 'left' | 'center' | 'right'; // of the text at the anchor
  readonly point: NamedPoint;
  readonly far: boolean; // a line to the point is needed
}

/** What the names have to fit into. */
export interface PlotArea {
  readonly width: number; // px
  readonly height: number; // px
  readonly fontSize: number; // px
  readonly radius: number; // px of a point
}

interface Box {
  readonly left: number; // px
  readonly right: number; // px
  readonly top: number; // px
  readonly bottom: number; // px
}

const BESIDE = 5; // px from a point to its name
const DISTANCES = [0, 12, 26, 42, 60, 80]; // px more, for names that must be shown
const DIRECTIONS: readonly (readonly [x: number, y: number])[] = [
  [1, -0.7],
  [1, 0.7],
  [1, 0],
  [-1, -0.7],
  [-1, 0.7],
  [-1, 0],
  [0, -1],
  [0, 1],
];

/** Places names, those that are needed first, then in the given order. */
export function placeNames(points: readonly NamedPoint[], area: PlotArea): PlacedName[] {
  const taken: Box[] = points.map(({ x, y }) => boxAround(x, y, area.radius + 1));
  const placed: PlacedName[] = [];
  for (const needed of [true, false]) {
    for (const point of points) {
      if (point.needed !== needed) continue;
      const found = findRoom(point, taken, area);
      if (!found) continue;
      taken.push(boxOf(found, area.fontSize));
      placed.push(found);
    }
  }
  return placed;
}

function findRoom(point: NamedPoint, taken: readonly Box[], area: PlotArea): PlacedName | undefined {
  for (const more of point.needed ? DISTANCES : [0]) {
    const away = area.radius + BESIDE + more;
    for (const [across, down] of DIRECTIONS) {
      const align = across > 0 ? 'left' : across < 0 ? 'right' : 'center';
      const high = across === 0 ? area.radius + area.fontSize / 2 + 2 + more : away;
      const candidate: PlacedName = {
        name: point.name,
        x: point.x + across * away,
        y: point.y + down * high,
        align,
        point,
        far: more > 0,
      };
      const box = boxOf(candidate, area.fontSize);
      const inside = box.left >= 0 && box.right <= area.width && box.top >= 0 && box.bottom <= area.height;
      if (inside && !taken.some((other) => overlap(box, other))) return candidate;
    }
  }
  return undefined;
}

function boxAround(x: number, y: number, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function boxOf({ name, x, y, align }: PlacedName, fontSize: number): Box {
  const width = textWidth(name, fontSize);
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - fontSize * 0.6, bottom: y + fontSize * 0.6 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
