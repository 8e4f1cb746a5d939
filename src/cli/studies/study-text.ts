/** A study in words: as Markdown and as JSON; the same run gives the same bytes, no times and no machine in them. */
import { configHash } from '../../config.js';
import { markdownTable } from '../../report/markdown.js';
import { packageManifest } from '../../report/package-root.js';
import type { Json } from '../../space/space.js';
import { ACCOUNT_TITLE, type StudyResult, type StudyTable } from './study.js';
import { wideJson } from './wide-json.js';

export interface StudyRun {
  readonly id: string;
  readonly seeds: number;
  readonly quick: boolean;
  readonly result: StudyResult;
}

/** The hash of everything that determines a study's result but the code. */
export function settingsHash(settings: Json): string {
  return configHash(settings);
}

/** Columns of ready-made texts for the Markdown writer. */
function textColumns(columns: StudyTable['columns']) {
  return columns.map(({ title, numeric }, i) => ({
    title,
    explanation: '',
    numeric,
    cell: (row: readonly string[]) => ({ text: row[i], order: row[i] }),
  }));
}

/** The published numbers as a table like the others. */
export function publishedTable({ published }: StudyResult): StudyTable {
  return {
    id: 'published',
    title: 'Beside the published numbers',
    caption: '',
    columns: ['What', 'Published', 'Here', 'Verdict', 'Source'].map((title) => ({ title, numeric: false })),
    rows: published.map(({ claim, published: number, ours, verdict, source }) => [
      claim,
      number,
      ours,
      verdict,
      source,
    ]),
  };
}

/** Every table, that of published numbers first where there are any. */
export function allTables(result: StudyResult): readonly StudyTable[] {
  return result.published.length > 0 ? [publishedTable(result), ...result.tables] : result.tables;
}

export function studyCommand({ id, seeds, quick }: Omit<StudyRun, 'result'>): string {
  return `sched-arena study ${id} --seeds ${seeds}${quick ? ' --quick' : ''}`;
}

export function studyMarkdown(run: StudyRun): string {
  const { result, quick } = run;
  const { title, introduction, charts, account, accountTitle = ACCOUNT_TITLE, settings } = result;
  const parts = [
    `# ${title}`,
    `Made by \`${studyCommand(run)}\`, version ${packageManifest().version}, settings ${settingsHash(settings)}.`,
    ...(quick ? ['**A quick run with short episodes: not the result.**'] : []),
    introduction,
    ...allTables(result).flatMap((table) => [
      `## ${table.title}`,
      ...(table.caption ? [table.caption] : []),
      markdownTable(textColumns(table.columns), table.rows),
    ]),
    ...charts.flatMap(({ id, title: name, caption }) => [`## ${name}`, caption, `![${name}](${id}.svg)`]),
    `## ${accountTitle}`,
    ...account,
  ];
  return `${parts.join('\n\n')}\n`;
}

export function studyJson({ id, seeds, quick, result }: StudyRun): string {
  const { title, settings, published, data, account } = result;
  return wideJson({
    study: id,
    title,
    version: packageManifest().version,
    seeds,
    quick,
    settingsHash: settingsHash(settings),
    published: published as unknown as Json,
    data,
    account: [...account],
  });
}
