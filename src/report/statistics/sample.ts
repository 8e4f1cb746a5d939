/**
 * What the statistics take: non-empty samples of finite numbers, and scores as a runs × tasks table. Checked once,
 * at the public door; the kernels behind it trust their input.
 */
import { ArenaError, ensure } from '../../error.js';

/** A sample: numbers in any order; never changed by the functions that take it. */
export type Sample = readonly number[] | Float64Array;

/** Scores of one agent: one row per run (seed), one column per task (scenario). */
export interface ScoreMatrix {
  readonly runs: number;
  readonly tasks: number;
  readonly values: Float64Array; // [run × task]
}

/** Throws unless the sample has at least `minimum` values, all of them finite. */
export function ensureSample(who: string, values: Sample, minimum = 1): void {
  if (values.length < minimum) {
    const given = values.length === 0 ? 'the sample is empty' : `the sample has ${values.length} value(s)`;
    throw new ArenaError(`statistics/${who}: ${given} (at least ${minimum} needed)`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new ArenaError(`statistics/${who}: value ${i} is ${String(values[i])} (finite numbers only)`);
    }
  }
}

/** Throws unless both samples are fit and have the same length. */
export function ensurePairs(who: string, first: Sample, second: Sample): void {
  ensureSample(who, first);
  ensureSample(who, second);
  ensure(
    first.length === second.length,
    `statistics/${who}: ${first.length} and ${second.length} values cannot be paired (equal lengths needed)`,
  );
}

/** The score matrix of rows [run][task]; throws on ragged, empty or non-finite rows. */
export function scoreMatrix(rows: readonly Sample[], who = 'scores'): ScoreMatrix {
  ensure(rows.length > 0, `statistics/${who}: there are no runs (at least 1 needed)`);
  const tasks = rows[0].length;
  const values = new Float64Array(rows.length * tasks);
  rows.forEach((row, run) => {
    ensure(
      row.length === tasks,
      `statistics/${who}: run ${run} has ${row.length} tasks (${tasks} needed, as in run 0)`,
    );
    ensureSample(`${who}: run ${run}`, row);
    values.set(row, run * tasks);
  });
  return { runs: rows.length, tasks, values };
}

/** A sorted copy, ascending. */
export function sorted(values: Sample): Float64Array {
  // from() walks an iterator, which costs more than the sorting of a short sample
  return (values instanceof Float64Array ? values.slice() : Float64Array.from(values)).sort();
}
