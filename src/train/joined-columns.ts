/** Columns of several records as one. */
type Joinable = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Arrays of one type, end to end, as a new one. */
export function joined<A extends Joinable>(type: new (length: number) => A, parts: readonly A[]): A {
  const column = new type(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    (column as Float64Array).set(part as Float64Array, offset);
    offset += part.length;
  }
  return column;
}
