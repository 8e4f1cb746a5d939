/**
 * Independent requests: arrivals of a stream, lengths of a sampler, annotations by number, and perhaps the first
 * tokens shared with others. Serves every family whose requests do not look at one another.
 */
import type { Annotator } from './annotate.js';
import { type ArrivalCarry, type ArrivalStream, FIRST_ARRIVAL } from './arrival-stream.js';
import type { ChunkGenerator } from './generated-source.js';
import type { LengthSampler } from './length-table.js';
import { emptyColumns } from './request-columns.js';
import { CHUNK_REQUESTS, type RequestColumns } from './source.js';
import { limitTokens, type TokenLimits } from './token-limits.js';

/** What gives requests shared prefixes; it may lengthen prompts, and sets tenants when groups are tenants. */
export interface PrefixAssigner {
  readonly prefixGranule: number; // tokens
  readonly tenants: readonly string[] | null;
  /** Returns the columns with prefixes; `first` is the number of their first request. */
  assign(columns: RequestColumns, first: number): RequestColumns;
}

export interface PlainParts {
  readonly arrivals: ArrivalStream;
  readonly lengths: LengthSampler;
  readonly annotator: Annotator;
  readonly limits: TokenLimits;
  readonly prefixes?: PrefixAssigner;
}

export const DEFAULT_TENANTS: readonly string[] = Object.freeze(['default']);

export class PlainGenerator implements ChunkGenerator<ArrivalCarry> {
  readonly prefixGranule: number;
  readonly tenants: readonly string[];
  readonly first = FIRST_ARRIVAL;
  private readonly parts: PlainParts;

  constructor(parts: PlainParts) {
    this.parts = parts;
    this.prefixGranule = parts.prefixes?.prefixGranule ?? 0;
    this.tenants = parts.annotator.tenants ?? parts.prefixes?.tenants ?? DEFAULT_TENANTS;
  }

  generate(index: number, rows: number, carry: ArrivalCarry) {
    const { arrivals, lengths, annotator, limits, prefixes } = this.parts;
    const first = index * CHUNK_REQUESTS;
    let columns = emptyColumns(rows);
    const next = arrivals.fill({ index, first }, columns.arrival, carry);
    lengths.fill(first, columns.promptTokens, columns.outputTokens);
    if (prefixes) columns = prefixes.assign(columns, first);
    limitTokens(columns, limits);
    annotator.fill(columns, first);
    return { columns, next };
  }
}
