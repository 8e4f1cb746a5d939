/**
 * Serving workloads and simulators made ready for timing: the same requests in seconds for vidur's semantics and the
 * plain engine, and in nanoseconds for the correct mode, on equal instances with the exact linear time model.
 */
import { runVidur, type VidurCase, type VidurTrace, vidurSimulator } from '../../../envs/serving/compat/vidur.js';
import { createEngine, type EngineOptions, engineSchema } from '../../../envs/serving/engines/config.js';
import { ServingSimulator, type SimulatorOptions } from '../../../envs/serving/simulator.js';
import { EXACT_COEFFICIENTS, LinearTimeModel } from '../../../envs/serving/time/linear.js';
import { parseWorkload } from '../../../envs/serving/workload/config.js';
import { createSource } from '../../../envs/serving/workload/create-source.js';
import type { RequestSource } from '../../../envs/serving/workload/source.js';
import { createRng } from '../../rng.js';
import { ROLE_MIXED } from '../../serving.js';
import { PlainServing } from './plain-serving.js';

const SEED = 7;
const BLOCKS = 4096; // of an instance
const BLOCK_TOKENS = 16;
const WATERMARK = 0.01; // share of the blocks

/** Requests of a workload in one of the two clocks. */
export function requestsOf(workload: unknown, clock: 'ns' | 's' = 'ns'): RequestSource {
  return createSource(parseWorkload(workload), createRng(SEED), { clock });
}

/** Conversations as in the Azure trace, clipped to sequences of 4,096 tokens. */
export function azureConversations(requests: number, rate: number) {
  return { kind: 'azure-conv', requests, rate, maxTokens: 4096 };
}

/** A case of vidur's on `replicas` instances of Llama-2-7B on an A100. */
export function vidurCase(scheduler: VidurCase['scheduler'], replicas: number): VidurCase {
  return {
    scheduler,
    router: 'rr',
    replicas,
    stages: 1,
    blocks: BLOCKS,
    blockTokens: BLOCK_TOKENS,
    batchCap: 128,
    watermark: WATERMARK,
    chunk: 512,
    maxBatchedTokens: 4096,
    maxTokens: 4096,
    plannerMaxBatch: 29,
    timeModel: 'linear',
    coefficients: EXACT_COEFFICIENTS,
  };
}

/** Runs that can be repeated, and what each does. */
export interface ReadyRun {
  readonly run: () => void;
  readonly iterations: number;
  readonly makespan: number; // clock
}

/** The requests in vidur's semantics; `source` is in seconds. */
export function vidurRun(recorded: VidurCase, source: RequestSource): ReadyRun {
  const simulator = vidurSimulator(recorded);
  return ready(simulator, () => runVidur(simulator, source, recorded.router));
}

/** The same with the plain engine; no more requests than a chunk has. */
export function plainRun(recorded: VidurCase, source: RequestSource): ReadyRun {
  const trace: VidurTrace = source.chunk(0);
  let engine = new PlainServing(recorded, trace, false);
  const run = () => {
    engine = new PlainServing(recorded, trace, false);
    engine.run();
  };
  run();
  return { run, iterations: engine.iterations, makespan: engine.now };
}

export interface FleetSize {
  readonly engine: EngineOptions;
  readonly instances: number;
}

/** A simulator in correct mode. */
export function simulatorOf({ engine, instances }: FleetSize, options: Partial<SimulatorOptions>): ServingSimulator {
  const spec = {
    engine: createEngine(engineSchema.parse(engine)),
    model: new LinearTimeModel(),
    totalBlocks: BLOCKS,
    blockTokens: BLOCK_TOKENS,
    watermarkBlocks: Math.trunc(WATERMARK * BLOCKS),
    stages: 1,
    hopNanoseconds: 0,
    role: ROLE_MIXED,
    kvBytesPerToken: 0,
    up: true,
  };
  const specs = Array.from({ length: instances }, () => spec);
  return new ServingSimulator({ instances: specs, sloClasses: 1, ...options });
}

/** The requests in correct mode, sent round robin; `source` is in nanoseconds. */
export function correctRun(size: FleetSize, source: RequestSource, fastForward: boolean): ReadyRun {
  const simulator = simulatorOf(size, { fastForward });
  return ready(simulator, () => runVidur(simulator, source, 'rr'));
}

function ready(simulator: ServingSimulator, run: () => void): ReadyRun {
  run();
  return { run, iterations: simulator.iterations, makespan: simulator.now };
}

/** Every request goes to the instance that has fewest, the lowest number on ties. */
export function runShortestQueue(simulator: ServingSimulator, source: RequestSource): void {
  simulator.reset(source);
  const { residents } = simulator.state.instances;
  while (simulator.advance()) {
    while (simulator.unrouted.count > 0) simulator.dispatch(simulator.unrouted.head, leastOf(residents));
  }
}

function leastOf(counts: Int32Array): number {
  let least = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i] < counts[least]) least = i;
  return least;
}
