/**
 * A schedule as a Gantt chart in characters, for the terminal: a line per processor, a run of cells per task with its
 * name where it fits, coloured by depth in the graph if colours are wanted. A cell shows the task that runs in the
 * middle of its slice of time, so very short tasks may be missing; the pictures have all of them.
 */
import type { DagInstance } from '../plan/instance.js';
import type { Schedule } from '../planner.js';
import { shortName } from './gantt-labels.js';
import { depths } from './plan-trace.js';
import { formatTime, timeAxis } from './time-axis.js';

/** Size and colours of a chart in characters. */
export interface TextGanttOptions {
  readonly width: number; // characters of a whole line
  /** Colours a text for the n-th of the colours to tell apart; absent = no colours, tasks end in a bar. */
  readonly paint?: (text: string, colour: number) => string;
}

const LABEL_WIDTH = 14; // characters of the longest processor name
const NARROWEST = 20; // cells
const LEAST_CUT = 3; // characters of a name that is cut, or nothing tells it from others

/** Lines of the chart, the axis last. */
export function textGantt(instance: DagInstance, schedule: Schedule, options: TextGanttOptions): string[] {
  const { problem, processors } = instance;
  const label = Math.min(LABEL_WIDTH, Math.max(...processors.map((name) => [...name].length)));
  const cells = Math.max(NARROWEST, options.width - label - 2);
  const span = schedule.makespan > 0 ? schedule.makespan : 1;
  const depth = depths(problem);
  const lines = processors.map((name, k) => {
    const tasks = tasksOn(schedule, k);
    const lane = drawLane(instance, { schedule, tasks, depth, cells, span }, options.paint);
    return `${shortName(name, label).padEnd(label)} │${lane}`;
  });
  return [...lines, ...drawAxis({ label, cells, span })];
}

function tasksOn({ processor, start }: Schedule, k: number): number[] {
  return [...processor.keys()].filter((task) => processor[task] === k).sort((a, b) => start[a] - start[b] || a - b);
}

interface LaneContent {
  readonly schedule: Schedule;
  readonly tasks: readonly number[]; // by start
  readonly depth: Int32Array; // [task]
  readonly cells: number;
  readonly span: number; // time
}

/** Which task each cell shows, then runs of equal cells as texts. */
function drawLane({ tasks: names }: DagInstance, content: LaneContent, paint: TextGanttOptions['paint']): string {
  const { schedule, tasks, depth, cells, span } = content;
  const shown = new Int32Array(cells).fill(-1);
  let next = 0;
  for (let cell = 0; cell < cells; cell++) {
    const middle = ((cell + 0.5) / cells) * span;
    while (next < tasks.length && schedule.finish[tasks[next]] <= middle) next++;
    if (next < tasks.length && schedule.start[tasks[next]] <= middle) shown[cell] = tasks[next];
  }
  let line = '';
  for (let from = 0; from < cells; ) {
    let until = from + 1;
    while (until < cells && shown[until] === shown[from]) until++;
    const task = shown[from];
    const width = until - from;
    if (task < 0) line += '·'.repeat(width);
    else if (paint) line += paint(`${barText(names[task], width - 1, ' ')}▕`, depth[task]);
    else line += `${barText(names[task], width - 1, '─')}▌`;
    from = until;
  }
  return line;
}

/** The name in the middle of a bar, or nothing but the bar where hardly a letter fits. */
function barText(name: string, width: number, fill: string): string {
  const text = shortName(name, width);
  if (text !== name && width < LEAST_CUT) return fill.repeat(width);
  const left = Math.floor((width - [...text].length) / 2);
  return fill.repeat(left) + text + fill.repeat(width - left - [...text].length);
}

function drawAxis({ label, cells, span }: { label: number; cells: number; span: number }): string[] {
  const axis = timeAxis({ from: 0, until: span }, 'time', cells / 14);
  const ruler = Array<string>(cells).fill('─');
  const numbers = Array<string>(cells + 12).fill(' ');
  let free = 0;
  for (const { time } of axis.ticks) {
    const at = Math.min(cells - 1, Math.round((time / span) * cells));
    const text = formatTime(time, 6);
    if (at < free) continue;
    ruler[at] = '┬';
    for (const [i, character] of [...text].entries()) numbers[at + i] = character;
    free = at + text.length + 2;
  }
  return [`${' '.repeat(label)} └${ruler.join('')}`, `${' '.repeat(label)}  ${numbers.join('').trimEnd()}`];
}
