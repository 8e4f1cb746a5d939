/** The size of the fleet: states, what they cost, and what becomes of the requests of an instance that goes. */
import { describe, expect, it } from 'vitest';
import { LruPrefixCache } from '../../../../envs/serving/kv/prefix-cache.js';
import {
  INSTANCE_DRAINING,
  INSTANCE_OFF,
  INSTANCE_STARTING,
  INSTANCE_UP,
  ROLE_DECODE,
  ROLE_PREFILL,
} from '../../../../src/serving.js';
import { writtenSource } from '../one-engine.js';
import { type Cluster, type ClusterInput, clusterOf, faultsOf, watch } from './cluster.js';

const SECOND = 1e9;

/** `deeds[k]` is done in the k-th scale round; requests go to `route` at that time. */
function play(cluster: Cluster, deeds: readonly (() => void)[], route: () => number = () => 0): void {
  const { simulator, fleet } = cluster;
  let round = 0;
  while (simulator.advance()) {
    if (fleet.round === 'scale') deeds[round++]?.();
    if (fleet.round !== 'none') fleet.closeRound();
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, route());
  }
}

const EVERY_SECOND: ClusterInput['scaling'] = { firstSeconds: 1, intervalSeconds: 1, startupSeconds: 2.5 };
/** One request at 0 and one at 10 s keep the episode going. */
const LONG = writtenSource([
  { prompt: 10, output: 2 },
  { arrival: 10 * SECOND, prompt: 10, output: 2 },
]);

describe('scaling', () => {
  it('starts an instance after its start-up time, which is paid for', () => {
    const cluster = clusterOf({ instances: 3, up: [true, false, true], scaling: EVERY_SECOND });
    const { simulator, fleet } = cluster;
    const states: number[] = [];
    simulator.reset(LONG);
    const deeds = [
      () => fleet.toggle(1),
      ...[1, 2, 3].map(() => () => void states.push(simulator.state.instances.state[1])),
    ];
    play(cluster, deeds);
    expect(states).toEqual([INSTANCE_STARTING, INSTANCE_STARTING, INSTANCE_UP]); // at 2, 3 and 4 s
    expect(fleet.scaling?.paidTime(0)).toBe(simulator.now);
    expect(fleet.scaling?.paidTime(1)).toBe(simulator.now - SECOND);
    expect(fleet.scaling?.changes).toBe(1);
  });

  it('loses the prefixes that an instance kept when it is switched off', () => {
    const instances = Array.from({ length: 2 }, () => ({ totalBlocks: 1000, blockTokens: 16 }));
    const prefixCache = new LruPrefixCache({ granuleTokens: 16, instances });
    const scaling = { ...EVERY_SECOND, startupSeconds: 0.5 };
    const cluster = clusterOf({ engine: { kind: 'vllm-v1' }, scaling, prefixCache });
    const { simulator, fleet } = cluster;
    const request = { prompt: 40, output: 2, prefix: [1, 2] };
    simulator.reset(writtenSource([request, { ...request, arrival: 10 * SECOND }], 16));
    const kept: number[] = [];
    const matched: number[] = [];
    const look = () => void kept.push(prefixCache.sharedBlocks(1).unheld);
    const drain = (): void => {
      look();
      fleet.toggle(1);
      expect(simulator.state.instances.state[1]).toBe(INSTANCE_OFF);
      look();
    };
    play(cluster, [drain, () => fleet.toggle(1), look], () => {
      matched.push(prefixCache.match(simulator.state, 1, simulator.unrouted.head));
      return 1;
    });
    expect(kept).toEqual([2, 0, 0]);
    expect(matched).toEqual([0, 0]);
    expect(simulator.ledger.cachedTokens[1]).toBe(0);
  });

  it('drains: nothing new, what runs finishes, then it is off and free of charge', () => {
    const cluster = clusterOf({ scaling: { ...EVERY_SECOND, waiting: 'finish' } });
    const { simulator, fleet } = cluster;
    simulator.reset(
      writtenSource([
        { prompt: 10, output: 200 },
        { arrival: 10 * SECOND, prompt: 10, output: 2 },
      ]),
    );
    const states: number[] = [];
    const look = () => void states.push(simulator.state.instances.state[1]);
    let target = 1;
    const drain = (): void => {
      fleet.toggle(1);
      look();
      target = 0;
      expect(simulator.accepts(1, 0)).toBe(false);
      expect(fleet.scaling?.canToggle(1)).toBe(false);
    };
    play(cluster, [drain, look], () => target);
    expect(states).toEqual([INSTANCE_DRAINING, INSTANCE_OFF]);
    expect(fleet.scaling?.paidTime(1)).toBe(simulator.ledger.finishedAt[0]);
    expect(fleet.scaling?.instanceTime).toBe(simulator.now + simulator.ledger.finishedAt[0]);
  });

  it('is off at once where nothing is left, and can start again', () => {
    const cluster = clusterOf({ scaling: EVERY_SECOND });
    const { simulator, fleet } = cluster;
    simulator.reset(LONG);
    play(cluster, [() => fleet.toggle(1), () => fleet.toggle(1)]);
    // Paid from 0 to 1 s and from 2 s to the end.
    expect(fleet.scaling?.paidTime(1)).toBe(simulator.now - SECOND);
    expect([fleet.scaling?.starts, fleet.scaling?.drains]).toEqual([1, 1]);
  });

  it.each(['return', 'finish'] as const)('what waits at a draining instance: %s', (waiting) => {
    const cluster = clusterOf({
      engine: { kind: 'sarathi', maxSequences: 1 },
      scaling: { ...EVERY_SECOND, waiting },
    });
    const { simulator, fleet } = cluster;
    simulator.reset(
      writtenSource([
        { prompt: 10, output: 300 },
        { prompt: 10, output: 3 },
        { prompt: 10, output: 4 },
      ]),
    );
    const wrong = new Set<string>();
    watch(cluster, () => {
      for (const fault of faultsOf(cluster)) wrong.add(fault);
    });
    let target = 1;
    const drain = (): void => {
      fleet.toggle(1);
      target = 0;
      expect(simulator.unrouted.count).toBe(waiting === 'return' ? 2 : 0);
    };
    play(cluster, [drain], () => target);
    expect([...simulator.ledger.instance.subarray(0, 3)]).toEqual(waiting === 'return' ? [1, 0, 0] : [1, 1, 1]);
    if (waiting === 'return') expect(simulator.ledger.firstTokenAt[1]).toBe(SECOND + 6_600_300);
    expect([...wrong]).toEqual([]);
  });

  it('keeps to its limits and leaves every role somebody who can take the longest request', () => {
    const limited = clusterOf({ instances: 3, up: [true, true, false], scaling: { minInstances: 2, maxInstances: 2 } });
    limited.simulator.reset(LONG);
    expect([0, 1, 2].map((i) => limited.fleet.scaling?.canToggle(i))).toEqual([false, false, false]);
    expect(() => limited.fleet.toggle(2)).toThrow(/instance 2 cannot be started or drained/);

    const split = clusterOf({ instances: 3, roles: [ROLE_PREFILL, ROLE_DECODE, ROLE_DECODE], scaling: {} });
    split.simulator.reset(LONG);
    expect([0, 1, 2].map((i) => split.fleet.scaling?.canToggle(i))).toEqual([false, true, true]);
    split.fleet.toggle(2);
    expect(split.fleet.scaling?.canToggle(1)).toBe(false);

    expect(() => clusterOf({ scaling: { minInstances: 3 } })).toThrow(/minInstances 3/);
    const oneUp = { roles: [ROLE_PREFILL, ROLE_DECODE], up: [true, false] };
    expect(() => clusterOf({ ...oneUp, scaling: {} })).toThrow(/cannot take every request/);
  });
});
