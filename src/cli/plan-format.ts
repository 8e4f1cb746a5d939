/** How `plan` prints: one JSON object per planner, or a table with what was left out and why, and a chart in characters. */
import pc from 'picocolors';
import type { DagInstance } from '../plan/instance.js';
import { COLD_MARK, EXPENDABLE_PLAN_COLUMNS, planColumns } from '../report/plan-columns.js';
import { type PlanBoard, type PlannedEntry, tiedForBest } from '../report/plan-entries.js';
import { textGantt } from '../report/plan-text-gantt.js';
import { formatNumber } from '../report/quantity.js';
import { outputWidth } from './output.js';
import { entryTable } from './table.js';

const TEXT_CHART_WIDTH = 100; // characters where the output has no width of its own
const MOST_LANES = 16; // charts in characters have no more processors
const MOST_TASKS = 200; // nor more tasks

/** `layered-60: 60 tasks, 147 edges, 8 processors`. */
export function instanceLine({ name, problem }: DagInstance): string {
  const { taskCount: n, processorCount: m, successor, contention = 'none' } = problem;
  const shared = contention === 'none' ? '' : `, contention ${contention}`;
  return `${name}: ${count(n, 'task')}, ${count(successor.length, 'edge')}, ${count(m, 'processor')}${shared}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What every schedule is measured against. */
export function boundsLine({ bounds, optimum }: PlanBoard): string {
  const { criticalPath, area, assignment, fernandez, best } = bounds;
  const named = { 'critical path': criticalPath, area, assignment, Fernández: fernandez };
  const [name] = Object.entries(named).find(([, bound]) => bound === best) ?? ['none'];
  const known = optimum
    ? `optimum ${formatNumber(optimum.makespan, 6)} (${optimum.provedBy})`
    : 'optimum not known (no planner proved one)';
  return `Lower bound ${formatNumber(best, 6)} (${name}); ${known}.`;
}

/** What the headings mean, by heading. */
const MEANINGS: Readonly<Record<string, string>> = {
  SLR: 'SLR: makespan / longest path of least processing times.',
  'Speed-up': 'Speed-up: time on the best single processor / makespan.',
  Efficiency: 'Efficiency: speed-up / processors.',
  'Over bound': 'Over bound, over optimum: how much longer than the lower bound and the optimum.',
  Used: 'Used: share of processors × makespan in which tasks run.',
  Balance: 'Balance: mean busy time of the processors / that of the busiest.',
  Moving: 'Moving: time of transfers / (that + time of tasks).',
  'Time/plan': `Time/plan: median of whole plans, repeated after every planner had planned once (--json: also p10, p90); ${COLD_MARK} once only, code not compiled before.`,
};
const LEGEND_WIDTH = 118; // characters

/** What these headings mean, in lines of text. */
function legendLines(titles: readonly string[], width: number): string[] {
  const words = titles.flatMap((title) => MEANINGS[title]?.split(' ') ?? []);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The same for `--help`, one meaning a line. */
export function columnsHelp(): string {
  const lines = Object.values(MEANINGS).map((meaning) => `  ${meaning}`);
  return `\nColumns:\n${lines.join('\n')}`;
}

/** The table, narrowed to the window, and remarks below it. */
export function tableText({ entries, unplanned }: PlanBoard): string[] {
  let columns = planColumns.filter(
    ({ title }) => title !== 'Over optimum' || entries.some(({ quality }) => !Number.isNaN(quality.optimalityGap)),
  );
  const dropped: string[] = [];
  for (const title of EXPENDABLE_PLAN_COLUMNS) {
    if (entryTable(columns, entries).every((line) => [...line].length <= outputWidth())) break;
    columns = columns.filter((column) => column.title !== title);
    dropped.push(title);
  }
  const lines = entries.length === 0 ? [] : entryTable(columns, entries);
  if (dropped.length > 0) lines.push(`Not shown, the window is too narrow: ${dropped.join(', ')}.`);
  for (const { planner, status, reason } of unplanned)
    lines.push(`${planner} ${status}: ${reason.replace(/\s+/g, ' ')}`);
  if (entries.length > 0)
    lines.push(
      '',
      ...legendLines(
        columns.map(({ title }) => title),
        Math.min(LEGEND_WIDTH, outputWidth()),
      ),
    );
  return lines;
}

/** The schedule as characters; nothing for instances too large to see anything. */
export function chartText(board: PlanBoard, { planner, schedule, quality }: PlannedEntry): string[] {
  const { instance } = board;
  const { taskCount: n, processorCount: m } = instance.problem;
  if (n === 0 || n > MOST_TASKS || m > MOST_LANES) return [];
  const width = Math.min(outputWidth(), TEXT_CHART_WIDTH);
  const colours = [pc.bgCyan, pc.bgYellow, pc.bgGreen, pc.bgMagenta, pc.bgBlue, pc.bgRed];
  const paint = (text: string, colour: number) => colours[colour % colours.length](pc.black(text));
  const lines = textGantt(instance, schedule, pc.isColorSupported ? { width, paint } : { width });
  const tied = tiedForBest(board);
  const others = tied > 1 ? ` (the first of ${tied} planners that tie)` : '';
  return ['', `${planner}, makespan ${formatNumber(quality.makespan, 6)}${others}:`, ...lines];
}

/** NaN and Infinity are no JSON. */
function figure(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** One object per planner: the valid by makespan, the invalid, then those without a schedule. */
export function jsonObjects({ instance, bounds, optimum, entries, unplanned }: PlanBoard): object[] {
  const { taskCount: tasks, processorCount: processors, successor } = instance.problem;
  const about = { instance: instance.name, tasks, edges: successor.length, processors };
  const against = { lowerBound: bounds.best, optimum: optimum?.makespan ?? null };
  return [
    ...entries.map(({ planner, schedule, quality, times, violations }) => ({
      ...about,
      planner,
      status: 'planned',
      ...Object.fromEntries(Object.entries(quality).map(([name, value]) => [name, figure(value as number)])),
      ...against,
      provedOptimal: schedule.optimal === true && violations.length === 0,
      valid: violations.length === 0,
      violations,
      milliseconds: {
        median: times.medianMs,
        p10: times.p10Ms,
        p90: times.p90Ms,
        first: times.firstMs,
        runs: times.runs,
      },
    })),
    ...unplanned.map(({ planner, status, reason }) => ({ ...about, planner, status, reason, ...against })),
  ];
}
