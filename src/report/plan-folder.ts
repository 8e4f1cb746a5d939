/**
 * The folder of a plan: the instance and every schedule as files, each schedule's Gantt chart as SVG and PNG, the
 * charts, `plan.json` with all figures and how they came about, and the page.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDagFile } from '../graph/files.js';
import { writeSchedule } from '../graph/schedule-file.js';
import { chartSvg } from './chart-svg.js';
import { ganttSvg } from './gantt.js';
import { describeMachine } from './machine.js';
import { escapeHtml } from './page.js';
import { planTimeChart, slrChart } from './plan-charts.js';
import type { PlanBoard } from './plan-entries.js';
import { type DrawnChart, planPage } from './plan-page.js';
import { scheduleTrace } from './plan-trace.js';
import { svgToPng } from './png.js';
import { describeProvenance } from './provenance.js';
import { formatNumber } from './quantity.js';

const PNG_WIDTH = 2400; // pixels
const MOST_BARS = 40_000; // with more, the page holds pictures instead of drawings, or no browser would like it

/** How the plan was made. */
export interface PlanRecord {
  readonly command: string;
  readonly started: string; // ISO 8601
  readonly figures: readonly object[]; // one per planner, as the command line prints them
}

/** A planner's name as a file name. */
export function planFileName(planner: string): string {
  return planner.replace(/[^A-Za-z0-9._-]+/g, '-');
}

/** Gantt charts of all schedules on one time axis, by planner. */
export function planGantts({ instance, entries }: PlanBoard): Map<string, string> {
  const until = Math.max(0, ...entries.map(({ quality }) => quality.makespan).filter(Number.isFinite));
  return new Map(
    entries.map(({ planner, schedule, quality }) => [
      planner,
      ganttSvg(scheduleTrace(instance, schedule), {
        title: `${planner}, makespan ${formatNumber(quality.makespan, 6)}`,
        from: 0,
        until,
        colourBy: 'application',
      }),
    ]),
  );
}

/** Writes everything; the folder must not exist or be empty. Returns the path of the page. */
export async function writePlanFolder(folder: string, board: PlanBoard, record: PlanRecord): Promise<string> {
  for (const part of ['schedules', 'gantt', 'charts']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'instance.json'), writeDagFile(board.instance, 'json'));
  const gantts = planGantts(board);
  const heavy = board.entries.length * board.instance.tasks.length > MOST_BARS;
  for (const { planner, schedule } of board.entries) {
    const name = planFileName(planner);
    writeFileSync(join(folder, 'schedules', `${name}.json`), writeSchedule(board.instance, schedule, planner));
    const png = drawInto(join(folder, 'gantt', name), gantts.get(planner)!);
    if (heavy) gantts.set(planner, embeddedPicture(png, planner));
  }
  const charts: DrawnChart[] = [];
  for (const chart of [slrChart(board), planTimeChart(board)]) {
    if (!chart) continue;
    const svg = await chartSvg(chart.spec);
    drawInto(join(folder, 'charts', chart.id), svg);
    charts.push({ chart, svg });
  }
  writeFileSync(join(folder, 'plan.json'), `${JSON.stringify(planJson(board, record), null, 2)}\n`);
  const page = join(folder, 'plan.html');
  writeFileSync(page, planPage({ board, ...record, charts, gantts }));
  return page;
}

/** Writes a drawing as SVG and PNG; returns the PNG. */
function drawInto(path: string, svg: string): Uint8Array {
  const png = svgToPng(svg, { width: PNG_WIDTH });
  writeFileSync(`${path}.svg`, svg);
  writeFileSync(`${path}.png`, png);
  return png;
}

function embeddedPicture(png: Uint8Array, planner: string): string {
  return `<img alt="Gantt chart of ${escapeHtml(planner)}" src="data:image/png;base64,${Buffer.from(png).toString('base64')}">`;
}

function planJson({ instance, bounds, optimum }: PlanBoard, { command, started, figures }: PlanRecord): object {
  const { taskCount: tasks, processorCount: processors, successor, contention = 'none' } = instance.problem;
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    format: 'sched-arena/plan@1',
    command,
    started,
    instance: { name: instance.name, tasks, edges: successor.length, processors, contention },
    bounds: Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, finite(value as number)])),
    optimum,
    planners: figures,
    provenance: describeProvenance(),
    machine: describeMachine(),
  };
}
