/**
 * Disaggregated serving by hand, with the linear model: a prompt of p tokens alone takes 6,000,000 + 60,000·p + 3·p² ns,
 * a decode alone that sees K tokens 6,060,000 + 260·K.
 */
import { describe, expect, it } from 'vitest';
import { ROLE_DECODE, ROLE_PREFILL } from '../../../../src/serving.js';
import { writtenSource } from '../one-engine.js';
import { type Cluster, clusterOf, faultsOf, KV_BYTES, watch } from './cluster.js';

const roles = [ROLE_PREFILL, ROLE_DECODE];
const LINK = { bandwidth: 25e9, latency: 50e-6 };

function play(cluster: Cluster): void {
  const { simulator, fleet } = cluster;
  while (simulator.advance()) {
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
    while (simulator.handovers.count > 0) fleet.handovers?.send(simulator.handovers.head, 1);
    if (fleet.round === 'scale') fleet.toggle(1);
    fleet.closeRound();
  }
}

/** ns of `count` decodes alone from K on. */
function decodes(first: number, count: number): number {
  let time = 0;
  for (let k = first; k < first + count; k++) time += 6_060_000 + 260 * k;
  return time;
}

describe.each([true, false])('handover (fast-forward %s)', (fastForward) => {
  it('transfers the KV of the prompt and decodes on the other instance', () => {
    const cluster = clusterOf({ roles, fastForward, handover: LINK });
    const { simulator, fleet } = cluster;
    simulator.reset(writtenSource([{ prompt: 100, output: 5 }]));
    play(cluster);
    const prefill = 6_000_000 + 6_000_000 + 30_000;
    const transfer = 50_000 + Math.ceil((100 * KV_BYTES) / 25);
    expect(simulator.ledger.firstTokenAt[0]).toBe(prefill);
    expect(simulator.ledger.finishedAt[0]).toBe(prefill + transfer + decodes(101, 4));
    expect(simulator.ledger.largestGap[0]).toBe(transfer + 6_060_000 + 260 * 101);
    expect(simulator.ledger.instance[0]).toBe(1);
    expect(fleet.handovers?.bytes).toBe(100 * KV_BYTES);
    expect(fleet.handovers?.transferTime).toBe(transfer);
    expect([...simulator.state.instances.usedBlocks]).toEqual([0, 0]);
  });

  it('sends only what has not overlapped with the prefill', () => {
    const cluster = clusterOf({ roles, fastForward, handover: { ...LINK, overlap: 0.75 } });
    cluster.simulator.reset(writtenSource([{ prompt: 100, output: 5 }]));
    play(cluster);
    const prefill = 12_030_000;
    const transfer = 50_000 + Math.ceil((25 * KV_BYTES) / 25);
    expect(cluster.simulator.ledger.finishedAt[0]).toBe(prefill + transfer + decodes(101, 4));
  });

  it('shares the link of the destination one after the other, or gives every transfer a lane', () => {
    for (const lanes of [1, 2]) {
      const cluster = clusterOf({ roles, fastForward, handover: { ...LINK, lanes } });
      const { simulator } = cluster;
      // Both prompts are prefilled in one batch: 6,000,000 + 60,000·200 + 3·2·100².
      simulator.reset(
        writtenSource([
          { prompt: 100, output: 2 },
          { prompt: 100, output: 2 },
        ]),
      );
      play(cluster);
      const prefill = 18_060_000;
      const transfer = 50_000 + Math.ceil((100 * KV_BYTES) / 25);
      const alone = 6_060_000 + 260 * 101;
      if (lanes === 2) {
        expect(simulator.ledger.finishedAt[0]).toBe(prefill + transfer + 6_000_000 + 120_000 + 2 * 260 * 101);
        expect(simulator.ledger.finishedAt[1]).toBe(simulator.ledger.finishedAt[0]);
      } else {
        expect(simulator.ledger.finishedAt[0]).toBe(prefill + transfer + alone);
        // It lands while the first one decodes, which takes longer than the transfer.
        expect(alone).toBeGreaterThan(transfer);
        expect(simulator.ledger.finishedAt[1]).toBe(prefill + transfer + 2 * alone);
      }
    }
  });

  it('waits at the destination until its blocks fit, and the source keeps them meanwhile', () => {
    const cluster = clusterOf({ roles, fastForward, blocks: 11, watermark: 1, handover: LINK });
    const { simulator } = cluster;
    // 7 blocks each, 10 beside the watermark: the second comes when the first is over.
    simulator.reset(
      writtenSource([
        { prompt: 100, output: 9 },
        { arrival: 1000, prompt: 100, output: 3 },
      ]),
    );
    const wrong = new Set<string>();
    watch(cluster, () => {
      for (const fault of faultsOf(cluster)) wrong.add(fault);
    });
    play(cluster);
    const transfer = 50_000 + Math.ceil((100 * KV_BYTES) / 25);
    const first = simulator.ledger.finishedAt[0];
    expect(first).toBe(12_030_000 + transfer + decodes(101, 8));
    expect(simulator.ledger.finishedAt[1]).toBe(first + transfer + decodes(101, 2));
    expect([...wrong]).toEqual([]);
  });

  it('hands over anew what is queued for a destination that is drained', () => {
    const three = [ROLE_PREFILL, ROLE_DECODE, ROLE_DECODE];
    const cluster = clusterOf({
      roles: three,
      instances: 3,
      fastForward,
      blocks: 11,
      watermark: 1,
      handover: LINK,
      scaling: { firstSeconds: 0.05, intervalSeconds: 100 },
    });
    const { simulator, fleet } = cluster;
    simulator.reset(
      writtenSource([
        { prompt: 100, output: 9 },
        { arrival: 1000, prompt: 100, output: 3 },
      ]),
    );
    let target = 1;
    while (simulator.advance()) {
      while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
      if (fleet.round === 'scale') {
        fleet.toggle(1);
        target = 2;
        expect(simulator.handovers.count).toBe(1);
        expect(() => fleet.handovers?.send(simulator.handovers.head, 1)).toThrow(/cannot be handed over to instance 1/);
      }
      fleet.closeRound();
      while (simulator.handovers.count > 0) fleet.handovers?.send(simulator.handovers.head, target);
    }
    const transfer = 50_000 + Math.ceil((100 * KV_BYTES) / 25);
    expect([...simulator.ledger.instance.subarray(0, 2)]).toEqual([1, 2]);
    expect(simulator.ledger.finishedAt[1]).toBe(50_000_000 + transfer + decodes(101, 2));
  });
});

it('refuses more lanes than there are timers', () => {
  expect(() => clusterOf({ roles, handover: { lanes: 64 } })).toThrow(/handover lanes: 64/);
});

it('refuses links that do not match the instances', () => {
  expect(() => clusterOf({ roles, handover: { links: [[1, 2]] } })).toThrow(/2 rows of 2 bandwidths/);
});
