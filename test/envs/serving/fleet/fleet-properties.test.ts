/**
 * Whatever is migrated, handed over, started and drained: after every event each request is in exactly one place and each
 * block is accounted for, every request gets all of its tokens, and jumping over decode iterations changes nothing.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EngineOptions } from '../../../../envs/serving/engines/config.js';
import { createRng } from '../../../../src/rng.js';
import { ROLE_DECODE, ROLE_MIXED, ROLE_PREFILL } from '../../../../src/serving.js';
import { writtenSource } from '../one-engine.js';
import { type Cluster, type ClusterInput, clusterOf, faultsOf, watch } from './cluster.js';

interface Case {
  readonly input: ClusterInput;
  readonly rows: readonly { arrival: number; prompt: number; output: number; priority: number }[];
  readonly seed: string;
}

const engine = fc.constantFrom<EngineOptions>(
  { kind: 'sarathi', maxSequences: 6, chunk: 64 },
  { kind: 'vllm-v0', maxSequences: 5 },
  { kind: 'vllm-v1', maxSequences: 4, tokenBudget: 96 },
  { kind: 'vllm-v1', maxSequences: 5, order: 'priority' },
  { kind: 'orca', maxSequences: 4, maxTokens: 192 },
);

const stages = fc.constantFrom(
  { kind: 'two-stage' } as const,
  { kind: 'multi-stage', most: 4, finalBlocks: 2 } as const,
);

const cases: fc.Arbitrary<Case> = fc
  .record({
    engine,
    stages,
    split: fc.boolean(),
    pipeline: fc.constantFrom(1, 1, 2),
    blocks: fc.integer({ min: 16, max: 60 }),
    watermark: fc.integer({ min: 0, max: 2 }),
    victim: fc.constantFrom('lcfs', 'shortest', 'longest', 'lowest-priority', 'none'),
    waiting: fc.constantFrom('never', 'first', 'last'),
    returns: fc.constantFrom('return', 'finish'),
    bandwidth: fc.constantFrom(3e8, 2e9, 25e9),
    lanes: fc.integer({ min: 1, max: 2 }),
    seed: fc.string({ minLength: 1, maxLength: 8 }),
    rows: fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 40_000_007 }),
        prompt: fc.integer({ min: 1, max: 120 }),
        output: fc.integer({ min: 1, max: 60 }),
        priority: fc.integer({ min: 0, max: 1 }),
      }),
      { minLength: 1, maxLength: 30 },
    ),
  })
  .map((c) => {
    let arrival = 0;
    const rows = c.rows.map(({ gap, prompt, output, priority }) => {
      arrival += gap;
      return { arrival, prompt, output, priority };
    });
    const input = {
      engine: c.engine,
      instances: 4,
      stages: c.pipeline,
      blocks: c.blocks,
      watermark: c.watermark,
      roles: c.split ? [ROLE_PREFILL, ROLE_DECODE, ROLE_MIXED, ROLE_DECODE] : [],
      migration: { ...PLAIN, stages: c.stages, victim: c.victim, waiting: c.waiting, bandwidth: c.bandwidth },
      handover: { bandwidth: c.bandwidth, lanes: c.lanes },
      scaling: { firstSeconds: 0.0300011, intervalSeconds: 0.0700017, startupSeconds: 0.0500003, waiting: c.returns },
      rebalance: { kind: 'interval' as const, seconds: 0.0111113 },
    } as ClusterInput;
    return { input, rows, seed: c.seed };
  });

const PLAIN = { overhead: 0.002_000_3, latency: 12e-6 } as const;

/** Plays random decisions, the same for the same seed; returns what was wrong at any event. */
function play(cluster: Cluster, { rows, seed }: Case): string[] {
  const { simulator, fleet } = cluster;
  const { state, specs } = simulator;
  const rng = createRng(seed);
  const wrong = new Set<string>();
  const heard = new Map<number, number>(); // request → tokens
  watch(cluster, () => {
    for (const fault of faultsOf(cluster)) wrong.add(fault);
    const r = state.requests;
    for (let s = 0; s < r.capacity; s++) {
      if (r.number[s] < 0) continue;
      const tokens = Math.max(0, (r.prefilled[s] === 1 ? r.done[s] : r.target[s]) - r.promptTokens[s]);
      if (tokens < (heard.get(r.number[s]) ?? 0)) wrong.add(`request ${r.number[s]} has lost tokens`);
      heard.set(r.number[s], tokens);
    }
  });
  const pick = (allowed: (i: number) => boolean): number => {
    const those = specs.map((_, i) => i).filter(allowed);
    return those.length > 0 ? those[rng.integer(those.length)] : -1;
  };
  simulator.reset(writtenSource(rows));
  while (simulator.advance()) {
    while (simulator.unrouted.count > 0) {
      const slot = simulator.unrouted.head;
      simulator.dispatch(
        slot,
        pick((i) => simulator.accepts(i, slot)),
      );
    }
    while (simulator.handovers.count > 0) {
      const slot = simulator.handovers.head;
      fleet.handovers?.send(
        slot,
        pick((i) => fleet.handovers?.canSend(slot, i) === true),
      );
    }
    decide(cluster, pick);
    for (const fault of faultsOf(cluster)) wrong.add(fault);
  }
  return [...wrong];
}

function decide({ fleet, simulator }: Cluster, pick: (allowed: (i: number) => boolean) => number): void {
  const { migrations, scaling } = fleet;
  while (fleet.round !== 'none') {
    if (fleet.round === 'scale') {
      const instance = pick((i) => scaling?.canToggle(i) === true);
      if (instance >= 0) fleet.toggle(instance);
    } else {
      const source = pick((i) => migrations?.canGive(i) === true);
      const slot = migrations?.victim(source) ?? -1;
      const to = pick((i) => migrations?.canReceive(i) === true && migrations.suits(slot, source, i));
      if (source >= 0 && to >= 0) migrations?.start(source, to);
    }
    fleet.closeRound();
  }
  expect(simulator.roundOpen).toBe(false);
}

function outcome({ simulator, fleet }: Cluster, count: number) {
  const { ledger, state } = simulator;
  const columns = [
    'outcome',
    'instance',
    'preemptions',
    'migrations',
    'firstTokenAt',
    'finishedAt',
    'downtime',
    'largestGap',
  ] as const;
  return {
    rows: columns.map((name) => [...ledger[name].subarray(0, count)]),
    now: simulator.now,
    iterations: simulator.iterations,
    perInstance: [...state.instances.iterations],
    started: fleet.migrations?.started,
    aborted: [...(fleet.migrations?.aborted ?? [])],
    bytes: [fleet.migrations?.bytes, fleet.handovers?.bytes],
    paid: fleet.scaling?.instanceTime,
  };
}

it('keeps every request and block in one place, and equals stepping', () => {
  const totals = { started: 0, completed: 0, handed: 0, changes: 0, aborted: [0, 0, 0, 0, 0] };
  fc.assert(
    fc.property(cases, (c) => {
      const fast = clusterOf({ ...c.input, fastForward: true });
      const stepped = clusterOf({ ...c.input, fastForward: false });
      for (const cluster of [fast, stepped]) {
        expect(play(cluster, c)).toEqual([]);
        const { ledger, state } = cluster.simulator;
        expect(ledger.completed + ledger.rejected).toBe(c.rows.length);
        expect([...state.instances.usedBlocks]).toEqual([0, 0, 0, 0]);
        expect([...state.instances.residents]).toEqual([0, 0, 0, 0]);
      }
      expect(outcome(fast, c.rows.length)).toEqual(outcome(stepped, c.rows.length));
      const { migrations, handovers, scaling } = fast.fleet;
      totals.started += migrations?.started ?? 0;
      totals.completed += migrations?.completed ?? 0;
      totals.handed += handovers?.completed ?? 0;
      totals.changes += scaling?.changes ?? 0;
      migrations?.aborted.forEach((count, i) => {
        totals.aborted[i] += count;
      });
    }),
    { numRuns: 150, seed: 7 },
  );
  // All of it has been tried.
  expect(Math.min(totals.completed, totals.handed, totals.changes, ...totals.aborted)).toBeGreaterThan(0);
});
