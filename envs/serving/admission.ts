/**
 * Who comes in and who may go where: arrivals get a slot in the request table, or are rejected when no instance that is
 * up or may be started could ever run them to their end; an instance accepts what fits, while it is up and has the role.
 */
import { INSTANCE_UP, ROLE_DECODE, ROLE_PREFILL } from '../../src/serving.js';
import type { EndedList } from './ended-list.js';
import type { Ledger } from './ledger.js';
import { REQUEST_UNROUTED } from './requests.js';
import type { InstanceSpec } from './simulator-options.js';
import type { SlotList } from './slot-list.js';
import type { ServingState } from './state.js';

interface Parts {
  readonly state: ServingState;
  readonly ledger: Ledger;
  readonly ended: EndedList;
  readonly unrouted: SlotList;
  readonly specs: readonly InstanceSpec[];
  /** Whether instances that are off at the beginning may be started. */
  readonly starts: boolean;
}

export class Admission {
  /** [m] tokens of the longest sequence that an instance can serve, for a prefill instance with some other to go on. */
  readonly longest: Int32Array;
  /** Σ of the arrivals of accepted requests, clock. */
  arrivalSum = 0;
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
    const { specs } = parts;
    const own = specs.map(({ engine, totalBlocks, blockTokens, watermarkBlocks }) =>
      Math.min(2 ** 31 - 1, engine.longestSequence(totalBlocks, blockTokens, watermarkBlocks)),
    );
    this.longest = Int32Array.from(specs, ({ role, kvBytesPerToken }, i) => {
      if (role !== ROLE_PREFILL) return own[i];
      const takes = (other: InstanceSpec) => other.role !== ROLE_PREFILL && other.kvBytesPerToken === kvBytesPerToken;
      return Math.min(own[i], Math.max(0, ...own.filter((_, j) => takes(specs[j]) && this.reachable(j))));
    });
  }

  /** The next request of the workload arrives. */
  arrive(): void {
    const { state, ledger, unrouted, ended } = this.parts;
    const { requests, arrivals } = state;
    const rows = arrivals.rows;
    const row = arrivals.rowInChunk;
    const slot = requests.take();
    requests.number[slot] = arrivals.row;
    requests.arrival[slot] = arrivals.time;
    requests.promptTokens[slot] = rows.promptTokens[row];
    requests.target[slot] = rows.promptTokens[row];
    requests.total[slot] = rows.promptTokens[row] + rows.outputTokens[row];
    requests.priority[slot] = rows.priority[row];
    requests.tenant[slot] = rows.tenant[row];
    requests.sloClass[slot] = rows.sloClass[row];
    requests.session[slot] = rows.session[row];
    requests.prefixStart[slot] = rows.prefixStart[row];
    requests.prefixLength[slot] = rows.prefixStart[row + 1] - rows.prefixStart[row];
    arrivals.next();
    if (this.fitsSomewhere(slot)) {
      unrouted.append(slot);
      this.arrivalSum += requests.arrival[slot];
      return;
    }
    ledger.reject(requests, slot);
    ended.add(requests.number[slot]);
    requests.release(slot);
  }

  /** Whether an instance may be given a request (or a request that comes over). */
  accepts(instance: number, slot: number): boolean {
    const { instances, requests } = this.parts.state;
    if (instances.state[instance] !== INSTANCE_UP) return false;
    const unwanted = requests.phase[slot] === REQUEST_UNROUTED ? ROLE_DECODE : ROLE_PREFILL;
    return instances.role[instance] !== unwanted && requests.total[slot] <= this.longest[instance];
  }

  /** Whether any instance could ever serve it, from its prefill on. */
  private fitsSomewhere(slot: number): boolean {
    const { state, specs } = this.parts;
    const tokens = state.requests.total[slot];
    for (let i = 0; i < specs.length; i++)
      if (tokens <= this.longest[i] && specs[i].role !== ROLE_DECODE && this.reachable(i)) return true;
    return false;
  }

  private reachable(instance: number): boolean {
    return this.parts.starts || this.parts.specs[instance].up;
  }
}
