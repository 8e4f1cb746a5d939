/**
 * The page of a plan: one HTML file that needs nothing else. The table of planners, which can be sorted; the charts,
 * drawn beforehand; and a Gantt chart of every schedule, most on one time axis. Every text from outside is escaped.
 */
import type { Chart } from './charts.js';
import type { Column } from './columns.js';
import { escapeHtml } from './page.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';
import { planColumns } from './plan-columns.js';
import { type PlanBoard, type PlannedEntry, tiedForBest } from './plan-entries.js';
import { formatNumber } from './quantity.js';

/** A chart with its drawing. */
export interface DrawnChart {
  readonly chart: Chart;
  readonly svg: string;
}

/** Everything that goes into a page. */
export interface PlanPageContent {
  readonly board: PlanBoard;
  readonly command: string;
  readonly started: string; // ISO 8601
  readonly charts: readonly DrawnChart[];
  readonly gantts: ReadonlyMap<string, string>; // SVG or img element by planner
  readonly apart: readonly string[]; // planners whose Gantt charts have a time axis of their own
}

const STYLE = `
.drawn svg { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 6px; padding: 8px; }
.gantt img { display: block; width: 100%; min-width: 760px; border-radius: 6px; }
.schedules .card { scroll-margin-top: 12px; }
`;

function tableOf(columns: readonly Column<PlannedEntry>[], { board, gantts }: PlanPageContent): string {
  const { entries } = board;
  const head = columns.map(({ title, explanation, numeric }) => {
    const sorted = title === 'Makespan' ? ' aria-sort="ascending"' : '';
    return `<th scope="col"${numeric ? ' class="number"' : ''} data-first="ascending"${sorted}><button type="button" title="${escapeHtml(explanation)}">${escapeHtml(title)}</button></th>`;
  });
  const rows = entries.map((entry) => {
    const cells = columns.map((column, i) => {
      const { text, order } = column.cell(entry);
      const key = typeof order === 'number' && Number.isNaN(order) ? '' : String(order);
      const shown =
        i === 0 && gantts.has(entry.planner)
          ? `<a href="#${anchor(entry.planner)}">${escapeHtml(text)}</a>`
          : escapeHtml(text);
      return `<td${column.numeric ? ' class="number"' : ''} data-order="${escapeHtml(key)}">${shown}</td>`;
    });
    return `<tr${entry.schedule.optimal && entry.violations.length === 0 ? ' class="reference"' : ''}>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function anchor(planner: string): string {
  return `schedule-${escapeHtml(planner)}`;
}

function facts(board: PlanBoard): string {
  const { instance, bounds, optimum, entries } = board;
  const tied = tiedForBest(board);
  const { taskCount, processorCount, successor, contention = 'none' } = instance.problem;
  const valid = entries.filter(({ violations }) => violations.length === 0);
  const list: [string, string][] = [
    ['tasks, edges', `${formatNumber(taskCount)}, ${formatNumber(successor.length)}`],
    ['processors', String(processorCount)],
    ['contention', contention],
    ['lower bound', formatNumber(bounds.best, 6)],
    ['optimum', optimum ? formatNumber(optimum.makespan, 6) : 'not known'],
    ['best makespan', valid.length > 0 ? formatNumber(valid[0].quality.makespan, 6) : '–'],
    ['best planner', valid.length > 0 ? valid[0].planner : '–'],
    ...(tied > 1 ? ([['tie for the best', `${tied} planners`]] as [string, string][]) : []),
  ];
  return `<dl class="facts">${list.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>`;
}

function missing({ entries, unplanned }: PlanBoard): string {
  const invalid = entries.filter(({ violations }) => violations.length > 0);
  const lines = [
    ...invalid.map(({ planner, violations }) => `${planner} made an invalid schedule: ${violations.join('; ')}`),
    ...unplanned.map(({ planner, status, reason }) => `${planner} ${status}: ${reason}`),
  ];
  if (lines.length === 0) return '';
  return `<details class="card" open><summary${invalid.length > 0 ? ' class="failed"' : ''}>Without a valid schedule: ${lines.length}</summary><ul class="notes">${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul></details>`;
}

function ganttCards({ board, gantts }: PlanPageContent): string {
  const cards = board.entries.flatMap(({ planner }) => {
    const svg = gantts.get(planner);
    return svg === undefined
      ? []
      : [
          `<section class="card" id="${anchor(planner)}" aria-label="${escapeHtml(planner)}"><figure class="gantt">${svg}</figure></section>`,
        ];
  });
  return cards.join('\n');
}

function ganttCaption({ board, apart }: PlanPageContent): string {
  const { contention = 'none' } = board.instance.problem;
  const axis =
    apart.length === 0
      ? 'All on the same time axis, the shortest first.'
      : `The shortest first, on the same time axis; those that take more than twice as long as the best have one of their own: ${apart.join(', ')}.`;
  const lanes =
    contention === 'none' ? '' : ' Thin lanes show what transfers occupy; hold the pointer over one for its tasks.';
  return `${axis} Colours are depths in the graph: the number of tasks on the longest chain before.${lanes} Busy is the share of the schedule's own length.`;
}

/** The page as one text. */
export function planPage(content: PlanPageContent): string {
  const { board, command, started, charts } = content;
  const name = escapeHtml(board.instance.name);
  const columns = planColumns.filter(({ title }) => title !== 'Over optimum' || board.optimum !== null);
  const proof = board.optimum ? `The optimum is known: ${board.optimum.provedBy}. ` : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plans for ${name} · sched-arena</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>Plans for ${name}</h1>
<p><code>${escapeHtml(command)}</code> · ${escapeHtml(started.slice(0, 16).replace('T', ' '))} UTC</p>
<nav aria-label="Sections"><a href="#table">Table</a><a href="#figures">Charts</a><a href="#schedules">Schedules</a></nav>
</header>
${facts(board)}
<h2 id="table">Planners</h2>
<div class="card"><p class="caption">${escapeHtml(proof)}Click a heading to sort, hold the pointer over it for its meaning, click a planner to see its schedule.</p>${tableOf(columns, content)}</div>
${missing(board)}
<h2 id="figures">Charts</h2>
<div class="charts">${charts
    .map(
      ({ chart, svg }) =>
        `<section class="card" aria-label="${escapeHtml(chart.title)}"><h3>${escapeHtml(chart.title)}</h3><p class="caption">${escapeHtml(chart.caption)}</p><div class="drawn">${svg}</div></section>`,
    )
    .join('\n')}</div>
<h2 id="schedules">Schedules</h2>
<p class="caption">${escapeHtml(ganttCaption(content))}</p>
<div class="schedules">${ganttCards(content)}</div>
</main>
<script type="application/json" id="charts">[]</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
