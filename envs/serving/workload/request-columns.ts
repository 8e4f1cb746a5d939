/** Columns of requests: empty ones to fill, and a source that holds all its requests in memory. */
import { ArenaError } from '../../../src/error.js';
import { CHUNK_REQUESTS, type RequestColumns, type RequestSource } from './source.js';

const NO_PREFIX = new Int32Array(0);

/** Columns of `count` requests: all 0, sessions −1, no prefixes. */
export function emptyColumns(count: number): RequestColumns {
  return {
    count,
    arrival: new Float64Array(count),
    promptTokens: new Int32Array(count),
    outputTokens: new Int32Array(count),
    priority: new Int32Array(count),
    tenant: new Int32Array(count),
    sloClass: new Int32Array(count),
    session: new Int32Array(count).fill(-1),
    prefixStart: new Int32Array(count + 1),
    prefixId: NO_PREFIX,
  };
}

/** Rows first … first + count − 1 of other columns; nothing is copied but the starts of prefixes. */
export function sliceColumns(columns: RequestColumns, first: number, count: number): RequestColumns {
  const end = first + count;
  const prefixStart = columns.prefixStart.slice(first, end + 1);
  const base = prefixStart[0];
  for (let i = 0; i <= count; i++) prefixStart[i] -= base;
  return {
    count,
    arrival: columns.arrival.subarray(first, end),
    promptTokens: columns.promptTokens.subarray(first, end),
    outputTokens: columns.outputTokens.subarray(first, end),
    priority: columns.priority.subarray(first, end),
    tenant: columns.tenant.subarray(first, end),
    sloClass: columns.sloClass.subarray(first, end),
    session: columns.session.subarray(first, end),
    prefixStart,
    prefixId: columns.prefixId.subarray(base, columns.prefixStart[end]),
  };
}

/** @throws ArenaError unless chunk `index` exists. Returns its number of rows. */
export function chunkRows(index: number, count: number): number {
  const chunks = Math.ceil(count / CHUNK_REQUESTS);
  if (!Number.isInteger(index) || index < 0 || index >= chunks) {
    throw new ArenaError(`envs/serving: workload: chunk ${index} does not exist (0…${chunks - 1})`);
  }
  return Math.min(CHUNK_REQUESTS, count - index * CHUNK_REQUESTS);
}

/** Requests that lie in memory: files, rows in a configuration, sessions. */
export class WholeSource implements RequestSource {
  readonly count: number;
  readonly prefixGranule: number;
  readonly tenants: readonly string[];
  private readonly columns: RequestColumns;
  private readonly chunks: RequestColumns[] = [];

  constructor(
    columns: RequestColumns,
    options: { readonly prefixGranule: number; readonly tenants: readonly string[] },
  ) {
    this.columns = columns;
    this.count = columns.count;
    this.prefixGranule = options.prefixGranule;
    this.tenants = options.tenants;
  }

  chunk(index: number): RequestColumns {
    const rows = chunkRows(index, this.count);
    this.chunks[index] ??= sliceColumns(this.columns, index * CHUNK_REQUESTS, rows);
    return this.chunks[index];
  }
}
