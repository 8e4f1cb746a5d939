/**
 * The serving instances as columns, one row each: KV blocks in use, the waiting list, the running list, and the
 * batches that are in the pipeline. Whatever an engine may do to them is an operation of this class or of
 * `ServingState`; the columns are in an arena, so a snapshot is a byte copy.
 */
import type { Arena } from '../../src/sim/arena.js';

export interface InstanceLimits {
  readonly instances: number; // m
  /** Requests that an instance can have admitted at once, the largest of all. */
  readonly sequences: number; // R
  /** Pipeline stages, the largest of all. */
  readonly stages: number; // S
}

export class InstanceTable {
  readonly count: number; // m
  readonly sequences: number; // R
  readonly maxStages: number; // S
  // fixed
  readonly stages: Int32Array; // [m] pipeline stages: batches that may be in flight
  readonly totalBlocks: Int32Array; // [m]
  readonly watermarkBlocks: Int32Array; // [m] kept free at admission
  readonly blockTokens: Int32Array; // [m]
  readonly role: Int32Array; // [m] ROLE_*
  // present
  readonly state: Int32Array; // [m] INSTANCE_*
  readonly usedBlocks: Int32Array; // [m] held by requests or reserved; a shared prefix block counts once
  readonly holders: Int32Array; // [m] requests that hold blocks
  readonly waitingHead: Int32Array; // [m] slot; −1 = empty
  readonly waitingTail: Int32Array; // [m]
  readonly waitingCount: Int32Array; // [m]
  readonly waitingTokens: Float64Array; // [m] Σ over the waiting list of their sequence length (`target`)
  readonly runningCount: Int32Array; // [m] entries of the running list (not those in a batch)
  readonly running: Int32Array; // [m·R] slots, in the engine's order
  readonly migrating: Int32Array; // [m] 1 = source or destination of a migration
  readonly landing: Int32Array; // [m] requests whose KV is there and that wait for a place among the running ones
  // the pipeline; batch b of instance i is row i·S + (batchHead[i] + b) mod S
  readonly batchHead: Int32Array; // [m]
  readonly batchCount: Int32Array; // [m] batches in flight
  readonly batchSize: Int32Array; // [m·S] requests
  readonly batchRequest: Int32Array; // [m·S·R] slots
  readonly batchTokens: Int32Array; // [m·S·R] tokens of each
  readonly batchStart: Float64Array; // [m·S] clock at which it was formed
  readonly batchEnd: Float64Array; // [m·S] clock at which its first iteration leaves the last stage
  readonly stageFree: Float64Array; // [m·S] clock at which each stage is free
  // runs: the same decode batch repeated
  readonly runLength: Int32Array; // [m·S] iterations of the batch; 1 = an ordinary one
  readonly runContext: Float64Array; // [m·S] K at the first iteration of the run
  // tallies
  readonly residents: Int32Array; // [m] unfinished requests that are assigned to it
  readonly highPriority: Int32Array; // [m] those of them with priority > 0
  readonly dispatched: Int32Array; // [m] requests ever sent there
  readonly preemptions: Int32Array; // [m]
  readonly iterations: Float64Array; // [m]
  readonly busyTime: Float64Array; // [m] Σ of batch durations on stage 0, clock
  readonly lastDuration: Float64Array; // [m] of the newest batch, clock; 0 before the first

  constructor(limits: InstanceLimits, arena: Arena) {
    const { instances: m, sequences: r, stages: s } = limits;
    this.count = m;
    this.sequences = r;
    this.maxStages = s;
    this.stages = arena.int32(m);
    this.totalBlocks = arena.int32(m);
    this.watermarkBlocks = arena.int32(m);
    this.blockTokens = arena.int32(m);
    this.role = arena.int32(m);
    this.state = arena.int32(m);
    this.usedBlocks = arena.int32(m);
    this.holders = arena.int32(m);
    this.waitingHead = arena.int32(m);
    this.waitingTail = arena.int32(m);
    this.waitingCount = arena.int32(m);
    this.waitingTokens = arena.float64(m);
    this.runningCount = arena.int32(m);
    this.running = arena.int32(m * r);
    this.migrating = arena.int32(m);
    this.landing = arena.int32(m);
    this.batchHead = arena.int32(m);
    this.batchCount = arena.int32(m);
    this.batchSize = arena.int32(m * s);
    this.batchRequest = arena.int32(m * s * r);
    this.batchTokens = arena.int32(m * s * r);
    this.batchStart = arena.float64(m * s);
    this.batchEnd = arena.float64(m * s);
    this.stageFree = arena.float64(m * s);
    this.runLength = arena.int32(m * s);
    this.runContext = arena.float64(m * s);
    this.residents = arena.int32(m);
    this.highPriority = arena.int32(m);
    this.dispatched = arena.int32(m);
    this.preemptions = arena.int32(m);
    this.iterations = arena.float64(m);
    this.busyTime = arena.float64(m);
    this.lastDuration = arena.float64(m);
  }

  /** Nothing runs, waits or is held anywhere; what is fixed stays. */
  clear(): void {
    this.usedBlocks.fill(0);
    this.holders.fill(0);
    this.waitingHead.fill(-1);
    this.waitingTail.fill(-1);
    this.waitingCount.fill(0);
    this.waitingTokens.fill(0);
    this.runningCount.fill(0);
    this.migrating.fill(0);
    this.landing.fill(0);
    this.batchHead.fill(0);
    this.batchCount.fill(0);
    this.stageFree.fill(0);
    this.residents.fill(0);
    this.highPriority.fill(0);
    this.dispatched.fill(0);
    this.preemptions.fill(0);
    this.iterations.fill(0);
    this.busyTime.fill(0);
    this.lastDuration.fill(0);
  }

  /** Row of the batch that was formed first of those in flight. */
  oldestBatch(instance: number): number {
    return instance * this.maxStages + this.batchHead[instance];
  }

  /** Row for the batch that is formed next. */
  nextBatch(instance: number): number {
    const place = this.batchHead[instance] + this.batchCount[instance];
    return instance * this.maxStages + (place >= this.maxStages ? place - this.maxStages : place);
  }

  /** Requests in the batches in flight. */
  flying(instance: number): number {
    let requests = 0;
    for (let b = 0; b < this.batchCount[instance]; b++) {
      const place = this.batchHead[instance] + b;
      requests += this.batchSize[instance * this.maxStages + (place % this.maxStages)];
    }
    return requests;
  }
}
