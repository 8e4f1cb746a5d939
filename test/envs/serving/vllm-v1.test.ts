/** The vLLM v1 engine: worked examples, and random workloads against the plain scheduler. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchLog } from '../../../envs/serving/batch-log.js';
import { VllmV1Engine, type VllmV1Options, vllmV1Schema } from '../../../envs/serving/engines/vllm-v1.js';
import { REQUEST_RUNNING, REQUEST_WAITING } from '../../../envs/serving/requests.js';
import type { ServingState } from '../../../envs/serving/state.js';
import { expectConservation } from './conservation.js';
import { batchesOf, runAll, simulatorOf, type WrittenRequest, writtenSource } from './one-engine.js';
import { type PlainRequest, plainVllmV1 } from './plain-vllm-v1.js';

function engineOf(options: Partial<VllmV1Options> = {}): VllmV1Engine {
  return new VllmV1Engine(vllmV1Schema.parse({ kind: 'vllm-v1', ...options }));
}

/** Batches as text: `request×tokens …`. */
function batches(rows: readonly WrittenRequest[], options: Partial<VllmV1Options>, blocks: number): string[] {
  const log = new BatchLog();
  runAll(simulatorOf({ engine: engineOf(options), blocks, blockTokens: 4, log }), writtenSource(rows));
  return batchesOf(log).map(({ requests, tokens }) => requests.map((id, k) => `${id}×${tokens[k]}`).join(' '));
}

describe('worked examples, blocks of 4 tokens', () => {
  it('mixes decodes and chunks within one token budget', () => {
    const rows = [
      { prompt: 6, output: 3 },
      { prompt: 9, output: 1 },
    ];
    expect(batches(rows, { tokenBudget: 8 }, 9)).toEqual(['0×6 1×2', '0×1 1×7', '0×1']);
  });

  it('cuts long prefills to the threshold and leaves room for the next', () => {
    const rows = [
      { prompt: 9, output: 1 },
      { prompt: 5, output: 1 },
    ];
    expect(batches(rows, { tokenBudget: 8, longPrefillThreshold: 4 }, 9)).toEqual(['0×4 1×4', '0×4 1×1', '0×1']);
  });

  it('without chunks lets a prompt wait that exceeds what is left', () => {
    const rows = [
      { prompt: 6, output: 2 },
      { prompt: 5, output: 1 },
    ];
    expect(batches(rows, { tokenBudget: 8, chunkedPrefill: false }, 9)).toEqual(['0×6', '0×1 1×5']);
  });

  it('preempts the last one when a block is missing and computes it again, outputs included', () => {
    // 4 usable blocks: both prompts fill them; the first decode of request 0 needs a fifth
    const rows = [
      { prompt: 8, output: 3 },
      { prompt: 8, output: 2 },
    ];
    expect(batches(rows, {}, 5)).toEqual(['0×8 1×8', '0×1', '0×1', '1×9']);
  });

  it('admits nobody in a step that has preempted, and never preempts to admit', () => {
    const rows = [
      { prompt: 8, output: 3 },
      { prompt: 8, output: 2 },
      { prompt: 1, output: 1 },
    ];
    expect(batches(rows, {}, 5)).toEqual(['0×8 1×8', '0×1', '0×1', '1×9 2×1']);
  });

  it('keeps the reserved blocks out of use', () => {
    const rows = [
      { prompt: 8, output: 1 },
      { prompt: 8, output: 1 },
    ];
    expect(batches(rows, { reservedBlocks: 1 }, 4)).toEqual(['0×8', '1×8']);
    expect(batches(rows, { reservedBlocks: 0 }, 4)).toEqual(['0×8 1×8']);
  });

  it('by priority preempts the least urgent and gives its token back to the budget', () => {
    // step 4: request 1 finds no block, request 0 loses the token it has just got, and request 2 gets 7 instead of 6
    const rows = [
      { arrival: 0, prompt: 8, output: 4, priority: 0 },
      { arrival: 1, prompt: 7, output: 3, priority: 2 },
      { arrival: 2, prompt: 14, output: 1, priority: 1 },
    ];
    const options = { tokenBudget: 8, order: 'priority', reservedBlocks: 0 } as const;
    const expected = ['0×8', '0×1 1×7', '0×1 1×1 2×6', '1×1 2×7', '2×1 0×7', '0×4'];
    expect(batches(rows, options, 7)).toEqual(expected);
  });
});

describe('requests that arrive together', () => {
  it('are served in the order of the workload, and a preempted one returns to its place', () => {
    const rows = [0, 1, 2, 3, 4].map(() => ({ prompt: 4, output: 4, priority: 3 }));
    // three run in 5 blocks; their first decodes want a sixth, and request 0, the victim, waits before 3 and 4
    const expected = ['0×4 1×4 2×4', '1×1 2×1', '1×1 2×1', '1×1 2×1', '0×5 3×4 4×4'];
    const told = batches(rows, { order: 'priority', maxSequences: 3, reservedBlocks: 0 }, 5);
    expect(told.slice(0, expected.length)).toEqual(expected);
  });
});

describe('the longest sequence', () => {
  it('is all usable blocks and the last token, whose KV nobody needs', () => {
    expect(engineOf().longestSequence(10, 16, 3)).toBe(145);
    expect(engineOf().longestSequence(1, 16, 0)).toBe(0);
    expect(engineOf({ chunkedPrefill: false, tokenBudget: 100 }).longestSequence(10, 16, 0)).toBe(101);
  });

  it('ends on an empty pool, one token more does not fit', () => {
    const log = new BatchLog();
    const simulator = simulatorOf({ engine: engineOf(), blocks: 4, blockTokens: 4, log });
    runAll(
      simulator,
      writtenSource([
        { prompt: 5, output: 8 },
        { prompt: 5, output: 9 },
      ]),
    );
    expect(simulator.ledger.completed).toBe(1);
    expect(simulator.ledger.rejected).toBe(1);
  });
});

const request = fc.record({
  gap: fc.integer({ min: 0, max: 12_000_000 }),
  prompt: fc.integer({ min: 1, max: 40 }),
  output: fc.integer({ min: 1, max: 30 }),
  priority: fc.integer({ min: 0, max: 2 }),
});

const settings = fc.record({
  blocks: fc.integer({ min: 18, max: 40 }),
  tokenBudget: fc.integer({ min: 4, max: 70 }),
  maxSequences: fc.integer({ min: 2, max: 9 }),
  chunkedPrefill: fc.boolean(),
  longPrefillThreshold: fc.constantFrom(0, 0, 5, 16),
});

function arrivals(rows: readonly { gap: number; prompt: number; output: number; priority: number }[]): PlainRequest[] {
  let arrival = 0;
  return rows.map(({ gap, ...rest }) => {
    arrival += gap;
    return { ...rest, arrival };
  });
}

describe('random workloads against the plain scheduler', () => {
  it.each(['fcfs', 'priority'] as const)('%s: every batch is equal', (order) => {
    let preempted = 0;
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 25 }), settings, (rows, free) => {
        const { blocks, ...rest } = free;
        const tokenBudget = rest.chunkedPrefill ? rest.tokenBudget : 70;
        const options = { ...rest, tokenBudget, order };
        const workload = arrivals(rows);
        const plain = plainVllmV1(workload, { ...options, blocks, blockTokens: 4 });
        const log = new BatchLog();
        const simulator = simulatorOf({ engine: engineOf(options), blocks: blocks + 1, blockTokens: 4, log });
        runAll(simulator, writtenSource(workload));
        expect(batchesOf(log)).toEqual(plain.batches);
        expect(simulator.state.instances.preemptions[0]).toBe(plain.preemptions);
        preempted += plain.preemptions;
      }),
      { numRuns: 120 },
    );
    expect(preempted).toBeGreaterThan(50);
  });
});

/**
 * Notes who is admitted past whom. What is promised under priorities: no request is admitted while a more urgent one
 * waits at the instance, or an equally urgent one that arrived earlier. Not promised, as in vLLM: that a running
 * request makes room for a more urgent one that waits; only a running one that lacks a block preempts.
 */
class WatchedEngine extends VllmV1Engine {
  inversions = 0;
  admissions = 0;

  override form(state: ServingState, instance: number): void {
    const { priority, arrival, phase, number, next } = state.requests;
    const waited = new Set<number>();
    for (let slot = state.instances.waitingHead[instance]; slot >= 0; slot = next[slot]) waited.add(slot);
    expectConservation(state);
    super.form(state, instance);
    expectConservation(state);
    expect(state.freeBlocks(instance)).toBeGreaterThanOrEqual(1); // the reserved one
    for (const admitted of waited) {
      if (phase[admitted] !== REQUEST_RUNNING || number[admitted] < 0) continue;
      this.admissions++;
      for (const other of waited)
        if (
          phase[other] === REQUEST_WAITING &&
          (priority[other] > priority[admitted] ||
            (priority[other] === priority[admitted] && arrival[other] < arrival[admitted]))
        )
          this.inversions++;
    }
  }
}

describe('random workloads', () => {
  it.each(['fcfs', 'priority'] as const)(
    '%s: all end, blocks are conserved, nobody is overtaken, jumps equal steps',
    (order) => {
      let admissions = 0;
      fc.assert(
        fc.property(fc.array(request, { minLength: 1, maxLength: 25 }), settings, (rows, { blocks, ...rest }) => {
          const tokenBudget = rest.chunkedPrefill ? rest.tokenBudget : 70;
          const engine = new WatchedEngine(vllmV1Schema.parse({ kind: 'vllm-v1', ...rest, tokenBudget, order }));
          // first come first served takes no notice of priorities
          const workload = arrivals(rows).map((row) => (order === 'fcfs' ? { ...row, priority: 0 } : row));
          const stepped = simulatorOf({ engine, blocks: blocks + 1, blockTokens: 4 });
          runAll(stepped, writtenSource(workload), () => expectConservation(stepped.state));
          expect(stepped.ledger.completed).toBe(rows.length);
          expect(stepped.state.instances.usedBlocks[0]).toBe(0);
          expect(engine.inversions).toBe(0);
          admissions += engine.admissions;
          const jumped = simulatorOf({ engine, blocks: blocks + 1, blockTokens: 4, log: null });
          runAll(jumped, writtenSource(workload));
          expect([...jumped.ledger.finishedAt]).toEqual([...stepped.ledger.finishedAt]);
          expect([...jumped.ledger.firstTokenAt]).toEqual([...stepped.ledger.firstTokenAt]);
          expect(jumped.iterations).toBe(stepped.iterations);
          expect(jumped.state.instances.preemptions).toEqual(stepped.state.instances.preemptions);
        }),
        { numRuns: 30 },
      );
      expect(admissions).toBeGreaterThan(100);
    },
  );
});
