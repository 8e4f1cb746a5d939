/**
 * The form of a DAG before it has times: named tasks, edges, and, where the family knows them, relative amounts of work
 * and of data. A builder collects them one by one; `finish` puts the edges into one canonical order (by first task, then
 * by second) with two counting sorts, so that ties in planners never depend on the order in which a family drew its edges.
 */
import { ArenaError, ensure } from '../error.js';

/** n tasks, e edges. */
export interface GraphShape {
  readonly tasks: readonly string[]; // [n] distinct names
  readonly from: Int32Array; // [e] task; edges ascend by (from, to)
  readonly to: Int32Array; // [e] task
  readonly work: Float64Array | null; // [n] relative, any unit; null = the family has none
  readonly volume: Float64Array | null; // [e] relative, any unit; null = the family has none
}

/** The most tasks, and the most edges, of a generated graph. */
export const MOST = 10_000_000;

export class ShapeBuilder {
  private readonly who: string;
  private readonly tasks: string[] = [];
  private readonly work: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly volume: number[] = [];

  /** `who` begins the error messages. */
  constructor(who: string) {
    this.who = who;
  }

  /** Adds a task and returns its index. Either all tasks have `work` (relative, ≥ 0), or none. */
  task(name: string, work = Number.NaN): number {
    if (this.tasks.length === MOST) throw new ArenaError(`${this.who}: the graph has more than ${MOST} tasks`);
    this.work.push(work);
    return this.tasks.push(name) - 1;
  }

  /** Adds an edge. Either all edges have a `volume` (relative, ≥ 0), or none. */
  edge(from: number, to: number, volume = Number.NaN): void {
    if (this.from.length === MOST) throw new ArenaError(`${this.who}: the graph has more than ${MOST} edges`);
    this.from.push(from);
    this.to.push(to);
    this.volume.push(volume);
  }

  finish(): GraphShape {
    const order = this.canonicalOrder();
    const [from, to, volume] = [
      new Int32Array(order.length),
      new Int32Array(order.length),
      new Float64Array(order.length),
    ];
    for (let e = 0; e < order.length; e++) {
      from[e] = this.from[order[e]];
      to[e] = this.to[order[e]];
      volume[e] = this.volume[order[e]];
    }
    const work = Float64Array.from(this.work);
    return {
      tasks: this.tasks,
      from,
      to,
      work: this.given(work, 'task') ? work : null,
      volume: this.given(volume, 'edge') ? volume : null,
    };
  }

  private given(sizes: Float64Array, what: string): boolean {
    let missing = 0;
    for (let i = 0; i < sizes.length; i++) if (Number.isNaN(sizes[i])) missing++;
    ensure(
      missing === 0 || missing === sizes.length,
      `${this.who}: ${missing} of ${sizes.length} ${what} sizes are missing`,
    );
    return sizes.length > 0 && missing === 0;
  }

  /** [e] positions in the order of addition: by first task, then by second. */
  private canonicalOrder(): Int32Array {
    const asAdded = new Int32Array(this.from.length);
    for (let e = 0; e < asAdded.length; e++) asAdded[e] = e;
    return sortedBy(this.from, sortedBy(this.to, asAdded, this.tasks.length), this.tasks.length);
  }
}

/** The same edges in ascending order of `key[edge]`, equal ones in their old order. */
function sortedBy(key: readonly number[], edges: Int32Array, keyCount: number): Int32Array {
  const next = new Int32Array(keyCount + 1);
  for (let i = 0; i < edges.length; i++) next[key[edges[i]] + 1]++;
  for (let k = 0; k < keyCount; k++) next[k + 1] += next[k];
  const sorted = new Int32Array(edges.length);
  for (let i = 0; i < edges.length; i++) sorted[next[key[edges[i]]]++] = edges[i];
  return sorted;
}
