/**
 * A WebAssembly module, put together here byte by byte, with the one loop that network inference spends its time in: many rows
 * times a matrix, plus what they start from, through a leaky rectifier. It works on four floats at once (SIMD), sixteen
 * outputs in registers; sums run over the inputs in order, in float32, so the result is the same on every machine.
 * Encodings: WebAssembly core specification 2.0, section 5; SIMD opcodes have the prefix 0xfd.
 *
 *   y[row][o] = max(s, leak · s),  s = start[row · startStep + o] + Σ_i x[row][i] · weight[i][o]
 */

/** Addresses are bytes, multiples of 4; `outputs` is a multiple of 4. `startBytes` = 0: every row starts from the same. */
export type DenseRows = (
  rows: number,
  x: number,
  weight: number,
  start: number,
  startBytes: number, // from one row's start to the next
  y: number,
  inputs: number,
  outputs: number,
  leak: number, // 1 = linear, 0 = ReLU
) => void;

// parameters and locals of the function, in order
const ROWS = 0;
const X = 1;
const WEIGHT = 2;
const START = 3;
const START_BYTES = 4;
const Y = 5;
const INPUTS = 6;
const OUTPUTS = 7;
const LEAK = 8;
const X_AT = 9;
const X_END = 10;
const W_AT = 11;
const COLUMN = 12; // bytes of the outputs done in this row
const ROW_BYTES = 13; // bytes of a row of outputs
const SUM = 14; // … 17, vectors
const FACTOR = 18; // vectors
const LEAKS = 19;

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const VOID = 0x40;
const LOOP = 0x03;
const BLOCK = 0x02;
const END = 0x0b;

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const branchIf = (depth: number): number[] => [0x0d, depth];
const branch = (depth: number): number[] => [0x0c, depth];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const ADD = [0x6a];
const SUBTRACT = [0x6b];
const SHIFT_LEFT = [0x74];
const IS_ZERO = [0x45];
const LESS_UNSIGNED = [0x49];
const AT_LEAST_UNSIGNED = [0x4f];
const simd = (opcode: number, ...rest: number[]): number[] => [0xfd, ...unsigned(opcode), ...rest];
const loadVector = (offset: number): number[] => simd(0x00, 0, ...unsigned(offset));
const loadSplat = (): number[] => simd(0x09, 2, 0);
const storeVector = (offset: number): number[] => simd(0x0b, 0, ...unsigned(offset));
const SPLAT = simd(0x13);
const ADD_VECTORS = simd(0xe4);
const MULTIPLY = simd(0xe6);
const MAXIMUM = simd(0xe9);

/** LEB128 of a whole number ≥ 0. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** LEB128 of a whole number, with sign. */
function signed(value: number): number[] {
  const low = value & 127;
  const rest = value >> 7;
  const last = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
  return last ? [low] : [low | 128, ...signed(rest)];
}

const increase = (local: number, by: number[]): number[] => [...get(local), ...by, ...ADD, ...set(local)];

/** All outputs of one row from `COLUMN` on that fit into `vectors` registers at a time. */
function columns(vectors: number): number[] {
  const each = Array.from({ length: vectors }, (_, k) => k);
  return [
    ...[BLOCK, VOID, LOOP, VOID],
    // leave when fewer than 4 · vectors outputs are left
    ...[...get(ROW_BYTES), ...get(COLUMN), ...SUBTRACT, ...constant(16 * vectors), ...LESS_UNSIGNED, ...branchIf(1)],
    ...each.flatMap((k) => [...get(START), ...get(COLUMN), ...ADD, ...loadVector(16 * k), ...set(SUM + k)]),
    ...[...get(X), ...set(X_AT), ...get(WEIGHT), ...get(COLUMN), ...ADD, ...set(W_AT)],
    ...[BLOCK, VOID, LOOP, VOID],
    ...[...get(X_AT), ...get(X_END), ...AT_LEAST_UNSIGNED, ...branchIf(1)],
    ...[...get(X_AT), ...loadSplat(), ...set(FACTOR)],
    ...each.flatMap((k) => [
      ...[...get(SUM + k), ...get(FACTOR), ...get(W_AT), ...loadVector(16 * k)],
      ...[...MULTIPLY, ...ADD_VECTORS, ...set(SUM + k)],
    ]),
    ...[...increase(X_AT, constant(4)), ...increase(W_AT, get(ROW_BYTES)), ...branch(0), END, END],
    ...each.flatMap((k) => [
      ...[...get(Y), ...get(COLUMN), ...ADD],
      ...[...get(SUM + k), ...get(SUM + k), ...get(LEAKS), ...MULTIPLY, ...MAXIMUM, ...storeVector(16 * k)],
    ]),
    ...[...increase(COLUMN, constant(16 * vectors)), ...branch(0), END, END],
  ];
}

function body(): number[] {
  return [
    ...[...get(LEAK), ...SPLAT, ...set(LEAKS)],
    ...[...get(OUTPUTS), ...constant(2), ...SHIFT_LEFT, ...set(ROW_BYTES)],
    ...[BLOCK, VOID, LOOP, VOID, ...get(ROWS), ...IS_ZERO, ...branchIf(1)],
    ...[...get(X), ...get(INPUTS), ...constant(2), ...SHIFT_LEFT, ...ADD, ...set(X_END)],
    ...[...constant(0), ...set(COLUMN)],
    ...columns(4),
    ...columns(1),
    ...[...get(X_END), ...set(X)],
    ...increase(START, get(START_BYTES)),
    ...increase(Y, get(ROW_BYTES)),
    ...[...get(ROWS), ...constant(1), ...SUBTRACT, ...set(ROWS)],
    ...[...branch(0), END, END, END],
  ];
}

const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
const text = (word: string): number[] => [word.length, ...Array.from(word, (letter) => letter.charCodeAt(0))];

/** The bytes of the module: imports `a.m`, a memory, and exports `f`, the function. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const locals = [2, 5, I32, 6, V128];
  const code = [...locals, ...body()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 9, I32, I32, I32, I32, I32, I32, I32, I32, F32, 0]),
    ...section(2, [1, ...text('a'), ...text('m'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('f'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

/** What is used of the WebAssembly interface; the types of Node.js leave it out. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer; // replaced by `grow`
  grow(pages: number): number;
}
interface WasmInterface {
  readonly Memory: new (options: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly a: { readonly m: WasmMemory } },
  ) => { readonly exports: { readonly f: DenseRows } };
}
const wasm = (globalThis as unknown as { readonly WebAssembly: WasmInterface }).WebAssembly;

/** A memory of one page, 64 KiB. */
export function denseMemory(): WasmMemory {
  return new wasm.Memory({ initial: 1 });
}

let compiled: object | undefined;

/** The loop over this memory. Every JavaScript engine of Node.js ≥ 16 has the instructions. */
export function denseKernel(memory: WasmMemory): DenseRows {
  compiled ??= new wasm.Module(moduleBytes());
  return new wasm.Instance(compiled, { a: { m: memory } }).exports.f;
}
