/**
 * A population of clients, each with its own rate, burstiness and lengths, superposed (ServeGen: Xiang et al., NSDI
 * 2026: production load is a sum of few heavy and many light clients, and the heavy ones shape its bursts). Gaps of a
 * client are gamma with its coefficient of variation. Carried from chunk to chunk: every client's next arrival.
 * Left out: rates and lengths that drift over the day.
 */
import { randomGamma } from 'd3-random';
import type { Rng } from '../../../src/rng.js';
import { uniformNoise } from '../../../src/sim/noise.js';
import type { Annotator } from './annotate.js';
import { NS_PER_SECOND } from './arrival-stream.js';
import type { ChunkGenerator } from './generated-source.js';
import type { LengthQuantile } from './length-distribution.js';
import { DEFAULT_TENANTS } from './plain-generator.js';
import { emptyColumns } from './request-columns.js';
import { CHUNK_REQUESTS } from './source.js';
import { limitTokens, type TokenLimits } from './token-limits.js';

export interface Client {
  readonly name: string;
  readonly rate: number; // requests per second, > 0
  readonly coefficientOfVariation: number; // of its gaps, > 0
  readonly input: LengthQuantile;
  readonly output: LengthQuantile;
}

export interface ClientParts {
  readonly clients: readonly Client[];
  readonly annotator: Annotator;
  readonly limits: TokenLimits;
  readonly clientsAsTenants: boolean;
  readonly rng: Rng;
}

/** Time of every client's next arrival. */
type NextArrivals = Float64Array; // [client] s

const STREAM_INPUT = 0;
const STREAM_OUTPUT = 1;

export class ClientGenerator implements ChunkGenerator<NextArrivals> {
  readonly prefixGranule = 0;
  readonly tenants: readonly string[];
  readonly first: NextArrivals;
  private readonly parts: ClientParts;
  private readonly gaps: Rng;
  private readonly seed: number;

  constructor(parts: ClientParts) {
    this.parts = parts;
    this.gaps = parts.rng.fork('gaps');
    this.seed = parts.rng.fork('lengths').uint32();
    const names = parts.clientsAsTenants ? parts.clients.map(({ name }) => name) : DEFAULT_TENANTS;
    this.tenants = parts.annotator.tenants ?? names;
    const initial = this.gaps.fork('first');
    this.first = Float64Array.from(parts.clients, (client, k) => gapOf(client, initial.fork(k))());
  }

  generate(index: number, rows: number, carry: NextArrivals) {
    const { clients, annotator, limits, clientsAsTenants } = this.parts;
    const first = index * CHUNK_REQUESTS;
    const columns = emptyColumns(rows);
    const chunkGaps = this.gaps.fork(index);
    const gap: (() => number)[] = new Array(clients.length);
    const next = carry.slice();
    const queue = earliestFirst(next);
    for (let i = 0; i < rows; i++) {
      const client = queue[0];
      columns.arrival[i] = Math.round(next[client] * NS_PER_SECOND);
      const { input, output } = clients[client];
      columns.promptTokens[i] = input(uniformNoise(this.seed, STREAM_INPUT, first + i, 0));
      columns.outputTokens[i] = output(uniformNoise(this.seed, STREAM_OUTPUT, first + i, 0));
      if (clientsAsTenants) columns.tenant[i] = client;
      gap[client] ??= gapOf(clients[client], chunkGaps.fork(client));
      next[client] += gap[client]();
      sink(queue, 0, next);
    }
    limitTokens(columns, limits);
    annotator.fill(columns, first);
    return { columns, next };
  }
}

function gapOf({ rate, coefficientOfVariation }: Client, rng: Rng): () => number {
  const shape = 1 / coefficientOfVariation ** 2;
  return randomGamma.source(rng)(shape, 1 / (rate * shape));
}

/** Client numbers as a binary heap: the next to come on top, ties by number. */
function earliestFirst(next: NextArrivals): Int32Array {
  const queue = Int32Array.from(next, (_, k) => k);
  for (let k = (queue.length >> 1) - 1; k >= 0; k--) sink(queue, k, next);
  return queue;
}

function sink(queue: Int32Array, from: number, next: NextArrivals): void {
  const client = queue[from];
  let k = from;
  for (;;) {
    let child = 2 * k + 1;
    if (child >= queue.length) break;
    if (child + 1 < queue.length && before(queue[child + 1], queue[child], next)) child++;
    if (!before(queue[child], client, next)) break;
    queue[k] = queue[child];
    k = child;
  }
  queue[k] = client;
}

function before(a: number, b: number, next: NextArrivals): boolean {
  return next[a] < next[b] || (next[a] === next[b] && a < b);
}
