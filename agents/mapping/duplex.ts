/**
 * Duplex (Braun et al. 2001, doi 10.1006/jpdc.2000.1714): the shorter of the schedules of Min-Min and Max-Min, that of
 * Min-Min if they are equally long.
 */
import { z } from 'zod';
import { compat, readPlannerOptions } from '../../src/plan/planner-options.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { MaxMinMapping } from './max-min.js';
import { MinMinMapping } from './min-min.js';

/** `batch`: of both, place all tasks that are ready before any that become ready meanwhile. */
const schema = z.object({ batch: z.boolean().default(false), compat });

export type DuplexOptions = z.output<typeof schema>;

export class DuplexMapping implements Planner {
  readonly name = 'duplex';
  private readonly minMin: Planner;
  private readonly maxMin: Planner;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<DuplexOptions> = {}) {
    const both = readPlannerOptions({ who: 'agents/duplex', schema, given: options, saga: { batch: true } });
    this.minMin = new MinMinMapping(both);
    this.maxMin = new MaxMinMapping(both);
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const first = this.minMin.plan(problem);
    const other = this.maxMin.plan(problem);
    return other.makespan < first.makespan ? other : first;
  }
}
