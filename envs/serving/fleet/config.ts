/**
 * What may be set about moving requests between instances and about the size of the fleet. Times are in seconds,
 * bandwidths in bytes per second, as in the published setups; inside, the simulator counts nanoseconds. Defaults: the
 * Llumnix artifact on A10 GPUs (15 GB/s) for migrations, 25 GB/s and 50 µs for handovers (BLIS).
 */
import { z } from 'zod';

const positive = z.number().positive().finite();
const seconds = z.number().min(0).finite();
const count = z.number().int().positive();

/** Links between instances. */
const linkShape = {
  /** Bytes per second between any two instances. */
  bandwidth: positive.default(15e9),
  /** Bytes per second from instance (row) to instance (column); replaces `bandwidth`. The diagonal is not used. */
  links: z.array(z.array(positive)).min(1).optional(),
  /** Seconds before the first byte of a copy arrives; published base latencies are 10 to 16 µs. */
  latency: seconds.default(12e-6),
};

/** Live migration (Llumnix, OSDI 2024, and its artifact). */
export const migrationSchema = z.strictObject({
  ...linkShape,
  /**
   * Which running request an instance gives away; only requests that have an output token. `lcfs`: the last come of
   * normal priority; `shortest` and `longest`: by sequence length; `lowest-priority`: the least urgent, of those the
   * shortest (the paper's text); `none`: no running one.
   */
  victim: z.enum(['lcfs', 'shortest', 'longest', 'lowest-priority', 'none']).default('lcfs'),
  /** Whether the oldest waiting request may move (it has no KV): never, before running ones, or where none of them can. */
  waiting: z.enum(['never', 'first', 'last']).default('never'),
  /**
   * `two-stage`: all blocks but the last while the source decodes on, then, stopped, the rest. `multi-stage`: at most
   * `most` copies; the one that finds fewer than `finalBlocks` blocks left, or is the last, is made stopped.
   */
  stages: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('two-stage') }),
      z.strictObject({
        kind: z.literal('multi-stage'),
        most: count.max(64).default(3),
        finalBlocks: count.max(1_000_000).default(16),
      }),
    ])
    .default({ kind: 'two-stage' }),
  /** What is sent: the tokens that have KV, or the whole blocks that hold them. */
  unit: z.enum(['blocks', 'tokens']).default('blocks'),
  /** Seconds of handshakes while the request is stopped. With the last block at 15 GB/s this makes the published 20 to 30 ms. */
  overhead: seconds.default(0.02),
});
export type MigrationOptions = z.output<typeof migrationSchema>;

/** Handing a prefilled request over to a decode instance. */
export const handoverSchema = z.strictObject({
  ...linkShape,
  bandwidth: positive.default(25e9),
  latency: seconds.default(50e-6),
  /** Share of the KV that is sent layer by layer during the prefill already. */
  overlap: z.number().min(0).max(1).default(0),
  /** Transfers that a destination receives at once, each at full bandwidth; 1 = they share its link, one after the other. */
  lanes: count.max(64).default(1),
});
export type HandoverOptions = z.output<typeof handoverSchema>;

/** The size of the fleet. */
export const scalingSchema = z.strictObject({
  /** Seconds from the decision until an instance serves; they are paid for. */
  startupSeconds: seconds.default(10),
  /** Instances that stay up or on their way up. */
  minInstances: count.max(4096).default(1),
  /** Instances that may be paid for at once; absent = all. */
  maxInstances: count.max(4096).optional(),
  /** What waits at a draining instance is dispatched anew, or finishes there. */
  waiting: z.enum(['return', 'finish']).default('return'),
  /** Seconds between two decisions about the size. */
  intervalSeconds: positive.default(10),
  /** Time of the first one. */
  firstSeconds: seconds.default(100),
});
export type ScalingOptions = z.output<typeof scalingSchema>;

/** When rounds of migrations are held. */
export const rebalanceSchema = z.discriminatedUnion('kind', [
  /** Each time the iterations of all instances reach a multiple of perInstance · instances (the artifact). */
  z.strictObject({ kind: z.literal('reports'), perInstance: count.max(1_000_000).default(4) }),
  z.strictObject({ kind: z.literal('interval'), seconds: positive }),
]);
export type RebalanceTrigger = z.output<typeof rebalanceSchema>;
