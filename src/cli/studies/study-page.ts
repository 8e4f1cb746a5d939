/** A study as one HTML file that needs nothing else: tables, charts as SVG, account. */
import { escapeHtml } from '../../report/page.js';
import { PAGE_STYLE } from '../../report/page-style.js';
import { ACCOUNT_TITLE, type StudyTable } from './study.js';
import { allTables, type StudyRun, studyCommand } from './study-text.js';

function table({ title, caption, columns, rows }: StudyTable): string {
  const kind = (i: number) => (columns[i].numeric ? ' class="number"' : '');
  const head = columns.map(({ title: name }, i) => `<th scope="col"${kind(i)}>${escapeHtml(name)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, i) => `<td${kind(i)}>${escapeHtml(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  return [
    `<h2>${escapeHtml(title)}</h2>`,
    caption ? `<p class="caption">${escapeHtml(caption)}</p>` : '',
    `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`,
  ].join('\n');
}

/** The page; `svgs` are the drawn charts, in their order. */
export function studyPage(run: StudyRun, svgs: readonly string[]): string {
  const { title, introduction, charts, account, accountTitle = ACCOUNT_TITLE } = run.result;
  const drawn = charts.map(
    ({ title: name, caption }, i) =>
      `<h2>${escapeHtml(name)}</h2>\n<p class="caption">${escapeHtml(caption)}</p>\n<div class="scroll">${svgs[i]}</div>`,
  );
  const quick = run.quick ? '<p><strong>A quick run with short episodes: not the result.</strong></p>' : '';
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
<p>Made by <code>${escapeHtml(studyCommand(run))}</code>.</p>
${quick}
<p>${escapeHtml(introduction)}</p>
${allTables(run.result).map(table).join('\n')}
${drawn.join('\n')}
<h2>${escapeHtml(accountTitle)}</h2>
${account.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
</main></body>
</html>
`;
}
