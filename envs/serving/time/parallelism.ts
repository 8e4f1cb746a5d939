/**
 * What splitting a model over GPUs adds to an iteration. Tensor parallelism divides every matrix and pays two
 * all-reduces per layer over the activations (N·hidden elements), each moving 2·(t−1)/t of them over the link (ring
 * algorithm, the same term as in the trained model of BLIS). Pipeline stages divide the layers: a batch passes the
 * stages one after another, each takes an equal share plus the hop to the next; the exact test model has free hops.
 * Left out: uneven stages, overlap of communication with computation.
 */
import type { Bandwidth } from './bandwidth.js';
import type { ModelShape } from './models.js';

export interface AllReduceOptions {
  readonly model: ModelShape;
  readonly tensorParallel: number;
  readonly link: Bandwidth;
}

/** ns (real) that the all-reduces of one iteration of any size cost: one latency each; 0 on one GPU. */
export function allReduceLatency({ model, tensorParallel, link }: AllReduceOptions): number {
  return tensorParallel === 1 ? 0 : 2 * model.layers * link.latency;
}

/** ns (real) per token that the all-reduces of one iteration cost; 0 on one GPU. */
export function allReducePerToken({ model, tensorParallel, link }: AllReduceOptions): number {
  const share = (2 * (tensorParallel - 1)) / tensorParallel;
  return (1e9 * 2 * model.layers * model.hidden * model.bytes * share) / link.bytesPerSecond;
}

/** Whole ns that one of several equal stages takes for a batch of `total` ns, and the `hop` ns to the next one. */
export function stageNanoseconds(total: number, stages: number, hop: number): number {
  return Math.floor(total / stages) + hop;
}
