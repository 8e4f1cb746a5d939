/** Where instances come from: what is said of a file that is read, and graphs without tasks. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type InstanceOptions, readInstance } from '../../src/cli/instance-source.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const write = process.stderr.write;
afterEach(() => {
  process.stderr.write = write;
});

/** Reads a text as a file of that name; returns what is said on the way, without the folder. */
function notices(name: string, text: string, options: InstanceOptions = { processors: 2 }): string {
  writeFileSync(join(cwd, name), text);
  let said = '';
  process.stderr.write = ((line: string) => {
    said += line;
    return true;
  }) as typeof write;
  readInstance(join(cwd, name), options);
  process.stderr.write = write;
  return said.replaceAll(`${cwd}/`, '');
}

describe('edges that move no data', () => {
  it.each([
    [
      'bytes.dot',
      'digraph { a [work=1]; b [work=1]; a -> b [bytes=7, color=red] }',
      'bytes.dot: note: the only edge moves no data (the volume is an attribute volume, data, size or weight, or a label that is a number, and "bytes" is not read)\n',
    ],
    ['sized.dot', 'digraph { a [work=1]; b [work=1]; c [work=1]; a -> b [data=7]; b -> c }', ''],
    ['label.dot', 'digraph { a [work=1]; b [work=1]; a -> b [label="7"] }', ''],
    [
      'plain.json',
      '{"tasks": [{"name": "a", "work": 1}, {"name": "b", "work": 1}, {"name": "c", "work": 1}], "edges": [[0, 1], [1, 2, 0]]}',
      'plain.json: note: none of the 2 edges moves data (the volume is the third entry, ["a", "b", 7])\n',
    ],
    [
      'dagre.json',
      '{"options": {}, "nodes": [{"v": "a", "value": 1}, {"v": "b", "value": 1}], "edges": [{"v": "a", "w": "b", "value": {"weight": 7}}]}',
      'dagre.json: note: the only edge moves no data (the volume is "value": {"volume": 7}, or "value": 7, and "weight" is not read)\n',
    ],
    ['lone.json', '{"tasks": [{"name": "a", "work": 1}]}', ''],
    ['pair.stg', '2\n0 0 0\n1 3 1 0\n2 4 1 1\n3 0 1 2\n', ''],
  ])('%s', (name, text, said) => expect(notices(name, text)).toBe(said));
});

it.each([
  ['empty.json', '{"tasks": []}'],
  ['empty.dot', 'digraph {}'],
  ['empty.stg', '0\n0 0 0\n1 0 1 0\n'],
])('a graph without tasks is refused: %s', (name, text) => {
  expect(() => notices(name, text)).toThrow(/empty\.\w+: the graph has no tasks, so there is nothing to plan$/);
});
