/**
 * Min-Min (Ibarra & Kim 1977, doi 10.1145/322003.322011; Maheswaran et al. 1999): of all ready tasks the one that can
 * finish first, appended where it does; the lowest task and then the lowest processor on ties.
 */
import { z } from 'zod';
import { ContendedPairs } from '../../src/plan/contended-pairs.js';
import { LeastPair } from '../../src/plan/least-pair.js';
import type { PartialSchedule } from '../../src/plan/partial-schedule.js';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { ProblemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { mapReadyTasks, type ReadyTable } from './ready-mapping.js';

/** `batch`: place all tasks that are ready before any that become ready meanwhile. */
const schema = z.object({ batch: z.boolean().default(false), compat });

export type MinMinOptions = z.output<typeof schema>;

export class MinMinMapping implements Planner {
  readonly name = 'min-min';
  private readonly options: MinMinOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<MinMinOptions> = {}) {
    this.options = readPlannerOptions({ who: 'agents/min-min', schema, given: options, saga: { batch: true } });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    return mapReadyTasks(problem, { who: 'agents/min-min', batch: this.options.batch, table: readyTable });
  }
}

function readyTable(problem: DagProblem, schedule: PartialSchedule, graph: ProblemGraph): ReadyTable {
  const rule = { base: problem.cost };
  if ((problem.contention ?? 'none') === 'none') return new LeastPair(problem, schedule, rule);
  return new ContendedPairs(problem, schedule, { rule, graph });
}
