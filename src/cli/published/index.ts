/**
 * What the literature and the releases print, computed anew and compared cell by cell: latencies of single jobs in the
 * compatible SoC engine, and the worked examples of DAG scheduling with the project's planners. Needs no recordings.
 */
import '../../../agents/index.js';
import { recordedDraws } from '../../../envs/soc/compat/draws.js';
import { compatScheduler } from '../../../envs/soc/compat/schedulers/index.js';
import { CompatSimulator } from '../../../envs/soc/compat/simulator.js';
import { singleJobTable } from '../../../envs/soc/compat/single-job.js';
import { ensure } from '../../error.js';
import { problemOf } from '../../planner.js';
import { planners } from '../../registry.js';
import type { ConformanceCase } from '../../report/conformance.js';
import { formatChange } from '../../report/quantity.js';
import { DS3_TABLE_5, type PrintedLatency, SINGLE_JOB_LATENCIES } from './single-job-latencies.js';
import { table5Platform } from './table-5-platform.js';
import { PUBLISHED_SCHEDULES, type PublishedSchedule } from './worked-examples.js';

/** One cell: name, published and own value, and their difference. */
function compared(name: string, published: number | string, own: number | string): ConformanceCase {
  const values = `published ${published}, here ${own}`;
  const difference =
    typeof published === 'number' && typeof own === 'number'
      ? `${values}, difference ${formatChange(own - published)}`
      : values;
  return { name, passed: own === published, difference };
}

/** The table of the releases. Errors: the table and the published one have not the same cells. */
export function singleJobCases(): ConformanceCase[] {
  const places = new Map<string, number>(); // row → cells met
  const cases = singleJobTable().map(({ platform, scheduler, job, latency }) => {
    const row = `${platform} ${scheduler}`;
    const place = places.get(row) ?? 0;
    places.set(row, place + 1);
    const published = SINGLE_JOB_LATENCIES[row]?.[place];
    ensure(published !== undefined, `conformance: nothing is published for ${row} ${job}`);
    return compared(`single-job ${row} ${job}`, published, latency);
  });
  for (const [row, latencies] of Object.entries(SINGLE_JOB_LATENCIES)) {
    const met = places.get(row) ?? 0;
    ensure(met === latencies.length, `conformance: ${row} has ${met} cells, ${latencies.length} are published`);
  }
  return cases;
}

/** One cell of the DS3 paper's Table 5. */
function table5Case({ scheduler, job, latency }: PrintedLatency): ConformanceCase {
  const simulator = new CompatSimulator(
    {
      mode: 'ds3',
      platform: table5Platform(),
      jobs: [job],
      arrival: 'fixed',
      scale: 100_000,
      maxJobs: 1,
      stopAfterJobs: 1,
    },
    recordedDraws({ wait: [], type: [0], gauss: [] }),
  );
  const ending = simulator.run(compatScheduler(scheduler));
  const own = ending === 'no progress' ? 'deadlock' : simulator.state.makespan;
  return compared(`ds3-table-5 ${scheduler} ${job}`, latency, own);
}

/** One worked example: its makespan and where every task runs. */
function scheduleCase({ name, planner, example, makespan, placed = [] }: PublishedSchedule): ConformanceCase {
  const own = planners.get(planner).create().plan(problemOf(example));
  const length = compared(`worked-example ${name} ${planner}`, makespan, own.makespan);
  const task = placed.findIndex(
    ([processor, start, finish], i) =>
      own.processor[i] !== processor || own.start[i] !== start || own.finish[i] !== finish,
  );
  if (task < 0) return length;
  const here = [own.processor[task], own.start[task], own.finish[task]];
  const elsewhere = `task ${task} [processor, start, finish]: published [${placed[task]}], here [${here}]`;
  return { ...length, passed: false, difference: `${length.difference}; ${elsewhere}` };
}

/** All published cells, in the order of their sources. */
export function publishedCases(): ConformanceCase[] {
  return [...singleJobCases(), ...DS3_TABLE_5.map(table5Case), ...PUBLISHED_SCHEDULES.map(scheduleCase)];
}
