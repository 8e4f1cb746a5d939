/** The parts that remember: the prefix tree against a plain list, recursive least squares against the normal equations, and routing by predicted latency. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeastSquares } from '../../../agents/serving/least-squares.js';
import { PredictedLatency } from '../../../agents/serving/predicted-latency.js';
import { PrefixTree } from '../../../agents/serving/prefix-tree.js';
import { createRng } from '../../../src/rng.js';
import { ITEM_DISPATCH, ITEM_HANDOVER } from '../../../src/serving.js';
import { answerOf, type InstanceSpec, servingTable } from './table.js';

/** The same cache as a list of (prefix, time of use), forgetting the oldest leaf. */
class PlainTree {
  private entries = new Map<string, number>();
  private clock = 0;
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.entries.size;
  }

  match(prompt: readonly number[]): number {
    let length = 0;
    while (length < prompt.length && this.entries.has(String(prompt.slice(0, length + 1)))) length++;
    return length;
  }

  insert(prompt: readonly number[]): void {
    const kept = prompt.slice(0, this.capacity);
    const path = kept.map((_, i) => String(kept.slice(0, i + 1)));
    const added = path.filter((entry) => !this.entries.has(entry)).length;
    for (let left = this.entries.size + added - this.capacity; left > 0; left--) this.forget(path);
    for (const entry of path.reverse()) this.entries.set(entry, this.clock++);
  }

  private forget(path: readonly string[]): void {
    const all = [...this.entries.keys()].filter((entry) => !path.includes(entry));
    const leaves = all.filter((entry) => ![...this.entries.keys()].some((other) => other.startsWith(`${entry},`)));
    leaves.sort((a, b) => this.entries.get(a)! - this.entries.get(b)!);
    this.entries.delete(leaves[0]);
  }
}

describe('the prefix tree', () => {
  const prompt = fc.array(fc.nat(2), { minLength: 1, maxLength: 7 });

  it('remembers what a plain list remembers', () => {
    fc.assert(
      fc.property(fc.array(prompt, { maxLength: 25 }), fc.integer({ min: 1, max: 12 }), (prompts, capacity) => {
        let tree = new PrefixTree(capacity);
        const plain = new PlainTree(capacity);
        for (const [i, each] of prompts.entries()) {
          const values = Int32Array.from([99, ...each]);
          expect(tree.match(values, 1, each.length)).toBe(plain.match(each));
          tree.insert(values, 1, each.length);
          plain.insert(each);
          expect(tree.size).toBe(plain.size);
          expect(tree.size).toBeLessThanOrEqual(capacity);
          if (i % 5 === 4) tree = PrefixTree.load(capacity, structuredClone(tree.save()));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('forgets what was used longest ago', () => {
    const tree = new PrefixTree(4);
    const [a, b, c] = [[1, 2], [3, 4], [5]].map((each) => Int32Array.from(each));
    tree.insert(a, 0, 2);
    tree.insert(b, 0, 2);
    tree.insert(a, 0, 2);
    tree.insert(c, 0, 1);
    expect([a, b, c].map((each) => tree.match(each, 0, each.length))).toEqual([2, 1, 1]); // the end of b went
  });
});

describe('least squares', () => {
  it('finds a linear law, and follows it when it changes', () => {
    const rng = createRng('law');
    const model = new LeastSquares({ features: 3, ridge: 1e-6, forgetting: 0.98 });
    const learn = (law: readonly number[]) => {
      for (let i = 0; i < 600; i++) {
        const x = Float64Array.from([1, rng(), rng() * 5]);
        model.learn(
          x,
          law.reduce((sum, weight, j) => sum + weight * x[j], 0),
        );
      }
      law.forEach((weight, j) => {
        expect(model.weights[j]).toBeCloseTo(weight, 4);
      });
    };
    learn([6, 0.5, 0.03]);
    learn([2, 1.5, -0.03]);
  });

  it('is ridge regression without forgetting', () => {
    // one feature: w = Σxy / (Σx² + ridge)
    const model = new LeastSquares({ features: 1, ridge: 2, forgetting: 1 });
    for (const [x, y] of [
      [1, 2],
      [3, 5],
      [2, 1],
    ])
      model.learn(Float64Array.of(x), y);
    expect(model.weights[0]).toBeCloseTo(19 / 16, 12);
  });

  it('stays finite when features never vary', () => {
    const model = new LeastSquares({ features: 2, ridge: 1e-3, forgetting: 0.9 });
    for (let i = 0; i < 5000; i++) model.learn(Float64Array.of(1, 0), 7);
    expect(model.predict(Float64Array.of(1, 0))).toBeCloseTo(7, 6);
    expect(Number.isFinite(model.predict(Float64Array.of(1, 1)))).toBe(true);
  });
});

describe('predicted-latency', () => {
  /** Iterations take 6 ms, 0.06 ms a running request and 0.06 ms a prefill token. */
  const instance = (running: number, prefill: number, iterations: number): InstanceSpec => ({
    runningRequests: running,
    runningTokens: running * 300,
    waitingPrefillTokens: prefill,
    iterations,
    iterationTime: 6 + 0.06 * running + 0.06 * Math.min(prefill, 512),
  });

  function taught(): PredictedLatency {
    const agent = new PredictedLatency();
    const rng = createRng('taught');
    for (let i = 1; i <= 60; i++) {
      const instances = [1, 2].map(() => instance(rng.integer(60), rng.integer(700), i));
      agent.act(servingTable({ instances, items: [{}] }), { rng, deterministic: true });
    }
    return agent;
  }

  const last = (agent: PredictedLatency, instances: InstanceSpec[], item: object = {}) => {
    const table = servingTable({ instances, items: [item] });
    return answerOf(table, agent.propose(table));
  };

  it('follows the shortest queue until it has learnt', () => {
    const agent = new PredictedLatency();
    expect(last(agent, [instance(2, 4000, 1), instance(3, 0, 1)])).toBe(0);
    expect(last(taught(), [instance(2, 4000, 99), instance(3, 0, 99)])).toBe(1);
  });

  it('packs where limits leave least headroom, and takes the nearest when none is met', () => {
    const agent = taught();
    const two = [instance(10, 300, 99), instance(40, 2000, 99)]; // about 33 ms and 5 · 39 = 196 ms to the first token
    expect(last(agent, two, { ttftDeadline: 1000 + 500 })).toBe(1);
    expect(last(agent, two, { ttftDeadline: 1000 + 100 })).toBe(0);
    expect(last(agent, two, { ttftDeadline: 1000 + 5 })).toBe(0);
    expect(last(agent, two)).toBe(0);
  });

  it('does not take a jammed instance for a quick one', () => {
    const jammed = { ...instance(2, 0, 99), waitingRequests: 50, waitingBlocks: 900, freeBlocks: 20 };
    for (const kind of [ITEM_DISPATCH, ITEM_HANDOVER])
      expect(last(taught(), [jammed, instance(10, 0, 99)], { kind })).toBe(1);
  });

  it('explores instances without headroom once in a hundred', () => {
    const agent = taught();
    const context = { rng: createRng('explore'), deterministic: false };
    const instances = [instance(10, 300, 99), instance(40, 2000, 99)];
    const table = servingTable({ instances, items: [{ ttftDeadline: 1100 }] });
    let explored = 0;
    for (let i = 0; i < 10_000; i++) if (answerOf(table, agent.act(table, context)) === 1) explored++;
    expect(explored).toBeGreaterThan(60);
    expect(explored).toBeLessThan(140);
  });
});
