/**
 * The study of Llumnix (Sun et al., OSDI 2024): dispatch and live migration on 16 instances against round robin and
 * INFaaS++, priorities, auto-scaling, and migration against recomputing, with intervals over seeds that the paper does
 * not have.
 */
import { configHash } from '../../config.js';
import { seedList } from '../../report/seeds.js';
import type { Json } from '../../space/space.js';
import { playEpisodes } from './episodes.js';
import { cellsOf, episodesOf, type Length, playedCells } from './llumnix-experiments.js';
import { migrationRows, SEQUENCES } from './llumnix-migration.js';
import { llumnixReport } from './llumnix-report.js';
import type { Study, StudyOptions, StudyResult } from './study.js';

const FULL: Length = { requests: 10_000 }; // as published
const QUICK: Length = { requests: 600 };

function lengthOf(quick: boolean): Length {
  return quick ? QUICK : FULL;
}

function settings({ seeds, quick }: Pick<StudyOptions, 'seeds' | 'quick'>): Json {
  const cells = cellsOf(lengthOf(quick));
  const each = cells.map(({ experiment, setting, policy, agent, options, config }) => [
    `${experiment}/${setting}/${policy}`,
    { agent, options: options ?? {}, configHash: configHash(config) },
  ]);
  return {
    seeds: seedList('test', seeds),
    sequences: [...SEQUENCES],
    firstConfig: cells[0].config, // an example in full; the others are told apart by their hashes
    cells: Object.fromEntries(each) as Json,
  };
}

async function run(options: StudyOptions): Promise<StudyResult> {
  const { seeds, quick, modules, workers, progress } = options;
  const cells = cellsOf(lengthOf(quick));
  const episodes = episodesOf(cells, seeds, modules);
  let done = 0;
  const metrics = await playEpisodes(episodes, { workers, onResult: () => progress(++done, episodes.length) });
  const report = llumnixReport(playedCells(cells, metrics), migrationRows(), { ...lengthOf(quick), seeds });
  return { ...report, settings: settings(options) };
}

export const llumnixStudy: Study = {
  id: 'llumnix',
  description: 'Llumnix against INFaaS++ and round robin: latencies, preemption loss, priorities, cost, migration',
  settings,
  run,
};
