/**
 * Five further job templates of the DASH-Sim release (Emre825/DASH-Sim-Release-master@eca0137), for its platforms in
 * nanoseconds. Facts read from configuration; no recorded run uses them. Two of them have tasks without successors
 * besides the tail (`sideSinks`): the job counts as finished with its tail.
 */
import type { JobInput } from '../job.js';
import { edgeRows, names } from './job-rows.js';

export const DASH_JOBS: readonly JobInput[] = [
  {
    name: 'dash-acumen',
    sourceName: 'ACUMEN',
    tasks: names('block1 task2 block3 block4 block5 block6 block7 block8 block9'),
    deadlineTicks: 100000,
    edges: edgeRows(`0>1 37; 1>2 37; 1>3 37; 2>3 37; 0>4 37; 4>5 37; 5>6 37; 3>7 37; 4>7 37; 5>7 37; 0>8 37; 2>8 37;
      7>8 37`),
    tail: 8,
    sideSinks: [6],
  },
  {
    name: 'dash-custom',
    sourceName: 'example',
    tasks: names(`ST scrambler_encoder fft_1 block3 interleaver_1 xcorr_vector_complex_conj_mul pilot_1 crc_1
      max_detect descrambler FT`),
    deadlineTicks: 100000,
    edges: edgeRows(`0>1 0; 0>2 0; 1>3 90; 1>4 120; 2>4 150; 2>5 120; 2>6 100; 6>7 110; 5>8 180; 3>9 60; 4>9 70; 5>9 90;
      7>10 0; 8>10 0; 9>10 0`),
  },
  {
    name: 'dash-custom1',
    sourceName: 'signal_processing_pipeline',
    tasks: names(`ST match_filter payload_extraction_1 payload_extraction_2 fft_1 fft_2 qpsk_demodulation_1
      qpsk_demodulation_2 deinterleaver_1 deinterleaver_2 viterbi_decoder`),
    deadlineTicks: 100000,
    edges: edgeRows('0>1 8; 0>2 16; 0>3 16; 2>4 32; 4>5 32; 5>6 64; 5>7 64; 6>8 32; 7>9 32; 8>10 8; 9>10 8'),
    tail: 10,
    sideSinks: [1, 3],
  },
  {
    name: 'dash-custom2',
    sourceName: 'ML_inference_pipeline',
    tasks: names(`ST fir_filter fft_1 payload_extraction_1 hermitian_opt pilot_1 matrix_opts matrix_multiplication
      CMM_1 CMM_2 interleaver_1 descrambler max_detect message_decode`),
    deadlineTicks: 100000,
    edges: edgeRows(`0>1 0; 1>2 64; 2>3 64; 2>4 32; 2>5 8; 2>6 16; 3>7 16; 4>8 8; 5>8 4; 6>9 8; 7>10 4; 8>11 2; 9>12 2;
      10>13 1; 11>13 1; 12>13 1`),
  },
  {
    name: 'dash-custom3',
    sourceName: 'cryptographic',
    tasks: names(`ST cover_signal message_signal scrambler_encoder interleaver_1 crc_1 block1 block3 block4 block5
      block6 block7 crc_2 descrambler message_decode`),
    deadlineTicks: 100000,
    edges: edgeRows(`0>1 0; 0>2 0; 1>3 4; 1>4 10; 2>4 10; 2>5 2; 3>6 4; 4>6 10; 4>7 10; 5>7 2; 6>8 8; 7>9 4; 7>10 4;
      7>11 4; 8>12 8; 9>12 4; 10>12 4; 11>12 4; 12>13 20; 13>14 16`),
  },
];
