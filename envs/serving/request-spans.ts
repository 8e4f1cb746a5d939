/**
 * What every request went through, from the log of batches: waiting, prefill, decode, and what came between. A gap in
 * the batches of a request is a preemption where it was preempted in it, a transfer (migration or handover) when the next
 * batch is elsewhere, else a stall: it was admitted but not in the batch (decodes behind a prefill).
 */
import type { BatchLog } from './batch-log.js';

/** Kinds of spans, by index. */
export const SPAN_KINDS = ['waiting', 'prefill', 'decode', 'stalled', 'preempted', 'transfer'] as const;
export const SPAN_WAITING = 0;
export const SPAN_PREFILL = 1;
export const SPAN_DECODE = 2;
export const SPAN_STALLED = 3;
export const SPAN_PREEMPTED = 4;
export const SPAN_TRANSFER = 5;

/** Requests that a log knows, or that wait at its end. */
export interface SpanInput {
  readonly log: BatchLog;
  readonly requests: number; // N
  readonly arrival: Float64Array; // [request] clock; NaN = has not arrived
  readonly over: Uint8Array; // [request] 1 = it has ended or was rejected
  readonly end: number; // clock
  readonly stages: Int32Array; // [instance] pipeline stages
}

export class RequestSpans {
  count = 0;
  moves = 0;
  request = new Int32Array(1024); // [span]
  instance = new Int32Array(1024); // [span] −1 = none yet
  kind = new Uint8Array(1024); // [span] SPAN_*
  start = new Float64Array(1024); // [span] clock
  finish = new Float64Array(1024); // [span] clock
  moveRequest = new Int32Array(64); // [move]
  moveFrom = new Int32Array(64); // [move] instance
  moveTo = new Int32Array(64); // [move] instance
  moveStart = new Float64Array(64); // [move] clock, end of its last batch on the source
  moveFinish = new Float64Array(64); // [move] clock, start of its first batch on the destination
  private readonly open: Int32Array; // [request] its newest span; −1 = none
  private readonly preemptions: Int32Array; // [request] at its newest batch

  constructor(input: SpanInput) {
    this.open = new Int32Array(input.requests).fill(-1);
    this.preemptions = new Int32Array(input.requests);
    const { log } = input;
    for (let batch = 0; batch < log.count; batch++) {
      for (let entry = log.first[batch]; entry < log.first[batch + 1]; entry++) this.extend(input, batch, entry);
    }
    this.finishOpen(input);
  }

  /** One request in one batch. */
  private extend({ log, arrival, stages }: SpanInput, batch: number, entry: number): void {
    const request = log.request[entry];
    const instance = log.instance[batch];
    const kind = log.prefill[entry] === 1 ? SPAN_PREFILL : SPAN_DECODE;
    const start = log.start[batch];
    const end = log.end[batch];
    const newest = this.open[request];
    const preempted = log.preemptions[entry] > this.preemptions[request];
    this.preemptions[request] = log.preemptions[entry];
    if (newest < 0) {
      if (start > arrival[request]) this.add({ request, instance, kind: SPAN_WAITING }, arrival[request], start);
    } else {
      const before = this.finish[newest];
      const moved = this.instance[newest] !== instance;
      // through a pipeline the next batch begins a little after the last one ended
      const slack = stages[instance] > 1 ? end - start : 0;
      if (!moved && !preempted && this.kind[newest] === kind && start - before <= slack) {
        this.finish[newest] = end;
        return;
      }
      if (moved) this.addMove({ request, from: this.instance[newest], to: instance }, before, start);
      if (start > before) {
        const between = preempted ? SPAN_PREEMPTED : moved ? SPAN_TRANSFER : SPAN_STALLED;
        this.add({ request, instance: this.instance[newest], kind: between }, before, start);
      }
    }
    this.open[request] = this.count;
    this.add({ request, instance, kind }, start, end);
  }

  /** Requests that wait at the end: without a batch so far, or since their last one. */
  private finishOpen({ requests, arrival, over, end }: SpanInput): void {
    for (let request = 0; request < requests; request++) {
      if (over[request] === 1 || !(arrival[request] < end)) continue;
      const newest = this.open[request];
      if (newest < 0) this.add({ request, instance: -1, kind: SPAN_WAITING }, arrival[request], end);
      else if (this.finish[newest] < end)
        this.add({ request, instance: this.instance[newest], kind: SPAN_STALLED }, this.finish[newest], end);
    }
  }

  private add(of: { request: number; instance: number; kind: number }, start: number, finish: number): void {
    if (this.count === this.start.length) {
      this.request = doubled(this.request);
      this.instance = doubled(this.instance);
      this.kind = doubled(this.kind);
      this.start = doubled(this.start);
      this.finish = doubled(this.finish);
    }
    const span = this.count++;
    this.request[span] = of.request;
    this.instance[span] = of.instance;
    this.kind[span] = of.kind;
    this.start[span] = start;
    this.finish[span] = finish;
  }

  private addMove(of: { request: number; from: number; to: number }, start: number, finish: number): void {
    if (this.moves === this.moveStart.length) {
      this.moveRequest = doubled(this.moveRequest);
      this.moveFrom = doubled(this.moveFrom);
      this.moveTo = doubled(this.moveTo);
      this.moveStart = doubled(this.moveStart);
      this.moveFinish = doubled(this.moveFinish);
    }
    const move = this.moves++;
    this.moveRequest[move] = of.request;
    this.moveFrom[move] = of.from;
    this.moveTo[move] = of.to;
    this.moveStart[move] = start;
    this.moveFinish[move] = finish;
  }
}

function doubled<A extends Uint8Array | Int32Array | Float64Array>(column: A): A {
  const bigger = new (column.constructor as new (rows: number) => A)(2 * column.length);
  bigger.set(column as never);
  return bigger;
}
