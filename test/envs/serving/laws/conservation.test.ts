/**
 * Random decisions in random clusters, through the environment: after every step all laws hold and the view is a view;
 * at the end every request is over exactly once with all of its tokens, and nothing is left anywhere. Snapshots and
 * forks at random moments replay the same, and the same seed is the same bytes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../../envs/serving/cluster.js';
import type { ServingConfigInput } from '../../../../envs/serving/config.js';
import { ServingEnv } from '../../../../envs/serving/env.js';
import { OUTCOME_COMPLETED, OUTCOME_REJECTED } from '../../../../envs/serving/ledger.js';
import { digest } from '../../../../src/check/digest.js';
import { explainMismatch } from '../../../../src/check/explain.js';
import { createRng, type Rng } from '../../../../src/rng.js';
import { copyPlacementView } from '../../../../src/space/placement-copy.js';
import type { Json } from '../../../../src/space/space.js';
import { anyConfig } from './any-config.js';

const ID = 'serving/laws-v1';
const MOST_STEPS = 3000;

/** What is behind an environment. */
function clusterOf(env: ServingEnv): Cluster {
  return (env as unknown as { readonly cluster: Cluster }).cluster;
}

/** A random allowed action; waiting, where it holds requests back, only sometimes. */
function choose(env: ServingEnv, rng: Rng): number {
  const mask = env.actionMask();
  const wait = mask.length - 1;
  let allowed = 0;
  for (let action = 0; action < wait; action++) allowed += mask[action];
  if (mask[wait] === 1 && (allowed === 0 || rng() < 0.1)) return wait;
  let place = rng.integer(allowed);
  for (let action = 0; ; action++) if (mask[action] === 1 && place-- === 0) return action;
}

interface Row {
  readonly action: number;
  readonly reward: number;
  readonly elapsed: number;
  readonly ended: boolean;
  readonly shown: string;
}

function step(env: ServingEnv, action: number): Row {
  const { observation, reward, info, terminated, truncated } = env.step(action);
  const ended = terminated || truncated;
  return { action, reward, elapsed: info.elapsed, ended, shown: digest(copyPlacementView(observation)) };
}

function walk(env: ServingEnv, rng: Rng, most = MOST_STEPS): Row[] {
  const rows: Row[] = [];
  while (rows.length < most && !rows.at(-1)?.ended) rows.push(step(env, choose(env, rng)));
  return rows;
}

function opened(config: ServingConfigInput, seed = 1): ServingEnv {
  const env = new ServingEnv(config as unknown as Json, { id: ID });
  env.reset({ seed });
  return env;
}

/** Whether an episode is over at once, all requests being too long. */
function over(env: ServingEnv): boolean {
  return !env.actionMask().includes(1);
}

const outcomes = new Map<string, number>();

function tally(env: ServingEnv): void {
  for (const key of ['preemptions', 'migrations', 'migrationsAborted', 'droppedJobs', 'completedJobs'] as const)
    outcomes.set(key, (outcomes.get(key) ?? 0) + env.metrics()[key]);
}

describe('random decisions in any cluster', () => {
  it('keep every law after every step, and end every request once with all its tokens', () => {
    fc.assert(
      fc.property(anyConfig, fc.nat(), (config, seed) => {
        const env = opened(config);
        const rng = createRng(seed);
        const cluster = clusterOf(env);
        let total = 0;
        for (let steps = 0, ended = over(env); !ended; steps++) {
          expect(steps).toBeLessThan(MOST_STEPS);
          const before = cluster.simulator.now;
          const result = env.step(choose(env, rng));
          expect(env.invariants()).toEqual([]);
          expect(explainMismatch(env.observationSpace, result.observation, 'observation')).toBeFalsy();
          expect(result.info.elapsed).toBe(cluster.simulator.now - before);
          expect(result.reward).toBeLessThanOrEqual(0);
          total += result.reward;
          ended = result.terminated || result.truncated;
        }
        expect(Number.isFinite(total)).toBe(true);
        tally(env);
        if (config.limitSeconds == null) expectAllOver(env, config);
      }),
      { numRuns: 50, seed: 11 },
    );
    // All of it has happened.
    expect(Math.min(...outcomes.values())).toBeGreaterThan(0);
  });
});

/** What must be true when the last request is over. */
function expectAllOver(env: ServingEnv, config: ServingConfigInput): void {
  const { simulator, fleet } = clusterOf(env);
  const { ledger, state } = simulator;
  const { rows } = config.workload as { rows: readonly { prompt: number; output: number }[] };
  expect(ledger.completed + ledger.rejected).toBe(rows.length);
  expect(state.requests.live).toBe(0);
  for (const column of ['usedBlocks', 'holders', 'residents', 'waitingCount', 'waitingTokens', 'highPriority'] as const)
    expect([...state.instances[column]].every((value) => value === 0)).toBe(true);
  for (let i = 0; i < state.instances.count; i++) {
    expect(fleet.migrations?.reservedAt(i) ?? 0).toBe(0);
    expect(fleet.handovers?.inbound(i) ?? 0).toBe(0);
  }
  if (config.keep === 'summary') return;
  const longest = [...simulator.longest];
  let gaps = 0;
  rows.forEach(({ prompt, output }, r) => {
    const fits = longest.some((tokens) => prompt + output <= tokens);
    const outcome = ledger.outcome[r];
    if (!fits) expect(outcome).toBe(OUTCOME_REJECTED);
    if (outcome !== OUTCOME_COMPLETED) return;
    gaps += output - 1;
    expect(ledger.outputTokens[r]).toBe(output);
    expect(ledger.arrival[r]).toBeLessThan(ledger.firstTokenAt[r]);
    expect(ledger.scheduledAt[r]).toBeLessThan(ledger.firstTokenAt[r]);
    expect(ledger.firstTokenAt[r]).toBeLessThanOrEqual(ledger.finishedAt[r]);
  });
  // every output but the first of a request ends one gap, and no other
  expect(ledger.gaps.counts.reduce((sum, times) => sum + times, 0)).toBe(gaps);
}

describe('the same actions', () => {
  it('give the same rewards, views, metrics and bytes: again, from a snapshot, and in a fork', () => {
    fc.assert(
      fc.property(anyConfig, fc.nat(), fc.integer({ min: 0, max: 60 }), (config, seed, middle) => {
        const env = opened(config);
        if (over(env)) return;
        const before = walk(env, createRng(seed), middle);
        if (before.at(-1)?.ended) return;
        const saved = structuredClone(env.snapshot());
        const fork = env.fork();
        const ahead = env.fork();
        walk(ahead, createRng(seed + 1)); // elsewhere, must disturb nobody
        const after = walk(env, createRng(seed + 2));
        const finish = digest(env.snapshot());
        const metrics = env.metrics();
        const compare = (other: ServingEnv) => {
          expect(after.map(({ action }) => step(other, action))).toEqual(after);
          expect(digest(other.snapshot())).toBe(finish);
          expect(other.metrics()).toEqual(metrics);
        };
        compare(fork);
        env.restore(saved);
        compare(env);
        const fresh = new ServingEnv(config as unknown as Json, { id: ID });
        fresh.restore(saved);
        compare(fresh);
        const again = opened(config);
        expect(before.map(({ action }) => step(again, action))).toEqual(before);
        compare(again);
      }),
      { numRuns: 20, seed: 12 },
    );
  });
});
