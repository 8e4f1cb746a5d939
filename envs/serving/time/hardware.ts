/**
 * Accelerators: peak half-precision FLOP/s (dense), memory and memory bandwidth, and the share of the peak that
 * prefill and decode reach (MFU). H100, A100-80GB and L40S carry the numbers of BLIS (inference-sim/inference-sim
 * @f90a1e3); the others those of NVIDIA's data sheets, with the MFU of the A100 assumed, as nothing was measured.
 * A40 and A10 have 48 and 24 GiB of GDDR6, of which error correction leaves 15/16. Left out: clocks, power caps,
 * other number formats.
 */
export interface Hardware {
  readonly name: string;
  readonly teraflops: number; // 10¹² FLOP/s, dense, fp16 or bf16
  readonly terabytesPerSecond: number; // 10¹² B/s of memory bandwidth
  readonly gibibytes: number; // memory, 2³⁰ B
  readonly mfuPrefill: number; // share of the peak, 0…1
  readonly mfuDecode: number; // share of the peak, 0…1
  /** GPU of the operator tables that this one is scaled from (itself where it was profiled). */
  readonly profiledAs: string;
  /** True for a MIG slice: alone on its part of the chip, without a link to other slices. */
  readonly slice: boolean;
  readonly source: string;
}

const BLIS = 'BLIS hardware table';
const SHEET = 'NVIDIA data sheet; MFU assumed as on A100';

type Row = readonly [teraflops: number, terabytesPerSecond: number, gibibytes: number];

function gpu(name: string, row: Row, rest: Partial<Hardware> = {}): Hardware {
  const [teraflops, terabytesPerSecond, gibibytes] = row;
  const numbers = { name, teraflops, terabytesPerSecond, gibibytes };
  const assumed = { mfuPrefill: 0.38, mfuDecode: 0.18, profiledAs: 'A100-80GB', slice: false, source: SHEET };
  return Object.freeze({ ...numbers, ...assumed, ...rest });
}

const gpus: readonly Hardware[] = [
  gpu('H100', [989.5, 3.35, 80], { mfuPrefill: 0.45, mfuDecode: 0.3, profiledAs: 'H100', source: BLIS }),
  gpu('A100-80GB', [312, 2.039, 80], { source: BLIS }),
  gpu('A100-40GB', [312, 1.555, 40]),
  gpu('L40S', [362.05, 0.864, 48], { mfuPrefill: 0.32, mfuDecode: 0.08, profiledAs: 'A40', source: BLIS }),
  gpu('A40', [149.7, 0.696, 45], { profiledAs: 'A40' }),
  gpu('A10', [125, 0.6, 22.5], { profiledAs: 'A40' }),
  gpu('RTX4090', [165.2, 1.008, 24], { profiledAs: 'A40' }),
];

/**
 * MIG profiles: sevenths of the compute and eighths of the memory (bandwidth follows the memory). NVIDIA MIG user
 * guide, tables of A100 and H100; the 40 GB A100 has no 1g with a double share of memory here.
 */
const profiles: readonly (readonly [name: string, sevenths: number, eighths: number])[] = [
  ['1g', 1, 1],
  ['1g-2m', 1, 2],
  ['2g', 2, 2],
  ['3g', 3, 4],
  ['4g', 4, 4],
  ['7g', 7, 8],
];

/** The part of a GPU that one MIG profile owns, as hardware of its own. */
function migSlice(whole: Hardware, [profile, sevenths, eighths]: (typeof profiles)[number]): Hardware {
  return Object.freeze({
    ...whole,
    name: `${whole.name}/${profile}`,
    teraflops: (whole.teraflops * sevenths) / 7,
    terabytesPerSecond: (whole.terabytesPerSecond * eighths) / 8,
    gibibytes: (whole.gibibytes * eighths) / 8,
    slice: true,
    source: `${whole.source}; MIG ${profile}: ${sevenths}/7 compute, ${eighths}/8 memory`,
  });
}

const slices = gpus
  .filter(({ name }) => name === 'H100' || name.startsWith('A100'))
  .flatMap((whole) =>
    profiles
      .filter(([profile]) => whole.name !== 'A100-40GB' || profile !== '1g-2m')
      .map((profile) => migSlice(whole, profile)),
  );

/** Every GPU and MIG slice of the catalogue by name, e.g. `A100-80GB` or `H100/3g`. */
export const HARDWARE: ReadonlyMap<string, Hardware> = new Map(
  [...gpus, ...slices].map((entry) => [entry.name, entry]),
);
