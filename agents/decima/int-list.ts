/** A list of whole numbers that keeps its storage: lists of one decision are built anew for the next without garbage. */
export class IntList {
  values = new Int32Array(64); // [entry] replaced when it grows
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length++] = value;
  }

  clear(): void {
    this.length = 0;
  }

  /** A copy of entries `from` … `to` − 1. */
  slice(from = 0, to = this.length): Int32Array {
    return this.values.slice(from, to);
  }
}
