/**
 * The phase-split simulator of Splitwise (Patel et al., ISCA 2024; the rules of its program splitwise-sim): a fleet of
 * servers with measured iteration times, ORCA or Splitwise batching, and prompts and decodes on the same servers or on
 * two groups with a KV transfer between them. A world of its own beside the serving environment: seconds, not
 * nanoseconds, and no KV blocks.
 *
 * `compatibleMode` reproduces three faults of the program, which its recorded runs contain. (1) Split routers take work
 * that has ended off the count of an instance but never add what they send, so requests herd to one instance: in the
 * recorded run with 2 + 2 servers all 1,000 requests are on one prompt and one token instance. (2) Equal times come out
 * as the layout of an array heap has them, and arrivals are moved by 1 s because the program has no instances at time 0.
 * (3) KV caches count every head of a grouped-query model, 8 times too much for Llama-2-70B. `correctMode`, the default,
 * counts at routing (prompt tokens and 1; in that run 619 and 506 on the busiest, mean time to first token 0.23 s instead
 * of 1.58 s), orders events by (time, creation) and uses the real cache size. Both modes keep what is design rather than
 * fault: a pending list in ascending order of preemptions, so that the pass for starved tasks stops at the first fresh
 * one; bandwidth times ten for the overlap of transfer and prompt; two output tokens at least; tbt divided by all output
 * tokens.
 *
 * What the six recorded runs decide, found by changing one rule after the other: the constants of times, batches and
 * transfers, the order of the pending list and its counts of preemptions, the passes for starved tasks (up to the first
 * fresh one) and for prompts (by arrival), and old tasks before new ones in the batch. What they leave open: the order of
 * equal times, even numbered; the arrival shift; floor division by remainder; all memory limits (never reached); the
 * passes for blocked and for old tasks, because the last pass, by arrival, takes both; whether a prompt may interrupt
 * decodes beyond the token limit; and whether the source of a transfer goes on by itself. There the rules are those of
 * the program's description.
 */
export { EventClock, type EventOrder, type TimedEvent } from './event-heap.js';
export { floorQuotient } from './floor-quotient.js';
export {
  compatibleMode,
  correctMode,
  FULL_WIDTH_BYTES,
  GROUPED_QUERY_BYTES,
  type PhaseSplitMode,
} from './modes.js';
export type { PhaseSplitOptions } from './options.js';
export {
  interpolated,
  iterationTime,
  type PhaseTimes,
  readPhaseTimes,
  type TableSelection,
  type TimePoints,
} from './performance-table.js';
export type { TracedRequest } from './phase-task.js';
export type { PhaseSplitRow } from './result-row.js';
export { ROUTER_NAMES, type RouterName } from './routers.js';
export { type PhaseSplitResult, simulatePhaseSplit } from './simulation.js';
