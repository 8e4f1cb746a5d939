/**
 * The contract of a prefix cache: KV blocks of prompt prefixes that outlive the request which computed them. Shared
 * blocks count once in `usedBlocks` while somebody holds them; unheld ones stay until the pool needs their room.
 */
import type { ServingState } from './state.js';

export interface PrefixCache {
  /** Tokens of one granule. */
  readonly granuleTokens: number;
  /**
   * Leading tokens of the sequence whose KV the instance holds and an admission would take over; looks without
   * touching. Whole granules, less the last block where that would be the whole prefill: one token must be computed.
   */
  match(state: ServingState, instance: number, slot: number): number;
  /** Blocks of the matched granules that nobody holds now: they enter `usedBlocks` when they are acquired. */
  unheldBlocks(state: ServingState, instance: number, slot: number): number;
  /**
   * Takes references to the matched granules for an admission of a request without blocks; returns the tokens of
   * `match`. Sets `prefixHeld`, `cachedTokens` and `blocks`, and counts the blocks and the holder at the instance.
   */
  acquire(state: ServingState, instance: number, slot: number): number;
  /** Publishes the granules that the request has computed since. */
  publish(state: ServingState, instance: number, slot: number): void;
  /** Drops the references of a request that frees its blocks; returns how many blocks leave `usedBlocks`. */
  release(state: ServingState, instance: number, slot: number): number;
  /** Drops unheld granules, least recently used first, until they fit beside `usedBlocks`. */
  makeRoom(instance: number, usedBlocks: number): void;
  /** Blocks that hold granules, each counted once: held ones are part of `usedBlocks`, unheld ones are not. */
  sharedBlocks(instance: number): { readonly held: number; readonly unheld: number };
  /** The KV of an instance that is switched off is lost: nothing of it is matched any more. Nobody may hold a granule. */
  forget(instance: number): void;
  /** Forgets everything, of all instances. */
  clear(): void;
  snapshot(): unknown;
  restore(saved: unknown): void;
}
