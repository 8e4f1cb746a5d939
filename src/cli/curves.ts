/**
 * `curves`: learning curves of training runs, runs that differ by their seed only as one curve with an interval, drawn as
 * SVG and PNG, and on a page.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ArenaError } from '../error.js';
import { chartSvg } from '../report/chart-svg.js';
import type { Chart } from '../report/charts.js';
import { escapeHtml } from '../report/page.js';
import { PAGE_STYLE } from '../report/page-style.js';
import { svgToPng } from '../report/png.js';
import { formatDuration, formatNumber } from '../report/quantity.js';
import { learningCharts } from '../train/learning-charts.js';
import { type CurveGroup, readCurveGroups } from '../train/learning-curve.js';
import { runFolders } from '../train/seed-folders.js';
import { withExamples } from './arguments.js';
import { notice, print } from './output.js';

const PNG_WIDTH = 1600; // pixels
const CHART_WIDTH = 640; // pixels
const PAGE = 'learning-curves.html';

const STYLE = `.drawn svg { display: block; max-width: 100%; height: auto; background: #fff; border-radius: 6px; padding: 8px; }
thead th { padding: 6px 8px; }`;

interface DrawnChart {
  readonly chart: Chart;
  readonly svg: string;
}

function runsTable(groups: readonly CurveGroup[]): string {
  const head = ['Preset', 'Tuned', 'Network', 'Algorithm', 'Seeds', 'Iterations', 'Time of the first run', 'Commit'];
  const rows = groups.map(({ label, seeds, manifest, logs }) => [
    label,
    manifest.tuned === false ? 'no' : manifest.tuned,
    `${manifest.network.id}, ${formatNumber(manifest.network.parameters)} parameters`,
    manifest.plan.algorithm.id,
    seeds.join(', '),
    String(Math.min(...logs.map((log) => log.at(-1)?.iteration ?? 0))),
    formatDuration(manifest.wallClockSeconds),
    `${manifest.provenance.commit?.slice(0, 7) ?? '–'}${manifest.provenance.dirty ? '+' : ''}`,
  ]);
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><table><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table></div>`;
}

function page(groups: readonly CurveGroup[], drawn: readonly DrawnChart[]): string {
  const cards = drawn.map(
    ({ chart, svg }) =>
      `<section class="card" aria-label="${escapeHtml(chart.title)}"><h3>${escapeHtml(chart.title)}</h3><p class="caption">${escapeHtml(chart.caption)}</p><div class="drawn">${svg}</div></section>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Learning curves · sched-arena</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}${STYLE}</style>
</head>
<body>
<main>
<header><h1>Learning curves</h1></header>
<div class="card">${runsTable(groups)}</div>
<div class="charts">${cards.join('\n')}</div>
</main>
</body>
</html>
`;
}

/** Draws the curves of runs into a folder; returns the paths of what was written. Errors: `ArenaError`. */
export async function writeCurves(folders: readonly string[], into: string): Promise<string[]> {
  const groups = readCurveGroups(folders);
  const drawn: DrawnChart[] = [];
  for (const chart of learningCharts(groups)) {
    drawn.push({ chart, svg: await chartSvg({ ...chart.spec, title: chart.title }, { width: CHART_WIDTH }) });
  }
  try {
    mkdirSync(into, { recursive: true });
    for (const { chart, svg } of drawn) {
      writeFileSync(join(into, `${chart.id}.svg`), svg);
      writeFileSync(join(into, `${chart.id}.png`), svgToPng(svg, { width: PNG_WIDTH }));
    }
    writeFileSync(join(into, PAGE), page(groups, drawn));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ArenaError(`curves: ${into} cannot be written (${code})`);
  }
  return [join(into, PAGE)];
}

export function addCurvesCommand(program: Command): void {
  const command = program
    .command('curves')
    .summary('draw learning curves of training runs, with intervals over seeds')
    .description(
      'Draws validation score and training return against iterations and decisions: runs that differ by their seed only as one curve with the 95 % interval of its mean, other agents as lines across.',
    )
    .argument('<folders...>', 'folders of training runs, with one seed or several')
    .option('--out <folder>', 'where to draw (default: curves/ in the first folder)')
    .action(async (folders: string[], { out }: { readonly out?: string }) => {
      const runs = runFolders(folders);
      notice(`${runs.length} run(s)`);
      print(...(await writeCurves(runs, out ?? join(folders[0], 'curves'))));
    });
  withExamples(command, 'curves runs/canonical', 'curves runs/ppo runs/expert --out runs/comparison');
}
