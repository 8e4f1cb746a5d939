/**
 * The shareable prefix granules that one instance has in its KV pool, as columns: an open-addressing hash table from
 * granule id to row (linear probing, deletion by shifting back), how many requests hold each, and a list of the unheld
 * ones from least to most recently used.
 */
import type { Arena } from '../../../src/sim/arena.js';

const SPREAD = 0x9e3779b1; // 2^32 / golden ratio: spreads consecutive ids

export class GranuleTable {
  readonly capacity: number; // rows
  readonly holders: Int32Array; // [row] requests that hold it
  private readonly ids: Int32Array; // [row]
  private readonly older: Int32Array; // [row] towards the least recently used; −1 = it is. Free rows: the next free one
  private readonly newer: Int32Array; // [row] −1 = most recently used
  private readonly places: Int32Array; // [place of the hash table] row + 1; 0 = empty
  private readonly counts: Int32Array; // [5] see below
  private readonly shift: number;

  constructor(capacity: number, arena: Arena) {
    this.capacity = Math.max(1, capacity);
    let bits = 2;
    while (2 ** bits < 2 * this.capacity) bits++;
    this.shift = 32 - bits;
    this.holders = arena.int32(this.capacity);
    this.ids = arena.int32(this.capacity);
    this.older = arena.int32(this.capacity);
    this.newer = arena.int32(this.capacity);
    this.places = arena.int32(2 ** bits);
    this.counts = arena.int32(5);
    this.clear();
  }

  clear(): void {
    const { capacity, counts } = this;
    this.holders.fill(0);
    this.places.fill(0);
    for (let row = 0; row < capacity; row++) this.older[row] = row + 1 < capacity ? row + 1 : -1;
    counts[LEAST] = -1;
    counts[MOST] = -1;
    counts[FREE] = 0;
    counts[UNHELD] = 0;
    counts[HELD] = 0;
  }

  /** Granules that nobody holds. */
  get unheld(): number {
    return this.counts[UNHELD];
  }

  /** Granules that somebody holds. */
  get held(): number {
    return this.counts[HELD];
  }

  /** Row of a granule; −1 = it is not there. */
  find(id: number): number {
    const { places, ids } = this;
    const mask = places.length - 1;
    for (let place = this.home(id); ; place = (place + 1) & mask) {
      const row = places[place] - 1;
      if (row < 0 || ids[row] === id) return row;
    }
  }

  /** Adds a granule that is not there, held once; −1 where all rows are held. */
  insert(id: number): number {
    const { counts, places, ids, older } = this;
    if (counts[FREE] < 0 && !this.evict()) return -1;
    const row = counts[FREE];
    counts[FREE] = older[row];
    ids[row] = id;
    this.holders[row] = 1;
    counts[HELD]++;
    const mask = places.length - 1;
    let place = this.home(id);
    while (places[place] !== 0) place = (place + 1) & mask;
    places[place] = row + 1;
    return row;
  }

  /** One more request holds the granule; true where it was unheld. */
  hold(row: number): boolean {
    if (this.holders[row]++ > 0) return false;
    this.unlink(row);
    this.counts[HELD]++;
    return true;
  }

  /** One request less holds the granule; true where that was the last: it is the most recently used of the unheld. */
  drop(row: number): boolean {
    const { counts, older, newer } = this;
    if (--this.holders[row] > 0) return false;
    const last = counts[MOST];
    older[row] = last;
    newer[row] = -1;
    if (last < 0) counts[LEAST] = row;
    else newer[last] = row;
    counts[MOST] = row;
    counts[UNHELD]++;
    counts[HELD]--;
    return true;
  }

  /** Forgets the least recently used of the unheld granules; false where there is none. */
  evict(): boolean {
    const row = this.counts[LEAST];
    if (row < 0) return false;
    this.forget(row);
    return true;
  }

  /** Forgets an unheld granule. */
  forget(row: number): void {
    this.unlink(row);
    this.erase(row);
    this.older[row] = this.counts[FREE];
    this.counts[FREE] = row;
  }

  /** Takes a row out of the list of the unheld. */
  private unlink(row: number): void {
    const { counts, older, newer } = this;
    const [before, behind] = [older[row], newer[row]];
    if (before < 0) counts[LEAST] = behind;
    else newer[before] = behind;
    if (behind < 0) counts[MOST] = before;
    else older[behind] = before;
    counts[UNHELD]--;
  }

  /** Takes a row out of the hash table; entries behind it that could not stand nearer to their home move up. */
  private erase(row: number): void {
    const { places, ids } = this;
    const mask = places.length - 1;
    let hole = this.home(ids[row]);
    while (places[hole] !== row + 1) hole = (hole + 1) & mask;
    for (let place = (hole + 1) & mask; places[place] !== 0; place = (place + 1) & mask) {
      const distance = (place - this.home(ids[places[place] - 1])) & mask;
      if (distance < ((place - hole) & mask)) continue;
      places[hole] = places[place];
      hole = place;
    }
    places[hole] = 0;
  }

  private home(id: number): number {
    return Math.imul(id, SPREAD) >>> this.shift;
  }
}

/** Entries of `counts`. */
const LEAST = 0; // row of the least recently used unheld granule; −1 = none
const MOST = 1; // row of the most recently used
const FREE = 2; // first free row; −1 = none
const UNHELD = 3; // granules that nobody holds
const HELD = 4; // granules that somebody holds
