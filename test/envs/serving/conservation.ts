/** What must hold of an instance's KV blocks and lists at any time between two operations of an engine. */
import { expect } from 'vitest';
import type { LruPrefixCache } from '../../../envs/serving/kv/prefix-cache.js';
import type { ServingState } from '../../../envs/serving/state.js';

/** Blocks in use are those of the requests' own and each shared one once; nothing is negative or over the pool. */
export function expectConservation(state: ServingState, cache?: LruPrefixCache): void {
  const { requests, instances } = state;
  for (let i = 0; i < instances.count; i++) {
    let own = 0;
    let holders = 0;
    let least = 0;
    for (let slot = 0; slot < requests.capacity; slot++) {
      if (requests.number[slot] < 0 || requests.instance[slot] !== i) continue;
      const shared = cache ? (requests.prefixHeld[slot] * cache.granuleTokens) / instances.blockTokens[i] : 0;
      least = Math.min(least, requests.blocks[slot] - shared);
      own += requests.blocks[slot] - shared;
      if (requests.blocks[slot] > 0) holders++;
    }
    const { held, unheld } = cache ? cache.sharedBlocks(i) : { held: 0, unheld: 0 };
    expect([instances.usedBlocks[i], instances.holders[i], least]).toEqual([own + held, holders, 0]);
    expect(own + held + unheld).toBeLessThanOrEqual(instances.totalBlocks[i]);
  }
}
