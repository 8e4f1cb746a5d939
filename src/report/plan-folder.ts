/**
 * The folder of a plan: the instance and every schedule as files, each schedule's Gantt chart as SVG and PNG, the
 * charts, `plan.json` with all figures and how they came about, and the page.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDagFile } from '../graph/files.js';
import { writeSchedule } from '../graph/schedule-file.js';
import type { DagProblem, Schedule } from '../planner.js';
import { chartSvg } from './chart-svg.js';
import { ganttSvg } from './gantt.js';
import { shortName } from './gantt-labels.js';
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
const TITLE_LENGTH = 100; // characters
/** Planners that take longer than the best by this factor have a time axis of their own. */
const FAR_LONGER = 2;
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

/** The time axis that most Gantt charts share, and the planners that take so long that they have their own. */
export interface CommonAxis {
  readonly until: number; // time
  readonly apart: readonly string[]; // planners
}

/** Planners that take far longer than the best do not stretch the axis of the others. */
export function commonAxis({ entries }: PlanBoard): CommonAxis {
  const ends = entries.map(({ planner, schedule, violations }) => ({
    planner,
    end: schedule.finish.reduce((end, time) => (time > end ? time : end), 0),
    valid: violations.length === 0,
  }));
  const best = ends.find(({ valid }) => valid)?.end ?? Math.min(...ends.map(({ end }) => end));
  const together = ends.filter(({ end }) => end <= FAR_LONGER * best);
  return {
    until: together.reduce((until, { end }) => Math.max(until, end), 0),
    apart: ends.filter(({ end }) => end > FAR_LONGER * best).map(({ planner }) => planner),
  };
}

/** True where every task is on a processor that exists, at a time. */
function canBeDrawn({ processorCount: m }: DagProblem, { processor, start, finish }: Schedule): boolean {
  return processor.every((k) => k >= 0 && k < m) && start.every(Number.isFinite) && finish.every(Number.isFinite);
}

/** Gantt charts of all schedules by planner, on a common time axis as far as that serves them. */
export function planGantts(board: PlanBoard): Map<string, string> {
  const { instance } = board;
  const { contention = 'none' } = instance.problem;
  const { until, apart } = commonAxis(board);
  const drawn = board.entries.filter(({ schedule }) => canBeDrawn(instance.problem, schedule));
  return new Map(
    drawn.map(({ planner, schedule, quality }) => {
      const { trace, transferLanes } = scheduleTrace(instance, schedule);
      const shared = contention === 'none' ? '' : `, contention ${contention}`;
      const rest = `: ${planner}, makespan ${formatNumber(quality.makespan, 6)}${shared}`;
      const title = `${shortName(instance.name, Math.max(16, TITLE_LENGTH - rest.length))}${rest}`;
      const axis = { from: 0, until: apart.includes(planner) ? null : until };
      return [planner, ganttSvg(trace, { title, ...axis, colourBy: 'application', transferLanes })];
    }),
  );
}

/** Writes everything; the folder must not exist or be empty. Returns the path of the page. */
export async function writePlanFolder(folder: string, board: PlanBoard, record: PlanRecord): Promise<string> {
  for (const part of ['schedules', 'gantt', 'charts']) mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'instance.json'), writeDagFile(board.instance, 'json'));
  const gantts = planGantts(board);
  const { successor, contention = 'none' } = board.instance.problem;
  const bars = board.instance.tasks.length + (contention === 'none' ? 0 : 2 * successor.length);
  const heavy = board.entries.length * bars > MOST_BARS;
  for (const { planner, schedule } of board.entries) {
    const name = planFileName(planner);
    const gantt = gantts.get(planner);
    if (gantt === undefined) continue; // it names processors or times that do not exist
    writeFileSync(join(folder, 'schedules', `${name}.json`), writeSchedule(board.instance, schedule, planner));
    const png = drawInto(join(folder, 'gantt', name), gantt);
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
  writeFileSync(page, planPage({ board, ...record, charts, gantts, apart: commonAxis(board).apart }));
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
