/**
 * Seventeen job templates with verified behaviour. Facts from segemena/DS3@056c930 (wireless and radar applications)
 * and EpiSci/SoCRATES@e246978 (top-1 … top-10: ten tasks each, equal names and times, different graphs), and one
 * synthetic template. Edges are [from, to, volume]; their order gives the order of a task's predecessors.
 */
import type { JobInput } from '../job.js';
import { type EdgeRow, edgeRows, names } from './job-rows.js';

const TOP_DEADLINES = [2, 3, 4, 2, 3, 3, 3, 3, 3, 3];

function topJob(name: string, sourceName: string, edges: EdgeRow[]): JobInput {
  return { name, sourceName, tasks: TOP_DEADLINES.map((_, i) => `task_${i + 1}`), deadlineTicks: TOP_DEADLINES, edges };
}

/** The example of Topcuoglu et al. (IEEE TPDS 2002), also top-1. */
const TOPCUOGLU =
  edgeRows(`0>1 18; 0>2 12; 0>3 9; 0>4 11; 0>5 14; 1>7 19; 1>8 16; 2>6 23; 3>7 27; 3>8 23; 4>8 13; 5>7 15;
  6>9 17; 7>9 11; 8>9 13`);

/** Task names of five equal branches. */
function branches(names: readonly string[]): string[] {
  return [1, 2, 3, 4, 5].flatMap((branch) => names.map((name) => `${name}_${branch}`));
}

const WIFI_TX_BRANCH = ['interleaver', 'qpsk', 'pilot_insertion', 'ifft', 'crc'];
const WIFI_RX_BRANCH = [
  'payload_extraction',
  'fft',
  'pilot',
  'qpsk_demodulation',
  'deinterleaver',
  'format_conversion',
];

/** Edges of five branches: head → branch with `entry`, `inner` along it, then to the collecting task with `exit[branch]`. */
function branchEdges({ inner, entry, exit }: { inner: number[]; entry: number; exit: number[] }): EdgeRow[] {
  const length = inner.length + 1;
  const join = 5 * length + 1;
  const starts = [0, 1, 2, 3, 4].map((b) => 1 + b * length);
  return [
    ...starts.map((start): EdgeRow => [0, start, entry]),
    ...starts.flatMap((start, b): EdgeRow[] => [
      ...inner.map((volume, i): EdgeRow => [start + i, start + i + 1, volume]),
      [start + length - 1, join, exit[b]],
    ]),
  ];
}

/**
 * A pulse-Doppler-like job. No release contains the original; this one is synthetic. It takes the task types and times
 * of DS3's Table 4 and the shape of the paper's picture: head → wide row → wide row (1:1) → half-width row (2:1) →
 * join → three half-width rows (1:1) → tail. Width 112 gives the 451 tasks the paper counts. Volumes are small enough
 * to cost one tick to and from the FFT accelerators. On `ds3-pulse-doppler`, MET needs 1606 µs (the paper: 1665) and
 * ETF 1291 (1045), so compare schedulers on it, not with the paper.
 */
export function pulseDopplerLike(width: number): JobInput {
  const half = width / 2;
  const rows: readonly (readonly [name: string, count: number])[] = [
    ['pulse_start', 1],
    ['pulse_fft', width],
    ['pulse_vector_multiplication', width],
    ['pulse_inverse_fft', half],
    ['pulse_corner_turn', 1],
    ['pulse_fft', half],
    ['pulse_amplitude', half],
    ['pulse_fft_shift', half],
    ['pulse_end', 1],
  ];
  const tasks: string[] = [];
  const edges: EdgeRow[] = [];
  let above = 0; // first task of the row above
  let aboveCount = 0;
  for (const [name, count] of rows) {
    const first = tasks.length;
    for (let i = 0; i < count; i++) tasks.push(name);
    const links = Math.max(count, aboveCount);
    for (let i = 0; i < (aboveCount > 0 ? links : 0); i++)
      edges.push([above + Math.floor((i * aboveCount) / links), first + Math.floor((i * count) / links), 10]);
    above = first;
    aboveCount = count;
  }
  return { name: 'pulse-doppler-like', tasks, deadlineTicks: 100000, edges };
}

export const DS3_JOBS: readonly JobInput[] = [
  {
    name: 'wifi-tx',
    sourceName: 'WiFi_Transmitter',
    tasks: ['scrambler_encoder', ...branches(WIFI_TX_BRANCH), 'end'],
    deadlineTicks: 500,
    edges: branchEdges({ inner: [3000, 3000, 10, 80], entry: 2000, exit: [0, 0, 0, 0, 3] }),
  },
  {
    name: 'wifi-rx',
    sourceName: 'WiFi_Receiver',
    tasks: ['match_filter', ...branches(WIFI_RX_BRANCH), 'viterbi_decoder', 'descrambler', 'message_decode'],
    deadlineTicks: [2, ...[0, 1, 2, 3, 4].flatMap(() => [3, 4, 2, 3, 3, 3]), 3, 3, 3],
    edges: [
      ...branchEdges({ inner: [30, 80, 3000, 3000, 3000], entry: 3000, exit: [3000, 3000, 3000, 3000, 3000] }),
      [31, 32, 3000],
      [32, 33, 3000],
    ],
  },
  {
    name: 'range-detection',
    sourceName: 'lag_detection',
    tasks: names('ST LFM xcorr_fft0 xcorr_fft1 xcorr_vector_complex_conj_mul xcorr_ifft max_detect'),
    deadlineTicks: 100000,
    edges: edgeRows('0>1 1; 1>2 1; 0>3 1; 3>4 150; 2>4 150; 4>5 1; 5>6 150'),
  },
  {
    name: 'single-carrier-tx',
    sourceName: 'SC-T',
    tasks: names('scrambler viterbi_encoder viterbi_puncturing interleaver qpsk_modulation crc upsampling fir_filter'),
    deadlineTicks: [2, 3, 4, 2, 3, 3, 3, 3],
    edges: edgeRows('0>1 0; 1>2 0; 2>3 0; 3>4 0; 4>5 0; 5>6 0; 6>7 0'),
  },
  {
    name: 'single-carrier-rx',
    sourceName: 'SC-R',
    tasks: names(`match_correlation filter payload_extraction qpsk_demodulation deinterleaver viterbi_depuncturing
      viterbi_decoder descrambler`),
    deadlineTicks: [2, 3, 4, 2, 3, 3, 3, 3],
    edges: edgeRows('0>1 0; 1>2 0; 2>3 0; 3>4 0; 4>5 0; 5>6 0; 6>7 0'),
  },
  {
    name: 'temporal-mitigation',
    sourceName: 'Temporal_Mitigation',
    tasks: names(`start_task cover_signal message_signal hermitian_opt CMM_1 CMM_2 matrix_opts matrix_multiplication
      CMM_3 matrix_subtraction`),
    deadlineTicks: [2, 3, 4, 5, 4, 4, 4, 4, 4, 4],
    edges: edgeRows('0>1 1; 0>2 1; 1>3 1; 1>4 1; 3>4 1; 2>5 1; 3>5 1; 4>6 1; 5>7 1; 6>7 1; 7>8 1; 8>9 1'),
  },
  topJob('topcuoglu', 'Top', TOPCUOGLU),
  topJob('top-1', 'Top_1', TOPCUOGLU),
  topJob(
    'top-2',
    'Top_2',
    edgeRows(`0>1 18; 0>2 12; 0>3 9; 0>4 11; 1>5 14; 1>6 19; 2>5 16; 3>6 23; 3>7 27; 4>7 23; 5>8 13; 6>8 15;
    7>9 11; 8>9 13`),
  ),
  topJob(
    'top-3',
    'Top_3',
    edgeRows('0>1 18; 0>2 12; 0>3 9; 0>4 11; 1>5 14; 2>6 19; 3>5 16; 4>6 23; 5>7 27; 6>8 23; 7>9 13; 8>9 15'),
  ),
  topJob(
    'top-4',
    'Top_4',
    edgeRows(`0>1 18; 0>2 12; 1>4 9; 1>6 11; 2>3 14; 2>5 19; 2>6 16; 3>7 23; 4>7 27; 5>8 13; 6>7 23; 7>9 15;
    8>9 17`),
  ),
  topJob(
    'top-5',
    'Top_5',
    edgeRows(`0>1 18; 0>2 12; 0>3 9; 2>4 11; 1>5 14; 3>5 19; 2>6 16; 1>7 23; 3>7 27; 4>8 23; 5>8 13; 6>9 15;
    7>9 17; 8>9 11`),
  ),
  topJob(
    'top-6',
    'Top_6',
    edgeRows(`0>1 18; 0>2 12; 1>3 9; 2>4 11; 1>5 14; 2>5 19; 2>6 16; 2>7 23; 2>8 27; 3>9 23; 4>9 19; 5>9 16;
    6>9 23; 7>9 27; 8>9 23`),
  ),
  topJob(
    'top-7',
    'Top_7',
    edgeRows(`0>1 18; 0>2 12; 0>3 9; 0>4 11; 1>5 14; 3>6 19; 1>7 16; 2>7 23; 2>8 27; 4>8 23; 5>9 17; 6>9 11;
    7>9 13; 8>9 18`),
  ),
  topJob(
    'top-8',
    'Top_8',
    edgeRows(`0>1 18; 0>2 12; 0>3 9; 0>4 11; 0>5 14; 0>6 19; 2>7 16; 1>8 23; 3>8 27; 4>9 23; 5>9 13; 6>9 15;
    7>9 17; 8>9 11`),
  ),
  topJob(
    'top-9',
    'Top_9',
    edgeRows(`0>1 18; 0>2 12; 0>3 9; 0>4 11; 0>5 14; 3>6 19; 1>7 16; 3>7 23; 2>8 27; 5>8 23; 4>9 13; 6>9 15;
    7>9 17; 8>9 11`),
  ),
  topJob(
    'top-10',
    'Top_10',
    edgeRows(`0>1 18; 0>2 12; 0>3 9; 0>4 11; 1>5 14; 2>5 19; 1>6 16; 4>6 23; 3>7 27; 4>7 23; 4>8 13; 5>9 15;
    6>9 17; 7>9 11; 8>9 13`),
  ),
  pulseDopplerLike(112),
];
