/**
 * Iteration time from layer profiles of a real engine (casys-kaist/LLMServingSim@5daddb2, vLLM 0.19, bf16): the
 * dense layers by tokens of the batch, attention of all decodes by (count, mean context), attention of each prefill
 * chunk by (chunk, tokens before it), output head and sampler by requests. All decode-free and prefill-free
 * measurements are used; the mixed ones of the file are not. Decode time is piecewise linear in the mean context,
 * therefore not affine. Left out: what the CPU does between iterations, and pipeline or tensor splits (each profile
 * is one GPU).
 */
import type { BatchWork } from '../batch-work.js';
import { wholeNanoseconds } from './decode-table.js';
import type { RaggedGrid } from './ragged-grid.js';
import type { TimeModel } from './time-model.js';

/** ns of a whole iteration, layers already multiplied in. */
export interface LayerProfile {
  readonly dense: Float64Array; // [tokens] from 0 to the largest batch of the profile; two entries or more
  readonly perSequence: Float64Array; // [requests] likewise
  readonly decode: RaggedGrid; // x sequences, y mean context
  readonly prefill: RaggedGrid; // x tokens of the chunk, y tokens before it
}

/** An entry of an array of costs; beyond its end the last step goes on. */
function along(costs: Float64Array, count: number): number {
  const last = costs.length - 1;
  if (count <= last) return costs[count];
  return costs[last] + (count - last) * (costs[last] - costs[last - 1]);
}

export class LayerProfileTimeModel implements TimeModel {
  readonly name: string = 'layer-profile';
  readonly affineDecode = false;
  readonly profile: LayerProfile;

  constructor(profile: LayerProfile) {
    this.profile = profile;
  }

  nanoseconds(work: BatchWork): number {
    const { dense, perSequence, decode, prefill } = this.profile;
    let ns = along(dense, work.tokens) + along(perSequence, work.requests);
    if (work.decodes > 0) ns += decode.at(work.decodes, work.decodeContext / work.decodes);
    for (let chunk = 0; chunk < work.chunks; chunk++) {
      ns += prefill.at(work.chunkTokens[chunk], work.chunkContext[chunk]);
    }
    return wholeNanoseconds(ns);
  }

  decodeBase(_decodes: number): number {
    return Number.NaN;
  }

  decodeSlope(_decodes: number): number {
    return Number.NaN;
  }
}
