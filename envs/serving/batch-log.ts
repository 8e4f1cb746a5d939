/**
 * Every batch that was run, as growing columns: what the timelines draw and the recorded iteration logs are compared
 * with. Kept only where it is asked for.
 */
import type { ServingState } from './state.js';

export class BatchLog {
  count = 0; // batches
  private entries = 0;
  instance = new Int32Array(256); // [batch]
  start = new Float64Array(256); // [batch] clock at which it was formed
  end = new Float64Array(256); // [batch] clock
  usedBlocks = new Int32Array(256); // [batch] KV blocks in use when it ended, before what ended with it was freed
  waiting = new Int32Array(256); // [batch] requests in the waiting list when it ended
  first = new Int32Array(257); // [batch + 1] first entry
  request = new Int32Array(1024); // [entry] request number
  tokens = new Int32Array(1024); // [entry] tokens of the request in this batch
  prefill = new Uint8Array(1024); // [entry] 1 = prefill tokens
  preemptions = new Int32Array(1024); // [entry] how often the request had been preempted

  clear(): void {
    this.count = 0;
    this.entries = 0;
  }

  /** A batch has ended; its requests are not yet booked. */
  add(state: ServingState, instance: number, row: number): void {
    const { instances, requests } = state;
    const size = instances.batchSize[row];
    this.makeRoom(size);
    const batch = this.count++;
    this.instance[batch] = instance;
    this.start[batch] = instances.batchStart[row];
    this.end[batch] = instances.batchEnd[row];
    this.usedBlocks[batch] = instances.usedBlocks[instance];
    this.waiting[batch] = instances.waitingCount[instance];
    this.first[batch] = this.entries;
    for (let k = row * instances.sequences, end = k + size; k < end; k++) {
      const slot = instances.batchRequest[k];
      this.request[this.entries] = requests.number[slot];
      this.tokens[this.entries] = instances.batchTokens[k];
      this.prefill[this.entries] = 1 - requests.prefilled[slot];
      this.preemptions[this.entries] = requests.preemptions[slot];
      this.entries++;
    }
    this.first[batch + 1] = this.entries;
  }

  private makeRoom(size: number): void {
    if (this.count + 1 >= this.start.length) {
      const rows = 2 * this.start.length;
      this.instance = grown(this.instance, rows);
      this.start = grown(this.start, rows);
      this.end = grown(this.end, rows);
      this.usedBlocks = grown(this.usedBlocks, rows);
      this.waiting = grown(this.waiting, rows);
      this.first = grown(this.first, rows + 1);
    }
    if (this.entries + size > this.request.length) {
      const rows = Math.max(2 * this.request.length, this.entries + size);
      this.request = grown(this.request, rows);
      this.tokens = grown(this.tokens, rows);
      this.prefill = grown(this.prefill, rows);
      this.preemptions = grown(this.preemptions, rows);
    }
  }
}

function grown<A extends Uint8Array | Int32Array | Float64Array>(column: A, rows: number): A {
  const bigger = new (column.constructor as new (rows: number) => A)(rows);
  bigger.set(column as never);
  return bigger;
}
