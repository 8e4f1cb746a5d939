/**
 * Probability of improvement (Agarwal et al. 2021): on a task drawn at random, the chance that a run of the first
 * agent scores above a run of the second; equal scores count one half (the Mann-Whitney statistic of every task,
 * averaged).
 */
import { ensure } from '../../error.js';
import type { ScoreMatrix } from './sample.js';

/** Chances of the first agent scoring above the second. */
export interface ImprovementProbability {
  readonly overall: number;
  readonly perTask: Float64Array; // [task]
}

/** Chance on one task that a run of `first` beats a run of `second`. */
function onTask(first: ScoreMatrix, second: ScoreMatrix, task: number): number {
  let won = 0;
  for (let i = task; i < first.values.length; i += first.tasks) {
    for (let j = task; j < second.values.length; j += second.tasks) {
      if (first.values[i] > second.values[j]) won += 1;
      else if (first.values[i] === second.values[j]) won += 0.5;
    }
  }
  return won / (first.runs * second.runs);
}

/** The probability that `first` improves on `second`; both must have the same tasks, runs may differ in number. */
export function probabilityOfImprovement(first: ScoreMatrix, second: ScoreMatrix): ImprovementProbability {
  ensure(
    first.tasks === second.tasks,
    `statistics/probabilityOfImprovement: ${first.tasks} and ${second.tasks} tasks (the same tasks are needed)`,
  );
  const perTask = new Float64Array(first.tasks);
  let total = 0;
  for (let task = 0; task < first.tasks; task++) {
    perTask[task] = onTask(first, second, task);
    total += perTask[task];
  }
  return { overall: total / first.tasks, perTask };
}
