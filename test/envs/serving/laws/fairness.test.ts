/**
 * Nobody starves. First come first served, one request at a time: a request begins when all that came before it are done,
 * no earlier and no later, so its wait is exactly the work ahead of it. By priority: nobody is admitted while somebody
 * more urgent waits who would fit in the same place. And the collapse of routers that count waiting requests only, which
 * learners were seen to copy: most requests end up on one replica although others idle.
 */
import { describe, expect, it } from 'vitest';
import '../../../../agents/index.js';
import '../../../../envs/index.js';
import { ServingEnv } from '../../../../envs/serving/env.js';
import { makeAgent, makeEnv } from '../../../../src/registry.js';
import { createRng } from '../../../../src/rng.js';
import type { Json } from '../../../../src/space/space.js';

/** Plays `agent`; returns the environment at the end of the episode. */
function played(env: ServingEnv, agentId: string, look: () => void = () => {}): ServingEnv {
  const agent = makeAgent(agentId);
  const context = { rng: createRng(1), deterministic: true };
  env.reset({ seed: 3 });
  for (let ended = false; !ended; ) {
    ended = env.step(agent.act(env.view(), context)).terminated;
    look();
  }
  return env;
}

function ledgerOf(env: ServingEnv) {
  return (env as unknown as { cluster: import('../../../../envs/serving/cluster.js').Cluster }).cluster.simulator
    .ledger;
}

const KINDS = ['orca', 'vllm-v0', 'vllm-v1', 'sarathi'] as const;

describe.each(KINDS)('%s, one request at a time', (kind) => {
  const config = (order: string): Json => ({
    instances: [{ engine: { kind, maxSequences: 1, order }, kv: { blocks: 300 } }],
    workload: {
      kind: 'exponential',
      requests: 120,
      rate: 4,
      input: 200,
      output: 40,
      priorities: [
        { priority: 0, share: 0.8 },
        { priority: 1, share: 0.2 },
      ],
    },
  });

  it('first come first served: the wait is the work ahead', () => {
    const ledger = ledgerOf(played(new ServingEnv(config('fcfs'), { id: 'serving/one-v1' }), 'join-shortest-queue'));
    expect(ledger.completed).toBe(120);
    for (let r = 0; r < 120; r++)
      expect(ledger.scheduledAt[r]).toBe(Math.max(ledger.arrival[r], r === 0 ? 0 : ledger.finishedAt[r - 1]));
  });

  it('by priority: nobody begins while somebody more urgent waits, and everybody ends', () => {
    const ledger = ledgerOf(
      played(new ServingEnv(config('priority'), { id: 'serving/one-v1' }), 'join-shortest-queue'),
    );
    expect(ledger.completed).toBe(120);
    let overtaken = 0;
    for (let low = 0; low < 120; low++) {
      for (let high = 0; high < 120; high++) {
        if (ledger.priority[high] <= ledger.priority[low]) continue;
        const waits =
          ledger.arrival[high] <= ledger.scheduledAt[low] && ledger.scheduledAt[low] < ledger.scheduledAt[high];
        expect(waits).toBe(false);
        if (ledger.arrival[low] < ledger.arrival[high] && ledger.scheduledAt[high] < ledger.scheduledAt[low])
          overtaken++;
      }
    }
    expect(overtaken).toBeGreaterThan(0);
  });
});

describe('conversations on four replicas', () => {
  const share = (agent: string) => {
    const env = makeEnv('serving/azure-conv-4x', {
      config: {
        instances: [{ count: 4, engine: { kind: 'sarathi' }, timeModel: 'exact-linear', kv: { blocks: 4000 } }],
        workload: { rate: 5.5 },
        migration: null,
      },
    });
    const policy = makeAgent(agent);
    const context = { rng: createRng(1), deterministic: true };
    env.reset({ seed: 3 });
    while (!env.step(policy.act(env.view(), context)).terminated);
    const { dispatchedRequests } = env.view().resources.columns;
    const all = dispatchedRequests.reduce((sum, count) => sum + count, 0);
    return Math.max(...dispatchedRequests) / all;
  };

  it('collapse onto one where only waiting requests are counted, and spread by the shortest queue', () => {
    expect(share('least-outstanding-waiting')).toBeGreaterThan(0.8);
    expect(share('join-shortest-queue')).toBeLessThan(0.5);
    expect(share('serving-round-robin')).toBe(0.25);
  });
});
