/**
 * The size of the fleet: instances go off → starting (start-up time) → up → draining → off. A draining instance is sent
 * nothing more and gives away or finishes what it has; it is off when nothing of it is left. Starting and draining
 * instances are paid for. Always enough is up, or stays up, that every request which can ever run has somewhere to go.
 * Left out: instances that fail to start, and prices that differ (weigh the times per instance).
 */
import { ensure } from '../../../src/error.js';
import {
  INSTANCE_DRAINING,
  INSTANCE_OFF,
  INSTANCE_STARTING,
  INSTANCE_UP,
  ROLE_DECODE,
  ROLE_PREFILL,
} from '../../../src/serving.js';
import { REQUEST_UNROUTED } from '../requests.js';
import { type ServingSimulator, TIMER_STARTED } from '../simulator.js';
import type { ScalingOptions } from './config.js';
import { toNanoseconds } from './links.js';

export class Scaling {
  readonly minInstances: number;
  readonly maxInstances: number;
  private readonly simulator: ServingSimulator;
  private readonly startup: number; // ns
  private readonly returns: boolean;
  private readonly needed: number; // tokens of the longest sequence that any instance takes
  private readonly paidSince: Float64Array; // [m] clock; −1 = off
  private readonly paid: Float64Array; // [m] clock, of closed spans
  private readonly tallies: Float64Array; // starts, drains

  /** @throws ArenaError where the limits cannot be kept, or what is up at time 0 does not keep them. */
  constructor(simulator: ServingSimulator, options: ScalingOptions) {
    const { arena, specs } = simulator;
    const m = specs.length;
    const { minInstances, maxInstances = m } = options;
    ensure(
      minInstances <= maxInstances && maxInstances <= m,
      `envs/serving: scaling: minInstances ${minInstances} ≤ maxInstances ${maxInstances} ≤ ${m} instances is needed`,
    );
    this.simulator = simulator;
    this.minInstances = minInstances;
    this.maxInstances = maxInstances;
    this.startup = toNanoseconds(options.startupSeconds);
    this.returns = options.waiting === 'return';
    this.paidSince = arena.float64(m);
    this.paid = arena.float64(m);
    this.tallies = arena.float64(2);
    this.needed = Math.max(0, ...simulator.longest.filter((_, i) => specs[i].role !== ROLE_DECODE));
    const up = specs.filter((spec) => spec.up).length;
    const allowed = `${this.minInstances}…${this.maxInstances}`;
    ensure(
      up >= this.minInstances && up <= this.maxInstances,
      `envs/serving: scaling: ${up} instances are up at the beginning (allowed: ${allowed})`,
    );
    ensure(
      this.suffices((i) => specs[i].up),
      'envs/serving: scaling: the instances that are up at the beginning cannot take every request that the others could',
    );
  }

  clear(): void {
    const { specs } = this.simulator;
    for (let i = 0; i < specs.length; i++) this.paidSince[i] = specs[i].up ? 0 : -1;
    this.paid.fill(0);
    this.tallies.fill(0);
  }

  /** Instances started so far. */
  get starts(): number {
    return this.tallies[0];
  }

  /** Instances drained so far. */
  get drains(): number {
    return this.tallies[1];
  }

  /** Starts and drains. */
  get changes(): number {
    return this.starts + this.drains;
  }

  /** Time for which an instance has been paid until now, clock. */
  paidTime(instance: number): number {
    const since = this.paidSince[instance];
    return this.paid[instance] + (since < 0 ? 0 : this.simulator.now - since);
  }

  /** Σ over instances of the time for which they have been paid until now, clock. */
  get instanceTime(): number {
    let time = 0;
    for (let i = 0; i < this.paid.length; i++) time += this.paidTime(i);
    return time;
  }

  /** Whether the instance may be started (it is off) or drained (it is up) now. */
  canToggle(instance: number): boolean {
    const { state } = this.simulator.state.instances;
    let staying = 0;
    let paid = 0;
    for (let i = 0; i < state.length; i++) {
      if (state[i] === INSTANCE_UP || state[i] === INSTANCE_STARTING) staying++;
      if (state[i] !== INSTANCE_OFF) paid++;
    }
    if (state[instance] === INSTANCE_OFF) return paid < this.maxInstances;
    return (
      state[instance] === INSTANCE_UP &&
      staying > this.minInstances &&
      this.suffices((i) => i !== instance && state[i] === INSTANCE_UP)
    );
  }

  /** Starts an instance that is off, drains one that is up. @throws ArenaError where `canToggle` says no. */
  toggle(instance: number): void {
    const { simulator } = this;
    const { state } = simulator.state.instances;
    ensure(
      this.canToggle(instance),
      `envs/serving: scaling: instance ${instance} cannot be started or drained now (it must be off or up, and ${this.minInstances}…${this.maxInstances} stay)`,
    );
    if (state[instance] === INSTANCE_OFF) {
      this.tallies[0]++;
      this.paidSince[instance] = simulator.now;
      state[instance] = INSTANCE_STARTING;
      if (this.startup === 0) state[instance] = INSTANCE_UP;
      else simulator.timers.push(simulator.now + this.startup, TIMER_STARTED, instance);
      return;
    }
    this.tallies[1]++;
    state[instance] = INSTANCE_DRAINING;
    if (this.returns) this.returnWaiting(instance);
    this.settle(instance);
  }

  /** The start-up time of an instance is over. */
  startEnded(instance: number): void {
    this.simulator.state.instances.state[instance] = INSTANCE_UP;
  }

  /**
   * Switches a draining instance off when nothing of it is left; with it go the prefixes that it kept. To be called
   * whenever something has left it.
   */
  settle(instance: number): void {
    const { state, residents, usedBlocks, migrating } = this.simulator.state.instances;
    if (state[instance] !== INSTANCE_DRAINING) return;
    if (residents[instance] > 0 || usedBlocks[instance] > 0 || migrating[instance] === 1) return;
    state[instance] = INSTANCE_OFF;
    this.simulator.state.prefixCache?.forget(instance);
    this.paid[instance] += this.simulator.now - this.paidSince[instance];
    this.paidSince[instance] = -1;
  }

  /** What waits without KV is to be dispatched anew, in its order. */
  private returnWaiting(instance: number): void {
    const { simulator } = this;
    const { state } = simulator;
    const { next, swapped, phase } = state.requests;
    simulator.touch(instance);
    let slot = state.instances.waitingHead[instance];
    while (slot >= 0) {
      const behind = next[slot];
      if (swapped[slot] === 0) {
        state.unqueue(instance, slot);
        state.assign(slot, -1);
        phase[slot] = REQUEST_UNROUTED;
        simulator.unrouted.append(slot);
      }
      slot = behind;
    }
  }

  /**
   * Whether the instances that serve take the longest request that any could, and every prefill instance with something
   * to do has somebody who goes on with its longest.
   */
  private suffices(serves: (instance: number) => boolean): boolean {
    const { specs, longest, state } = this.simulator;
    const { residents } = state.instances;
    const goesOn = (i: number) =>
      specs.some(
        ({ role, kvBytesPerToken }, j) =>
          serves(j) &&
          role !== ROLE_PREFILL &&
          kvBytesPerToken === specs[i].kvBytesPerToken &&
          longest[j] >= longest[i],
      );
    let taken = false;
    for (let i = 0; i < specs.length; i++) {
      if (specs[i].role === ROLE_PREFILL && (serves(i) || residents[i] > 0) && !goesOn(i)) return false;
      if (serves(i) && specs[i].role !== ROLE_DECODE && longest[i] >= this.needed) taken = true;
    }
    return taken;
  }
}
