/** The files of a study: the same run gives the same bytes, and no other study is overwritten. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStudyFolder, writeStudy } from '../../../src/cli/studies/files.js';
import type { StudyResult } from '../../../src/cli/studies/study.js';
import { type StudyRun, settingsHash, studyMarkdown } from '../../../src/cli/studies/study-text.js';
import { workspace } from '../workspace.js';

const folder = workspace();

const result: StudyResult = {
  title: 'A study',
  introduction: 'What was done.',
  settings: { seeds: [1, 2], cells: { a: 1 } },
  tables: [
    {
      id: 'table',
      title: 'A table',
      caption: 'Its caption.',
      columns: [
        { title: 'who', numeric: false },
        { title: 'how much', numeric: true },
      ],
      rows: [['<one>', '1']],
    },
  ],
  charts: [
    {
      id: 'chart',
      title: 'A chart',
      caption: 'Points.',
      spec: { data: { values: [{ x: 1 }] }, mark: 'point', encoding: { x: { field: 'x', type: 'quantitative' } } },
    },
  ],
  published: [{ claim: 'more', published: '2×', ours: '3×', verdict: 'larger', source: 'a paper' }],
  account: ['Because.'],
  data: { numbers: [1, 2] },
};
const run: StudyRun = { id: 'made-up', seeds: 2, quick: true, result };

describe('the files of a study', () => {
  it('are text, numbers, a page and one figure a chart', async () => {
    const out = join(folder, 'new');
    openStudyFolder(out, 'made-up');
    expect(await writeStudy(out, run)).toEqual(['study.md', 'study.json', 'study.html', 'chart.svg']);
    const read = (name: string) => readFileSync(join(out, name), 'utf8');
    expect(read('study.md')).toBe(studyMarkdown(run));
    expect(read('study.md')).toContain('| \\<one\\> | 1 |');
    expect(read('study.md')).toContain('![A chart](chart.svg)');
    expect(read('study.md')).toContain('a quick run'.replace('a', 'A'));
    expect(read('study.html')).toContain('&lt;one&gt;');
    expect(read('chart.svg')).toMatch(/^<svg/);
    expect(JSON.parse(read('study.json'))).toMatchObject({
      study: 'made-up',
      seeds: 2,
      quick: true,
      settingsHash: settingsHash(result.settings),
      data: { numbers: [1, 2] },
    });
    const before = read('study.json');
    openStudyFolder(out, 'made-up');
    await writeStudy(out, run);
    expect(read('study.json')).toBe(before);
  });

  it('go into no folder of another study', () => {
    expect(() => openStudyFolder(join(folder, 'new'), 'other')).toThrow(
      /^study: .* holds the study "made-up" \(name another folder with --out\)$/,
    );
  });

  it('go over no other file of that name', () => {
    mkdirSync(join(folder, 'foreign'));
    writeFileSync(join(folder, 'foreign', 'study.json'), 'not JSON');
    expect(() => openStudyFolder(join(folder, 'foreign'), 'made-up')).toThrow(/is no file of a study/);
  });

  it('need a folder that can be made', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => openStudyFolder(join(folder, 'file', 'inside'), 'made-up')).toThrow(
      /^study: .* cannot be made \(ENOTDIR\)$/,
    );
  });
});

describe('settingsHash', () => {
  it('depends on the settings, not on the order of their keys', () => {
    expect(settingsHash({ a: 1, b: 2 })).toBe(settingsHash({ b: 2, a: 1 }));
    expect(settingsHash({ a: 1 })).not.toBe(settingsHash({ a: 2 }));
  });
});
