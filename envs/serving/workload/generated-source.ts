/**
 * A source that draws its requests chunk by chunk and can draw any of them again. What a chunk needs from those
 * before it (the time reached, a hidden state, ids given away) is its carry; carries are found by generating forward
 * once and are all that is kept, besides a few recent chunks. So memory stays bounded however many requests there are.
 */
import { chunkRows } from './request-columns.js';
import { CHUNK_REQUESTS, type RequestColumns, type RequestSource } from './source.js';

/** Draws chunks: a pure function of (index, carry). `Carry` must not be changed once handed out. */
export interface ChunkGenerator<Carry> {
  readonly prefixGranule: number; // tokens, 0 = none
  readonly tenants: readonly string[];
  /** The carry of chunk 0. */
  readonly first: Carry;
  generate(index: number, rows: number, carry: Carry): { readonly columns: RequestColumns; readonly next: Carry };
}

/** Chunks kept; an episode reads forward, its forks a little behind. */
const KEPT_CHUNKS = 4;

export class GeneratedSource<Carry> implements RequestSource {
  readonly count: number;
  readonly prefixGranule: number;
  readonly tenants: readonly string[];
  private readonly generator: ChunkGenerator<Carry>;
  private readonly carries: Carry[]; // [chunk] of every chunk whose predecessor was drawn
  private readonly recent = new Map<number, RequestColumns>(); // by chunk, oldest first

  /** @param count requests in all, ≥ 1 */
  constructor(generator: ChunkGenerator<Carry>, count: number) {
    this.generator = generator;
    this.count = count;
    this.prefixGranule = generator.prefixGranule;
    this.tenants = generator.tenants;
    this.carries = [generator.first];
  }

  chunk(index: number): RequestColumns {
    chunkRows(index, this.count);
    const found = this.recent.get(index);
    if (found) return found;
    for (let c = this.carries.length - 1; c < index; c++) this.draw(c);
    return this.draw(index);
  }

  private draw(index: number): RequestColumns {
    const rows = Math.min(CHUNK_REQUESTS, this.count - index * CHUNK_REQUESTS);
    const { columns, next } = this.generator.generate(index, rows, this.carries[index]);
    this.carries[index + 1] = next;
    this.recent.set(index, columns);
    if (this.recent.size > KEPT_CHUNKS) this.recent.delete(this.recent.keys().next().value!);
    return columns;
  }
}
