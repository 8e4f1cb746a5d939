/** Runs a workload on instances of one engine with the exact linear time model; requests go round the instances. */
import { BatchLog } from '../../../envs/serving/batch-log.js';
import type { Engine } from '../../../envs/serving/engines/engine.js';
import type { PrefixCache } from '../../../envs/serving/prefix-cache.js';
import { ServingSimulator } from '../../../envs/serving/simulator.js';
import { LinearTimeModel } from '../../../envs/serving/time/linear.js';
import { emptyColumns, WholeSource } from '../../../envs/serving/workload/request-columns.js';
import { ROLE_MIXED } from '../../../src/serving.js';

export interface WrittenRequest {
  readonly arrival?: number; // ns
  readonly prompt: number;
  readonly output: number;
  readonly priority?: number;
  readonly prefix?: readonly number[]; // granule ids
}

export function writtenSource(rows: readonly WrittenRequest[], granule = 0): WholeSource {
  const columns = emptyColumns(rows.length);
  const ids = rows.flatMap(({ prefix = [] }) => [...prefix]);
  rows.forEach(({ arrival = 0, prompt, output, priority = 0, prefix = [] }, i) => {
    columns.arrival[i] = arrival;
    columns.promptTokens[i] = prompt;
    columns.outputTokens[i] = output;
    columns.priority[i] = priority;
    columns.prefixStart[i + 1] = columns.prefixStart[i] + prefix.length;
  });
  return new WholeSource({ ...columns, prefixId: Int32Array.from(ids) }, { prefixGranule: granule, tenants: ['all'] });
}

export interface OneEngine {
  readonly engine: Engine;
  readonly blocks: number;
  readonly blockTokens?: number;
  readonly instances?: number;
  readonly prefixCache?: PrefixCache;
  readonly log?: BatchLog | null; // null = none, with fast-forward
}

export function simulatorOf({ engine, blocks, blockTokens = 16, instances = 1, prefixCache, log }: OneEngine) {
  return new ServingSimulator({
    sloClasses: 1,
    ...(prefixCache ? { prefixCache } : {}),
    ...(log === null ? {} : { log: log ?? new BatchLog() }),
    instances: Array.from({ length: instances }, () => ({
      engine,
      model: new LinearTimeModel(),
      totalBlocks: blocks,
      blockTokens,
      watermarkBlocks: 0,
      stages: 1,
      hopNanoseconds: 0,
      role: ROLE_MIXED,
      kvBytesPerToken: 131_072,
      up: true,
    })),
  });
}

/** Runs to the end; `check` is called whenever requests have arrived and at the end. */
export function runAll(simulator: ServingSimulator, source: WholeSource, check: () => void = () => {}): void {
  simulator.reset(source);
  let turn = 0;
  while (simulator.advance()) {
    check();
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, turn++ % simulator.specs.length);
  }
  check();
}

/** The batches of a log as readable lists. */
export function batchesOf(log: BatchLog) {
  return Array.from({ length: log.count }, (_, b) => ({
    start: log.start[b],
    end: log.end[b],
    requests: [...log.request.subarray(log.first[b], log.first[b + 1])],
    tokens: [...log.tokens.subarray(log.first[b], log.first[b + 1])],
  }));
}
