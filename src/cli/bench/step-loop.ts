/** The loop of a user's script — view, act, step — to be timed, and watched for memory it keeps. */
import type { Agent } from '../../agent.js';
import { retainedBytes } from '../../check/collect-garbage.js';
import type { PlacementEnv } from '../../env.js';
import { createRng } from '../../rng.js';

/** Plays whole episodes until `steps` decisions are made at least; returns the decisions made. */
export function playSteps(
  env: PlacementEnv<unknown>,
  agent: Agent,
  { seed, steps }: { seed: number; steps: number },
): number {
  const context = { rng: createRng(seed).fork('agent'), deterministic: true };
  let made = 0;
  while (made < steps) {
    env.reset({ seed });
    agent.reset?.();
    for (let over = false; !over; made++) {
      const result = env.step(agent.act(env.view(), context));
      over = result.terminated || result.truncated;
    }
  }
  return made;
}

const SEGMENTS = 5;

/**
 * Bytes per decision that stay in memory: the median over segments of `steps` decisions each, with a full collection
 * before and after each, after a segment of warm-up. What is compiled or cached once does not show in it.
 */
export function retainedPerStep(
  env: PlacementEnv<unknown>,
  agent: Agent,
  { seed, steps }: { seed: number; steps: number },
): number {
  playSteps(env, agent, { seed, steps });
  let before = retainedBytes();
  const perStep: number[] = [];
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const made = playSteps(env, agent, { seed, steps });
    const after = retainedBytes();
    perStep.push((after - before) / made);
    before = after;
  }
  return perStep.sort((a, b) => a - b)[SEGMENTS >> 1];
}
