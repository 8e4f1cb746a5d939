/**
 * The requests that have arrived and are not over, as columns of slots. A slot is taken at arrival and given back at
 * the end, so memory follows the number of live requests, not the length of the trace; the table doubles when it is
 * full. Waiting lists of the instances are threaded through `next` and `previous`.
 *
 * Progress follows iteration-level engines: `done` is the length of the sequence that has been seen: prompt tokens
 * computed while prefilling, afterwards prompt + outputs, the newest output included (its KV is computed by the next
 * iteration). `target` is what a prefill has to compute: the prompt, after a preemption the prompt and all outputs so far.
 */

/** Where a request is. */
export const REQUEST_UNROUTED = 0; // arrived, no instance chosen
export const REQUEST_WAITING = 1; // in the waiting list of `instance`, holds no KV (swapped: its KV is in host memory)
export const REQUEST_RUNNING = 2; // admitted, in the running list or in a batch of `instance`
export const REQUEST_TRANSFER = 3; // its KV is on the way and it does not run (handover, last stage of a migration)

type IntegerColumn =
  | 'number'
  | 'promptTokens'
  | 'total'
  | 'target'
  | 'done'
  | 'blocks'
  | 'cachedTokens'
  | 'prefixStart'
  | 'prefixLength'
  | 'prefixHeld'
  | 'priority'
  | 'tenant'
  | 'sloClass'
  | 'session'
  | 'instance'
  | 'phase'
  | 'prefilled'
  | 'swapped'
  | 'batched'
  | 'next'
  | 'previous'
  | 'preemptions'
  | 'migrations';

export class RequestTable {
  capacity: number;
  // given at arrival
  number!: Int32Array; // [slot] row in the workload; −1 = the slot is free
  arrival!: Float64Array; // [slot] clock
  promptTokens!: Int32Array; // [slot]
  total!: Int32Array; // [slot] prompt + output tokens (the output is hidden from schedulers)
  priority!: Int32Array; // [slot] 0 = normal, larger = more urgent
  tenant!: Int32Array; // [slot]
  sloClass!: Int32Array; // [slot]
  session!: Int32Array; // [slot] −1 = none
  prefixStart!: Int32Array; // [slot] first granule in `prefixId` of the chunk of row `number`
  prefixLength!: Int32Array; // [slot] granules, those past the prompt included
  // progress
  phase!: Int32Array; // [slot] REQUEST_*
  instance!: Int32Array; // [slot] −1 = none yet
  target!: Int32Array; // [slot] tokens of the present prefill
  done!: Int32Array; // [slot] tokens of the sequence seen
  prefilled!: Int32Array; // [slot] 1 = the prefill is complete: each iteration is one token
  blocks!: Int32Array; // [slot] KV blocks of its block table (shared prefix blocks included)
  cachedTokens!: Int32Array; // [slot] prompt tokens taken from the prefix cache at the last admission
  prefixHeld!: Int32Array; // [slot] granules of its prefix that it holds a reference to in the cache of its instance
  swapped!: Int32Array; // [slot] 1 = waiting with its KV in host memory
  batched!: Int32Array; // [slot] 1 = was in a batch since its arrival or last restart
  next!: Int32Array; // [slot] in the waiting list; −1 = last
  previous!: Int32Array; // [slot] −1 = first
  preemptions!: Int32Array; // [slot]
  migrations!: Int32Array; // [slot] completed ones
  // outcome so far, clock
  scheduledAt!: Float64Array; // [slot] first time in a batch; −1 = not yet
  firstTokenAt!: Float64Array; // [slot] −1 = not yet
  lastTokenAt!: Float64Array; // [slot] −1 = none yet
  preemptedAt!: Float64Array; // [slot] since when it is preempted; −1 = it is not
  lostTime!: Float64Array; // [slot] preemption loss: from a preemption until the lost progress is computed again
  downtime!: Float64Array; // [slot] time in which a migration kept it from running
  largestGap!: Float64Array; // [slot] longest time between two of its tokens

  private integers!: Int32Array[];
  private floats!: Float64Array[];
  private free!: Int32Array; // [slot] stack of free slots
  private freeCount = 0;

  constructor(capacity = 256) {
    this.capacity = 0;
    this.allot(capacity);
  }

  /** Live requests. */
  get live(): number {
    return this.capacity - this.freeCount;
  }

  clear(): void {
    this.number.fill(-1);
    this.freeCount = this.capacity;
    for (let i = 0; i < this.capacity; i++) this.free[i] = this.capacity - 1 - i;
  }

  /** A free slot, with all progress at its beginning. The caller writes what is given. */
  take(): number {
    if (this.freeCount === 0) this.allot(this.capacity * 2);
    const slot = this.free[--this.freeCount];
    this.phase[slot] = REQUEST_UNROUTED;
    this.instance[slot] = -1;
    this.done[slot] = 0;
    this.prefilled[slot] = 0;
    this.blocks[slot] = 0;
    this.cachedTokens[slot] = 0;
    this.prefixHeld[slot] = 0;
    this.swapped[slot] = 0;
    this.batched[slot] = 0;
    this.next[slot] = -1;
    this.previous[slot] = -1;
    this.preemptions[slot] = 0;
    this.migrations[slot] = 0;
    this.scheduledAt[slot] = -1;
    this.firstTokenAt[slot] = -1;
    this.lastTokenAt[slot] = -1;
    this.preemptedAt[slot] = -1;
    this.lostTime[slot] = 0;
    this.downtime[slot] = 0;
    this.largestGap[slot] = 0;
    return slot;
  }

  release(slot: number): void {
    this.number[slot] = -1;
    this.free[this.freeCount++] = slot;
  }

  /** A copy of every column. */
  snapshot(): RequestTableSnapshot {
    return {
      capacity: this.capacity,
      freeCount: this.freeCount,
      free: this.free.slice(),
      integers: this.integers.map((column) => column.slice()),
      floats: this.floats.map((column) => column.slice()),
    };
  }

  restore(saved: RequestTableSnapshot): void {
    if (saved.capacity !== this.capacity) this.allot(saved.capacity);
    this.freeCount = saved.freeCount;
    this.free.set(saved.free);
    saved.integers.forEach((column, i) => {
      this.integers[i].set(column);
    });
    saved.floats.forEach((column, i) => {
      this.floats[i].set(column);
    });
  }

  /** Room for `capacity` slots; what is there stays. */
  private allot(capacity: number): void {
    const before = this.capacity;
    const self = this as unknown as Record<string, Int32Array | Float64Array | undefined>;
    const grown = <A extends Int32Array | Float64Array>(name: string, bigger: A): A => {
      const old = self[name];
      if (old !== undefined && before < capacity) bigger.set(old as never);
      self[name] = bigger;
      return bigger;
    };
    this.integers = INTEGER_COLUMNS.map((name) => grown(name, new Int32Array(capacity)));
    this.floats = FLOAT_COLUMNS.map((name) => grown(name, new Float64Array(capacity)));
    this.free = new Int32Array(capacity);
    this.capacity = capacity;
    this.number.fill(-1, before);
    this.freeCount = capacity - before;
    for (let i = 0; i < this.freeCount; i++) this.free[i] = capacity - 1 - i;
  }
}

const INTEGER_COLUMNS: readonly IntegerColumn[] = [
  'number',
  'promptTokens',
  'total',
  'priority',
  'tenant',
  'sloClass',
  'session',
  'prefixStart',
  'prefixLength',
  'phase',
  'instance',
  'target',
  'done',
  'prefilled',
  'blocks',
  'cachedTokens',
  'prefixHeld',
  'swapped',
  'batched',
  'next',
  'previous',
  'preemptions',
  'migrations',
];

const FLOAT_COLUMNS = [
  'arrival',
  'scheduledAt',
  'firstTokenAt',
  'lastTokenAt',
  'preemptedAt',
  'lostTime',
  'downtime',
  'largestGap',
] as const;

export interface RequestTableSnapshot {
  readonly capacity: number;
  readonly freeCount: number;
  readonly free: Int32Array;
  readonly integers: readonly Int32Array[];
  readonly floats: readonly Float64Array[];
}
