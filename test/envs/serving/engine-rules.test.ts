/**
 * Rules of single engines on traces small enough to follow by hand. An iteration takes 1,000 ns, a token costs nothing
 * more; a block holds 4 tokens. Batches are written as request×tokens in batch order.
 */
import { describe, expect, test } from 'vitest';
import { BatchLog } from '../../../envs/serving/batch-log.js';
import { traceSource } from '../../../envs/serving/compat/vidur.js';
import { createEngine, type EngineOptions, engineSchema } from '../../../envs/serving/engines/config.js';
import { ServingSimulator } from '../../../envs/serving/simulator.js';
import { LinearTimeModel } from '../../../envs/serving/time/linear.js';
import { ROLE_MIXED } from '../../../src/serving.js';

interface Request {
  readonly at: number; // ns
  readonly prompt: number;
  readonly output: number;
  readonly priority?: number;
  readonly sloClass?: number;
}

function simulate(engine: EngineOptions, requests: readonly Request[], blocks = 1000) {
  const log = new BatchLog();
  const spec = {
    engine: createEngine(engineSchema.parse(engine)),
    model: new LinearTimeModel({ a: 1000, b: 0, c: 0, d: 0 }),
    totalBlocks: blocks,
    blockTokens: 4,
    watermarkBlocks: 0,
    stages: 1,
    hopNanoseconds: 0,
    role: ROLE_MIXED,
    kvBytesPerToken: 1,
    up: true,
  };
  const simulator = new ServingSimulator({ instances: [spec], sloClasses: 4, log });
  const source = traceSource({
    arrival: Float64Array.from(requests, ({ at }) => at),
    promptTokens: Int32Array.from(requests, ({ prompt }) => prompt),
    outputTokens: Int32Array.from(requests, ({ output }) => output),
  });
  source.chunk(0).priority.set(requests.map(({ priority }) => priority ?? 0));
  source.chunk(0).sloClass.set(requests.map(({ sloClass }) => sloClass ?? 0));
  simulator.reset(source);
  while (simulator.advance()) while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, 0);
  const batches = Array.from({ length: log.count }, (_, b) =>
    Array.from({ length: log.first[b + 1] - log.first[b] }, (_, k) => {
      const entry = log.first[b] + k;
      return `${log.request[entry]}×${log.tokens[entry]}`;
    }).join(' '),
  );
  const durations = Array.from({ length: log.count }, (_, b) => log.end[b] - log.start[b]);
  return { batches, durations, simulator };
}

describe('orca', () => {
  test('mixes prompts and decodes, and reserves the longest sequence in whole blocks', () => {
    const requests = [
      { at: 0, prompt: 5, output: 3 },
      { at: 500, prompt: 6, output: 2 },
      { at: 500, prompt: 7, output: 1 },
    ];
    const { batches } = simulate({ kind: 'orca', maxTokens: 9 }, requests, 6); // three blocks each: two requests fit
    expect(batches).toEqual(['0×5', '0×1 1×6', '0×1 1×1', '2×7']);
    const rounded = simulate({ kind: 'orca', maxTokens: 9, roundReservationDown: true }, requests, 6);
    expect(rounded.batches).toEqual(['0×5', '0×1 1×6 2×7', '0×1 1×1']);
  });

  test('what is longer than the longest sequence is rejected', () => {
    const { simulator } = simulate({ kind: 'orca', maxTokens: 9 }, [{ at: 0, prompt: 8, output: 2 }]);
    expect(simulator.ledger.rejected).toBe(1);
  });
});

describe('vllm-v0', () => {
  test('prefills stall decodes', () => {
    const { batches } = simulate({ kind: 'vllm-v0' }, [
      { at: 0, prompt: 5, output: 3 },
      { at: 500, prompt: 6, output: 2 },
    ]);
    expect(batches).toEqual(['0×5', '1×6', '0×1 1×1', '0×1']);
  });

  test('the token cap counts tokens, or with padding as if all prompts were as long as the longest', () => {
    const requests = [
      { at: 0, prompt: 2, output: 1 },
      { at: 0, prompt: 8, output: 1 },
    ];
    const cap = { kind: 'vllm-v0', maxBatchedTokens: 10 } as const;
    expect(simulate(cap, requests).batches).toEqual(['0×2 1×8']);
    expect(simulate({ ...cap, paddedTokenCap: true }, requests).batches).toEqual(['0×2', '1×8']);
  });

  const crowded = [
    { at: 0, prompt: 7, output: 6 },
    { at: 0, prompt: 7, output: 6 },
  ];

  test('recompute: the later request prefills its prompt and outputs again', () => {
    const { batches, simulator } = simulate({ kind: 'vllm-v0' }, crowded, 5);
    // two blocks each; the ninth token of request 0 takes the fifth block, and request 1 sees none
    expect(batches).toEqual(['0×7 1×7', '0×1 1×1', '0×1', '0×1', '0×1', '0×1', '1×9', '1×1', '1×1', '1×1']);
    expect([...simulator.ledger.preemptions.subarray(0, 2)]).toEqual([0, 1]);
  });

  test('swap: the later request loses no token, the link takes its time twice', () => {
    const swap = { hostBlocks: 10, nanosecondsPerBlock: 50 };
    const { batches, durations, simulator } = simulate({ kind: 'vllm-v0', swap }, crowded, 6);
    expect(batches).toEqual(['0×7 1×7', '0×1 1×1', '0×1 1×1', '0×1', '0×1', '0×1', '1×1', '1×1', '1×1']);
    expect(durations).toEqual([1000, 1000, 1000, 1150, 1000, 1000, 1150, 1000, 1000]); // three blocks out, three in
    expect(simulator.ledger.preemptions[1]).toBe(1);
    expect(simulator.ledger.lostTime[1]).toBe(3150);
    const tooSmall = simulate({ kind: 'vllm-v0', swap: { ...swap, hostBlocks: 2 } }, crowded, 6);
    expect(tooSmall.batches).toContain('1×10'); // recomputed
  });
});

describe('vllm-v0, victims of both kinds', () => {
  test('nothing is prefilled while anything is swapped out, not even a victim of a recompute before it', () => {
    const swap = { hostBlocks: 3, nanosecondsPerBlock: 50 };
    const requests = [12, 8, 3].map((output) => ({ at: 0, prompt: 7, output }));
    const { batches, simulator } = simulate({ kind: 'vllm-v0', swap }, requests, 7);
    // request 2 is swapped out; then request 1 finds no block, the host is full, and it is the first to wait
    expect(batches.slice(0, 4)).toEqual(['0×7 1×7 2×7', '0×1 1×1 2×1', '0×1 1×1', '0×1 1×1']);
    expect(batches.slice(-5)).toEqual(['0×1', '0×1', '2×1', '1×13', '1×1']);
    expect([...simulator.ledger.preemptions.subarray(0, 3)]).toEqual([0, 1, 1]);
  });
});

describe('sarathi', () => {
  test('decodes first, then prefills within the chunk', () => {
    const { batches } = simulate({ kind: 'sarathi', chunk: 4 }, [
      { at: 0, prompt: 6, output: 2 },
      { at: 500, prompt: 5, output: 1 },
    ]);
    expect(batches).toEqual(['0×4', '0×2 1×2', '0×1 1×3']);
  });

  test('dynamic chunks shrink over the stages of the prompt', () => {
    const dynamicChunk = { low: 32, high: 96, maxTokens: 192, stages: 3 }; // 96, 64, 32; a stage has 64 tokens
    const { batches } = simulate({ kind: 'sarathi', dynamicChunk }, [{ at: 0, prompt: 200, output: 1 }]);
    expect(batches).toEqual(['0×96', '0×64', '0×32', '0×8']);
  });

  test('a half-prefilled victim keeps its prompt', () => {
    const { batches, simulator } = simulate(
      { kind: 'sarathi', chunk: 4 },
      [
        { at: 0, prompt: 3, output: 8 },
        { at: 500, prompt: 12, output: 1 },
      ],
      4,
    );
    const computed = batches.flatMap((batch) => batch.split(' ')).filter((entry) => entry.startsWith('1×'));
    expect(simulator.ledger.outputTokens[1]).toBe(1);
    expect(
      computed.map((entry) => Number(entry.slice(2))).reduce((sum, tokens) => sum + tokens),
    ).toBeGreaterThanOrEqual(12);
    expect(simulator.ledger.completed).toBe(2);
  });
});

describe.each(['vllm-v0', 'sarathi'] as const)('%s by priority', (kind) => {
  test('the most urgent waiting request makes its way past a less urgent running one', () => {
    const requests = [
      { at: 0, prompt: 8, output: 8, priority: 1 },
      { at: 0, prompt: 8, output: 8 },
      { at: 1500, prompt: 12, output: 2, priority: 2 },
    ];
    const urgent = simulate({ kind, order: 'priority' }, requests, 8);
    expect(urgent.batches.slice(0, 3).map((batch) => batch.includes('2×12'))).toEqual([false, false, true]);
    const { preemptions } = urgent.simulator.ledger;
    expect([preemptions[0], preemptions[1] > 0, preemptions[2]]).toEqual([0, true, 0]);
    const plain = simulate({ kind }, requests, 8);
    expect(plain.batches.findIndex((batch) => batch.includes('2×12'))).toBeGreaterThan(3);
  });

  test('it takes nobody off where that would not be enough', () => {
    const requests = [
      { at: 0, prompt: 16, output: 4, priority: 2 },
      { at: 0, prompt: 8, output: 4 },
      { at: 1500, prompt: 40, output: 2, priority: 1 }, // 10 blocks of 12, of which the most urgent holds 5
    ];
    const { batches, simulator } = simulate({ kind, order: 'priority' }, requests, 12);
    expect(simulator.ledger.preemptions[1]).toBe(0);
    expect(batches.at(-2)).toBe('2×40');
  });
});

describe('niyama', () => {
  const deadlines = [{ ttft: 1, tbt: 0.05 }, { ttft: 0.5, tbt: 0.05 }, { ttlt: 100 }];

  test('prefills are served earliest deadline first, late ones last', () => {
    const { batches } = simulate(
      { kind: 'niyama', deadlines, maxSequences: 1 },
      [
        { at: 0, prompt: 3, output: 2 },
        { at: 100, prompt: 4, output: 1, sloClass: 2 },
        { at: 200, prompt: 5, output: 1 },
        { at: 300, prompt: 6, output: 1, sloClass: 1 },
        { at: 400, prompt: 9000, output: 1, sloClass: 1 }, // more than the prefill rate can do in its 0.5 s
      ],
      5000,
    );
    const served = batches.flatMap((batch) => batch.split(' ')).map((entry) => entry.split('×')[0]);
    expect([...new Set(served)]).toEqual(['0', '3', '2', '1', '4']);
  });

  test('who becomes late behind somebody who is not goes behind all that can make it', () => {
    const { batches } = simulate(
      { kind: 'niyama', deadlines, maxSequences: 4 },
      [
        { at: 0, prompt: 10_000, output: 300 }, // has the memory for 304 µs
        { at: 100, prompt: 400, output: 1, sloClass: 1 }, // the first to wait: does not fit beside it
        { at: 100, prompt: 8499, output: 1 }, // 999.9 ms at the prefill rate: late when the memory is free
        { at: 200, prompt: 5, output: 1 },
      ],
      2577,
    );
    expect(batches).toContain('1×400 3×5 2×107');
  });

  test('the chunk leaves running decodes within their deadlines', () => {
    const requests = [
      { at: 0, prompt: 4, output: 40 },
      { at: 1500, prompt: 3000, output: 1 },
    ];
    const chunkOf = (tbt: number, ttft: number) => {
      const { batches } = simulate({ kind: 'niyama', deadlines: [{ ttft, tbt }] }, requests, 30_000);
      const entries = batches.flatMap((batch) => batch.split(' '));
      return entries.find((entry) => entry.startsWith('1×'));
    };
    expect(chunkOf(0.05, 100)).toBe('1×2551'); // 100 s of slack
    expect(chunkOf(0.05, 0.001)).toBe('1×767'); // 101 ms until the third token; 78.5 ms predicted, 1,024 tokens would take 103
    expect(chunkOf(0.001, 0.001)).toBe('1×127'); // no slack: the smallest
  });
});
