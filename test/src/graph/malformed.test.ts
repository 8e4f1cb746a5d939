/** Every complaint is one line with the file, the line in it and what is expected. */

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { type DagFormat, parseDagFile } from '../../../src/graph/files.js';
import { FAULTS } from './faults.js';

const GRAPHS = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/graphs');
const text = (name: string): string => readFileSync(join(GRAPHS, name), 'utf8');

/** A fixture with one passage replaced. */
function changed(name: string, from: string, to: string): string {
  const whole = text(name);
  expect(whole).toContain(from);
  return whole.replace(from, () => to);
}

function messageOf(content: string, file: string, format?: DagFormat): string {
  try {
    parseDagFile(content, { file, ...(format === undefined ? {} : { format }) });
  } catch (error) {
    expect(error).toBeInstanceOf(ArenaError);
    return (error as Error).message;
  }
  return 'no complaint';
}

describe('a fault in one place', () => {
  it.each(FAULTS)('%s: %s → %s', (name, from, to, message) => {
    const file = `plans/${name}`;
    const found = messageOf(changed(name, from, to), file);
    if (message === 'no complaint') expect(found).toBe(message);
    else if (message.startsWith(' ')) {
      expect(found).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:\\d+:`));
      expect(found).toContain(message);
    } else expect(found).toContain(`${file}${message}`);
  });

  it('names the tasks of a cycle in their order', () => {
    const content = changed('diamond.stg', '1    2    1    0', '1    2    1    4');
    expect(messageOf(content, 'c.stg')).toMatch(
      /^c\.stg:\d: the tasks form a cycle: ("1" → "[23]" → "4" → "1"|"4" → "1" → "[23]" → "4"|"[23]" → "4" → "1" → "[23]")$/,
    );
    const tasks = Array.from({ length: 50 }, (_, i) => ({ name: `t${i}`, work: 1 }));
    const edges = tasks.map((_, i) => [i, (i + 1) % 50, 0]);
    expect(messageOf(JSON.stringify({ tasks, edges }), 'c.json')).toMatch(
      /^c\.json:1: the tasks form a cycle: "t\d+" → "t\d+" → … → ("t\d+" → ){6}"t\d+"$/,
    );
  });
});

describe('files that are something else', () => {
  it.each([
    ['', ':1: the file is empty'],
    [' \r\n\t', ':1: the file is empty'],
    ['hello', ':1: the format is not recognised (one of json, dot, graphlib, wfformat, stg, tgff is expected)'],
    ['\u0000\u0001\uFFFD', ':1: the format is not recognised'],
    ['{', ':1: not JSON: the file ends where a key in double quotes is expected'],
    ['{"a": [1, 2', ':1: not JSON: the file ends where "," or "]" is expected'],
    ['{"a": "b\n', ':1: not JSON: "\\"b\\n" stands where a complete text in double quotes is expected'],
    ['{"a": 1}\n x', ':2: not JSON: "x" stands where the end of the file is expected'],
    ['[]', ':1: the list is empty (an instance is expected)'],
    ['[3]', ':1: instance 0 is 3 (an object is expected)'],
    ['{}', ':1: "tasks" is missing (a list is expected)'],
    ['{"tasks": 4}', ':1: "tasks" is 4 (a list is expected)'],
    ['digraph {', ':1: not DOT: '],
    ['graph { a -- b }', ':1: the graph is undirected ("digraph" and "->" are expected)'],
    [`digraph {\n${'subgraph {'.repeat(40)}`, ':2: subgraphs are nested more than 8 levels deep'],
    [`digraph {${'{a '.repeat(3)}`, ':1: not DOT: '],
    ['0', ':1: the format is not recognised'],
    ['0\n0 0 0\n', ':2: the file ends after 1 rows (0 tasks need 2 rows, a dummy entry and exit included)'],
    ['@', ':1: there is no @TASK_GRAPH'],
    ['@X 0 {\n@Y 1 {', ':2: "{" stands where no block begins'],
    [`{"id": "x", "cost": [1], "speed": [0], "edges": []}`, ':1: processor "P0" has speed 0'],
    [
      `{"id": "x", "cost": [1], "speed": [1],\n "edges": [], "bw": [[1], [1]]}`,
      ':2: bandwidth has 2 rows for 1 processors',
    ],
    [`{"id": "x", "W": [[1, 2], [1]], "edges": []}`, ':1: task "T1" has 1 costs (2 expected, one per processor)'],
    [
      `{"W": [[1, 2]], "edges": [],\n "bandwidth": 2}`,
      ':2: "bandwidth" does not go with "W" (links are "bw" in the compact form)',
    ],
    ['['.repeat(100000), ':1: not JSON: the file ends where a value is expected'],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, ':1: instance 0 is a list of 1 (an object is expected)'],
  ])('%j', (content, message) => expect(messageOf(content, 'plan')).toContain(`plan${message}`));

  it('tells of a format that does not exist', () => {
    expect(messageOf('0', 'plan', 'stgg' as DagFormat)).toContain('plan: there is no format "stgg"');
  });
});
