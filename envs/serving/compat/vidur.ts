/**
 * The serving simulator as vidur (microsoft/vidur@7d47513) would run the same case: clock in seconds, restarts that
 * shorten prompts, token caps with padding, Orca reservations rounded down, victims from a list sorted too early, and
 * a least-outstanding router that counts waiting requests only. Used to replay recordings; nothing else should want
 * these quirks.
 */
import { ROLE_MIXED } from '../../../src/serving.js';
import type { BatchLog } from '../batch-log.js';
import type { Engine } from '../engines/engine.js';
import { OrcaEngine, orcaSchema } from '../engines/orca.js';
import { SarathiEngine, sarathiSchema } from '../engines/sarathi.js';
import { VllmV0Engine, vllmV0Schema } from '../engines/vllm-v0.js';
import { ServingSimulator } from '../simulator.js';
import type { LinearCoefficients } from '../time/linear.js';
import { LinearTimeModel } from '../time/linear.js';
import { RooflineTimeModel } from '../time/roofline.js';
import { CHUNK_REQUESTS, type RequestColumns, type RequestSource } from '../workload/source.js';

export interface VidurCase {
  readonly scheduler: 'sarathi' | 'vllm' | 'orca';
  readonly router: VidurRouter;
  readonly replicas: number;
  readonly stages: number; // pipeline
  readonly blocks: number; // KV blocks of a replica
  readonly blockTokens: number;
  readonly batchCap: number; // requests
  readonly watermark: number; // share of the blocks
  readonly chunk: number; // tokens; sarathi
  readonly maxBatchedTokens: number; // vllm
  readonly maxTokens: number; // longest sequence; orca
  readonly plannerMaxBatch: number; // requests; orca
  readonly timeModel: 'linear' | 'roofline';
  readonly coefficients: LinearCoefficients;
}

/** Round robin, or fewest waiting requests (`lor`; running ones are not counted, so it herds). */
export type VidurRouter = 'rr' | 'lor';

/** A simulator that equals vidur, to be given a source in seconds and to be run by `runVidur`. */
export function vidurSimulator(recorded: VidurCase, log?: BatchLog): ServingSimulator {
  const { timeModel, coefficients, blocks, replicas } = recorded;
  const model = timeModel === 'linear' ? new LinearTimeModel(coefficients) : new RooflineTimeModel(coefficients);
  const spec = {
    engine: vidurEngine(recorded),
    model,
    totalBlocks: blocks,
    blockTokens: recorded.blockTokens,
    watermarkBlocks: Math.trunc(recorded.watermark * blocks),
    stages: recorded.stages,
    hopNanoseconds: 0,
    role: ROLE_MIXED,
    kvBytesPerToken: 0,
    up: true,
  };
  return new ServingSimulator({
    instances: Array.from({ length: replicas }, () => spec),
    sloClasses: 1,
    compat: true,
    ...(log ? { log } : {}),
  });
}

function vidurEngine(recorded: VidurCase): Engine {
  const { scheduler, batchCap: maxSequences, stages } = recorded;
  if (scheduler === 'orca') {
    const maxBatch = Math.min(recorded.plannerMaxBatch, maxSequences);
    const { maxTokens } = recorded;
    const roundReservationDown = true;
    return new OrcaEngine(
      orcaSchema.parse({ kind: 'orca', maxTokens, maxSequences: maxBatch * stages, maxBatch, roundReservationDown }),
    );
  }
  if (scheduler === 'vllm') {
    const { maxBatchedTokens } = recorded;
    return new VllmV0Engine(
      vllmV0Schema.parse({ kind: 'vllm-v0', maxSequences, maxBatchedTokens, paddedTokenCap: true }),
    );
  }
  const { chunk } = recorded;
  return new SarathiEngine(sarathiSchema.parse({ kind: 'sarathi', chunk, maxSequences, staleVictimOrder: true }));
}

/** Runs all requests of a source to their end. */
export function runVidur(simulator: ServingSimulator, source: RequestSource, router: VidurRouter): void {
  simulator.reset(source);
  const replicas = simulator.specs.length;
  const waiting = new Int32Array(replicas); // [replica] queue lengths as the router believes them
  let turn = 0;
  while (simulator.advance()) {
    if (router === 'lor') waiting.set(simulator.state.instances.waitingCount);
    while (simulator.unrouted.count > 0) {
      const replica = router === 'rr' ? turn++ % replicas : leastOf(waiting);
      waiting[replica]++;
      simulator.dispatch(simulator.unrouted.head, replica);
    }
  }
}

/** Index of the smallest number, the lowest on ties. */
function leastOf(numbers: Int32Array): number {
  let least = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i] < numbers[least]) least = i;
  return least;
}

/** A trace in memory: requests in order of arrival, everything else of a request the same for all. */
export interface VidurTrace {
  readonly arrival: Float64Array; // [request] s
  readonly promptTokens: Int32Array; // [request]
  readonly outputTokens: Int32Array; // [request]
}

/** A trace as a source of requests; the clock is whatever `arrival` counts. */
export function traceSource(trace: VidurTrace): RequestSource {
  const count = trace.arrival.length;
  const chunks: RequestColumns[] = [];
  for (let first = 0; first < count; first += CHUNK_REQUESTS) {
    const end = Math.min(count, first + CHUNK_REQUESTS);
    chunks.push({
      count: end - first,
      arrival: trace.arrival.slice(first, end),
      promptTokens: trace.promptTokens.slice(first, end),
      outputTokens: trace.outputTokens.slice(first, end),
      priority: new Int32Array(end - first),
      tenant: new Int32Array(end - first),
      sloClass: new Int32Array(end - first),
      session: new Int32Array(end - first).fill(-1),
      prefixStart: new Int32Array(end - first + 1),
      prefixId: new Int32Array(0),
    });
  }
  return { count, prefixGranule: 0, tenants: ['all'], chunk: (index) => chunks[index] };
}
