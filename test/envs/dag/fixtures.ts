/** Environments of single problems, players, and what was scheduled. */

import { DagEnv } from '../../../envs/dag/index.js';
import { writeInstance } from '../../../envs/dag/instance-json.js';
import type { Agent } from '../../../src/agent.js';
import type { PlacementEnv } from '../../../src/env.js';
import { type DagInstance, numberedNames } from '../../../src/plan/instance.js';
import type { Contention, DagProblem } from '../../../src/planner.js';
import { createRng } from '../../../src/rng.js';
import type { Json } from '../../../src/space/space.js';

/** A problem (nothing placed, all processors free) with names. */
export function named(problem: DagProblem): DagInstance {
  const [tasks, processors] = [numberedNames('T', problem.taskCount), numberedNames('P', problem.processorCount)];
  return { name: 'test', tasks, processors, work: null, speed: null, problem };
}

/** The environment of one problem. */
export function envOf(problem: DagProblem, overrides: { readonly [name: string]: Json } = {}): DagEnv {
  const config = {
    instances: { kind: 'fixed', instances: [writeInstance(named(problem))] },
    itemSlots: 16,
    ...overrides,
  };
  return new DagEnv(config, { id: 'dag/test-v1' });
}

/** The problem with links of different bandwidth and start-up time, under contention. */
export function withLinks(problem: DagProblem, options: { contention: Contention; seed: number }): DagProblem {
  const rng = createRng(options.seed);
  const m = problem.processorCount;
  const bandwidth = problem.bandwidth.map((value, i) =>
    i % (m + 1) === 0 ? value : value * (0.5 + rng.integer(4) / 2),
  );
  const startup = problem.startup.map((_, i) => (i % (m + 1) === 0 ? 0 : rng.integer(3)));
  return { ...problem, bandwidth, startup, contention: options.contention };
}

export interface PlayOptions {
  readonly seed?: number; // of the agent's draws
  readonly steps?: number;
  readonly each?: () => void; // called after every step
}

/** Plays to the end, or for `steps`; returns the rewards. */
export function play(env: PlacementEnv<unknown>, agent: Agent, options: PlayOptions = {}): number[] {
  const { seed = 5, steps = Number.POSITIVE_INFINITY, each = () => {} } = options;
  const context = { rng: createRng(seed), deterministic: true };
  const rewards: number[] = [];
  for (let ended = false; !ended && rewards.length < steps; each()) {
    const { reward, terminated, truncated } = env.step(agent.act(env.view(), context));
    rewards.push(reward);
    ended = terminated || truncated;
  }
  return rewards;
}
