/**
 * What would each choice have cost? A decision is tried out in a second environment: candidate by candidate the state is
 * put back, the candidate played, and a base agent goes on for a while; the cost is what was lost in that window. All
 * candidates share the same hidden future (arrivals, sizes, noise), so that their differences are due to the choice
 * alone. The trials know that future: their costs are feedback to learn from after the decision, and are never shown to
 * whoever decides. A policy that learns from many decisions, each with a future of its own, averages over futures.
 * This is the policy improvement of roll-outs (Tesauro & Galperin 1996; Bertsekas 2013), and with a trained base that of
 * expert iteration (Anthony et al. 2017, arXiv 1705.08439).
 *
 * Cost `return`: minus the sum of rewards in the window, the last reward in proportion where the window ends inside it;
 * optionally minus the critic's value of where it ends. Cost `ratio`: minus the sum of rewards and minus a credit for
 * every job that was finished, parts of jobs included. With the credit equal to the loss per job this is the method of
 * Dinkelbach (1967) for a mean per finished job; it also makes windows of unequal length comparable.
 */
import { z } from 'zod';
import type { ActContext, Agent } from '../agent.js';
import type { EnvSnapshot, PlacementEnv } from '../env.js';
import { ensure } from '../error.js';
import type { PlacementView } from '../placement.js';
import { agentChoiceSchema } from './agent-choice.js';
import { jobProgress } from './job-progress.js';

export const lookAheadSchema = z.strictObject({
  /** Goes on after the candidate; null = the policy as it is. */
  base: agentChoiceSchema.nullable().default(null),
  /** Length of the window, in `horizonUnit`. */
  horizon: z.number().positive(),
  /** Time units of the environment, or the mean cost of the live tasks, which suits mixtures of environments. */
  horizonUnit: z.enum(['time', 'mean-cost']).default('time'),
  /** Tried at most: the best by the policy, the base agent's and the one taken among them; null = all. */
  candidates: z.number().int().min(2).nullable().default(null),
  /** So many of them are drawn from all the others: nothing else holds down the score of what looks bad already. */
  drawn: z.number().int().nonnegative().default(2),
  objective: z.enum(['return', 'ratio']).default('return'),
  /** `ratio`: reward lost per finished job; null = measured while playing, see the trainer. */
  credit: z.number().nonnegative().nullable().default(null),
  /** `return`: value the end of the window by the critic. */
  terminalValue: z.boolean().default(false),
});

export type LookAheadOptions = z.output<typeof lookAheadSchema>;

/** What a look-ahead needs besides its options. */
export interface LookAheadParts {
  /** Scratch environment of the same configuration as the one that is played. */
  readonly env: PlacementEnv<unknown>;
  readonly base: Agent;
  readonly context: ActContext;
  readonly credit: number; // of `ratio`
  /** V of a view, in units of raw rewards. */
  readonly valueOf: (view: PlacementView) => number;
}

/** Metric that counts finished jobs. */
const FINISHED = 'completedJobs';

export class LookAhead {
  private readonly options: LookAheadOptions;
  private readonly parts: LookAheadParts;
  private saved: EnvSnapshot | null = null;
  private startTime = 0;
  private endTime = 0;
  private startFinished = 0;

  /** Errors: `ArenaError` where finished jobs are to be counted and the environment does not. */
  constructor(options: LookAheadOptions, parts: LookAheadParts) {
    this.options = options;
    this.parts = parts;
  }

  /** What the base agent would do at this decision. */
  proposal(view: PlacementView): number {
    return this.parts.base.propose(view);
  }

  /** Takes note of the decision that the environment is at. */
  begin(env: PlacementEnv<unknown>): void {
    this.saved = env.snapshot();
    this.startTime = env.view().now;
    const unit = this.options.horizonUnit === 'time' ? 1 : meanCost(env.view());
    this.endTime = this.startTime + this.options.horizon * unit;
    if (this.options.objective === 'ratio') this.startFinished = finishedJobs(env);
  }

  /** Cost of an action at the decision noted, in units of raw rewards; lower is better. */
  cost(action: number): number {
    const { parts, options } = this;
    const { env, base, context } = parts;
    env.restore(this.saved as EnvSnapshot);
    base.reset?.();
    const view = env.view();
    const end = this.endTime;
    const isReturn = options.objective === 'return';
    let earned = 0;
    let next = action;
    for (;;) {
      const before = view.now;
      const { reward, terminated, truncated } = env.step(next);
      const isOver = terminated || truncated;
      const isPast = view.now >= end;
      const part = isReturn && isPast && view.now > before ? (end - before) / (view.now - before) : 1;
      earned += reward * part;
      if (isOver || isPast) {
        if (!isReturn) return -earned - parts.credit * this.finished(env);
        return isOver || !options.terminalValue ? -earned : -earned - parts.valueOf(view);
      }
      next = base.act(view, context);
    }
  }

  /** Jobs finished since the decision, with parts. The parts at the decision are the same for all candidates. */
  private finished(env: PlacementEnv<unknown>): number {
    return finishedJobs(env) - this.startFinished + jobProgress(env.view());
  }
}

/** Of the tasks of the live jobs on the resources that support them; 1 where there are none. */
function meanCost({ graph, shape }: PlacementView): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < graph.nodeCount * shape.resources; k++) {
    if (graph.cost[k] === Number.POSITIVE_INFINITY) continue;
    sum += graph.cost[k];
    count++;
  }
  return sum > 0 ? sum / count : 1;
}

function finishedJobs(env: PlacementEnv<unknown>): number {
  const count = env.metrics()[FINISHED];
  ensure(count !== undefined, `train/look-ahead: ${env.id} has no metric ${FINISHED}, which cost "ratio" needs`);
  return count;
}
