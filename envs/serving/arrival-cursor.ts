/** Reads a request source in order; what it remembers is one row number. */
import { CHUNK_REQUESTS, type RequestColumns, type RequestSource } from './workload/source.js';

export class ArrivalCursor {
  private source!: RequestSource;
  private chunk = -1; // number of the loaded chunk
  private columns!: RequestColumns;
  /** Row of the next request. */
  row = 0;
  /** Its arrival; Infinity after the last. */
  time = Number.POSITIVE_INFINITY;

  /** Begins with a source; to be called first. */
  open(source: RequestSource): void {
    this.source = source;
    this.chunk = -1;
    this.seek(0);
  }

  /** Columns of the chunk that holds the next request, and its row in there. */
  get rows(): RequestColumns {
    return this.columns;
  }

  get rowInChunk(): number {
    return this.row % CHUNK_REQUESTS;
  }

  /** The columns that hold any row; the loaded chunk stays. */
  chunkOf(row: number): RequestColumns {
    const index = Math.floor(row / CHUNK_REQUESTS);
    return index === this.chunk ? this.columns : this.source.chunk(index);
  }

  next(): void {
    this.seek(this.row + 1);
  }

  seek(row: number): void {
    this.row = row;
    if (row >= this.source.count) {
      this.time = Number.POSITIVE_INFINITY;
      return;
    }
    const index = Math.floor(row / CHUNK_REQUESTS);
    if (index !== this.chunk) {
      this.columns = this.source.chunk(index);
      this.chunk = index;
    }
    this.time = this.columns.arrival[row % CHUNK_REQUESTS];
  }
}
