/**
 * How an instance of the phase-split simulator forms its batches: the contract of the two engines, and the state they
 * decide by.
 */
import type { PhaseRequest, PhaseTask } from './phase-task.js';

/** What a rule sees of an instance. */
export interface BatchState {
  readonly index: number;
  readonly pool: readonly PhaseRequest[]; // by arrival; all requests with unfinished tasks here
  readonly pending: PhaseTask[]; // arrived and not in the batch, in the order of the rule
  readonly batch: readonly PhaseTask[];
  readonly blocked: readonly PhaseTask[]; // left the batch unfinished, in order of leaving
  readonly batchTokens: number; // tokens of one iteration of the batch
  readonly memory: number; // bytes in use, weights included
  readonly memoryLimit: number; // bytes
}

export interface BatchRule {
  /** Puts an arrived or blocked task into the pending list. */
  insert(pending: PhaseTask[], task: PhaseTask): void;
  /** Whether a task that arrives at a busy instance ends the group of iterations early. */
  interrupts(state: BatchState, task: PhaseTask): boolean;
  /** The batch of the next iterations, each request at most once. Changes nothing. */
  select(state: BatchState): PhaseTask[];
}

/** Tasks of a batch at most. */
export const MAX_BATCH = 512;
/** Tokens of one iteration of a Splitwise instance at most; a single task may be longer. */
export const MAX_BATCH_TOKENS = 2048;
