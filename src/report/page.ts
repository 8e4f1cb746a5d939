/**
 * The report page: one HTML file that needs nothing else, no network either. Libraries, data and charts are written
 * into it; every text from outside is escaped for the place where it stands.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Chart } from './charts.js';
import { type Column, overallColumns, scenarioColumns } from './columns.js';
import type { BoardSection, Leaderboard } from './leaderboard.js';
import type { Manifest } from './manifest.js';
import { scenarioIntroduction } from './markdown.js';
import { notes } from './notes.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';
import { formatDuration, formatNumber } from './quantity.js';
import type { Showcase } from './showcase.js';

/** More failures than this are folded away. */
const MANY_FAILURES = 5;

/** Everything that goes into a page. */
export interface PageContent {
  readonly board: Leaderboard;
  readonly manifest: Manifest;
  readonly charts: readonly Chart[];
  readonly showcases: readonly Showcase[];
}

/** Text as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character]);
}

/** JSON that cannot end the script element it stands in. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028|\u2029/g, (c) => (c === '\u2028' ? '\\u2028' : '\\u2029'));
}

/** The browser build of a library, safe inside a script element. */
function library(name: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve(name));
  return readFileSync(join(folder, `${name}.min.js`), 'utf8')
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '<\\!--')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

function headerCell<E>({ title, explanation, numeric }: Column<E>, index: number): string {
  const first = numeric && index !== 0 ? 'descending' : 'ascending';
  const sorted = index === 0 ? ' aria-sort="ascending"' : '';
  return `<th scope="col"${numeric ? ' class="number"' : ''} data-first="${first}"${sorted}><button type="button" title="${escapeHtml(explanation)}">${escapeHtml(title)}</button></th>`;
}

function bodyCell<E>(column: Column<E>, entry: E): string {
  const { text, order } = column.cell(entry);
  const key = typeof order === 'number' && Number.isNaN(order) ? '' : String(order);
  return `<td${column.numeric ? ' class="number"' : ''} data-order="${escapeHtml(key)}">${escapeHtml(text)}</td>`;
}

/** One sortable table; rows of the named agent are marked as the reference. */
function table<E extends { readonly agent: string }>(
  columns: readonly Column<E>[],
  entries: readonly E[],
  reference: string,
): string {
  const rows = entries.map((entry) => {
    const mark = entry.agent === reference ? ' class="reference"' : '';
    return `<tr${mark}>${columns.map((column) => bodyCell(column, entry)).join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${columns.map(headerCell).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

const HOW_TO_SORT = 'Click a heading to sort; hold the pointer over it for its meaning. Wide tables scroll sideways.';

interface Panel {
  readonly title: string;
  readonly caption: string;
  readonly html: string;
}

/** Scores over several scenarios; the reference is marked where it is the same in all of them. */
function overallPanel(title: string, who: string, { overall, scenarios }: Omit<BoardSection, 'name'>): Panel {
  const only = new Set(scenarios.map(({ scenario }) => scenario.reference));
  return {
    title,
    caption: `Normalised scores of ${who} over ${overall.scenarios.length} scenario(s). ${HOW_TO_SORT}`,
    html: table(overallColumns, overall.entries, only.size === 1 ? [...only][0] : ''),
  };
}

function panelsOf(board: Leaderboard): Panel[] {
  const several = board.sections.length > 1;
  const who = several ? 'the agents that play everything' : 'every agent';
  return [
    ...(board.overall.entries.length > 0 ? [overallPanel('Overall', who, board)] : []),
    ...board.sections.flatMap((section) => [
      ...(several ? [overallPanel(`All of ${section.name}`, 'every agent', section)] : []),
      ...section.scenarios.map((each) => ({
        title: each.scenario.env,
        caption: scenarioIntroduction(each),
        html: table(scenarioColumns(each), each.entries, each.scenario.reference),
      })),
    ]),
  ];
}

function tables(board: Leaderboard): string {
  const panels = panelsOf(board);
  const tabs = panels.map(
    ({ title }, i) =>
      `<button type="button" role="tab" id="tab-${i}" aria-controls="panel-${i}" aria-selected="${i === 0}" tabindex="${i === 0 ? 0 : -1}">${escapeHtml(title)}</button>`,
  );
  const bodies = panels.map(
    ({ caption, html }, i) =>
      `<div role="tabpanel" id="panel-${i}" aria-labelledby="tab-${i}" class="card"${i === 0 ? '' : ' hidden'}><p class="caption">${escapeHtml(caption)}</p>${html}</div>`,
  );
  return `<div class="tabs" role="tablist" aria-label="Scenario">${tabs.join('')}</div>${bodies.join('\n')}`;
}

function chartCard({ id, title, caption }: Chart): string {
  return `<section class="card" aria-label="${escapeHtml(title)}"><h3>${escapeHtml(title)}</h3><p class="caption">${escapeHtml(caption)}</p><div class="chart" id="chart-${escapeHtml(id)}"></div></section>`;
}

/** The recorded schedules of one episode, two at a time; `part` keeps the elements of several episodes apart. */
function gantts({ board, manifest }: PageContent, showcase: Showcase, part: number): string {
  const section = board.sections.find(({ scenarios }) =>
    scenarios.some(({ scenario }) => scenario.env === showcase.env),
  );
  const order = (section ?? board).overall.entries.map(({ agent }) => agent);
  const entries = [...showcase.entries].sort((a, b) => order.indexOf(a.agent) - order.indexOf(b.agent));
  const reference = manifest.scenarios.find(({ env }) => env === showcase.env)?.reference;
  const picker = (place: string, label: string, chosen: number) => {
    const options = entries.map(
      ({ agent }, i) => `<option value="${part}-${i}"${i === chosen ? ' selected' : ''}>${escapeHtml(agent)}</option>`,
    );
    return `<label>${label} <select data-gantt="${place}">${options.join('')}</select></label><figure class="gantt" id="${place}"></figure>`;
  };
  const second = entries.findIndex(({ agent }) => agent === reference);
  const window = showcase.whole
    ? 'The whole episode'
    : `The episode up to ${formatNumber(showcase.until)} ${showcase.timeUnit}`;
  const caption = `${window} of ${showcase.env}, seed ${showcase.seed}: every agent is offered the same jobs. Agents that take more than twice as long as the fastest have a time axis of their own.`;
  const first = second === 0 && entries.length > 1 ? 1 : 0;
  const templates = entries.map(({ svg }, i) => `<template id="gantt-${part}-${i}">${svg}</template>`);
  return `<p class="caption">${escapeHtml(caption)}</p><div class="card">${picker(`gantt-${part}-first`, 'Agent', first)}</div><div class="card">${picker(`gantt-${part}-second`, 'Beside it', Math.max(0, second))}</div>${templates.join('\n')}`;
}

function schedules(content: PageContent): string {
  if (content.showcases.length === 0) return '<p class="caption">No schedule could be recorded.</p>';
  return content.showcases.map((showcase, part) => gantts(content, showcase, part)).join('\n');
}

function facts({ manifest }: PageContent): string {
  const { episodes, provenance, machine } = manifest;
  const commit = provenance.commit ? `${provenance.commit.slice(0, 7)}${provenance.dirty ? '+' : ''}` : '–';
  const list: [string, string][] = [
    ['agents', String(manifest.agents.length)],
    ['scenarios', String(manifest.scenarios.length)],
    ['seeds, paired', String(manifest.seeds.length)],
    ['episodes', `${episodes.finished}${episodes.failed > 0 ? `, ${episodes.failed} failed` : ''}`],
    ['time taken', formatDuration(manifest.wallClockSeconds)],
    ['version, commit', `${provenance.version}, ${commit}`],
    ['cores, Node', `${machine.cores}, ${machine.node.replace('v', '')}`],
  ];
  return `<dl class="facts">${list.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>`;
}

function failures({ failed }: Manifest): string {
  if (failed.length === 0) return '';
  const lines = failed.map(
    ({ env, agent, seed, message }) => `<li>${escapeHtml(`${env}, ${agent}, seed ${seed}: ${message}`)}</li>`,
  );
  return `<details class="card"${failed.length > MANY_FAILURES ? '' : ' open'}><summary class="failed">${failed.length} failed episode(s)</summary><ul class="notes">${lines.join('')}</ul></details>`;
}

/** The page as one text. */
export function reportPage(content: PageContent): string {
  const { board, manifest, charts } = content;
  const specs = charts.map(({ id, spec }) => ({ id, spec }));
  const scripts = ['vega', 'vega-lite', 'vega-embed'].map((name) => `<script>${library(name)}</script>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Leaderboard · sched-arena</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>Leaderboard</h1>
<p><code>${escapeHtml(manifest.command)}</code> · ${escapeHtml(manifest.started.slice(0, 16).replace('T', ' '))} UTC</p>
<nav aria-label="Sections"><a href="#tables">Tables</a><a href="#figures">Charts</a><a href="#schedules">Schedules</a><a href="#notes">How to read this</a><a href="#manifest">Manifest</a></nav>
</header>
${facts(content)}
<h2 id="tables">Tables</h2>
${tables(board)}
${failures(manifest)}
<h2 id="figures">Charts</h2>
<div class="charts">${charts.map(chartCard).join('\n')}</div>
<h2 id="schedules">Schedules</h2>
${schedules(content)}
<h2 id="notes">How to read this</h2>
<ul class="notes">${notes(board, manifest)
    .map((note) => `<li>${escapeHtml(note)}</li>`)
    .join('\n')}</ul>
<h2 id="manifest">Manifest</h2>
<details class="card"><summary>Code, machine, configurations, seeds</summary><pre>${escapeHtml(JSON.stringify(manifest, null, 2))}</pre></details>
</main>
<script type="application/json" id="charts">${embeddedJson(specs)}</script>
${scripts.join('\n')}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
