/**
 * Prefix caching as in vLLM v1 (hash per block, reference counts, least recently used eviction), in whole granules of
 * the workload instead of single blocks. Requests with equal leading granules on one instance share their blocks;
 * granules may lie past the prompt, so that the next turn of a conversation takes over what the last one generated.
 * A granule is shareable once the batch that computed it has ended. Differences to vLLM: blocks of one granule are
 * evicted together; a sequence of which everything is held keeps the last granule and computes its last block again
 * in place; of a granule that two requests computed at once, one copy stays (vLLM keeps both until they end).
 */
import { ensure } from '../../../src/error.js';
import { Arena } from '../../../src/sim/arena.js';
import type { PrefixCache } from '../prefix-cache.js';
import type { ServingState } from '../state.js';
import { CHUNK_REQUESTS } from '../workload/source.js';
import { GranuleTable } from './granule-table.js';

/** Chunks of granule ids that are kept at hand; the live requests rarely lie in more. */
const CHUNKS_AT_HAND = 4;

/** What is shared and how long; everything, until its room is needed, where no rule is given. */
export interface SharingRule {
  /** Ids under which granules are shared instead of their own: [key]. */
  readonly keys: Int32Array;
  /** First entry in `keys` of the request with this row number; one per shared granule. */
  keyStart(number: number): number;
  /** Leading granules of the request with this row number that may be shared. */
  sharedGranules(number: number): number;
  /** Whether the granules that `slot`, giving its blocks back, was the last to hold may stay. */
  keeps(state: ServingState, instance: number, slot: number): boolean;
}

export interface PrefixCacheOptions {
  /** Tokens of one granule: a multiple of the block of every instance that shares. */
  readonly granuleTokens: number;
  readonly instances: readonly CachingInstance[];
  readonly sharing?: SharingRule;
}

export interface CachingInstance {
  readonly totalBlocks: number;
  readonly blockTokens: number; // tokens of a block
  /** Whether it keeps prefixes at all; default true. */
  readonly prefixCaching?: boolean;
}

export class LruPrefixCache implements PrefixCache {
  readonly granuleTokens: number;
  // tallies since the last clear
  readonly lookedUpTokens: Float64Array; // [m] tokens of the prefills that were admitted
  readonly hitTokens: Float64Array; // [m] of these, taken from the cache
  readonly evictedGranules: Float64Array; // [m] dropped because the pool needed their room
  private readonly arena = new Arena();
  private readonly tables: readonly GranuleTable[]; // [m]
  private readonly shares: Uint8Array; // [m] 1 = keeps prefixes
  private readonly totalBlocks: Int32Array; // [m]
  private readonly granuleBlocks: Int32Array; // [m] blocks of a granule
  private readonly sharing: SharingRule | undefined;
  private readonly idsAtHand = new Map<number, Int32Array>(); // chunk → its granule ids

  /** @throws ArenaError where a granule is not whole blocks. */
  constructor({ granuleTokens, instances, sharing }: PrefixCacheOptions) {
    this.granuleTokens = granuleTokens;
    this.sharing = sharing;
    for (const { blockTokens, prefixCaching = true } of instances)
      ensure(
        !prefixCaching || (Number.isInteger(granuleTokens / blockTokens) && granuleTokens > 0),
        `envs/serving: prefix granules have ${granuleTokens} tokens, a multiple of the KV block (${blockTokens}) is expected`,
      );
    this.shares = Uint8Array.from(instances, ({ prefixCaching = true }) => (prefixCaching ? 1 : 0));
    this.totalBlocks = Int32Array.from(instances, ({ totalBlocks }) => totalBlocks);
    this.granuleBlocks = Int32Array.from(instances, ({ blockTokens }) => granuleTokens / blockTokens);
    this.lookedUpTokens = this.arena.float64(instances.length);
    this.hitTokens = this.arena.float64(instances.length);
    this.evictedGranules = this.arena.float64(instances.length);
    this.tables = instances.map(
      ({ totalBlocks }, i) =>
        new GranuleTable(this.shares[i] === 1 ? Math.floor(totalBlocks / this.granuleBlocks[i]) : 0, this.arena),
    );
  }

  match(state: ServingState, instance: number, slot: number): number {
    const { blockTokens } = state.instances;
    const { target } = state.requests;
    const limit = this.shares[instance] === 1 ? this.shareable(state, slot, target[slot]) : 0;
    if (limit === 0) return 0;
    const ids = this.ids(state, slot);
    const table = this.tables[instance];
    const start = this.start(state, slot);
    let granules = 0;
    while (granules < limit && table.find(ids[start + granules]) >= 0) granules++;
    const tokens = granules * this.granuleTokens;
    return tokens < target[slot] ? tokens : tokens - blockTokens[instance];
  }

  unheldBlocks(state: ServingState, instance: number, slot: number): number {
    const granules = this.granulesOf(this.match(state, instance, slot));
    if (granules === 0) return 0;
    const ids = this.ids(state, slot);
    const table = this.tables[instance];
    const start = this.start(state, slot);
    let unheld = 0;
    for (let i = start; i < start + granules; i++) if (table.holders[table.find(ids[i])] === 0) unheld++;
    return unheld * this.granuleBlocks[instance];
  }

  acquire(state: ServingState, instance: number, slot: number): number {
    const { usedBlocks, holders } = state.instances;
    const { prefixHeld, cachedTokens, blocks, target } = state.requests;
    const tokens = this.match(state, instance, slot);
    const granules = this.granulesOf(tokens);
    this.lookedUpTokens[instance] += target[slot];
    this.hitTokens[instance] += tokens;
    cachedTokens[slot] = tokens;
    prefixHeld[slot] = granules;
    if (granules === 0) return 0;
    const ids = this.ids(state, slot);
    const table = this.tables[instance];
    const size = this.granuleBlocks[instance];
    const start = this.start(state, slot);
    for (let i = start; i < start + granules; i++) if (table.hold(table.find(ids[i]))) usedBlocks[instance] += size;
    blocks[slot] = granules * size;
    holders[instance]++;
    return tokens;
  }

  publish(state: ServingState, instance: number, slot: number): void {
    if (this.shares[instance] === 0) return;
    const { done, prefilled, prefixHeld } = state.requests;
    // the newest output token is known, but its KV is not computed yet
    const computed = prefilled[slot] === 1 ? done[slot] - 1 : done[slot];
    const limit = this.shareable(state, slot, computed);
    if (prefixHeld[slot] >= limit) return;
    const ids = this.ids(state, slot);
    const table = this.tables[instance];
    const start = this.start(state, slot);
    const size = this.granuleBlocks[instance];
    while (prefixHeld[slot] < limit) {
      const id = ids[start + prefixHeld[slot]];
      const row = table.find(id);
      if (row < 0) {
        if (table.insert(id) < 0) return;
      } else if (!table.hold(row)) state.instances.usedBlocks[instance] -= size; // a second copy goes
      prefixHeld[slot]++;
    }
  }

  release(state: ServingState, instance: number, slot: number): number {
    const { blocks, prefixHeld } = state.requests;
    const granules = prefixHeld[slot];
    if (granules === 0) return blocks[slot];
    const ids = this.ids(state, slot);
    const table = this.tables[instance];
    const size = this.granuleBlocks[instance];
    const start = this.start(state, slot);
    const keeps = this.sharing === undefined || this.sharing.keeps(state, instance, slot);
    let leaving = blocks[slot] - granules * size;
    // from the end, so that the end of a prefix is evicted before its beginning
    for (let i = start + granules - 1; i >= start; i--) {
      const row = table.find(ids[i]);
      if (!table.drop(row)) continue;
      leaving += size;
      if (!keeps) table.forget(row);
    }
    prefixHeld[slot] = 0;
    return leaving;
  }

  makeRoom(instance: number, usedBlocks: number): void {
    const table = this.tables[instance];
    const size = this.granuleBlocks[instance];
    while (table.unheld > 0 && table.unheld * size + usedBlocks > this.totalBlocks[instance]) {
      table.evict();
      this.evictedGranules[instance]++;
    }
  }

  /** Blocks that hold granules, each counted once: held ones are part of `usedBlocks`, unheld ones are not. */
  sharedBlocks(instance: number): { readonly held: number; readonly unheld: number } {
    const { held, unheld } = this.tables[instance];
    const size = this.granuleBlocks[instance];
    return { held: held * size, unheld: unheld * size };
  }

  forget(instance: number): void {
    this.tables[instance].clear();
  }

  clear(): void {
    for (const table of this.tables) table.clear();
    this.lookedUpTokens.fill(0);
    this.hitTokens.fill(0);
    this.evictedGranules.fill(0);
    this.idsAtHand.clear();
  }

  snapshot(): unknown {
    return this.arena.snapshot();
  }

  restore(saved: unknown): void {
    this.arena.restore(saved as Uint8Array);
    this.idsAtHand.clear();
  }

  /** Granules of a request that may be shared and lie in its first `tokens` tokens. */
  private shareable(state: ServingState, slot: number, tokens: number): number {
    const { prefixLength, number } = state.requests;
    if (prefixLength[slot] === 0) return 0;
    const planned = this.sharing ? this.sharing.sharedGranules(number[slot]) : prefixLength[slot];
    return Math.min(planned, prefixLength[slot], Math.floor(tokens / this.granuleTokens));
  }

  /** Granules that a request holds which takes over this many tokens. */
  private granulesOf(tokens: number): number {
    return Math.ceil(tokens / this.granuleTokens);
  }

  /** Where the granules of a request begin in `ids`. */
  private start(state: ServingState, slot: number): number {
    const { number, prefixStart } = state.requests;
    return this.sharing ? this.sharing.keyStart(number[slot]) : prefixStart[slot];
  }

  /** Ids of granules, among them those of the request. */
  private ids(state: ServingState, slot: number): Int32Array {
    if (this.sharing) return this.sharing.keys;
    const row = state.requests.number[slot];
    const chunk = Math.floor(row / CHUNK_REQUESTS);
    const known = this.idsAtHand.get(chunk);
    if (known !== undefined) return known;
    if (this.idsAtHand.size >= CHUNKS_AT_HAND) this.idsAtHand.delete(this.idsAtHand.keys().next().value as number);
    const ids = state.arrivals.chunkOf(row).prefixId;
    this.idsAtHand.set(chunk, ids);
    return ids;
  }
}
