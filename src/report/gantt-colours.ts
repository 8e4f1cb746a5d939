/**
 * Colours of Gantt bars: the palette of Okabe & Ito (2008, "Color Universal Design"), which readers with any common
 * colour blindness can tell apart, lightened a little so that dark text stays readable. A colour stands for an
 * application, or for a job where all jobs are of one application; jobs of one application alternate in lightness.
 */
import type { ScheduleTrace } from '../env.js';

/** What a colour means. */
export type GanttColouring = 'application' | 'job';

const PALETTE = ['#56B4E9', '#E69F00', '#2FB589', '#D98FBA', '#E8743B', '#4C86C6', '#C9B82B', '#9A8FD1'] as const;
const SHADES = [0, 0.22, 0.42] as const; // share of white, by job

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
 * that schedules of one workload by different schedulers are coloured alike.
 */
export function ganttColours(trace: ScheduleTrace, by?: GanttColouring): GanttColours {
  const applications = [...new Set(trace.jobLabel.slice(0, trace.length))].sort();
  const chosen = by ?? (applications.length > 1 ? 'application' : 'job');
  const { fill, jobs } = chosen === 'application' ? byApplication(trace, applications) : byJob(trace);
  const legend =
    chosen === 'application'
      ? applications.map((label, i) => ({ label, colour: PALETTE[i % PALETTE.length] }))
      : [...jobs].sort((a, b) => a[0] - b[0]).map(([job, label]) => ({ label, colour: jobColour(job) }));
  return { by: chosen, fill, legend, shaded: chosen === 'application' && jobs.size > applications.length };
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
