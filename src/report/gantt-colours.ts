/**
 * Colours of Gantt bars: the palette of Okabe & Ito (2008, "Color Universal Design"), which readers with any common
 * colour blindness can tell apart, lightened a little so that dark text stays readable. A colour stands for an
 * application, or for a job where all jobs are of one application; jobs of one application alternate in lightness. In
 * a single job it stands for the type of task, as far as names tell: `fft_3` is of type `fft`, and
 * where that is true of all, `level_3_1` of type `level_3`. Transfers are grey.
 */
import type { ScheduleTrace } from '../env.js';

/** What a colour means. */
export type GanttColouring = 'application' | 'job' | 'type';

const PALETTE = ['#56B4E9', '#E69F00', '#2FB589', '#D98FBA', '#E8743B', '#4C86C6', '#C9B82B', '#9A8FD1'] as const;
const SHADES = [0, 0.22, 0.42] as const; // share of white, by job

const TRANSFER_COLOUR = '#C3C9D0';

/** Bars that stand for many short pieces of work of different colours. */
export const MIXED_COLOUR = '#8B95A1';

export interface GanttColours {
  readonly by: GanttColouring;
  readonly fill: readonly string[]; // [row] CSS colour
  readonly legend: readonly { readonly label: string; readonly colour: string }[];
  readonly shaded: boolean; // jobs of one application differ in lightness
}

/**
 * Chooses colours; `by` undefined lets the trace decide. Applications take colours in order of name, jobs by number, so
 * that schedules of one workload by different schedulers are coloured alike. `transferLanes` [resource] tells which
 * rows are transfers.
 */
export function ganttColours(
  trace: ScheduleTrace,
  {
    by,
    transferLanes,
  }: { readonly by?: GanttColouring | null; readonly transferLanes?: readonly boolean[] | null } = {},
): GanttColours {
  const isTransfer = (row: number) => transferLanes?.[trace.resource[row]] ?? false;
  const rows = Array.from({ length: trace.length }, (_, row) => row);
  const tasks = rows.filter((row) => !isTransfer(row));
  const colours = colourTasks(trace, tasks, by ?? undefined);
  if (tasks.length === trace.length) return colours;
  return {
    ...colours,
    fill: colours.fill.map((colour, row) => (isTransfer(row) ? TRANSFER_COLOUR : colour)),
    legend: [...colours.legend, { label: 'transfer', colour: TRANSFER_COLOUR }],
  };
}

function colourTasks(trace: ScheduleTrace, tasks: readonly number[], by: GanttColouring | undefined): GanttColours {
  const applications = [...new Set(trace.jobLabel.slice(0, trace.length))].sort();
  const typeOf = typeReader(tasks.map((row) => trace.label[row]));
  const types = [...new Set(tasks.map((row) => typeOf(trace.label[row])))].sort();
  const oneJob = new Set(trace.job.subarray(0, trace.length)).size === 1;
  const typed = oneJob && types.length > 1 && types.length <= PALETTE.length;
  const chosen = by ?? (applications.length > 1 ? 'application' : typed ? 'type' : 'job');
  const named = (names: readonly string[]) => names.map((label, i) => ({ label, colour: PALETTE[i % PALETTE.length] }));
  if (chosen === 'type') {
    const fill = trace.label.map((name) => PALETTE[Math.max(0, types.indexOf(typeOf(name))) % PALETTE.length]);
    return { by: chosen, fill, legend: named(types), shaded: false };
  }
  const { fill, jobs } = chosen === 'application' ? byApplication(trace, applications) : byJob(trace);
  const legend =
    chosen === 'application'
      ? named(applications)
      : [...jobs].sort((a, b) => a[0] - b[0]).map(([job, label]) => ({ label, colour: jobColour(job) }));
  return { by: chosen, fill, legend, shaded: chosen === 'application' && jobs.size > applications.length };
}

const NUMBERS = /[\d\s_.:#()[\]-]+$/;
const LAST_NUMBER = /[\s_.:#([-]*\d+[)\]]*$/;

/** Reads types from names: without the numbers at their end, or only without the last one where nothing else differs. */
function typeReader(names: readonly string[]): (name: string) => string {
  const without = (numbers: RegExp) => (name: string) => name.replace(numbers, '') || 'other';
  const several = new Set(names.map(without(NUMBERS))).size > 1;
  return without(several ? NUMBERS : LAST_NUMBER);
}

interface Colouring {
  readonly fill: readonly string[]; // [row]
  readonly jobs: ReadonlyMap<number, string>; // name by job
}

function byJob(trace: ScheduleTrace): Colouring {
  const jobs = new Map<number, string>();
  const fill: string[] = [];
  for (let row = 0; row < trace.length; row++) {
    jobs.set(trace.job[row], `${trace.jobLabel[row] || 'job'} ${trace.job[row]}`);
    fill.push(jobColour(trace.job[row]));
  }
  return { fill, jobs };
}

function jobColour(job: number): string {
  return PALETTE[Math.abs(job) % PALETTE.length];
}

/** Jobs of one application take its shades in turn, in order of number. */
function byApplication(trace: ScheduleTrace, applications: readonly string[]): Colouring {
  const jobs = new Map<number, string>();
  for (let row = 0; row < trace.length; row++) jobs.set(trace.job[row], trace.jobLabel[row]);
  const index = new Map(applications.map((name, i) => [name, i]));
  const seen = new Int32Array(applications.length);
  const shade = new Map<number, number>();
  for (const [job, name] of [...jobs].sort((a, b) => a[0] - b[0]))
    shade.set(job, SHADES[seen[index.get(name)!]++ % SHADES.length]);
  const fill: string[] = [];
  for (let row = 0; row < trace.length; row++) {
    const colour = PALETTE[index.get(trace.jobLabel[row])! % PALETTE.length];
    fill.push(lighten(colour, shade.get(trace.job[row])!));
  }
  return { fill, jobs };
}

/** A `#rrggbb` colour mixed with a share of white. */
function lighten(colour: string, share: number): string {
  if (share === 0) return colour;
  const channel = (at: number): string => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16);
    return Math.round(value + (255 - value) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}
