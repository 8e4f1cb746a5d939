/** The studies that `sched-arena study` knows, in the order in which they are listed. */
import { ArenaError, didYouMean } from '../../error.js';
import { batchllmStudy } from './batchllm.js';
import { llumnixStudy } from './llumnix.js';
import { sarathiStudy } from './sarathi.js';
import { socLearnedStudy } from './soc-learned.js';
import { socPublishedStudy } from './soc-published.js';
import { socRobustnessStudy } from './soc-robustness.js';
import { socTransferStudy } from './soc-transfer.js';
import type { Study } from './study.js';

export const STUDIES: readonly Study[] = [
  sarathiStudy,
  llumnixStudy,
  batchllmStudy,
  socLearnedStudy,
  socTransferStudy,
  socRobustnessStudy,
  socPublishedStudy,
];

/** The study of that name. Errors: `ArenaError` that names those there are. */
export function studyOf(id: string): Study {
  const study = STUDIES.find((each) => each.id === id);
  if (study) return study;
  const known = STUDIES.map((each) => each.id);
  throw new ArenaError(`study: "${id}" does not exist (${known.join(', ')})${didYouMean(id, known)}`);
}
