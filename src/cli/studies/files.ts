/**
 * The files of a study: `study.md` to read, `study.json` with settings and numbers, `study.html`, one SVG per chart. The
 * same run writes the same bytes, so that a copy kept beside the code can be compared.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArenaError, ensure } from '../../error.js';
import { chartSvg } from '../../report/chart-svg.js';
import { studyPage } from './study-page.js';
import { type StudyRun, studyJson, studyMarkdown } from './study-text.js';

/**
 * Writes the files into a folder, over those of an earlier run of the same study.
 * @throws ArenaError when the folder holds another study, or cannot be written.
 */
export async function writeStudy(folder: string, run: StudyRun): Promise<string[]> {
  const svgs = await Promise.all(run.result.charts.map(({ spec }) => chartSvg(spec)));
  const names = run.result.charts.map(({ id }) => `${id}.svg`);
  const files = new Map<string, string>([
    ['study.md', studyMarkdown(run)],
    ['study.json', studyJson(run)],
    ['study.html', studyPage(run, svgs)],
    ...names.map((name, i): [string, string] => [name, `${svgs[i]}\n`]),
  ]);
  try {
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
  } catch (error) {
    throw new ArenaError(`study: ${folder} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  return [...files.keys()];
}

/**
 * Makes the folder unless it is there.
 * @throws ArenaError when it holds another study, or cannot be made.
 */
export function openStudyFolder(folder: string, id: string): void {
  const earlier = join(folder, 'study.json');
  if (existsSync(earlier)) {
    const study = nameIn(earlier);
    ensure(study === id, `study: ${folder} holds the study "${study}" (name another folder with --out)`);
  }
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new ArenaError(`study: ${folder} cannot be made (${(error as NodeJS.ErrnoException).code})`);
  }
}

function nameIn(file: string): string {
  try {
    return String((JSON.parse(readFileSync(file, 'utf8')) as { study?: unknown }).study);
  } catch {
    throw new ArenaError(`study: ${file} is there and is no file of a study (name another folder with --out)`);
  }
}
