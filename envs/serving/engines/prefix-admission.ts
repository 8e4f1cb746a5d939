/** What an admission costs the pool when leading granules are shared. */
import type { ServingState } from '../state.js';

/**
 * Blocks that the pool would have to give a waiting request for its first `sequence` tokens, the matched ones
 * included: its own blocks, and those of matched granules that nobody holds.
 */
export function admissionBlocks(state: ServingState, instance: number, slot: number, sequence: number): number {
  const needed = state.blocksOf(instance, sequence);
  const { prefixCache } = state;
  if (prefixCache === undefined) return needed;
  const granule = prefixCache.granuleTokens;
  const held = Math.ceil(prefixCache.match(state, instance, slot) / granule) * granule; // tokens of whole granules
  const own = needed - state.blocksOf(instance, held);
  return prefixCache.unheldBlocks(state, instance, slot) + (own > 0 ? own : 0);
}
