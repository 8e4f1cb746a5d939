/**
 * Tokens that sharing prefixes saves in an offline batch, as shares of all prompt tokens, under three regimes: an
 * infinite cache (the full prefix tree), one shared prefix per request (BatchLLM's one-level groups), and a cache of
 * least recently used granules of finite size that serves the requests one after the other in a given order, which
 * flatters it: requests that are served at once need room beside the cache.
 */
import { oneLevel, prefixTree } from './prefix-tree.js';
import type { PromptGranules } from './prompt-granules.js';

/** Share of prompt tokens an infinite cache saves: every distinct granule is computed once. */
export function infiniteCacheSaving(prompts: PromptGranules): number {
  const { ids, granuleTokens } = prompts;
  return shareOf(prompts, (ids.length - new Set(ids).size) * granuleTokens);
}

/** Share of the whole granules an infinite cache hits. */
export function infiniteCacheHitRate({ ids }: PromptGranules): number {
  return ids.length === 0 ? 0 : 1 - new Set(ids).size / ids.length;
}

/** Share of prompt tokens that the one-level groups save: each prefix is computed once per group. */
export function oneLevelSaving(prompts: PromptGranules): number {
  let saved = 0;
  for (const { granules, requests } of oneLevel(prefixTree(prompts)))
    saved += granules * Math.max(0, requests.length - 1) * prompts.granuleTokens;
  return shareOf(prompts, saved);
}

/**
 * Share of prompt tokens that a cache of `capacity` granules saves when the requests come in `order` (rows; as they
 * are where it is absent).
 */
export function lruCacheSaving(prompts: PromptGranules, capacity: number, order?: ArrayLike<number>): number {
  const { count, start, ids, granuleTokens } = prompts;
  const recency = new Set<number>(); // granule ids, least recently used first
  let hits = 0;
  for (let k = 0; k < count; k++) {
    const row = order ? order[k] : k;
    let at = start[row];
    while (at < start[row + 1] && recency.has(ids[at])) at++;
    hits += at - start[row];
    // from the end, so that the beginning of a prefix is used last and evicted last
    for (let i = start[row + 1] - 1; i >= start[row]; i--) {
      recency.delete(ids[i]);
      recency.add(ids[i]);
    }
    for (const oldest of recency) {
      if (recency.size <= capacity) break;
      recency.delete(oldest);
    }
  }
  return shareOf(prompts, hits * granuleTokens);
}

function shareOf({ promptTokens }: PromptGranules, saved: number): number {
  const total = promptTokens.reduce((sum, tokens) => sum + tokens, 0);
  return total === 0 ? 0 : saved / total;
}
