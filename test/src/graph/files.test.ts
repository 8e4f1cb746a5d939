import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DagFile,
  detectFormat,
  instanceOf,
  parseDagFile,
  readDagFile,
  readDagFiles,
} from '../../../src/graph/files.js';
import { uniformLinks } from '../../../src/plan/instance.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const GRAPHS = join(HERE, '../../fixtures/graphs');
const SHARED = join(HERE, '../../../../shared');
const fixture = (name: string): string => join(GRAPHS, name);

/** Volumes by the names of both ends. */
function volumes({ tasks, edges }: DagFile): Record<string, number> {
  return Object.fromEntries(edges.map(([from, to, volume]) => [`${tasks[from]} ${tasks[to]}`, volume]));
}

const DIAMOND = { 'load left': 4000, 'load right': 4000, 'left join': 1500, 'right join': 900 };

describe('formats', () => {
  it('json: related machines with all links', () => {
    const file = readDagFile(fixture('diamond.json'));
    expect(file).toMatchObject({ format: 'json', name: 'diamond', cost: null });
    expect(volumes(file)).toEqual(DIAMOND);
    const { problem, processors, speed } = instanceOf(file);
    expect([processors, [...speed!]]).toEqual([
      ['slow', 'fast'],
      [0.5, 2],
    ]);
    expect([...problem.cost]).toEqual([4, 1, 6, 1.5, 8, 2, 2, 0.5]);
    expect([...problem.bandwidth]).toEqual([0, 4, 8, 0]);
    expect([...problem.startup]).toEqual([0.25, 0.25, 0.5, 0.5]);
    expect(problem.contention).toBe('one-port');
  });

  it('json: unrelated machines, null cannot run, "Infinity" is free', () => {
    const { problem, work } = instanceOf(readDagFile(fixture('unrelated.json')));
    expect(work).toBeNull();
    expect([...problem.cost]).toEqual([14, Number.POSITIVE_INFINITY, 13, 19]);
    expect(problem.bandwidth[1]).toBe(Number.POSITIVE_INFINITY);
  });

  it('json: compact instances, one or a list', () => {
    const related = { id: 'r', cost: [3, 4], edges: [[0, 1, 5]], speed: [1, 2], bw: [[0, 3], [3, 0]] }; // biome-ignore format: one line
    const unrelated = { name: 'u', W: [[1, 2], [3, 4]], edges: [[0, 1, 5]], bw: 'all 1' }; // biome-ignore format: one line
    const text = JSON.stringify([related, unrelated]);
    const first = instanceOf(parseDagFile(text, { file: 'x.json', id: 'r' }));
    expect([first.tasks, first.processors, [...first.problem.cost]]).toEqual([
      ['T0', 'T1'],
      ['P0', 'P1'],
      [3, 1.5, 4, 2],
    ]);
    expect(first.problem.bandwidth[1]).toBe(3);
    const second = instanceOf(parseDagFile(text, { file: 'x.json', id: 'u' }));
    expect([...second.problem.cost]).toEqual([1, 2, 3, 4]);
    expect(() => parseDagFile(text, { file: 'x.json' })).toThrow('x.json: holds 2 DAGs; choose one of "r", "u"');
    expect(() => parseDagFile(text, { file: 'x.json', id: 'v' })).toThrow('x.json: holds no DAG called "v"');
  });

  it('dot: defaults, subgraphs, groups, chains and ports', () => {
    const file = readDagFile(fixture('diamond.dot'));
    expect(file.format).toBe('dot');
    expect(volumes(file)).toEqual(DIAMOND);
    expect(file.tasks).toEqual(['load', 'left', 'right', 'join']);
    expect([...file.work!]).toEqual([2, 3, 4, 1]);
    const { problem } = instanceOf(file);
    expect([...problem.bandwidth]).toEqual([0, 4, 8, 0]);
    expect(problem.startup[1]).toBe(0.25);
  });

  it('dot: costs per processor, labels as volumes, strict graphs', () => {
    const text = 'strict digraph { a [cost="1 2 -"]; b [cost="3, inf, 4"]; a -> b [label=7]; a -> b [label="2.5"] }';
    const file = parseDagFile(text, { file: 'x.gv' });
    expect([...file.cost!]).toEqual([1, 2, Number.POSITIVE_INFINITY, 3, Number.POSITIVE_INFINITY, 4]);
    expect(file.processors!.names).toEqual(['P0', 'P1', 'P2']);
    expect(file.edges).toEqual([[0, 1, 2.5]]);
  });

  it('graphlib: values are numbers or objects', () => {
    const file = readDagFile(fixture('diamond-graphlib.json'));
    expect(file.format).toBe('graphlib');
    expect(volumes(file)).toEqual(DIAMOND);
    expect([...file.work!]).toEqual([2, 3, 4, 1]);
    expect(file.processors).toBeNull();
  });

  it.each(['diamond-wfformat.json', 'diamond-wfformat-1.4.json'])('wfformat: %s', (name) => {
    const file = readDagFile(fixture(name));
    expect(file).toMatchObject({ format: 'wfformat', name: 'diamond' });
    expect(file.edges.map(([, , volume]) => volume)).toEqual([4000, 4000, 1500, 900]);
    expect([...file.work!]).toEqual([2, 3, 4, 1]);
    expect(file.processors!.names[0]).toBe('fast');
    expect(file.processors!.speed[0]).toBe(2);
  });

  it('stg: without the dummy tasks', () => {
    const file = readDagFile(fixture('diamond.stg'));
    expect(file).toMatchObject({ format: 'stg', name: 'diamond', tasks: ['1', '2', '3', '4'], processors: null });
    expect([...file.work!]).toEqual([2, 3, 4, 1]);
    expect(volumes(file)).toEqual({ '1 2': 0, '1 3': 0, '2 4': 0, '3 4': 0 });
  });

  it('tgff: tables per processor, several graphs', () => {
    const [first, second] = readDagFiles(fixture('cores.tgff'));
    expect([first.name, second.name]).toEqual(['cores#0', 'cores#1']);
    expect(volumes(first)).toEqual(DIAMOND);
    expect(first.processors!.names).toEqual(['CORE0', 'CORE1']);
    expect([...first.cost!]).toEqual([10, 8, 7.5, 6, 11, Number.POSITIVE_INFINITY, 7.5, 6]);
    expect(readDagFile(fixture('cores.tgff'), { id: '1' }).tasks).toEqual(['only']);
  });

  it('tgff: one table of costs', () => {
    const file = readDagFile(fixture('cost-table.tgff'));
    expect(file.processors!.names).toEqual(['node1', 'node2', 'node3']);
    expect([...file.cost!]).toEqual([14, 16, 9, 13, 19, 18, 11, 13, 19]);
    expect(file.edges).toEqual([
      [0, 1, 18],
      [0, 2, 12],
    ]);
  });

  it.each([
    ['json', '\uFEFF {"tasks": []}'],
    ['graphlib', '{"options": {}, "nodes": []}'],
    ['wfformat', '{"workflow": {}}'],
    ['dot', '/* a */ // b\n strict digraph {}'],
    ['tgff', '# c\n\n@HYPERPERIOD 3'],
    ['stg', '# c\n 5\n 0 0 0'],
  ])('recognises %s by content', (format, text) => expect(detectFormat('unnamed', text)).toBe(format));

  it('does not mind a byte order mark and CRLF', () => {
    for (const name of [
      'diamond.json',
      'diamond.dot',
      'diamond-graphlib.json',
      'diamond-wfformat.json',
      'diamond.stg',
      'cost-table.tgff',
    ]) {
      const text = readFileSync(fixture(name), 'utf8');
      const odd = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
      expect(parseDagFile(odd, { file: name })).toEqual(parseDagFile(text, { file: name }));
    }
  });
});

describe('instances of files', () => {
  const processors = { names: ['x', 'y'], speed: Float64Array.of(1, 4), ...uniformLinks(2, { bandwidth: 10 }) };

  it('takes given processors over those of the file', () => {
    const { problem } = instanceOf(readDagFile(fixture('diamond.stg')), processors);
    expect([...problem.cost]).toEqual([2, 0.5, 3, 0.75, 4, 1, 1, 0.25]);
    expect(instanceOf(readDagFile(fixture('diamond.json')), processors).processors).toEqual(['x', 'y']);
  });

  it('keeps costs of a file and takes given links', () => {
    const { problem } = instanceOf(readDagFile(fixture('unrelated.json')), processors);
    expect([...problem.cost]).toEqual([14, Number.POSITIVE_INFINITY, 13, 19]);
    expect(problem.bandwidth[1]).toBe(10);
  });

  it('asks for processors that nobody names, and for the right number', () => {
    const path = fixture('diamond.stg');
    expect(() => instanceOf(readDagFile(path))).toThrow(`${path}: stg names no processors here`);
    const three = { names: ['x', 'y', 'z'], speed: new Float64Array(3).fill(1), ...uniformLinks(3) };
    expect(() => instanceOf(readDagFile(fixture('unrelated.json')), three)).toThrow('tasks have 2 costs');
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'graphs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads compressed files and tells of broken ones', () => {
    const bytes = gzipSync(readFileSync(fixture('diamond.stg')));
    writeFileSync(join(folder, 'd.stg.gz'), bytes);
    expect(readDagFile(join(folder, 'd.stg.gz'))).toMatchObject({ name: 'd', format: 'stg' });
    writeFileSync(join(folder, 'cut.stg.gz'), bytes.subarray(0, bytes.length - 12));
    expect(() => readDagFile(join(folder, 'cut.stg.gz'))).toThrow('cut.stg.gz: is not a complete gzip file');
    expect(() => readDagFile(join(folder, 'none.stg'))).toThrow('none.stg: cannot be read (ENOENT)');
  });
});

describe.skipIf(!existsSync(join(SHARED, 'data/dag/sample.stg')))('shared samples', () => {
  it('reads the STG and WfFormat samples', () => {
    const stg = readDagFile(join(SHARED, 'data/dag/sample.stg'));
    expect([...stg.work!]).toEqual([4, 7, 3, 5, 2]);
    expect(stg.edges).toHaveLength(5);
    const workflow = readDagFile(join(SHARED, 'data/dag/sample_wfformat.json'));
    expect(volumes(workflow)).toEqual({ 'a b': 4000, 'a c': 4000, 'b d': 1500, 'c d': 900 });
    expect(workflow.processors!.names).toEqual(['m0', 'm1']);
  });

  it.each(['published', 'related_instances', 'unrelated_instances', 'bench_n5000_p16'])(
    'reads the recorded instances of %s',
    (name) => {
      const files = readDagFiles(join(SHARED, `goldens/dag/${name}.json`));
      for (const file of files) expect(instanceOf(file).problem.taskCount).toBe(file.tasks.length);
      expect(new Set(files.map((file) => file.name)).size).toBe(files.length);
    },
  );
});
