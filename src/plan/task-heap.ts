/**
 * Tasks by key, the smallest first; ties by a second value, then by lowest index. Keys live outside and must not change
 * while a task is in the heap. It grows as needed, so that many small heaps may stand side by side.
 */
export class TaskHeap {
  size = 0;
  private heap = new Int32Array(8); // [size] task
  private readonly key: Float64Array; // [n]
  private readonly tie: Float64Array; // [n]

  constructor(key: Float64Array, tie: Float64Array) {
    this.key = key;
    this.tie = tie;
  }

  /** The first task; the heap must not be empty. */
  top(): number {
    return this.heap[0];
  }

  push(task: number): void {
    if (this.size === this.heap.length) {
      const larger = new Int32Array(this.size * 2);
      larger.set(this.heap);
      this.heap = larger;
    }
    const { heap } = this;
    let i = this.size++;
    for (let parent = (i - 1) >> 1; i > 0 && this.before(task, heap[parent]); parent = (i - 1) >> 1) {
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = task;
  }

  /** Removes and returns the first task; the heap must not be empty. */
  pop(): number {
    const { heap } = this;
    const top = heap[0];
    const last = heap[--this.size];
    let i = 0;
    for (let child = 1; child < this.size; child = 2 * i + 1) {
      if (child + 1 < this.size && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], last)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = last;
    return top;
  }

  private before(a: number, b: number): boolean {
    const { key, tie } = this;
    if (key[a] !== key[b]) return key[a] < key[b];
    if (tie[a] !== tie[b]) return tie[a] < tie[b];
    return a < b;
  }
}
