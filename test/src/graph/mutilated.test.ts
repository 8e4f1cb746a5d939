/** Whatever happens to a file, reading it succeeds or ends in one line that names the file: no other errors, no endless loops. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { instanceOf, parseDagFiles } from '../../../src/graph/files.js';

const GRAPHS = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/graphs');
const text = (name: string): string => readFileSync(join(GRAPHS, name), 'utf8');

describe('mutilated files', () => {
  const files = [
    'diamond.json',
    'unrelated.json',
    'diamond.dot',
    'diamond-graphlib.json',
    'diamond-wfformat.json',
    'diamond-wfformat-1.4.json',
    'diamond.stg',
    'cores.tgff',
    'cost-table.tgff',
  ];
  const scrap = fc.oneof(
    fc.string({ maxLength: 6, unit: 'binary' }),
    fc.constantFrom(
      '',
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '-',
      '->',
      '--',
      'null',
      'NaN',
      '1e999',
      '0x10',
      '-1',
      '99999999999999999999',
      '\\',
      '\u0000',
      '\r',
      '\n',
      '#',
      '@',
      '/*',
      '//',
      '<',
      '>',
      '"__proto__"',
      '{"__proto__": 1}',
      'subgraph',
      'strict',
      '[[',
      ']]',
      'TYPE',
      '@PE 0 {',
      ';',
      '=',
    ),
  );
  const cuts = fc.array(
    fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(8), insert: scrap }),
    { minLength: 1, maxLength: 4 },
  );

  /** Reads; every complaint must be an ArenaError of one line that begins with the file. */
  function survives(content: string, file: string): void {
    try {
      for (const dag of parseDagFiles(content, { file })) if (dag.processors !== null) instanceOf(dag);
    } catch (error) {
      expect(error).toBeInstanceOf(ArenaError);
      expect((error as Error).message).toMatch(
        new RegExp(`^${file.replaceAll('.', '\\.')}:(\\d+:)? [^\\r\\n\u2028\u2029]+$`),
      );
    }
  }

  it.each(files)('%s: passages replaced', (name) => {
    const whole = text(name);
    fc.assert(
      fc.property(cuts, fc.boolean(), (changes, named) => {
        let content = whole;
        for (const { at, length, insert } of changes) {
          const begin = Math.floor(at * content.length);
          content = content.slice(0, begin) + insert + content.slice(begin + length);
        }
        survives(content, named ? name : 'unnamed');
      }),
      { numRuns: 120 },
    );
  });

  it.each(files)('%s: cut off anywhere', (name) => {
    const whole = text(name);
    for (let end = 0; end < whole.length; end += 7) survives(whole.slice(0, end), name);
  });

  it('values of other types anywhere in JSON', () => {
    const documents = files.filter((name) => name.endsWith('.json')).map((name) => JSON.parse(text(name)) as unknown);
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.nat(200),
        fc.jsonValue({ maxDepth: 2 }),
        (document, target, value) => {
          let count = 0;
          const swap = (node: unknown): unknown => {
            if (count++ === target) return value;
            if (Array.isArray(node)) return node.map(swap);
            if (typeof node !== 'object' || node === null) return node;
            return Object.fromEntries(Object.entries(node).map(([key, entry]) => [key, swap(entry)]));
          };
          survives(JSON.stringify(swap(document)), 'x.json');
        },
      ),
      { numRuns: 300 },
    );
  });
});
