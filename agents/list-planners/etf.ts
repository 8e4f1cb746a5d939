/**
 * ETF, earliest task first (Hwang, Chow, Anger & Lee 1989, "Scheduling precedence graphs in systems with interprocessor
 * communication times", doi 10.1137/0218016): at each step the ready task and processor with the earliest start, behind
 * everything on that processor; ties by higher static level (longest path of mean processing times, no transfers), then
 * lowest task, then lowest processor. With `choose: 'finish'` the pair of earliest finish is taken instead, the change
 * that suits processors of different speed (known as ERT, see Radulescu & van Gemund 2000,
 * doi 10.1109/HCW.2000.843747); ties as before. Leaves out filling gaps, as published.
 */
import { z } from 'zod';
import { meanCosts } from '../../src/plan/averages.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { problemGraph } from '../../src/plan/problem-graph.js';
import type { DagProblem, Planner, Schedule } from '../../src/planner.js';
import { scheduleByPairs } from './pair-scheduling.js';
import { staticLevel } from './static-level.js';

const schema = z.object({
  /** What of a pair is to be early. */
  choose: z.enum(['start', 'finish']).default('start'),
});

export type EtfOptions = z.output<typeof schema>;

export class Etf implements Planner {
  readonly name: string;
  private readonly options: EtfOptions;

  /** Errors: `ArenaError` for options it does not know. */
  constructor(options: Partial<EtfOptions> = {}, name = 'etf') {
    this.name = name;
    this.options = readPlannerOptions({ who: `agents/${name}`, schema, given: options });
  }

  /** Errors: `ArenaError` for a cyclic graph or a task that no processor can run. */
  plan(problem: DagProblem): Schedule {
    const graph = problemGraph(problem, `agents/${this.name}`);
    const { cost } = problem;
    const tie = staticLevel(problem, graph, meanCosts(problem));
    for (let task = 0; task < tie.length; task++) tie[task] = -tie[task];
    const always = (time: number) => (time < Number.POSITIVE_INFINITY ? 0 : time);
    return scheduleByPairs(problem, graph, { base: this.options.choose === 'finish' ? cost : cost.map(always), tie });
  }
}
