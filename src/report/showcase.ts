/**
 * One episode that every agent plays, recorded for show: its opening as a Gantt chart on a common time axis, and the
 * latencies of its jobs. The episode is the first seed of the first scenario.
 */
import type { ScheduleTrace } from '../env.js';
import { agents, makeAgent, makeEnv } from '../registry.js';
import type { EpisodeLatencies } from './charts.js';
import { playEpisode } from './episode.js';
import { ganttSvg } from './gantt.js';

/** Most pieces of work in the chart of the agent that draws the window. */
const WINDOW_ROWS = 160;
/** Agents that take longer than the fastest by this factor do not stretch the common time axis. */
const FAR_LONGER = 2;

/** One agent's part of the show. */
export interface ShowcaseEntry extends EpisodeLatencies {
  readonly svg: string;
}

export interface Showcase {
  readonly env: string;
  readonly seed: number;
  readonly timeUnit: string;
  readonly until: number; // end of the charts' window, in `timeUnit`; agents that take far longer have their own
  readonly whole: boolean; // the window holds the whole episode
  readonly entries: readonly ShowcaseEntry[]; // agents that could be recorded
}

/** The rows of a trace that start before a time. */
export function traceUntil(trace: ScheduleTrace, until: number): ScheduleTrace {
  const rows = Int32Array.from({ length: trace.length }, (_, i) => i).filter((i) => trace.start[i] < until);
  return {
    timeUnit: trace.timeUnit,
    resources: trace.resources,
    length: rows.length,
    task: rows.map((i) => trace.task[i]),
    job: rows.map((i) => trace.job[i]),
    resource: rows.map((i) => trace.resource[i]),
    ready: Float64Array.from(rows, (i) => trace.ready[i]),
    start: Float64Array.from(rows, (i) => trace.start[i]),
    finish: Float64Array.from(rows, (i) => trace.finish[i]),
    label: Array.from(rows, (i) => trace.label[i]),
    jobLabel: Array.from(rows, (i) => trace.jobLabel[i]),
  };
}

/** Time from the first ready task to the last finish of every job with no task left running. */
export function jobLatencies(trace: ScheduleTrace): Float64Array {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (let i = 0; i < trace.length; i++) {
    const job = trace.job[i];
    first.set(job, Math.min(first.get(job) ?? Infinity, trace.ready[i]));
    last.set(job, Math.max(last.get(job) ?? -Infinity, trace.finish[i])); // NaN while running stays NaN
  }
  return Float64Array.from(first, ([job, start]) => last.get(job)! - start).filter(Number.isFinite);
}

/** When the given number of pieces of work has started. */
function windowEnd(trace: ScheduleTrace): number {
  const starts = Float64Array.from(trace.start).sort();
  return starts.length <= WINDOW_ROWS ? Infinity : starts[WINDOW_ROWS];
}

function record(env: string, agentId: string, seed: number): ScheduleTrace | undefined {
  try {
    const made = makeEnv(env, { record: true });
    playEpisode(made, makeAgent(agentId), { seed, agentId, oracle: agents.get(agentId).oracle });
    const trace = made.trace?.();
    made.close();
    return trace;
  } catch {
    return undefined; // its row has failed and says why
  }
}

/** Records the episode for every agent. */
export function showcase(env: string, seed: number, agents: readonly string[]): Showcase | undefined {
  const traces = agents.flatMap((agent) => {
    const trace = record(env, agent, seed);
    return trace && trace.length > 0 ? [{ agent, trace }] : [];
  });
  if (traces.length === 0) return undefined;
  const window = Math.min(...traces.map(({ trace }) => windowEnd(trace)));
  const shown = traces.map(({ agent, trace }) => ({ agent, trace, part: traceUntil(trace, window) }));
  const ends = shown.map(({ part }) => part.finish.reduce((end, time) => (time > end ? time : end), 0));
  const common = ends.filter((end) => end <= FAR_LONGER * Math.min(...ends));
  const until = Math.max(...common);
  return {
    env,
    seed,
    timeUnit: traces[0].trace.timeUnit.name,
    until,
    whole: window === Infinity,
    entries: shown.map(({ agent, trace, part }, i) => ({
      agent,
      latencies: jobLatencies(trace),
      svg: ganttSvg(part, { title: `${agent} on ${env}, seed ${seed}`, until: Math.max(until, ends[i]) }),
    })),
  };
}
