/**
 * How fast KV blocks and activations travel between GPUs, nodes and host memory: published constants with their
 * sources. Left out: shared links, which the simulator models where it moves blocks.
 */
export interface Bandwidth {
  readonly bytesPerSecond: number;
  readonly latency: number; // ns before the first byte
  readonly source: string;
}

const GB = 1e9; // B
const VIDUR = 'send and receive profiles of microsoft/vidur@7d47513; base latency 10…16 µs, 13 taken';
const ARTIFACT = 'AlibabaPAI/llumnix, branch osdi24ae, profile of the A10';
const SPLITWISE = 'Mutinifni/splitwise-sim@8f99e7d';

function link(gigabytesPerSecond: number, latency: number, source: string): Bandwidth {
  return Object.freeze({ bytesPerSecond: gigabytesPerSecond * GB, latency, source });
}

export const BANDWIDTHS = Object.freeze({
  'a100-dgx-inter-node': link(7.6, 13_000, VIDUR),
  'h100-dgx-inter-node': link(34.7, 13_000, VIDUR),
  'a100-pairwise-inter-node': link(2.3, 13_000, VIDUR),
  'a40-inter-node': link(2.6, 13_000, VIDUR),
  'nvlink-a100': link(226, 13_000, `${VIDUR}; lower end of the measured 226…314 GB/s`),
  'nvlink-h100': link(314, 13_000, `${VIDUR}; upper end of the measured 226…314 GB/s`),
  pcie: link(25, 13_000, 'PCI Express 4.0 ×16: 31.5 GB/s on paper, about 25 reached; latency as above'),
  'phase-split': link(25, 50_000, 'default of the phase split in inference-sim/inference-sim@f90a1e3'),
  // splitwise-sim counts its links in GiB: 200·2³⁰ and 12.5·2³⁰ B/s.
  'splitwise-infiniband': Object.freeze({ bytesPerSecond: 200 * 2 ** 30, latency: 0, source: SPLITWISE }),
  'splitwise-ethernet': Object.freeze({ bytesPerSecond: 12.5 * 2 ** 30, latency: 0, source: SPLITWISE }),
  'llumnix-migration-a10': link(15, 0, ARTIFACT),
  'llumnix-swap-a10': link(22, 0, ARTIFACT),
  'llumnix-migration-default': link(1, 0, 'AlibabaPAI/llumnix@24220fb, default of the main branch'),
} satisfies Record<string, Bandwidth>);
