/**
 * ETF, earliest task first: again and again the (task, processor) of least value among the unplaced ready tasks. Ties
 * go to the task earlier in the original list, then to the lower processor. The k-th chosen task swaps places with the
 * k-th entry of the ready list, which is the order of launches. ETF_LB forms each task's best value first and gives
 * equal processors to the one with the lower lifetime counter, which counts every time a task becomes the provisional
 * minimum, chosen or not, and multiplies execution by the present slowness of the processor.
 */
import type { CompatScheduler } from '../scheduler.js';
import type { CompatSimulator } from '../simulator.js';
import type { AvailableEstimate } from './available.js';

export class Etf implements CompatScheduler {
  readonly name: string;
  readonly plansOrder = false;
  private available: AvailableEstimate = new Float64Array(0);
  private lifetime = new Float64Array(0); // [P] ETF_LB
  private readonly balanced: boolean;
  private execution = new Float64Array(0); // [n·P] by position in the ready list; Infinity = unsupported
  private communication = new Float64Array(0); // [n·P] ticks from now
  private order = new Int32Array(0); // [n] positions in launch order
  private remaining = new Int32Array(0); // [n] positions not placed yet, original order
  private processorOf = new Int32Array(0); // [n]
  private chosenProcessor = -1;
  private chosenValue = 0;

  /** With `balanced`, ETF_LB. */
  constructor(balanced = false) {
    this.balanced = balanced;
    this.name = balanced ? 'ETF_LB' : 'ETF';
  }

  reset(sim: CompatSimulator): void {
    this.available = new Float64Array(sim.tables.processors);
    this.lifetime = new Float64Array(sim.tables.processors);
    this.makeRoom(16, sim.tables.processors);
  }

  private makeRoom(tasks: number, processors: number): void {
    this.execution = new Float64Array(tasks * processors);
    this.communication = new Float64Array(tasks * processors);
    this.order = new Int32Array(tasks);
    this.remaining = new Int32Array(tasks);
    this.processorOf = new Int32Array(tasks);
  }

  schedule(sim: CompatSimulator): void {
    const { ready, now } = sim;
    const { order, remaining, processorOf } = this.prepare(sim);
    for (let k = 0, left = ready.length; k < ready.length; k++, left--) {
      const at = this.balanced ? this.chooseBalanced(sim, left) : this.choose(sim, left);
      const position = remaining[at];
      for (let i = at; i < left - 1; i++) remaining[i] = remaining[i + 1];
      processorOf[position] = this.chosenProcessor;
      this.available[this.chosenProcessor] = now + this.chosenValue;
      order[order.indexOf(position)] = order[k];
      order[k] = position;
    }
    for (let k = 0; k < ready.length; k++) sim.bind(ready.items[order[k]], processorOf[order[k]]);
  }

  /** Fills the tables of this call. */
  private prepare(sim: CompatSimulator) {
    const { ready } = sim;
    const { computing, processors } = sim.tables;
    if (ready.length > this.order.length) this.makeRoom(ready.length * 2, processors);
    const { execution, communication, order, remaining, processorOf } = this;
    for (let i = 0; i < ready.length; i++) {
      order[i] = i;
      remaining[i] = i;
      for (let k = 0; k < computing.length; k++) {
        const cell = i * processors + computing[k];
        execution[cell] = sim.executionTicks(ready.items[i], computing[k]);
        if (execution[cell] < Number.POSITIVE_INFINITY)
          communication[cell] = sim.communicationTicks(ready.items[i], computing[k]);
      }
    }
    return { order, remaining, processorOf };
  }

  /** Ticks from now until the task at a position would be done; Infinity = unsupported. */
  private value(sim: CompatSimulator, position: number, processor: number): number {
    const cell = position * sim.tables.processors + processor;
    return this.execution[cell] + Math.max(this.communication[cell], this.available[processor] - sim.now);
  }

  /** Index in `remaining`, whose first `left` entries count, of the least value. */
  private choose(sim: CompatSimulator, left: number): number {
    const { computing } = sim.tables;
    let least = Number.POSITIVE_INFINITY;
    let at = -1;
    for (let i = 0; i < left; i++)
      for (let k = 0; k < computing.length; k++) {
        const value = this.value(sim, this.remaining[i], computing[k]);
        if (value >= least) continue;
        least = value;
        at = i;
        this.chosenProcessor = computing[k];
      }
    this.chosenValue = least;
    return at;
  }

  private chooseBalanced(sim: CompatSimulator, left: number): number {
    const { computing } = sim.tables;
    const { remaining, lifetime } = this;
    let least = Number.POSITIVE_INFINITY;
    let at = -1;
    for (let i = 0; i < left; i++) {
      let own = Number.POSITIVE_INFINITY;
      let processor = -1;
      for (let k = 0; k < computing.length; k++) {
        const value = this.slowedValue(sim, remaining[i], computing[k]);
        if (value === Number.POSITIVE_INFINITY || value > own) continue;
        if (value === own && lifetime[computing[k]] >= lifetime[processor]) continue;
        own = value;
        processor = computing[k];
      }
      if (own >= least) continue;
      least = own;
      at = i;
      this.chosenProcessor = processor;
      lifetime[processor]++;
    }
    this.chosenValue = least;
    return at;
  }

  private slowedValue(sim: CompatSimulator, position: number, processor: number): number {
    const slowness = sim.power?.slowness(processor) ?? 1;
    const value = this.value(sim, position, processor);
    if (slowness === 1) return value;
    return value + this.execution[position * sim.tables.processors + processor] * (slowness - 1);
  }

  snapshot(): unknown {
    return { available: this.available, lifetime: this.lifetime };
  }
  restore(saved: unknown): void {
    Object.assign(this, saved);
  }
}
