/**
 * Migrations by hand. Iterations of the linear model: 6,000,000 + 60,000·N + 260·K + 3·P ns. One request of 160 + 50
 * tokens alone: prefill 6,000,000 + 9,600,000 + 3·160² = 15,676,800; the decode that sees K tokens 6,060,000 + 260·K.
 */
import { describe, expect, it } from 'vitest';
import { ABORT_REASONS } from '../../../../envs/serving/fleet/migration-phase.js';
import { writtenSource } from '../one-engine.js';
import { type Cluster, type ClusterInput, clusterOf, faultsOf, KV_BYTES, watch } from './cluster.js';

/** Sends everything to instance 0 and migrates from 0 to 1 in the first round; later rounds are left alone. */
function play(cluster: Cluster, rounds = 1): void {
  const { simulator, fleet } = cluster;
  let left = rounds;
  while (simulator.advance()) {
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
    while (fleet.round !== 'none') {
      if (left-- > 0) fleet.migrations?.start(0, 1);
      fleet.closeRound();
    }
  }
}

function migrationOf(cluster: Cluster) {
  const { migrations } = cluster.fleet;
  if (!migrations) throw new Error('no migrations');
  return migrations;
}

function aborts(cluster: Cluster): Record<string, number> {
  const counts = migrationOf(cluster).aborted;
  return Object.fromEntries(ABORT_REASONS.map((reason, i) => [reason, counts[i]]).filter(([, count]) => count !== 0));
}

const AT_30_MS = { kind: 'interval', seconds: 0.03 } as const;
const A10 = { bandwidth: 15e9, latency: 12e-6, overhead: 0.02 };

describe.each([true, false])('a live migration (fast-forward %s)', (fastForward) => {
  it('takes two stages, to the nanosecond', () => {
    const cluster = clusterOf({ fastForward, migration: A10, rebalance: AT_30_MS });
    const { simulator } = cluster;
    simulator.reset(writtenSource([{ prompt: 160, output: 50 }]));
    play(cluster);
    // Three decodes have begun by 30 ms, two are over: done = 163, so 162 tokens of KV, 11 blocks, 10 go first:
    // 10·16·524,288 B at 15 B/ns = 5,592,406 + 12,000 ns, until 35,604,406. The fourth decode then under way sees
    // K = 164 and ends at 40,085,800; the 11th block follows: 559,241 + 12,000 + 20,000,000 ns.
    const downtime = 20_571_241;
    expect(migrationOf(cluster).downtime).toBe(downtime);
    expect(migrationOf(cluster).longestDowntime).toBe(downtime);
    expect(migrationOf(cluster).bytes).toBe(11 * 16 * KV_BYTES);
    expect(simulator.ledger.downtime[0]).toBe(downtime);
    expect(simulator.ledger.migrations[0]).toBe(1);
    expect(simulator.ledger.instance[0]).toBe(1);
    // The next token comes at 40,085,800 + downtime + 6,060,000 + 260·165.
    expect(simulator.ledger.largestGap[0]).toBe(downtime + 6_102_900);
    let end = 15_676_800 + downtime;
    for (let k = 161; k < 210; k++) end += 6_060_000 + 260 * k;
    expect(simulator.ledger.finishedAt[0]).toBe(end);
    expect([...simulator.state.instances.usedBlocks]).toEqual([0, 0]);
    expect([...simulator.state.instances.migrating]).toEqual([0, 0]);
  });

  it('sends tokens instead of blocks where told', () => {
    const cluster = clusterOf({ fastForward, migration: { ...A10, unit: 'tokens' }, rebalance: AT_30_MS });
    cluster.simulator.reset(writtenSource([{ prompt: 160, output: 50 }]));
    play(cluster);
    // 164 tokens of KV when it stops, 160 of them copied: 4 tokens, 2,097,152 B, 139,811 ns.
    expect(migrationOf(cluster).bytes).toBe(164 * KV_BYTES);
    expect(migrationOf(cluster).downtime).toBe(139_811 + 12_000 + 20_000_000);
  });

  it('copies in up to three stages, the last with few blocks left', () => {
    const stages = { kind: 'multi-stage', most: 3, finalBlocks: 2 } as const;
    const migration = { bandwidth: 1e9, latency: 0, overhead: 0, stages };
    const cluster = clusterOf({ fastForward, migration, rebalance: AT_30_MS });
    cluster.simulator.reset(writtenSource([{ prompt: 160, output: 50 }]));
    play(cluster);
    // At 30 ms: 162 tokens of KV, 10 complete blocks, 83,886,080 ns at 1 B/ns: until 113,886,080. Decodes end at
    // 15,676,800 + n·(6,060,000 + 260·161) + 260·n(n − 1)/2: 16 of them at 113,337,760, done = 177, 176 tokens of KV:
    // 11 blocks, one is left: fewer than two. It stops at the end of the 17th, 119,443,780: 177 tokens, 12 blocks, two to go.
    expect(migrationOf(cluster).downtime).toBe(2 * 16 * KV_BYTES);
    expect(migrationOf(cluster).bytes).toBe(12 * 16 * KV_BYTES);
    expect(cluster.simulator.ledger.migrations[0]).toBe(1);
  });

  it('makes a short sequence stop at once: one block has no first stage', () => {
    const cluster = clusterOf({ fastForward, migration: A10, rebalance: AT_30_MS });
    cluster.simulator.reset(writtenSource([{ prompt: 4, output: 10 }]));
    play(cluster);
    expect(migrationOf(cluster).bytes).toBe(16 * KV_BYTES);
    expect(migrationOf(cluster).downtime).toBe(20_571_241);
  });

  it('uses the bandwidth of the pair', () => {
    const links = [
      [1, 4e9],
      [1e9, 1],
    ];
    const cluster = clusterOf({ fastForward, migration: { ...A10, links }, rebalance: AT_30_MS });
    cluster.simulator.reset(writtenSource([{ prompt: 4, output: 10 }]));
    play(cluster);
    expect(migrationOf(cluster).downtime).toBe((16 * KV_BYTES) / 4 + 12_000 + 20_000_000);
  });
});

describe('a migration ends early', () => {
  const input: ClusterInput = { migration: A10, rebalance: AT_30_MS };

  it('when the request finishes during the copy', () => {
    const cluster = clusterOf(input);
    cluster.simulator.reset(
      writtenSource([
        { prompt: 160, output: 4 },
        { arrival: 5, prompt: 4, output: 90 },
      ]),
    );
    let seen = '';
    watch(cluster, () => {
      seen = faultsOf(cluster).join() || seen;
    });
    const { simulator, fleet } = cluster;
    let started = false;
    while (simulator.advance()) {
      while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
      if (fleet.round === 'migrate' && !started) {
        fleet.migrations?.start(
          0,
          1,
          [0, 1].find((slot) => simulator.state.requests.number[slot] === 0),
        );
        started = true;
        expect(simulator.state.instances.usedBlocks[1]).toBe(10);
      }
      fleet.closeRound();
    }
    expect(aborts(cluster)).toEqual({ finished: 1 });
    expect(migrationOf(cluster).completed).toBe(0);
    expect(cluster.simulator.ledger.downtime[0]).toBe(0);
    expect(seen).toBe('');
  });

  it('when the request finishes in the iteration at whose end it would stop', () => {
    const cluster = clusterOf(input);
    // After the copy, at 35,604,406, the fourth decode ends at 40,085,800: with 5 outputs it is the last.
    cluster.simulator.reset(writtenSource([{ prompt: 160, output: 5 }]));
    play(cluster);
    expect(aborts(cluster)).toEqual({ finished: 1 });
    expect(cluster.simulator.ledger.finishedAt[0]).toBe(40_085_800);
    expect([...cluster.simulator.state.instances.usedBlocks]).toEqual([0, 0]);
  });

  it('when the destination lacks blocks for the first copy', () => {
    const cluster = clusterOf({ ...input, blocks: 14, watermark: 5 });
    cluster.simulator.reset(writtenSource([{ prompt: 128, output: 10 }]));
    // 8 blocks or more; 14 − 5 free ones take the first copy of the only request, not beside another one there.
    const { simulator, fleet } = cluster;
    let first = true;
    while (simulator.advance()) {
      while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
      if (fleet.round === 'migrate' && first) {
        simulator.state.instances.usedBlocks[1] += 3; // somebody else's
        fleet.migrations?.start(0, 1);
        simulator.state.instances.usedBlocks[1] -= 3;
        expect(simulator.state.instances.migrating[0]).toBe(0);
        first = false;
      }
      fleet.closeRound();
    }
    expect(aborts(cluster)).toEqual({ memory: 1 });
    expect(simulator.ledger.instance[0]).toBe(0);
  });

  it('when the request is preempted during the copy', () => {
    // 24 blocks, all in use when both have grown: the later one is preempted while its blocks are on a slow link.
    const cluster = clusterOf({
      blocks: 24,
      migration: { ...A10, bandwidth: 5e8 },
      rebalance: { kind: 'interval', seconds: 0.04 },
    });
    cluster.simulator.reset(
      writtenSource([
        { prompt: 160, output: 60 },
        { arrival: 1, prompt: 160, output: 60 },
      ]),
    );
    play(cluster);
    expect(aborts(cluster)).toEqual({ preempted: 1 });
    expect(cluster.simulator.ledger.preemptions[1]).toBeGreaterThan(0);
    expect(cluster.simulator.ledger.completed).toBe(2);
    expect([...cluster.simulator.state.instances.usedBlocks]).toEqual([0, 0]);
  });

  it('when the engine of the destination has no place left', () => {
    const cluster = clusterOf({ ...input, engine: { kind: 'sarathi', maxSequences: 1 } });
    cluster.simulator.reset(
      writtenSource([
        { prompt: 160, output: 50 },
        { arrival: 41_000_000, prompt: 8, output: 60 },
      ]),
    );
    const { simulator, fleet } = cluster;
    let started = false;
    while (simulator.advance()) {
      while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, simulator.now === 0 ? 0 : 1);
      if (fleet.round === 'migrate' && !started) {
        fleet.migrations?.start(0, 1);
        started = true;
      }
      fleet.closeRound();
    }
    // Stopped at 40,085,800 for 20,571,241 ns; then it goes on at the source: the time is lost, the tokens are not.
    expect(aborts(cluster)).toEqual({ place: 1 });
    expect(simulator.ledger.instance[0]).toBe(0);
    expect(simulator.ledger.downtime[0]).toBe(20_571_241);
    expect(simulator.ledger.largestGap[0]).toBe(20_571_241 + 6_102_900);
    expect(migrationOf(cluster).downtime).toBe(0);
  });

  it('when the destination is drained, before and after the request was stopped', () => {
    for (const at of [32_000_000, 50_000_000]) {
      const cluster = clusterOf({ ...input, instances: 3, scaling: { firstSeconds: at / 1e9, intervalSeconds: 100 } });
      const { simulator, fleet } = cluster;
      simulator.reset(writtenSource([{ prompt: 160, output: 50 }]));
      let started = false;
      while (simulator.advance()) {
        while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
        if (fleet.round === 'scale') fleet.toggle(1);
        if (fleet.round === 'migrate' && !started) {
          fleet.migrations?.start(0, 1);
          started = true;
        }
        fleet.closeRound();
      }
      expect(aborts(cluster)).toEqual({ drained: 1 });
      expect(simulator.ledger.instance[0]).toBe(0);
      expect(simulator.ledger.downtime[0]).toBe(at < 40e6 ? 0 : 20_571_241);
      expect(simulator.state.instances.state[1]).toBe(0);
    }
  });
});

describe('victims', () => {
  const rows = [
    { prompt: 100, output: 90, priority: 1 },
    { arrival: 1, prompt: 300, output: 90 },
    { arrival: 2, prompt: 50, output: 90, priority: 2 },
    { arrival: 3, prompt: 200, output: 90 },
  ];
  it.each([
    ['lcfs', 3],
    ['shortest', 2],
    ['longest', 1],
    ['lowest-priority', 3],
    ['none', -1],
  ] as const)('%s', (victim, row) => {
    const cluster = clusterOf({
      migration: { victim },
      rebalance: { kind: 'interval', seconds: 0.2 },
      sampler: probe,
      sampleSeconds: 0.2,
    });
    let chosen = -2;
    function sample(): void {
      const slot = migrationOf(cluster).victim(0);
      chosen = slot < 0 ? -1 : cluster.simulator.state.requests.number[slot];
    }
    look = sample;
    cluster.simulator.reset(writtenSource(rows));
    play(cluster, 0);
    expect(chosen).toBe(row);
  });

  it('the oldest waiting request goes over without a copy, before or after running ones', () => {
    for (const waiting of ['first', 'last', 'never'] as const) {
      const cluster = clusterOf({
        engine: { kind: 'sarathi', maxSequences: 1 },
        migration: { waiting, victim: waiting === 'last' ? 'none' : 'lcfs', latency: 0.001 },
        rebalance: AT_30_MS,
      });
      const { simulator } = cluster;
      simulator.reset(
        writtenSource([
          { prompt: 16, output: 100 },
          { prompt: 16, output: 4 },
          { prompt: 16, output: 4 },
        ]),
      );
      play(cluster);
      const moved = waiting === 'never' ? 0 : 1;
      expect(simulator.ledger.migrations[moved]).toBe(1);
      if (waiting === 'never') continue;
      expect(migrationOf(cluster).bytes).toBe(0);
      expect(simulator.ledger.downtime[1]).toBe(0);
      // It arrives at the other queue at 31 ms and runs at once: 6,000,000 + 960,000 + 3·256.
      expect(simulator.ledger.firstTokenAt[1]).toBe(31_000_000 + 6_960_768);
    }
  });
});

let look: () => void = () => {};
/** Looks once, at the first sample. */
const probe = {
  sample: () => {
    look();
    look = () => {};
  },
};
