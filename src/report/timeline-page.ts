/**
 * The page of a timeline: one HTML file that needs nothing else. What the whole fleet did, each lane on its own, and
 * what items went through, all drawn beforehand. Every text from outside is escaped.
 */
import type { Timeline, TimelinePanel } from '../timeline.js';
import { escapeHtml } from './page.js';
import { PAGE_STYLE } from './page-style.js';
import { formatNumber } from './quantity.js';
import { formatTime, timeAxis } from './time-axis.js';
import { panelSvg, SERIES_COLOURS, SPAN_COLOURS, spansSvg } from './timeline-charts.js';
import { busiestWindow, wholeFleet } from './timeline-overview.js';

/** What a page is made from. */
export interface TimelinePageContent {
  readonly timeline: Timeline;
  readonly title: string;
  readonly command: string;
  readonly started: string; // ISO 8601
  /** Outcomes to head the page with: name and value. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Lanes drawn on their own at most; default 16. */
  readonly lanes?: number;
  /** Items drawn at most; default 64. */
  readonly items?: number;
}

const STYLE = `
.drawn { overflow-x: auto; }
.drawn svg { display: block; width: 100%; min-width: 760px; height: auto; }
.panel h4 { margin: 10px 0 0; font-size: 13px; font-weight: 600; display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: baseline; }
.key { font-weight: normal; color: var(--soft); white-space: nowrap; }
.key i { display: inline-block; width: 10px; height: 10px; border-radius: 2.5px; margin-right: 5px; }
.key i.rule { height: 0; width: 16px; border-top: 2px dashed #d55e00; border-radius: 0; vertical-align: 3px; }
.keys { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 6px; font-size: 13px; }
`;

/** Tells what a bar is when the pointer rests on it. */
const SCRIPT = `
for (const bar of document.querySelectorAll('.drawn [aria-roledescription="bar"]')) {
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = bar.getAttribute('aria-label');
  bar.append(title);
}
`;

function key(name: string, colour: string): string {
  return `<span class="key"><i style="background:${colour}"></i>${escapeHtml(name)}</span>`;
}

async function panelHtml(
  timeline: Timeline,
  panel: TimelinePanel,
  place: { readonly lane: number; readonly last: boolean },
): Promise<string> {
  const keys = panel.series.map(({ name }, i) => key(name, SERIES_COLOURS[i % SERIES_COLOURS.length]));
  if (panel.capacity) {
    const room = `capacity ${formatNumber(panel.capacity[place.lane])} ${panel.unit}`;
    keys.push(`<span class="key"><i class="rule"></i>${escapeHtml(room)}</span>`);
  }
  const svg = await panelSvg(timeline, panel, place);
  return `<div class="panel"><h4>${escapeHtml(panel.title)} ${keys.join('')}</h4><div class="drawn">${svg}</div></div>`;
}

async function laneCard(timeline: Timeline, name: string, of: { panels: readonly TimelinePanel[]; lane: number }) {
  const { panels, lane } = of;
  const drawn: string[] = [];
  for (let i = 0; i < panels.length; i++) {
    drawn.push(await panelHtml(timeline, panels[i], { lane, last: i === panels.length - 1 }));
  }
  return `<section class="card" aria-label="${escapeHtml(name)}"><h3>${escapeHtml(name)}</h3>${drawn.join('\n')}</section>`;
}

async function itemCard(timeline: Timeline, most: number): Promise<string> {
  const { kinds } = timeline.spans;
  const window = busiestWindow(timeline, most);
  if (window.items.length === 0) return `<p class="caption">No ${escapeHtml(timeline.itemName)} was there.</p>`;
  const { unit, unitsPerLabel } = timeAxis(window, timeline.timeUnit.name, 10);
  const times = `${formatTime(window.from / unitsPerLabel, 4)} – ${formatTime(window.until / unitsPerLabel, 4)} ${unit}`;
  const others = window.others === 0 ? '' : `, ${window.others} others in that time are left out`;
  const caption = `${window.items.length} ${timeline.itemName}s, ${times}${others}. By first appearance; hold the pointer over a bar for its place.`;
  const keys = kinds.map((kind, i) => key(kind, SPAN_COLOURS[i % SPAN_COLOURS.length]));
  const svg = await spansSvg(timeline, window, window.items);
  return `<section class="card"><p class="caption">${escapeHtml(caption)}</p><div class="keys">${keys.join('')}</div><div class="drawn">${svg}</div></section>`;
}

/** The page as one text. */
export async function timelinePage(content: TimelinePageContent): Promise<string> {
  const { timeline, title, command, started, facts, lanes: most = 16, items = 64 } = content;
  const { lanes } = timeline;
  const shown = lanes.slice(0, most);
  const whole = lanes.length > 1 ? await laneCard(timeline, 'Together', { panels: wholeFleet(timeline), lane: 0 }) : '';
  const cards: string[] = [];
  for (let lane = 0; lane < shown.length; lane++) {
    cards.push(await laneCard(timeline, lanes[lane], { panels: timeline.panels, lane }));
  }
  const rest =
    lanes.length > shown.length ? ` The first ${shown.length} of ${lanes.length}; the trace has all of them.` : '';
  const list = facts.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · sched-arena</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escapeHtml(title)}</h1>
<p><code>${escapeHtml(command)}</code> · ${escapeHtml(started.slice(0, 16).replace('T', ' '))} UTC</p>
<nav aria-label="Sections"><a href="#lanes">Over time</a><a href="#items">Each ${escapeHtml(timeline.itemName)}</a></nav>
</header>
<dl class="facts">${list.join('')}</dl>
<h2 id="lanes">Over time</h2>
<p class="caption">Tokens are means over a step of time; the others are the largest value in it, so that no peak is lost.${escapeHtml(rest)}</p>
${whole}
${cards.join('\n')}
<h2 id="items">Each ${escapeHtml(timeline.itemName)}</h2>
${await itemCard(timeline, items)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
