/**
 * The contract of a serving engine: the iteration-level scheduler inside one instance. It is asked for the next batch
 * whenever the pipeline of the instance has room, and answers by moving requests of the waiting and running lists into
 * the batch (`ServingState.addToBatch`). Between batches the requests that go on are in the running list: the
 * simulator appends those of a finished batch in batch order. Engines keep no state of their own.
 */
import type { ServingState } from '../state.js';

export interface Engine {
  readonly name: string;
  /** Requests that may be admitted at once. */
  readonly maxSequences: number;
  /** Tokens of the longest sequence it can ever finish on this pool; longer requests are rejected at arrival. */
  longestSequence(totalBlocks: number, blockTokens: number, watermarkBlocks: number): number;
  /**
   * Forms the next batch (the state's batch is empty and open). Requests that are in the running list and are left
   * out of the batch stay in it. An empty batch means that there is nothing to run.
   */
  form(state: ServingState, instance: number): void;
  /**
   * Whether a batch that held decodes only will be formed again just the same while nobody arrives, nobody ends, and
   * every decode that needs another block gets one: what waits cannot be admitted in between.
   */
  repeatsDecodes(state: ServingState, instance: number): boolean;
  /** Blocks that every admitted request holds at least, from the first to the last; absent = as many as its tokens take. */
  fewestBlocks?(blockTokens: number): number;
  /** Where an arriving or returning request goes in the waiting list; the end where this is absent. */
  enqueue?(state: ServingState, instance: number, slot: number): void;
}
