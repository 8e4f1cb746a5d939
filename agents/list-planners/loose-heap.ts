/**
 * A binary heap from whose middle entries are cut out without restoring its order, so that its top need not be the
 * smallest entry afterwards. The SAGA library does that with Python's heapq, whose order of exchanges is followed here;
 * only the mode that repeats its results uses this. Entries are compared by key, then by number.
 */
interface Entry {
  readonly key: number;
  readonly id: number;
}

export class LooseHeap {
  private entries: Entry[] = [];

  /** Number of the entry on top; −1 when empty. */
  top(): number {
    return this.entries.length > 0 ? this.entries[0].id : -1;
  }

  push(key: number, id: number): void {
    this.entries.push({ key, id });
    this.rise(this.entries.length - 1);
  }

  /** Removes the top; nothing happens when empty. */
  pop(): void {
    const last = this.entries.pop();
    if (last === undefined || this.entries.length === 0) return;
    // the hole goes down along the smaller children to a leaf, where the last entry rises from
    let hole = 0;
    for (let child = 1; child < this.entries.length; child = 2 * hole + 1) {
      if (child + 1 < this.entries.length && !before(this.entries[child], this.entries[child + 1])) child++;
      this.entries[hole] = this.entries[child];
      hole = child;
    }
    this.entries[hole] = last;
    this.rise(hole);
  }

  /** Cuts an entry out; the others close up. */
  cut(id: number): void {
    this.entries = this.entries.filter((entry) => entry.id !== id);
  }

  private rise(from: number): void {
    const entry = this.entries[from];
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, this.entries[parent])) break;
      this.entries[i] = this.entries[parent];
      i = parent;
    }
    this.entries[i] = entry;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.key < b.key || (a.key === b.key && a.id < b.id);
}
