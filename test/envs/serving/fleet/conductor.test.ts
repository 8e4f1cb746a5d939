/** Rounds and samples: when they come, and that they come only where something can be done. */
import { describe, expect, it } from 'vitest';
import { writtenSource } from '../one-engine.js';
import { type Cluster, clusterOf } from './cluster.js';

function rounds(cluster: Cluster, source = writtenSource([{ prompt: 160, output: 50 }])): string[] {
  const { simulator, fleet } = cluster;
  const seen: string[] = [];
  simulator.reset(source);
  while (simulator.advance()) {
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
    while (fleet.round !== 'none') {
      seen.push(`${fleet.round} ${simulator.now} ${simulator.iterations}`);
      fleet.closeRound();
    }
  }
  expect(simulator.roundOpen).toBe(false);
  return seen;
}

describe('rounds', () => {
  it('by reports: at every multiple of 4 iterations per instance', () => {
    const cluster = clusterOf({ fastForward: false, migration: {}, rebalance: { kind: 'reports', perInstance: 4 } });
    expect(rounds(cluster).map((round) => round.split(' ')[2])).toEqual(['8', '16', '24', '32', '40', '48']);
  });

  it('by interval, not before there is somebody to move', () => {
    const cluster = clusterOf({ migration: {}, rebalance: { kind: 'interval', seconds: 0.01 } });
    const times = rounds(cluster).map((round) => Number(round.split(' ')[1]));
    // The prefill ends at 15,676,800.
    expect(times[0]).toBe(20_000_000);
    expect(times.every((time, i) => time === 20_000_000 + i * 10_000_000)).toBe(true);
    expect(times.at(-1)).toBe(Math.floor(cluster.simulator.now / 1e7) * 1e7);
  });

  it('not where nobody can receive', () => {
    const alone = clusterOf({ instances: 1, migration: {}, rebalance: { kind: 'interval', seconds: 0.01 } });
    expect(rounds(alone)).toEqual([]);
    const off = clusterOf({ up: [true, false], migration: {}, rebalance: { kind: 'interval', seconds: 0.01 } });
    expect(rounds(off)).toEqual([]);
  });

  it('of both kinds at one instant, one after the other', () => {
    const cluster = clusterOf({
      migration: {},
      rebalance: { kind: 'interval', seconds: 0.1 },
      scaling: { firstSeconds: 0.1, intervalSeconds: 0.1 },
    });
    const kinds = rounds(cluster).map((round) => round.split(' ').slice(0, 2).join(' '));
    expect(kinds.slice(0, 4)).toEqual(['migrate 100000000', 'scale 100000000', 'migrate 200000000', 'scale 200000000']);
  });

  it('do not hide a workload that is stuck', () => {
    const cluster = clusterOf({ rebalance: { kind: 'interval', seconds: 0.01 }, migration: {} });
    const { simulator } = cluster;
    simulator.reset(writtenSource([{ prompt: 16, output: 5 }]));
    simulator.advance();
    simulator.state.instances.usedBlocks.fill(1000); // nobody gives these back
    simulator.dispatch(simulator.unrouted.head, 0);
    expect(() => simulator.advance()).toThrow(/nothing will happen any more/);
  });

  it('samples are taken at regular times until the end', () => {
    const times: number[] = [];
    const sampler = { sample: ({ now }: { now: number }) => void times.push(now) };
    const cluster = clusterOf({ sampler, sampleSeconds: 0.05 });
    rounds(cluster);
    expect(times).toEqual(Array.from({ length: Math.floor(cluster.simulator.now / 5e7) }, (_, i) => (i + 1) * 5e7));
    expect(times.length).toBeGreaterThan(4);
  });
});
