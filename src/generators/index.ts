/** The reference generators: streams that published results and other languages produce, bit for bit. */
export type { GeneratorSnapshot, UniformGenerator } from './generator.js';
export { Mt19937 } from './mt19937.js';
export { Mulberry32 } from './mulberry32.js';
export { Pcg64 } from './pcg64.js';
export { SeedSequence } from './seed-sequence.js';
export { Sfc32 } from './sfc32.js';
export { Splitmix32 } from './splitmix32.js';
export { Xoshiro128StarStar } from './xoshiro128.js';
