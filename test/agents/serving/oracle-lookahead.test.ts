/**
 * The oracle in a toy fleet whose future it may look into: two servers, requests with hidden durations, reward minus the
 * number of unfinished requests times the time that passes. The toy is a placement environment with copies; only what the
 * oracle uses of it is there.
 */
import { describe, expect, it } from 'vitest';
import { OracleLookahead } from '../../../agents/serving/oracle-lookahead.js';
import type { PlacementEnv, StepResult } from '../../../src/env.js';
import { decodeAction, type PlacementView } from '../../../src/placement.js';
import { createRng } from '../../../src/rng.js';
import { servingTable } from './table.js';

interface ToyRequest {
  readonly arrival: number; // ms
  readonly durations: readonly number[]; // [instance] ms
}

/** First come, first served on each of two instances; one decision per arrival. */
class ToyFleet {
  private readonly requests: readonly ToyRequest[];
  private next: number;
  private finishes: number[]; // of everything placed
  private freeAt: number[]; // [instance]

  constructor(requests: readonly ToyRequest[], state = { next: 0, finishes: [] as number[], freeAt: [0, 0] }) {
    this.requests = requests;
    this.next = state.next;
    this.finishes = [...state.finishes];
    this.freeAt = [...state.freeAt];
  }

  private get now(): number {
    return this.requests[this.next]?.arrival ?? Math.max(...this.finishes);
  }

  view(): PlacementView {
    const queue = this.freeAt.map((free) => (free > this.now ? 1 : 0));
    const instances = queue.map((queueLength) => ({ queueLength }));
    return servingTable({ instances, items: this.next < this.requests.length ? [{}] : [], now: this.now });
  }

  fork(): PlacementEnv<unknown> {
    const { next, finishes, freeAt } = this;
    return new ToyFleet(this.requests, { next, finishes, freeAt }) as unknown as PlacementEnv<unknown>;
  }

  step(action: number): StepResult<unknown> {
    const { resource } = decodeAction(this.view().shape, action);
    const { arrival, durations } = this.requests[this.next];
    this.freeAt[resource] = Math.max(arrival, this.freeAt[resource]) + durations[resource];
    this.finishes.push(this.freeAt[resource]);
    this.next++;
    const until = this.now;
    const reward = -this.finishes.reduce((sum, end) => sum + Math.max(0, Math.min(end, until) - arrival), 0);
    const terminated = this.next === this.requests.length;
    return { observation: undefined, reward, terminated, truncated: false, info: { elapsed: until - arrival } };
  }

  snapshot(): unknown {
    return structuredClone({ next: this.next, finishes: this.finishes, freeAt: this.freeAt });
  }

  restore(saved: unknown): void {
    Object.assign(this, structuredClone(saved));
  }

  close(): void {}
}

function play(requests: readonly ToyRequest[], oracle: boolean, options?: object): { total: number; chosen: number[] } {
  const env = new ToyFleet(requests);
  const agent = new OracleLookahead(options);
  const chosen: number[] = [];
  let total = 0;
  for (let done = false; !done; ) {
    const context = { rng: createRng('oracle'), deterministic: true, ...(oracle ? { fork: () => env.fork() } : {}) };
    const action = agent.act(env.view(), context);
    chosen.push(decodeAction(env.view().shape, action).resource);
    const { reward, terminated } = env.step(action);
    total += reward;
    done = terminated;
  }
  return { total, chosen };
}

describe('oracle-lookahead', () => {
  it('sees which instance is quick', () => {
    const requests = [{ arrival: 0, durations: [100, 10] }];
    expect(play(requests, false).chosen).toEqual([0]);
    expect(play(requests, true).chosen).toEqual([1]);
  });

  it('leaves the better instance to whom it matters more', () => {
    // the second request is far quicker on instance 1, so the first should not be there
    const requests = [
      { arrival: 0, durations: [60, 50] },
      { arrival: 1, durations: [500, 5] },
    ];
    expect(play(requests, true).chosen).toEqual([0, 1]);
    // beyond the horizon nothing is seen: each alone would take instance 1
    expect(play(requests, true, { horizonSeconds: 1e-3 }).chosen[0]).toBe(0); // a tie within 1 ms: the shortest queue's choice
  });

  it('is no worse than the shortest queue, and leaves the environment alone', () => {
    const rng = createRng('toy');
    for (let trial = 0; trial < 8; trial++) {
      let time = 0;
      const requests = Array.from({ length: 8 }, () => {
        time += rng.integer(40);
        return { arrival: time, durations: [1 + rng.integer(100), 1 + rng.integer(100)] };
      });
      const [plain, oracle] = [play(requests, false), play(requests, true)];
      expect(oracle.total).toBeGreaterThanOrEqual(plain.total - 1e-9);
      expect(play(requests, true)).toEqual(oracle);
    }
  });

  it('proposes the shortest queue', () => {
    const table = servingTable({ instances: [{ queueLength: 2 }, { queueLength: 1 }], items: [{}] });
    expect(decodeAction(table.shape, new OracleLookahead().propose(table)).resource).toBe(1);
  });
});
