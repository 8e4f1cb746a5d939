/**
 * Replays recorded runs in the format `soc-golden-1` (and the inputs of the speed comparison) and says where the first
 * difference is. Exact means: all integers and times of tasks and jobs equal; fractional times under frequency scaling
 * to 1e-12, energies, temperatures and means to 1e-9, relative.
 */
import { z } from 'zod';
import { ArenaError } from '../../../src/error.js';
import type { CompatConfig, Mode } from './config.js';
import { recordedDraws } from './draws.js';
import { type CompatTotals, compatTotals } from './results.js';
import { compatScheduler } from './schedulers/index.js';
import { CompatSimulator } from './simulator.js';

/** One replayed case. */
export interface ConformanceCase {
  readonly name: string;
  readonly passed: boolean;
  readonly difference?: string; // the first one
}

const cell = z.union([z.number(), z.string()]);
const config = z.object({
  scheduler: z.string(),
  platform: z.string(),
  jobs: z.array(z.string()),
  probabilities: z.array(z.number()).nullish(),
  arrival: z.enum(['fixed', 'exponential']),
  scale: z.number(),
  length: z.number().nullish(),
  stopAfterJobs: z.number().nullish(),
  maxJobs: z.number(),
  fillAtStart: z.boolean().default(false),
  noiseStd: z.number().default(0),
  communication: z.enum(['pe-to-pe', 'shared-memory']),
  governors: z.record(z.string(), z.string()).nullish(),
  throttling: z.boolean().default(false),
});
const draws = z.object({
  wait: z.array(z.number()).default([]),
  type: z.array(z.number()),
  gauss: z.array(z.tuple([z.number(), z.number()])).default([]),
});
const expected = z.record(z.string(), z.union([z.number(), z.array(z.number())]));
const mode = z.enum(['socrates', 'ds3', 'dash']);
const benchmark = z.object({ case: z.string(), mode, config, draws, expected });
const golden = benchmark.extend({
  format: z.literal('soc-golden-1'),
  jobColumns: z.array(z.string()),
  jobs: z.array(z.array(cell)),
  taskColumns: z.array(z.string()),
  tasks: z.array(z.array(cell)),
});
const benchmarks = z.object({ cases: z.array(benchmark).min(1) });

/** A recorded run. */
export type SocGolden = z.output<typeof golden>;
type Recorded = z.output<typeof benchmark>;

/** @throws ArenaError naming the file and what is expected. */
function parse<T>(schema: z.ZodType<T>, { file, text, what }: { file: string; text: string; what: string }): T {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${file}: not complete JSON (${(error as Error).message}); expected ${what}`);
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ArenaError(`${file}: ${issue.path.join('.') || 'content'}: ${issue.message}; expected ${what}`);
}

/** @throws ArenaError naming the file and what is expected. */
export function parseSocGolden(file: string, text: string): SocGolden {
  return parse(golden, { file, text, what: 'a recorded run in format soc-golden-1' });
}

/** The simulator of a recorded run, its draws filled in, nothing processed yet. */
export function goldenSimulator(recorded: Recorded): CompatSimulator {
  const { scheduler: _, probabilities, length, stopAfterJobs, governors, ...rest } = recorded.config;
  const full: Partial<CompatConfig> & { mode: Mode } = {
    ...rest,
    mode: recorded.mode,
    probabilities: probabilities ?? null,
    length: length ?? null,
    stopAfterJobs: stopAfterJobs ?? null,
    governors: governors ?? null,
    power: recorded.mode === 'ds3',
  };
  return new CompatSimulator(full, recordedDraws(recorded.draws));
}

/** Replays a recorded run; one case. @throws ArenaError for a malformed file. */
export function replaySocGolden(file: string, text: string): ConformanceCase[] {
  const recorded = parseSocGolden(file, text);
  return [verdict(recorded.case, () => difference(recorded))];
}

/** Replays the inputs of the speed comparison and compares their totals. @throws ArenaError for a malformed file. */
export function replayBenchmarks(file: string, text: string): ConformanceCase[] {
  const { cases } = parse(benchmarks, { file, text, what: 'a list of benchmark cases' });
  return cases.map((recorded) => verdict(recorded.case, () => totalsDifference(recorded, runRecorded(recorded))));
}

function runRecorded(recorded: Recorded): CompatSimulator {
  const sim = goldenSimulator(recorded);
  sim.run(compatScheduler(recorded.config.scheduler));
  return sim;
}

/** Runs a comparison; a run that breaks off is a difference, not a failure of the caller. */
function verdict(name: string, compare: () => string | undefined): ConformanceCase {
  try {
    const found = compare();
    return found === undefined ? { name, passed: true } : { name, passed: false, difference: found };
  } catch (error) {
    if (error instanceof ArenaError) return { name, passed: false, difference: error.message };
    throw error;
  }
}

/** The first difference between a recorded run and its replay. */
function difference(recorded: SocGolden): string | undefined {
  const sim = runRecorded(recorded);
  const { tasks, jobs } = sim.state;
  return (
    rowsDifference('task', { rows: recorded.tasks, columns: recorded.taskColumns }, (id) => ({
      id,
      job: tasks.job[id],
      base: id - jobs.firstTask[tasks.job[id]],
      pe: tasks.processor[id],
      ready: tasks.ready[id],
      dataReady: tasks.start[id] < 0 ? UNCHECKED : tasks.dataReady[id],
      start: tasks.start[id],
      finish: tasks.finish[id],
    })) ??
    countDifference('tasks', recorded.tasks.length, tasks.count) ??
    rowsDifference('job', { rows: recorded.jobs, columns: recorded.jobColumns }, (id) => ({
      id,
      name: sim.config.jobs[jobs.template[id]].sourceName,
      inject: jobs.injected[id],
      headStart: jobs.headStart[id],
      tailFinish: jobs.tailFinish[id],
    })) ??
    countDifference('jobs', recorded.jobs.length, jobs.count) ??
    totalsDifference(recorded, sim)
  );
}

const UNCHECKED = Number.NaN; // a cell that the definition of "exact" leaves out

function countDifference(what: string, wanted: number, got: number): string | undefined {
  return wanted === got ? undefined : `${what}: expected ${wanted}, got ${got}`;
}

function rowsDifference(
  what: string,
  { rows, columns }: { rows: readonly (readonly (number | string)[])[]; columns: readonly string[] },
  own: (id: number) => Readonly<Record<string, number | string>>,
): string | undefined {
  for (const row of rows) {
    const values = own(Number(row[columns.indexOf('id')]));
    for (const [c, column] of columns.entries()) {
      const got = values[column];
      if (got === undefined && !(column in values)) return `unknown column ${column}`;
      if (got === row[c] || Number.isNaN(got)) continue;
      return `${what} ${row[0]} ${column}: expected ${row[c]}, got ${got}`;
    }
  }
  return undefined;
}

/** Relative tolerance of a total; 0 = equal. */
const TOLERANCE: Readonly<Record<string, number>> = {
  cumLatency: 1e-12,
  makespan: 1e-12,
  avgLatency: 1e-12,
  avgLatencyAllJobs: 1e-12,
  avgConcurrent: 1e-9,
  energyJ: 1e-9,
  peEnergyJ: 1e-9,
  temperatures: 1e-9,
  edp: 1e-9,
};

function totalsDifference(recorded: Recorded, sim: CompatSimulator): string | undefined {
  const totals: Readonly<Record<string, number | readonly number[]>> = { ...compatTotals(sim) } satisfies CompatTotals;
  for (const [name, wanted] of Object.entries(recorded.expected)) {
    const got = totals[name];
    if (got === undefined) return `unknown total ${name}`;
    const wantedList = [wanted].flat();
    const gotList = [got].flat();
    const at = wantedList.findIndex((value, i) => !close(value, gotList[i], TOLERANCE[name] ?? 0));
    if (at >= 0 || wantedList.length !== gotList.length)
      return `${name}${Array.isArray(wanted) ? `[${at}]` : ''}: expected ${wantedList[at]}, got ${gotList[at]}`;
  }
  return undefined;
}

function close(wanted: number, got: number | undefined, tolerance: number): boolean {
  return got !== undefined && Math.abs(wanted - got) <= tolerance * Math.abs(wanted);
}
