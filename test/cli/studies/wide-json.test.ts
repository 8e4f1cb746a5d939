import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wideJson } from '../../../src/cli/studies/wide-json.js';
import type { Json } from '../../../src/space/space.js';

describe('wideJson', () => {
  it('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(wideJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps short arrays on one line and fills lines with long ones', () => {
    const long = Array.from({ length: 60 }, (_, i) => i / 7);
    const lines = wideJson({ short: [1, 2, 3], long, objects: [{ a: 1 }], none: [], empty: {} }).split('\n');
    expect(lines).toContain('  "short": [1, 2, 3],');
    expect(lines).toContain('  "none": [],');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(lines.length).toBeLessThan(30);
  });
});
