/** Who is given away, on one instance with requests whose order and priority are written down. */
import { describe, expect, it } from 'vitest';
import { runningVictim, type VictimRule } from '../../../../envs/serving/fleet/victim.js';
import { writtenSource } from '../one-engine.js';
import { clusterOf } from './cluster.js';

/** Number of the victim among requests of these priorities and prompts that all decode; −1 = none. */
function victimOf(rule: VictimRule, requests: readonly (readonly [priority: number, prompt: number])[]): number {
  const { simulator } = clusterOf({ instances: 1 });
  const rows = requests.map(([priority, prompt], i) => ({ arrival: 1000 * i, prompt, output: 500, priority }));
  simulator.reset(writtenSource([...rows, { arrival: 500_000_000, prompt: 16, output: 2 }]));
  for (const _ of requests) {
    simulator.advance();
    simulator.dispatch(simulator.unrouted.head, 0);
  }
  simulator.advance(); // until the last one comes: the others decode
  const { state } = simulator;
  for (let i = 0; i < requests.length; i++) expect(state.requests.prefilled[i]).toBe(1);
  const slot = runningVictim(state, 0, rule);
  return slot < 0 ? -1 : state.requests.number[slot];
}

describe('the victim', () => {
  it('is the last come of normal priority', () => {
    expect(
      victimOf('lcfs', [
        [0, 50],
        [0, 20],
        [1, 30],
      ]),
    ).toBe(1);
    expect(
      victimOf('lcfs', [
        [0, 50],
        [2, 20],
        [1, 30],
      ]),
    ).toBe(0);
    expect(
      victimOf('lcfs', [
        [1, 50],
        [2, 20],
      ]),
    ).toBe(-1);
  });

  it('is the shortest, the longest, or of the least urgent the shortest', () => {
    const requests = [
      [1, 50],
      [0, 30],
      [0, 70],
      [2, 20],
    ] as const;
    expect(victimOf('shortest', requests)).toBe(3);
    expect(victimOf('longest', requests)).toBe(2);
    expect(victimOf('lowest-priority', requests)).toBe(1);
    expect(victimOf('none', requests)).toBe(-1);
  });
});
