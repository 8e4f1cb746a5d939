/**
 * The capacity study of Sarathi-Serve (Agrawal et al., OSDI 2024): how many requests per second one instance takes with
 * Orca, vLLM v0 and Sarathi within a strict and a relaxed limit on the P99 time between tokens, by the published search,
 * with intervals over seeds that the paper does not have.
 */
import { runCapacityTasks } from '../../capacity/run.js';
import { DEFAULT_CAPACITY } from '../../capacity/search.js';
import type { CapacityTask } from '../../capacity/worker.js';
import { seedList } from '../../report/seeds.js';
import type { Json } from '../../space/space.js';
import { cellCapacities, DELAY_LIMIT } from './sarathi-capacities.js';
import { CELLS, type Cell, cellConfig, cellInput, cellName, type EpisodeLength } from './sarathi-cells.js';
import { sarathiReport } from './sarathi-report.js';
import type { Study, StudyOptions, StudyResult } from './study.js';

const FULL: EpisodeLength = { requests: 2048, seconds: 1800 }; // as published
const QUICK: EpisodeLength = { requests: 256, seconds: 1800 };

/** Any scenario of serving: its configuration is replaced as a whole. */
const BASE = 'serving/azure-conv-4x-v1';
/** One instance leaves nothing to route. */
const AGENT = 'round-robin';

type Extent = Pick<StudyOptions, 'seeds' | 'quick'>;

/** The search of one cell and seed. */
export function cellTask(cell: Cell, seed: number, quick: boolean, modules: readonly string[] = []): CapacityTask {
  const { deployment, trace, limit } = cell;
  return {
    modules,
    subject: { env: BASE, config: cellConfig(cell, quick ? QUICK : FULL) as unknown as Json, agent: AGENT, seed },
    search: {
      ...DEFAULT_CAPACITY,
      tbtLimit: deployment.tbtLimit[limit],
      delayLimit: DELAY_LIMIT,
      start: deployment.start[trace],
    },
  };
}

/** What is set, so that a new default elsewhere does not make other settings of it. */
function settings({ seeds, quick }: Extent): Json {
  const cells = CELLS.map((cell) => {
    const { search } = cellTask(cell, 0, quick);
    return [cellName(cell), { config: cellInput(cell, quick ? QUICK : FULL), search }];
  });
  return { agent: AGENT, seeds: seedList('test', seeds), cells: Object.fromEntries(cells) as Json };
}

async function run(options: StudyOptions): Promise<StudyResult> {
  const { seeds, quick, modules, workers, progress } = options;
  const tasks = CELLS.flatMap((cell) => seedList('test', seeds).map((seed) => cellTask(cell, seed, quick, modules)));
  let done = 0;
  const found = await runCapacityTasks(tasks, {
    ...(workers === undefined ? {} : { workers }),
    onResult: () => progress(++done, tasks.length),
  });
  const report = sarathiReport(cellCapacities(found, seeds), { seeds, ...(quick ? QUICK : FULL) });
  return { ...report, settings: settings(options) };
}

export const sarathiStudy: Study = {
  id: 'sarathi',
  description: 'Sarathi against vLLM v0 and Orca: capacity within strict and relaxed limits on the time between tokens',
  settings,
  run,
};
