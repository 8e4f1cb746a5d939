/**
 * What a placement view of LLM serving shows beyond the common columns: the vocabulary that the serving environment
 * writes and the serving policies read (Llumnix, INFaaS++, vLLM, SGLang, llm-d and Splitwise routers all need parts
 * of it). Counts are as of `reportedAt` where statistics are stale.
 *
 * Decisions are items of four kinds. Variant 0 is what a scheduler that knows nothing of serving wants: send the
 * request there, stay, keep. Variant 1 is the deed: migrate there; start or drain that instance. *Wait* ends a round
 * of migration or scaling; a request to dispatch cannot wait.
 */

/** Item kinds, by index. */
export const SERVING_ITEM_KINDS = ['dispatch', 'handover', 'migrate', 'scale'] as const;
/** A new request to be sent to an instance; variant 0 at every instance that may take it. */
export const ITEM_DISPATCH = 0;
/** A request whose prefill is done on a prefill instance and that needs a decode instance; variant 0. */
export const ITEM_HANDOVER = 1;
/**
 * The victim that a source instance would give away; one item per instance with a movable request. Variant 0 at its
 * own instance: stay; variant 1 at every instance that may receive: migrate there.
 */
export const ITEM_MIGRATE = 2;
/** The size of the fleet; variant 0 at instance 0: keep; variant 1: start the instance if it is off, drain it if it is up. */
export const ITEM_SCALE = 3;

/** Item columns [n]. Token counts; times in the view's unit. */
export const SERVING_ITEM_COLUMNS = [
  'promptTokens', // of the request; for migrate: its whole sequence so far
  'predictedOutputTokens', // by the configured predictor, outputs still to come, at least 1; 0 = no predictor
  'blocks', // KV blocks held (migrate, handover) or needed for the prompt (dispatch)
  'source', // instance that holds the request; −1 for dispatch and scale
  'tenant',
  'session', // −1 = none
  'sloClass',
  'ttftDeadline', // absolute time; Infinity = none
  'tbtLimit', // time between tokens; Infinity = none
] as const;

/** Item × instance columns [n·m]. */
export const SERVING_PAIR_COLUMNS = [
  'prefixTokens', // leading prompt tokens whose KV this instance holds (0 without prefix caching)
] as const;

/** Name of the item sequences that hold the ids of shareable prefix granules (see PlacementView.items.sequences). */
export const PREFIX_SEQUENCE = 'prefix';

/** States of an instance, column `state`. */
export const INSTANCE_OFF = 0;
export const INSTANCE_STARTING = 1;
export const INSTANCE_UP = 2;
export const INSTANCE_DRAINING = 3;

/** Roles of an instance, column `role`. */
export const ROLE_MIXED = 0;
export const ROLE_PREFILL = 1;
export const ROLE_DECODE = 2;

/** Resource columns [m]. `resources.queueLength` = waiting + running + on the way there. */
export const SERVING_RESOURCE_COLUMNS = [
  'state', // INSTANCE_*
  'role', // ROLE_*
  'totalBlocks', // KV blocks of the pool
  'freeBlocks', // not held by any request (reclaimable prefix blocks count as free)
  'watermarkBlocks', // kept free at admission
  'blockTokens', // tokens of a block
  'runningRequests', // admitted: they hold KV
  'waitingRequests', // queued at the instance, no KV yet (or preempted)
  'waitingBlocks', // Σ over waiting of sequence length / blockTokens, fractional (Llumnix W)
  'headWaitingBlocks', // the same of the head of the queue alone
  'highPriorityRequests', // waiting or running with priority > 0
  'runningTokens', // Σ over running of their sequence length
  'waitingPrefillTokens', // prefill tokens still to be computed, waiting and running
  'outstandingTokens', // Splitwise's count: Σ over unfinished of prompt tokens not yet computed + 1 while it decodes
  'lastRunningBlocks', // blocks of the running request admitted last
  'dispatchedRequests', // ever sent there
  'preemptions', // ever
  'migrating', // 1 = source or destination of a migration that is under way
  'iterations', // engine steps so far (reports)
  'iterationTime', // duration of the newest batch, time units; 0 before the first
  'decodeTokensPerTime', // newest decode throughput, tokens per time unit; 0 before the first
  'reportedAt', // time of these statistics
] as const;

export type ServingItemColumn = (typeof SERVING_ITEM_COLUMNS)[number];
export type ServingResourceColumn = (typeof SERVING_RESOURCE_COLUMNS)[number];
