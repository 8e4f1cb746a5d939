/**
 * Where requests come from: columns in order of arrival, handed out in chunks, so that a stream of millions never
 * lies in memory whole. A source is immutable: chunk c is the same whenever it is asked for (a generator seeds itself
 * by the chunk's number), so snapshots and forks only remember how far they have read. Requests are known by their
 * row number, from 0.
 */

/** Rows of a chunk; only the last chunk is shorter. */
export const CHUNK_REQUESTS = 4096;

export interface RequestColumns {
  readonly count: number;
  readonly arrival: Float64Array; // [request] clock units of the simulator: whole ns (compatible mode: s); ascending
  readonly promptTokens: Int32Array; // [request] ≥ 1
  readonly outputTokens: Int32Array; // [request] ≥ 1, the first one included, which the prefill produces; hidden from schedulers
  readonly priority: Int32Array; // [request] 0 = normal, larger = more urgent
  readonly tenant: Int32Array; // [request] ≥ 0
  readonly sloClass: Int32Array; // [request] index in the configuration's list of SLO classes
  readonly session: Int32Array; // [request] conversation the request belongs to; −1 = none
  /**
   * Shareable prefixes: request r begins with the granules prefixId[prefixStart[r] … prefixStart[r + 1] − 1], each of
   * `prefixGranule` tokens; equal ids mean equal tokens up to and including that granule (an id stands for its whole
   * prefix). Granules may go on past the prompt into the output, for the next turn of a conversation.
   */
  readonly prefixStart: Int32Array; // [request + 1]
  readonly prefixId: Int32Array; // [granule]
}

export interface RequestSource {
  /** Requests in all. */
  readonly count: number;
  /** Tokens of one prefix granule, a multiple of the KV block; 0 = no request shares anything. */
  readonly prefixGranule: number;
  readonly tenants: readonly string[];
  /** Rows index·CHUNK_REQUESTS …; the same content at every call, valid until the source is dropped. */
  chunk(index: number): RequestColumns;
}
