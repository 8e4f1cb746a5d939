/** The loop of a user's script — view, act, step — timed, and watched for memory it keeps. */

import type { Agent } from '../../agent.js';
import { monotonicMs } from '../../clock.js';
import type { PlacementEnv } from '../../env.js';
import { createRng } from '../../rng.js';

/** Plays whole episodes until `steps` decisions are made at least; returns the decisions made. */
function play(env: PlacementEnv<unknown>, agent: Agent, seed: number, steps: number): number {
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

/** Decisions per second, median over episodes played within `timeMs` (at least three). */
export function medianRate(
  env: PlacementEnv<unknown>,
  agent: Agent,
  { seed, timeMs }: { seed: number; timeMs: number },
): number {
  play(env, agent, seed, 1);
  const rates: number[] = [];
  const begun = monotonicMs();
  while (rates.length < 3 || monotonicMs() - begun < timeMs) {
    const start = monotonicMs();
    const decisions = play(env, agent, seed, 1);
    rates.push((decisions * 1000) / (monotonicMs() - start));
  }
  return rates.sort((a, b) => a - b)[rates.length >> 1];
}

/** Bytes that stay on the heap after this many decisions, after a warm-up of a tenth; exact only with `node --expose-gc`. */
export function measureHeap(
  env: PlacementEnv<unknown>,
  agent: Agent,
  { seed, steps }: { seed: number; steps: number },
): { bytes: number; steps: number } {
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
  play(env, agent, seed, steps / 10);
  collect();
  const before = process.memoryUsage().heapUsed;
  const made = play(env, agent, seed, steps);
  collect();
  return { bytes: process.memoryUsage().heapUsed - before, steps: made };
}
