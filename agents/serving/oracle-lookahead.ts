/**
 * An oracle that simulates every candidate (the idea of Block, there with predicted lengths): at each request to be placed
 * it tries every allowed instance on a copy of the environment, hidden future included: sends the request there, lets the shortest
 * queue decide for `horizonSeconds` of simulated time, and compares the summed reward. The reward of the step that crosses
 * the horizon counts in proportion to its time. The shortest queue's own choice is kept unless another is better by more
 * than rounding. It is one step of policy improvement, so it need not be the optimum. Without a copy to look into (no
 * oracle rights, or asked to propose) it is `join-shortest-queue`.
 */
import { z } from 'zod';
import type { ActContext } from '../../src/agent.js';
import type { PlacementEnv } from '../../src/env.js';
import { encodeAction, type PlacementView } from '../../src/placement.js';
import { readPlannerOptions } from '../../src/plan/planner-options.js';
import { leastLoaded, requestLoad } from './least-loaded.js';
import { mayPlace, oldestRequest, rest, ServingRouter } from './router.js';

const schema = z.object({
  /** Shorter than the longest requests it misjudges: what a placement costs shows only later. */
  horizonSeconds: z.number().positive().default(100),
  /** Decisions at most per trial. */
  mostDecisions: z.int().positive().default(10_000),
});

/** Relative difference of two rewards below which they are the same. */
const SAME = 1e-12;

export class OracleLookahead extends ServingRouter {
  private readonly options: z.output<typeof schema>;

  /** Errors: `ArenaError` for options that are not allowed. */
  constructor(options?: unknown) {
    super('oracle-lookahead');
    this.options = readPlannerOptions({ who: 'agents/oracle-lookahead', schema, given: options });
  }

  protected place(view: PlacementView, slot: number, context: ActContext | undefined): number {
    const usual = leastLoaded(view, slot, requestLoad);
    if (context?.fork === undefined || !hasChoice(view, slot)) return usual;
    const env = context.fork();
    const start = env.snapshot();
    let best = usual;
    let most = this.trial(env, encodeAction(view.shape, slot, usual));
    for (let r = 0; r < view.shape.resources; r++) {
      if (r === usual || !mayPlace(view, slot, r)) continue;
      env.restore(start);
      const reward = this.trial(env, encodeAction(view.shape, slot, r));
      if (!(reward > most + SAME * Math.abs(most))) continue;
      best = r;
      most = reward;
    }
    env.close();
    return best;
  }

  /** Reward summed over the horizon if `action` is taken now and the shortest queue decides after it. */
  private trial(env: PlacementEnv<unknown>, action: number): number {
    const { horizonSeconds, mostDecisions } = this.options;
    const end = env.view().now + horizonSeconds / env.view().timeUnit.seconds;
    let next = action;
    let sum = 0;
    for (let decisions = 0; decisions < mostDecisions; decisions++) {
      const before = env.view().now;
      const { reward, terminated, truncated } = env.step(next);
      const after = env.view().now;
      sum += after > end ? (reward * (end - before)) / (after - before) : reward;
      if (terminated || truncated || after >= end) break;
      next = shortestQueue(env.view());
    }
    return sum;
  }
}

function shortestQueue(view: PlacementView): number {
  const slot = oldestRequest(view);
  return slot < 0 ? rest(view) : encodeAction(view.shape, slot, leastLoaded(view, slot, requestLoad));
}

function hasChoice(view: PlacementView, slot: number): boolean {
  let allowed = 0;
  for (let r = 0; r < view.shape.resources; r++) if (mayPlace(view, slot, r)) allowed++;
  return allowed > 1;
}
