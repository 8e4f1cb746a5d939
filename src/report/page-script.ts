/**
 * The script of the report page, as text: sorts tables, switches tabs and Gantt charts, and draws the charts in the
 * colours of the page, again when the reader changes between light and dark.
 */
export const PAGE_SCRIPT = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function sortTable(header) {
  const table = header.closest('table');
  const column = [...header.parentElement.children].indexOf(header);
  const first = header.dataset.first;
  const direction = header.getAttribute('aria-sort') === first ? (first === 'ascending' ? 'descending' : 'ascending') : first;
  for (const other of header.parentElement.children) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', direction);
  const sign = direction === 'ascending' ? 1 : -1;
  const numeric = header.classList.contains('number');
  const rows = [...table.tBodies[0].rows].map((row) => {
    const text = row.cells[column].dataset.order;
    return { row, key: numeric ? (text === '' ? NaN : Number(text)) : text };
  });
  rows.sort((a, b) => {
    if (!numeric) return sign * a.key.localeCompare(b.key);
    if (Number.isNaN(a.key) || Number.isNaN(b.key)) return Number.isNaN(a.key) - Number.isNaN(b.key);
    return sign * (a.key - b.key);
  });
  table.tBodies[0].append(...rows.map((entry) => entry.row));
}
for (const header of all('th[data-first]')) header.firstElementChild.addEventListener('click', () => sortTable(header));

function openTab(tab) {
  for (const other of all('[role=tab]', tab.parentElement)) {
    const chosen = other === tab;
    other.setAttribute('aria-selected', String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute('aria-controls')).hidden = !chosen;
  }
}
for (const tab of all('[role=tab]')) {
  tab.addEventListener('click', () => openTab(tab));
  tab.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = all('[role=tab]', tab.parentElement);
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    next.focus();
    openTab(next);
  });
}

for (const select of all('select[data-gantt]')) {
  const show = () => {
    const place = document.getElementById(select.dataset.gantt);
    place.replaceChildren(document.getElementById('gantt-' + select.value).content.cloneNode(true));
  };
  select.addEventListener('change', show);
  show();
}

const specs = JSON.parse(document.getElementById('charts').textContent);
const views = [];
function colours() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  const axis = { labelColor: value('--soft'), titleColor: value('--soft'), gridColor: value('--line'), domainColor: value('--line'), tickColor: value('--line'), labelFontSize: 12, titleFontSize: 12.5, titleFontWeight: 'normal', labelOverlap: 'greedy', labelSeparation: 5 };
  return {
    background: 'transparent',
    font: 'system-ui, "DejaVu Sans", sans-serif',
    view: { stroke: value('--line') },
    axis,
    legend: { labelColor: value('--ink'), titleColor: value('--soft'), labelFontSize: 11.5, titleFontWeight: 'normal' },
    text: { color: value('--ink') },
  };
}
async function draw() {
  for (const view of views.splice(0)) view.finalize();
  const actions = { export: true, source: false, compiled: false, editor: false };
  for (const { id, spec } of specs) {
    // a chart as high as its rows makes Vega-Lite warn that only the width is fitted, which is meant
    const result = await vegaEmbed('#chart-' + id, spec, { renderer: 'svg', logLevel: vega.Error, actions, config: colours(), tooltip: { theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light' } });
    views.push(result);
  }
  document.documentElement.dataset.drawn = String(specs.length);
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
draw();
`;
