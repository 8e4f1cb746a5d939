/**
 * Tasks by decreasing rank, in the given order on ties: a radix sort of the bits of the numbers, whose order is that of
 * the numbers as long as none is negative. It is stable and its cost does not depend on how the ranks lie.
 */

const DIGITS = 256;
const BYTES = 8; // of a float
const FEW = 64; // below, insertion sort

/** [n] tasks by (−rank, place in `order`). Ranks must be ≥ 0. */
export function byDecreasingRank(rank: Float64Array, order: Int32Array): Int32Array {
  if (order.length < FEW) return insertionSort(rank, order);
  const n = order.length;
  const keys = new Uint8Array(Float64Array.from(rank, (value) => value + 0).buffer); // −0 becomes 0
  const counts = new Int32Array(DIGITS);
  let from = order.slice();
  let to = new Int32Array(n);
  for (let byte = 0; byte < BYTES; byte++) {
    const at = LITTLE_ENDIAN ? byte : BYTES - 1 - byte;
    counts.fill(0);
    for (let task = 0; task < n; task++) counts[keys[task * BYTES + at]]++;
    if (counts[keys[at]] === n) continue; // all alike
    let before = 0; // tasks with a larger digit
    for (let digit = DIGITS - 1; digit >= 0; digit--) {
      const count = counts[digit];
      counts[digit] = before;
      before += count;
    }
    for (let i = 0; i < n; i++) to[counts[keys[from[i] * BYTES + at]]++] = from[i];
    [from, to] = [to, from];
  }
  return from;
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function insertionSort(rank: Float64Array, order: Int32Array): Int32Array {
  const sorted = order.slice();
  for (let i = 1; i < sorted.length; i++) {
    const task = sorted[i];
    let place = i;
    for (; place > 0 && rank[sorted[place - 1]] < rank[task]; place--) sorted[place] = sorted[place - 1];
    sorted[place] = task;
  }
  return sorted;
}
