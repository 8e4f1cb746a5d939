/**
 * The memory of a simulator: every typed array of its state is created here, so that one call saves them all
 * as bytes and another puts them back. Snapshots, forks, look-ahead and counterfactual losses stand on this.
 * Arrays keep their identity for the life of the arena; lengths are fixed at creation.
 */
import { ensure } from '../error.js';

/** A byte copy of all arrays of an arena, in order of creation. */
export type ArenaBytes = Uint8Array;

export class Arena {
  private readonly columns: (Float64Array | Int32Array | Uint8Array)[] = [];
  private byteLength = 0;

  float64(length: number): Float64Array {
    return this.keep(new Float64Array(length));
  }

  int32(length: number): Int32Array {
    return this.keep(new Int32Array(length));
  }

  uint8(length: number): Uint8Array {
    return this.keep(new Uint8Array(length));
  }

  /** A copy of the contents of every array. */
  snapshot(): ArenaBytes {
    const bytes = new Uint8Array(this.byteLength);
    let offset = 0;
    for (const column of this.columns) {
      bytes.set(new Uint8Array(column.buffer, 0, column.byteLength), offset);
      offset += column.byteLength;
    }
    return bytes;
  }

  /** Puts the contents back; the snapshot must come from an arena with the same arrays. */
  restore(bytes: ArenaBytes): void {
    ensure(
      bytes.byteLength === this.byteLength,
      `arena: snapshot has ${bytes.byteLength} bytes, this simulator needs ${this.byteLength}`,
    );
    let offset = 0;
    for (const column of this.columns) {
      new Uint8Array(column.buffer, 0, column.byteLength).set(bytes.subarray(offset, offset + column.byteLength));
      offset += column.byteLength;
    }
  }

  private keep<A extends Float64Array | Int32Array | Uint8Array>(array: A): A {
    this.columns.push(array);
    this.byteLength += array.byteLength;
    return array;
  }
}
