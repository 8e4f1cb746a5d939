/**
 * Requests that continue earlier ones, as in the Mooncake traces (Qin et al., FAST 2025): a prompt is a chain of
 * 512-token granules, and some prompts begin with the whole granules of an earlier prompt. Whether a request
 * continues one depends on the rank of its length; of a few candidates drawn from the requests before it, the one
 * that gives most is continued. The number of candidates and the chances are fitted so that an infinite cache hits
 * the published share of granules. Chains never reach back over the beginning of a chunk of the source (about
 * 20 minutes of the conversation trace), which keeps memory bounded; only the first granule of all, a system prompt
 * common to everyone, does. Ids are given away in order, the number used so far is carried from chunk to chunk.
 */
import { uniformNoise } from '../../../src/sim/noise.js';
import type { Annotator } from './annotate.js';
import { type ArrivalCarry, type ArrivalStream, FIRST_ARRIVAL } from './arrival-stream.js';
import type { ChunkGenerator } from './generated-source.js';
import type { LengthSampler } from './length-table.js';
import { DEFAULT_TENANTS } from './plain-generator.js';
import { emptyColumns } from './request-columns.js';
import { CHUNK_REQUESTS } from './source.js';
import { limitTokens, type TokenLimits } from './token-limits.js';

export interface ReuseSettings {
  readonly granule: number; // tokens
  /** Chance to continue an earlier request, by bands of the prompt's length: up to `granules` (the last: any). */
  readonly chances: readonly { readonly granules: number; readonly chance: number }[];
  /** Earlier requests looked at. */
  readonly candidates: number;
  /** All prompts begin with one common granule. */
  readonly commonGranule: boolean;
}

export interface ReuseParts {
  readonly arrivals: ArrivalStream;
  readonly lengths: LengthSampler;
  readonly annotator: Annotator;
  readonly limits: TokenLimits;
  readonly settings: ReuseSettings;
  readonly seed: number;
}

export interface ReuseCarry extends ArrivalCarry {
  readonly nextId: number; // granule ids given away so far
}

const STREAM_CHANCE = 0;
const STREAM_CANDIDATE = 1;

export class ReuseGenerator implements ChunkGenerator<ReuseCarry> {
  readonly prefixGranule: number;
  readonly tenants: readonly string[];
  readonly first: ReuseCarry;
  private readonly parts: ReuseParts;

  constructor(parts: ReuseParts) {
    this.parts = parts;
    this.prefixGranule = parts.settings.granule;
    this.tenants = parts.annotator.tenants ?? DEFAULT_TENANTS;
    this.first = { ...FIRST_ARRIVAL, nextId: parts.settings.commonGranule ? 1 : 0 };
  }

  generate(index: number, rows: number, carry: ReuseCarry) {
    const { arrivals, lengths, annotator, limits, settings } = this.parts;
    const { granule } = settings;
    const first = index * CHUNK_REQUESTS;
    const columns = emptyColumns(rows);
    const { promptTokens } = columns;
    const { time, state } = arrivals.fill({ index, first }, columns.arrival, carry);
    lengths.fill(first, promptTokens, columns.outputTokens);
    limitTokens(columns, limits);
    const { prefixStart } = columns;
    for (let i = 0; i < rows; i++) prefixStart[i + 1] = prefixStart[i] + Math.ceil(promptTokens[i] / granule);
    const prefixId = new Int32Array(prefixStart[rows]);
    let { nextId } = carry;
    for (let i = 0; i < rows; i++) {
      const start = prefixStart[i];
      const own = prefixStart[i + 1] - start;
      const parent = this.parentOf(first, i, prefixStart);
      let shared = settings.commonGranule ? 1 : 0;
      if (parent >= 0) {
        shared = Math.max(shared, Math.min(Math.floor(promptTokens[parent] / granule), own - 1));
        prefixId.copyWithin(start, prefixStart[parent], prefixStart[parent] + shared);
      }
      // id 0 of a new chain is the common granule, and already there
      for (let k = shared; k < own; k++) prefixId[start + k] = nextId++;
    }
    const filled = { ...columns, prefixId };
    annotator.fill(filled, first);
    return { columns: filled, next: { time, state, nextId } };
  }

  /** The row of the request that row i continues; −1 = none. */
  private parentOf(first: number, i: number, prefixStart: Int32Array): number {
    const { settings, seed } = this.parts;
    if (i === 0) return -1;
    const own = prefixStart[i + 1] - prefixStart[i];
    const band = settings.chances.find(({ granules }) => own <= granules) ?? settings.chances.at(-1)!;
    if (uniformNoise(seed, STREAM_CHANCE, first + i, 0) >= band.chance) return -1;
    let best = -1;
    let most = -1;
    for (let c = 0; c < settings.candidates; c++) {
      const row = Math.floor(uniformNoise(seed, STREAM_CANDIDATE, first + i, c) * i);
      const shared = Math.min(prefixStart[row + 1] - prefixStart[row], own - 1);
      if (shared > most) {
        most = shared;
        best = row;
      }
    }
    return best;
  }
}
