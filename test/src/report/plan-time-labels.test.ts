/** Names of points in a scatter plot never cover a point or each other, and those that are needed find a place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlacedName, placeNames } from '../../../src/report/plan-time-labels.js';
import { textWidth } from '../../../src/report/svg-text.js';

const area = { width: 620, height: 400, fontSize: 10, radius: 4 };

function box({ name, x, y, align }: PlacedName) {
  const width = textWidth(name, area.fontSize);
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - 5, bottom: y + 5 };
}

describe('names of points', () => {
  const point = fc.record({
    name: fc.string({ minLength: 1, maxLength: 20 }),
    x: fc.double({ min: 24, max: 596, noNaN: true }),
    y: fc.double({ min: 24, max: 376, noNaN: true }),
    needed: fc.boolean(),
  });

  it('stay inside, off all points and off each other', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (points) => {
        const boxes = placeNames(points, area).map(box);
        boxes.forEach((a, i) => {
          expect(a.left >= 0 && a.right <= area.width && a.top >= 0 && a.bottom <= area.height).toBe(true);
          for (const { x, y } of points)
            expect(x > a.left - 4 && x < a.right + 4 && y > a.top - 4 && y < a.bottom + 4).toBe(false);
          for (const b of boxes.slice(i + 1))
            expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
        });
      }),
    );
  });

  it('go further away when they are needed and their point is in a crowd', () => {
    const crowd = Array.from({ length: 24 }, (_, i) => ({
      name: `planner ${i}`,
      x: 300 + (i % 6) * 7,
      y: 200 + Math.floor(i / 6) * 7,
      needed: i === 8 || i === 15,
    }));
    const placed = placeNames(crowd, area);
    for (const name of ['planner 8', 'planner 15'])
      expect(placed.find((each) => each.name === name)).toMatchObject({ far: true });
    expect(placed.length).toBeLessThan(crowd.length);
  });
});
