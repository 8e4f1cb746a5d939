/** Prefix caching: worked examples with vLLM v1's engine, its table against a plain model, conservation of blocks. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchLog } from '../../../envs/serving/batch-log.js';
import { infiniteCacheHitRate } from '../../../envs/serving/batchllm/prefix-savings.js';
import { VllmV1Engine, vllmV1Schema } from '../../../envs/serving/engines/vllm-v1.js';
import { GranuleTable } from '../../../envs/serving/kv/granule-table.js';
import { LruPrefixCache } from '../../../envs/serving/kv/prefix-cache.js';
import type { ServingState } from '../../../envs/serving/state.js';
import { Arena } from '../../../src/sim/arena.js';
import { expectConservation } from './conservation.js';
import { batchesOf, runAll, simulatorOf, type WrittenRequest, writtenSource } from './one-engine.js';

const SECOND = 1_000_000_000;

function cacheOf(blocks: number, { granule = 8, block = 4, instances = 1 } = {}): LruPrefixCache {
  return new LruPrefixCache({
    granuleTokens: granule,
    instances: Array.from({ length: instances }, () => ({ totalBlocks: blocks, blockTokens: block })),
  });
}

/** Batches of one instance with blocks of 4 and granules of 8 tokens, as text. */
function batches(rows: readonly WrittenRequest[], blocks: number, granule = 8) {
  const log = new BatchLog();
  const prefixCache = cacheOf(blocks, { granule });
  const engine = new VllmV1Engine(vllmV1Schema.parse({ kind: 'vllm-v1', reservedBlocks: 0 }));
  const simulator = simulatorOf({ engine, blocks, blockTokens: 4, prefixCache, log });
  runAll(simulator, writtenSource(rows, granule));
  const told = batchesOf(log).map(({ requests, tokens }) => requests.map((id, k) => `${id}×${tokens[k]}`).join(' '));
  return { told, used: [...log.usedBlocks.subarray(0, log.count)], cache: prefixCache, simulator };
}

describe('worked examples, granules of two blocks of 4 tokens', () => {
  it('takes a shared prefix over from a request that still runs, and counts its blocks once', () => {
    const { told, used, cache } = batches(
      [
        { prompt: 18, output: 3, prefix: [1, 2] },
        { arrival: 1, prompt: 21, output: 1, prefix: [1, 2] },
      ],
      20,
    );
    expect(told).toEqual(['0×18', '0×1 1×5', '0×1']);
    expect(used).toEqual([5, 7, 5]); // 4 shared + 1, then + 2 of request 1's own
    expect(cache.hitTokens[0]).toBe(16);
    expect(cache.lookedUpTokens[0]).toBe(39);
  });

  it('keeps a prefix after its request has ended', () => {
    const { told, cache } = batches(
      [
        { prompt: 18, output: 1, prefix: [1, 2] },
        { arrival: SECOND, prompt: 21, output: 1, prefix: [1, 3] },
      ],
      20,
    );
    expect(told).toEqual(['0×18', '1×13']);
    expect(cache.sharedBlocks(0)).toEqual({ held: 0, unheld: 6 });
  });

  it('computes the last block again where everything is held', () => {
    const rows = [
      { prompt: 16, output: 1, prefix: [1, 2] },
      { arrival: SECOND, prompt: 16, output: 1, prefix: [1, 2] },
    ];
    expect(batches(rows, 20).told).toEqual(['0×16', '1×4']);
    const ofOneBlock = rows.map((row) => ({ ...row, prefix: [1, 2, 3, 4] }));
    expect(batches(ofOneBlock, 20, 4).told).toEqual(['0×16', '1×4']);
  });

  it('evicts the least recently used prefix, its end first', () => {
    const { told, cache } = batches(
      [
        { prompt: 16, output: 1, prefix: [1, 2] },
        { arrival: SECOND, prompt: 16, output: 1, prefix: [3, 4] },
        { arrival: 2 * SECOND, prompt: 8, output: 1, prefix: [5] }, // 10 blocks needed, 8 there: 2 goes
        { arrival: 3 * SECOND, prompt: 17, output: 1, prefix: [1, 2] }, // 1 is there; room for 3 blocks: 4, then 3 goes
        { arrival: 4 * SECOND, prompt: 17, output: 1, prefix: [3, 4] },
      ],
      8,
    );
    expect(told).toEqual(['0×16', '1×16', '2×8', '3×9', '4×17']);
    expect(cache.evictedGranules[0]).toBeGreaterThanOrEqual(3);
  });

  it('gives the next turn of a conversation what the last one has generated', () => {
    const { told } = batches(
      [
        { prompt: 12, output: 9, prefix: [1, 2, 3] }, // KV of 20 tokens when it ends: 2 granules
        { arrival: SECOND, prompt: 30, output: 1, prefix: [1, 2, 3] },
        { arrival: 2 * SECOND, prompt: 30, output: 1, prefix: [1, 2, 3] },
      ],
      40,
    );
    expect(told.at(-2)).toBe('1×14');
    expect(told.at(-1)).toBe('2×6');
  });

  it('keeps one copy of a prefix that two requests computed at once', () => {
    const { told, used, simulator } = batches(
      [
        { prompt: 9, output: 2, prefix: [1] },
        { prompt: 9, output: 2, prefix: [1] },
      ],
      20,
    );
    expect(told).toEqual(['0×9 1×9', '0×1 1×1']);
    expect(used).toEqual([6, 4]);
    expect(simulator.state.instances.usedBlocks[0]).toBe(0);
  });

  it('hands a preempted request its own granules back', () => {
    const { told } = batches(
      [
        { prompt: 8, output: 4, prefix: [] },
        { prompt: 9, output: 5, prefix: [1] },
      ],
      5,
    );
    // request 0 needs a third block, so request 1 waits until it has ended; its first 8 tokens are still there
    expect(told).toEqual(['0×8 1×9', '0×1', '0×1', '0×1', '1×2', '1×1', '1×1', '1×1']);
  });

  it('shares nothing on an instance without prefix caching', () => {
    const instances = [{ totalBlocks: 20, blockTokens: 4, prefixCaching: false }];
    const prefixCache = new LruPrefixCache({ granuleTokens: 8, instances });
    const log = new BatchLog();
    const engine = new VllmV1Engine(vllmV1Schema.parse({ kind: 'vllm-v1' }));
    const rows = [0, 1].map((k) => ({ arrival: k * SECOND, prompt: 16, output: 1, prefix: [1, 2] }));
    runAll(simulatorOf({ engine, blocks: 20, blockTokens: 4, prefixCache, log }), writtenSource(rows, 8));
    expect(batchesOf(log).map(({ tokens }) => tokens)).toEqual([[16], [16]]);
    expect(prefixCache.sharedBlocks(0)).toEqual({ held: 0, unheld: 0 });
  });

  it('refuses a granule that is not whole blocks', () => {
    expect(() => cacheOf(8, { granule: 10, block: 4 })).toThrow(
      'prefix granules have 10 tokens, a multiple of the KV block (4)',
    );
  });
});

describe('the granule table', () => {
  it('behaves like a map with a list of the unheld', () => {
    const operation = fc.tuple(fc.constantFrom('hold', 'drop', 'evict'), fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), fc.integer({ min: 1, max: 12 }), (operations, capacity) => {
        const arena = new Arena();
        const table = new GranuleTable(capacity, arena);
        const holders = new Map<number, number>();
        let unheld: number[] = [];
        let saved: Uint8Array | undefined;
        for (const [kind, n] of operations) {
          const id = n * 64; // collides
          const row = table.find(id);
          expect(row >= 0).toBe(holders.has(id));
          const count = holders.get(id) ?? 0;
          if (kind === 'hold' && row >= 0) {
            expect(table.hold(row)).toBe(count === 0);
            holders.set(id, count + 1);
            unheld = unheld.filter((each) => each !== id);
          } else if (kind === 'hold') {
            const full = holders.size === capacity;
            const victim = full ? unheld.shift() : undefined;
            if (victim !== undefined) holders.delete(victim);
            const inserted = table.insert(id);
            expect(inserted >= 0).toBe(!full || victim !== undefined);
            if (inserted >= 0) holders.set(id, 1);
          } else if (kind === 'drop' && count > 0) {
            expect(table.drop(row)).toBe(count === 1);
            holders.set(id, count - 1);
            if (count === 1) unheld.push(id);
          } else if (kind === 'evict') {
            const victim = unheld.shift();
            expect(table.evict()).toBe(victim !== undefined);
            if (victim !== undefined) holders.delete(victim);
          }
          expect(table.unheld).toBe(unheld.length);
          expect(table.held).toBe(holders.size - unheld.length);
          saved = arena.snapshot();
        }
        table.clear();
        if (saved) arena.restore(saved);
        for (let n = -9; n <= 9; n++) expect(table.find(n * 64) >= 0).toBe(holders.has(n * 64));
      }),
      { numRuns: 100 },
    );
  });
});

/** Checks the blocks before and after every batch that is formed. */
class CheckedEngine extends VllmV1Engine {
  cache: LruPrefixCache | undefined;

  override form(state: ServingState, instance: number): void {
    expectConservation(state, this.cache);
    super.form(state, instance);
    expectConservation(state, this.cache);
  }
}

/** Prompts that branch: every request follows a random path of a tree of granules, some to their end. */
const branching = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 20_000_000 }),
    path: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 4 }),
    own: fc.integer({ min: 0, max: 12 }),
    output: fc.integer({ min: 1, max: 24 }),
    priority: fc.integer({ min: 0, max: 1 }),
  }),
  { minLength: 1, maxLength: 24 },
);

describe('random workloads with shared prefixes', () => {
  const run = (rows: WrittenRequest[], blocks: number, order: 'fcfs' | 'priority', log: BatchLog | null) => {
    const engine = new CheckedEngine(vllmV1Schema.parse({ kind: 'vllm-v1', tokenBudget: 30, maxSequences: 6, order }));
    const prefixCache = cacheOf(blocks, { instances: 2 });
    engine.cache = prefixCache;
    const simulator = simulatorOf({ engine, blocks, blockTokens: 4, instances: 2, prefixCache, log });
    runAll(simulator, writtenSource(rows, 8), () => expectConservation(simulator.state, prefixCache));
    return { simulator, prefixCache };
  };

  it('conserves blocks at every batch, ends every request once, and steps as it jumps', () => {
    let hits = 0;
    let preempted = 0;
    fc.assert(
      fc.property(
        branching,
        fc.integer({ min: 19, max: 40 }),
        fc.constantFrom('fcfs', 'priority'),
        (requests, blocks, order) => {
          let arrival = 0;
          const rows = requests.map(({ gap, path, own, output, priority }) => {
            arrival += gap;
            // the id of a granule names its whole path; the last ones may lie in the output
            const prefix = path.map((_, k) => path.slice(0, k + 1).reduce((id, turn) => 2 * id + turn, 1));
            return { arrival, prompt: Math.max(1, 8 * Math.max(0, path.length - 1) + own), output, priority, prefix };
          });
          const { simulator, prefixCache } = run(rows, blocks, order as 'fcfs' | 'priority', new BatchLog());
          expect(simulator.ledger.completed).toBe(rows.length);
          for (const used of simulator.state.instances.usedBlocks) expect(used).toBe(0);
          for (let i = 0; i < 2; i++) expect(prefixCache.sharedBlocks(i).held).toBe(0);
          hits += prefixCache.hitTokens[0];
          preempted += simulator.state.instances.preemptions[0];
          const jumped = run(rows, blocks, order as 'fcfs' | 'priority', null).simulator;
          expect([...jumped.ledger.finishedAt]).toEqual([...simulator.ledger.finishedAt]);
          expect([...jumped.ledger.firstTokenAt]).toEqual([...simulator.ledger.firstTokenAt]);
          expect(jumped.iterations).toBe(simulator.iterations);
        },
      ),
      { numRuns: 25, seed: 7 }, // a drawn seed may bring no preemption at all
    );
    expect(hits).toBeGreaterThan(0);
    expect(preempted).toBeGreaterThan(0);
  });

  it('changes nothing where no prefix is shared', () => {
    fc.assert(
      fc.property(branching, (requests) => {
        let arrival = 0;
        let id = 0;
        const rows = requests.map(({ gap, path, own, output }) => {
          arrival += gap;
          return { arrival, prompt: 1 + 8 * path.length + own, output, prefix: path.map(() => id++) };
        });
        const logs = [new BatchLog(), new BatchLog()];
        logs.forEach((log, k) => {
          const engine = new VllmV1Engine(vllmV1Schema.parse({ kind: 'vllm-v1', tokenBudget: 30, maxSequences: 6 }));
          // roomy: a preempted request would find its own granules again
          const shared = k === 1 ? { prefixCache: cacheOf(1000) } : {};
          runAll(simulatorOf({ engine, blocks: 1000, blockTokens: 4, log, ...shared }), writtenSource(rows, 8));
        });
        expect(batchesOf(logs[1])).toEqual(batchesOf(logs[0]));
      }),
      { numRuns: 40 },
    );
  });
});

describe('snapshots', () => {
  it('bring back what was held and what was tallied', () => {
    const rows = [
      { prompt: 18, output: 1, prefix: [1, 2] },
      { arrival: SECOND, prompt: 21, output: 1, prefix: [1, 3] },
    ];
    const { cache } = batches(rows, 20);
    const saved = cache.snapshot();
    cache.clear();
    expect(cache.sharedBlocks(0).unheld).toBe(0);
    expect(cache.hitTokens[0]).toBe(0);
    cache.restore(saved);
    expect(cache.sharedBlocks(0).unheld).toBe(6);
    expect(cache.hitTokens[0]).toBe(8);
  });
});

const MOONCAKE = '../shared/data/serving/traces/mooncake_conversation.jsonl.gz';

describe.skipIf(!existsSync(MOONCAKE))('the Mooncake conversation trace', () => {
  it('hits 36.6 % of its granules in an infinite cache', () => {
    const lines = gunzipSync(readFileSync(MOONCAKE)).toString('utf8').trim().split('\n');
    const ids = lines.flatMap((line) => (JSON.parse(line) as { hash_ids: number[] }).hash_ids);
    const count = lines.length;
    const prompts = {
      count,
      granuleTokens: 512,
      start: new Int32Array(count + 1),
      ids: Int32Array.from(ids),
      promptTokens: new Int32Array(count),
    };
    expect(infiniteCacheHitRate(prompts)).toBeCloseTo(0.366, 3);
  });
});
