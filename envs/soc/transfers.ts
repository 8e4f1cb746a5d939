/**
 * When data are where they are needed. Moving a volume over a link takes floor(volume / bandwidth) ticks, as in the
 * published numbers. Direct: from the processor that produced it to the one that consumes it, beginning when the
 * producer ends (`from-finish`) or when the destination is known (`from-binding`). Shared memory: the producer writes
 * every output to the memory, the task is ready when its last input lies there, and reads begin when it is bound.
 * With contention, transfers over the same directed link follow each other in the order in which they are requested;
 * what {@link SocTransfers.fillReady} then tells is an estimate from the links' present reservations.
 */
import type { SocConfig } from './config.js';
import type { SocModel } from './model.js';
import { NOW, type SocState } from './state.js';

export class SocTransfers {
  private readonly model: SocModel;
  private readonly state: SocState;
  private readonly shared: boolean;
  private readonly fromBinding: boolean;
  private readonly contended: boolean;

  constructor(model: SocModel, config: SocConfig, state: SocState) {
    this.model = model;
    this.state = state;
    this.shared = config.communication.route === 'shared-memory';
    this.fromBinding = this.shared || config.communication.transfer === 'from-binding';
    this.contended = config.communication.contention === 'link';
  }

  /** True when the times of waiting tasks change while they wait. */
  get volatile(): boolean {
    return this.fromBinding || this.contended;
  }

  /** Writes, for a ready task, the earliest time its inputs would be on each processor: `ready[offset + p]`, ticks. */
  fillReady(cell: number, ready: Float64Array, offset: number): void {
    const { model, state } = this;
    const m = model.processorCount;
    const row = (cell / model.taskCapacity) | 0;
    const base = row * model.taskCapacity;
    const template = state.jobTemplate[row];
    const u = model.taskStart[template] + cell - base;
    const now = state.real[NOW];
    for (let p = 0; p < m; p++) ready[offset + p] = now;
    for (let e = model.predecessorStart[u]; e < model.predecessorStart[u + 1]; e++) {
      const from = base + model.predecessor[e];
      this.raise(ready, offset, state.processor[from], state.finish[from], model.predecessorVolume[e]);
    }
    if (cell - base === model.carriedTo[template] && state.carriedProcessor[row] >= 0)
      this.raise(ready, offset, state.carriedProcessor[row], state.carriedFinish[row], model.carriedVolume[template]);
  }

  /** Requests the inputs of a task for a processor; returns the time at which the last one is there, at least now. */
  commit(cell: number, to: number): number {
    const { model, state } = this;
    const row = (cell / model.taskCapacity) | 0;
    const base = row * model.taskCapacity;
    const template = state.jobTemplate[row];
    const u = model.taskStart[template] + cell - base;
    let last = state.real[NOW];
    for (let e = model.predecessorStart[u]; e < model.predecessorStart[u + 1]; e++) {
      const from = base + model.predecessor[e];
      const at = this.request(state.processor[from], to, state.finish[from], model.predecessorVolume[e]);
      if (at > last) last = at;
    }
    if (cell - base === model.carriedTo[template] && state.carriedProcessor[row] >= 0) {
      const volume = model.carriedVolume[template];
      const at = this.request(state.carriedProcessor[row], to, state.carriedFinish[row], volume);
      if (at > last) last = at;
    }
    return last;
  }

  /** Shared memory: a producer on `from` writes an output now; returns the time at which it lies in the memory. */
  write(from: number, volume: number): number {
    const ticks = Math.floor(volume / this.model.toMemory[from]);
    const m = this.model.processorCount;
    return this.reserve(from * (m + 1) + m, this.state.real[NOW], ticks);
  }

  /** Shared memory: when an output that `from` finished at `finish`, in the past, lies in the memory; its link was free. */
  writtenAt(from: number, volume: number, finish: number): number {
    return finish + Math.floor(volume / this.model.toMemory[from]);
  }

  private raise(ready: Float64Array, offset: number, from: number, finish: number, volume: number): void {
    const { model } = this;
    const m = model.processorCount;
    for (let p = 0; p < m; p++) {
      const rate = this.shared ? model.fromMemory[p] : model.bandwidth[from * m + p];
      const begin = this.fromBinding ? this.state.real[NOW] : finish;
      const ticks = Math.floor(volume / rate);
      const at = (this.contended && ticks > 0 ? this.linkStart(from, p, begin) : begin) + ticks;
      if (at > ready[offset + p]) ready[offset + p] = at;
    }
  }

  private linkStart(from: number, to: number, begin: number): number {
    const m = this.model.processorCount;
    const free = this.state.linkFree[(this.shared ? m : from) * (m + 1) + to];
    return Math.max(free, begin);
  }

  private request(from: number, to: number, finish: number, volume: number): number {
    const { model } = this;
    const m = model.processorCount;
    const rate = this.shared ? model.fromMemory[to] : model.bandwidth[from * m + to];
    const begin = this.fromBinding ? this.state.real[NOW] : finish;
    return this.reserve((this.shared ? m : from) * (m + 1) + to, begin, Math.floor(volume / rate));
  }

  private reserve(link: number, begin: number, ticks: number): number {
    if (!this.contended || ticks === 0) return begin + ticks;
    const { linkFree } = this.state;
    const start = Math.max(linkFree[link], begin);
    linkFree[link] = start + ticks;
    return start + ticks;
  }
}
