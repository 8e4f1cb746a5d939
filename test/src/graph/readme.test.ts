/** The page on formats: every example is read, all of them say the same, and every option named exists. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../../src/cli/program.js';
import { DAG_FORMATS, type DagFile, instanceOf, parseScheduleFile, readDagFile } from '../../../src/graph/index.js';
import { validateSchedule } from '../../../src/sim/validate.js';

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), '../../../src/graph');
const page = readFileSync(join(SOURCES, 'README.md'), 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The examples: a name in bold, then a block. */
const examples = new Map(
  [...page.matchAll(/\*\*([\w.-]+)\*\*[^`]*?\n\n```(?:json|dot|text)\n([\s\S]*?)```/g)].map(([, name, text]) => [
    name,
    text,
  ]),
);
for (const [name, text] of examples) writeFileSync(join(folder, name), text);

const read = (name: string): DagFile => readDagFile(join(folder, name));

/** Volumes by the positions of both ends, in the order of the tasks. */
function volumes({ edges }: DagFile): (readonly number[])[] {
  return edges.map((edge) => [...edge]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const VOLUMES = [
  [0, 1, 40],
  [0, 2, 40],
  [1, 3, 15],
  [2, 3, 9],
];

describe('src/graph/README.md', () => {
  it('shows every format', () => {
    const graphs = [...examples.keys()].filter((name) => name !== 'schedule.json');
    expect(new Set(graphs.map((name) => read(name).format))).toEqual(new Set(DAG_FORMATS));
    expect([...page.matchAll(/```(json|dot|text)/g)]).toHaveLength(examples.size);
  });

  it.each(['pipeline.json', 'pipeline.dot', 'pipeline-graphlib.json'])('%s: everything', (name) => {
    const file = read(name);
    expect(file.notes).toEqual([]);
    expect(file.tasks).toEqual(['load', 'left', 'right', 'join']);
    expect([...file.work!]).toEqual([2, 3, 4, 1]);
    expect(volumes(file)).toEqual(VOLUMES);
    expect(file.processors).toMatchObject({ names: ['slow', 'fast'], contention: 'one-port' });
    expect([...file.processors!.speed, ...file.processors!.bandwidth]).toEqual([1, 2, 0, 4, 8, 0]);
  });

  it('pipeline-wfformat.json: all but the links', () => {
    const file = read('pipeline-wfformat.json');
    expect([...file.work!]).toEqual([2, 3, 4, 1]);
    expect(volumes(file)).toEqual(VOLUMES);
    expect([file.processors!.names, [...file.processors!.speed]]).toEqual([
      ['slow', 'fast'],
      [1, 2],
    ]);
  });

  it('pipeline.stg: work and dependencies, pipeline.tgff: times and volumes', () => {
    const stg = read('pipeline.stg');
    expect([...stg.work!]).toEqual([2, 3, 4, 1]);
    expect(volumes(stg)).toEqual(VOLUMES.map(([from, to]) => [from, to, 0]));
    const tgff = read('pipeline.tgff');
    expect([...tgff.cost!]).toEqual([2, 1, 3, 1.5, 4, 2, 1, Number.POSITIVE_INFINITY]);
    expect(volumes(tgff)).toEqual(VOLUMES);
  });

  it('unrelated.json: a cost per processor', () => {
    const { tasks, processors, problem } = instanceOf(read('unrelated.json'));
    expect([tasks, processors]).toEqual([
      ['encode', 'send'],
      ['cpu', 'gpu', 'nic'],
    ]);
    expect([...problem.cost]).toEqual([14, 9, Number.POSITIVE_INFINITY, 5, 5, 2]);
  });

  it('schedule.json: valid', () => {
    const instance = instanceOf(read('pipeline.json'));
    const file = join(folder, 'schedule.json');
    const {
      schedule,
      instance: named,
      planner,
    } = parseScheduleFile(examples.get('schedule.json')!, { file, instance });
    expect([named, planner]).toEqual(['pipeline', 'by hand']);
    expect(validateSchedule(instance.problem, schedule)).toEqual([]);
  });

  it('the compact form in the text is read', () => {
    const text = /`(\{"name": "x", "W".*?\})`/.exec(page)![1];
    writeFileSync(join(folder, 'compact.json'), text);
    expect([...read('compact.json').cost!]).toEqual([14, 16, 13, 19]);
  });

  it('names options that exist, and formats that are read', () => {
    const { commands } = createProgram();
    const known = new Set(commands.flatMap(({ options }) => options.map(({ long }) => long)));
    const named = [...page.matchAll(/(?<![\w-])--[a-z]+/g)].map(([option]) => option);
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((option) => !known.has(option))).toEqual([]);
    expect(page).toContain(`--format ${DAG_FORMATS.join('|')}`);
    for (const [, name] of page.matchAll(/sched-arena plan (\S+)/g)) expect(examples.has(name)).toBe(true);
  });
});
