import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstJsonFault, jsonOffset } from '../../../src/graph/json-scan.js';

/** All paths of a value. */
function paths(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  const below = Array.isArray(value)
    ? value.flatMap((entry, i) => paths(entry, [...path, i]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, entry]) => paths(entry, [...path, key]))
      : [];
  return [path, ...below];
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], value);
}

describe('positions in JSON', () => {
  it('finds every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t\r\n'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        for (const path of paths(JSON.parse(text))) {
          const rest = text.slice(jsonOffset(text, path));
          const found = JSON.stringify(at(JSON.parse(text), path), null, space);
          expect(rest.replace(/\s/g, '').startsWith(found.replace(/\s/g, ''))).toBe(true);
        }
      }),
    );
  });

  it('finds the nearest ancestor of a value that is not there', () => {
    const text = '{"a": [1, {"b": 2}], "c": 3}';
    expect(jsonOffset(text, ['a', 1, 'x'])).toBe(text.indexOf('{"b"'));
    expect(jsonOffset(text, ['a', 7, 'x'])).toBe(text.indexOf('[1'));
    expect(jsonOffset(text, ['c', 'x'])).toBe(text.indexOf('3'));
    expect(jsonOffset(text, ['z'])).toBe(0);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      '"',
      '1',
      '-',
      '01',
      '1.5e3',
      '.5',
      'true',
      'nul',
      ' ',
      '\n',
    );
    const mostly = fc.oneof(
      fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')),
      fc.tuple(fc.json(), fc.nat(40), piece).map(([json, i, extra]) => json.slice(0, i) + extra + json.slice(i)),
    );
    fc.assert(
      fc.property(mostly, (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        const { offset, expected } = firstJsonFault(text);
        expect(expected === '').toBe(valid);
        expect(offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1500 },
    );
  });

  it('does not recurse', () => {
    const deep = 30_000;
    expect(firstJsonFault('['.repeat(deep)).offset).toBe(deep);
    expect(jsonOffset(`${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`, Array<string>(deep).fill('a'))).toBe(5 * deep);
  });
});
