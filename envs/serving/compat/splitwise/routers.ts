/**
 * Routers of the phase-split simulator: which instance computes the prompt of a request and which generates its tokens.
 * Without a split both are the same. Ties go to the first instance.
 */
import type { PhaseRequest } from './phase-task.js';

/** What routers see of an instance. */
export interface RoutedInstance {
  readonly pool: readonly PhaseRequest[]; // unfinished requests
  scheduledTokens: number; // Σ over unfinished of the prompt tokens not yet computed and 1 for the token task
}

export interface Route<I> {
  readonly prompt: I;
  readonly token: I;
}

export type RouterName = 'round_robin' | 'jsq' | 'token_jsq' | 'kv_token_jsq';
export const ROUTER_NAMES: readonly RouterName[] = ['round_robin', 'jsq', 'token_jsq', 'kv_token_jsq'];

export interface Fleet<I> {
  readonly instances: readonly I[]; // all, or those for prompts of a split fleet
  readonly tokenInstances: readonly I[]; // empty = not split
  readonly countsAtRouting: boolean; // split only: whether routed work is counted (false reproduces the herding)
}

/** A function that places one request after the other. */
export function createRouter<I extends RoutedInstance>(
  name: RouterName,
  fleet: Fleet<I>,
): (r: PhaseRequest) => Route<I> {
  const { instances, tokenInstances, countsAtRouting } = fleet;
  const split = tokenInstances.length > 0;
  let turn = 0;
  const pick = (among: readonly I[]): I => {
    if (name === 'round_robin') return among[turn % among.length];
    return name === 'jsq' ? least(among, (i) => i.pool.length) : least(among, (i) => i.scheduledTokens);
  };
  return (request) => {
    const prompt = pick(instances);
    const token = split ? pick(tokenInstances) : prompt;
    turn++;
    if (!split || countsAtRouting) {
      prompt.scheduledTokens += request.promptTokens;
      token.scheduledTokens += 1;
    }
    return { prompt, token };
  };
}

function least<I>(instances: readonly I[], load: (instance: I) => number): I {
  return instances.reduce((best, instance) => (load(instance) < load(best) ? instance : best));
}
