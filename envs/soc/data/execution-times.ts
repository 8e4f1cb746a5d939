/**
 * Execution times of the tasks on each kind of processor, as short texts: `name ticks` separated by semicolons,
 * where `fft_1-5 12` stands for fft_1 … fft_5. The times are facts measured by the authors of DS3 (Arda et al.,
 * IEEE Trans. Computers 2020; release segemena/DS3@056c930, microseconds) and of DASH-Sim
 * (Emre825/DASH-Sim-Release-master@eca0137, nanoseconds). Where a release lists a task twice, the first row counts.
 */

/** Expands a table of times; every time is multiplied by `factor` (1000 turns microseconds into nanoseconds). */
export function executionTimes(text: string, factor = 1): Record<string, number> {
  const times: Record<string, number> = {};
  for (const row of text.split(';')) {
    const [, name, last, ticks] = /^\s*(\S+?)(?:_1-(\d+))? (\d+)\s*$/.exec(row)!;
    for (let i = 1; i <= Number(last ?? 1); i++) times[last ? `${name}_${i}` : name!] = Number(ticks) * factor;
  }
  return times;
}

/** Cortex-A7 (LITTLE), microseconds. */
export const A7_TIMES = `scrambler_encoder 22; interleaver_1-5 10; qpsk_1-5 15; pilot_insertion_1-5 5; ifft_1-5 296;
  crc_1-5 5; end 0; match_filter 16; payload_extraction_1-5 8; fft_1-5 289; pilot_1-5 6; qpsk_demodulation_1-5 191;
  deinterleaver_1-5 16; format_conversion_1-5 7; viterbi_decoder 1828; descrambler 3; message_decode 90;
  ST 0; LFM 90; xcorr_fft0 150; xcorr_fft1 150; xcorr_vector_complex_conj_mul 75; xcorr_ifft 150; max_detect 20;
  scrambler 6; viterbi_encoder 31; viterbi_puncturing 6; interleaver 10; qpsk_modulation 27; crc 5; upsampling 42;
  fir_filter 30; match_correlation 30; filter 30; payload_extraction 14; qpsk_demodulation 240; deinterleaver 20;
  viterbi_depuncturing 5; start_task 0; message_signal 0; cover_signal 0; CMM_1-2 240; CMM_3 210; hermitian_opt 23;
  matrix_opts 25; matrix_multiplication 17; matrix_subtraction 72`;

/** Cortex-A15 (big), microseconds. */
export const A15_TIMES = `scrambler_encoder 10; interleaver_1-5 4; qpsk_1-5 8; pilot_insertion_1-5 3; ifft_1-5 118;
  crc_1-5 3; end 0; match_filter 5; payload_extraction_1-5 4; fft_1-5 114; pilot_1-5 4; qpsk_demodulation_1-5 95;
  deinterleaver_1-5 9; format_conversion_1-5 4; viterbi_decoder 739; descrambler 2; message_decode 39;
  ST 0; LFM 60; xcorr_fft0 60; xcorr_fft1 60; xcorr_vector_complex_conj_mul 6; xcorr_ifft 60; max_detect 20;
  scrambler 2; viterbi_encoder 9; viterbi_puncturing 3; interleaver 3; qpsk_modulation 8; crc 2; upsampling 9;
  fir_filter 20; match_correlation 20; filter 20; payload_extraction 3; qpsk_demodulation 96; deinterleaver 7;
  viterbi_depuncturing 3; start_task 0; message_signal 0; cover_signal 0; CMM_1-2 54; CMM_3 44; hermitian_opt 6;
  matrix_opts 8; matrix_multiplication 5; matrix_subtraction 16`;

/** The single-carrier filters as the CPU-only DS3 platform measures them (the platforms with accelerators use 30/20). */
export const A7_SLOW_FILTERS = 'fir_filter 6468; match_correlation 4997; filter 7033';
export const A15_SLOW_FILTERS = 'fir_filter 1393; match_correlation 1133; filter 1561';

/** DS3 accelerators, microseconds. */
export const MATRIX_TIMES = 'CMM_1-3 22';
export const FFT_TIMES = 'xcorr_fft0 30; xcorr_fft1 30; xcorr_ifft 30; ifft_1-5 16; fft_1-5 12';
export const VITERBI_TIMES = 'viterbi_decoder 2';

/** The three CPUs of the example of Topcuoglu et al. (IEEE TPDS 2002). */
export const TOPCUOGLU_TIMES: readonly string[] = [
  'task_1 14; task_2 13; task_3 11; task_4 13; task_5 12; task_6 13; task_7 7; task_8 5; task_9 18; task_10 21',
  'task_1 16; task_2 19; task_3 13; task_4 8; task_5 13; task_6 16; task_7 15; task_8 11; task_9 12; task_10 7',
  'task_1 9; task_2 18; task_3 19; task_4 17; task_5 10; task_6 9; task_7 11; task_8 14; task_9 20; task_10 16',
];

/** DASH-Sim accelerators, nanoseconds. DAP = domain-adaptive processor (without its `task2`, which one layout lacks). */
export const DAP_TIMES = `block1 321; block3 1030; block4 1030; block5 1037; block6 22; block7 16; block9 16;
  interleaver_1-5 357; deinterleaver_1-5 357; ifft_1-5 128; fft_1-5 128; scrambler_encoder 528; qpsk_1-5 15;
  qpsk_demodulation_1-5 15; pilot_insertion_1-5 15; pilot_1-5 15; crc_1-5 15; descrambler 2; xcorr_fft0 512;
  xcorr_fft1 512; xcorr_ifft 512; max_detect 512; xcorr_vector_complex_conj_mul 256; hermitian_opt 52; CMM_1-2 338;
  CMM_3 398; matrix_opts 158; matrix_multiplication 38; matrix_subtraction 38`;
/** What the `dash-5app` platforms measure on the A15 instead of the DS3 times, nanoseconds. */
export const DASH_A15_TIMES = `scrambler_encoder 3700; interleaver_1-5 2340; qpsk_1-5 4260; pilot_insertion_1-5 2020;
  ifft_1-5 51510; crc_1-5 1790; match_filter 2410; payload_extraction_1-5 2620; fft_1-5 51100; pilot_1-5 2110;
  qpsk_demodulation_1-5 11930; deinterleaver_1-5 5260; format_conversion_1-5 2000; viterbi_decoder 86240;
  descrambler 1480; message_decode 2950; LFM 3720; xcorr_fft0 13790; xcorr_fft1 13790;
  xcorr_vector_complex_conj_mul 3090; xcorr_ifft 16300; max_detect 4280; CMM_1-2 5670; CMM_3 4770;
  hermitian_opt 2570; matrix_opts 3600; matrix_multiplication 2450; matrix_subtraction 3000`;
export const DASH_FFT_TIMES = 'xcorr_fft0 1024; xcorr_fft1 1024; xcorr_ifft 1024; ifft_1-5 256; fft_1-5 256';
export const DASH_VITERBI_TIMES = 'viterbi_decoder 20';
export const DASH_FILTER_TIMES = 'fir_filter 10; block7 10; match_filter 10';
export const DASH_MATRIX_TIMES = 'CMM_1-2 338; CMM_3 398; matrix_multiplication 38';
/** The two accelerator clusters of `dash-multiple-bal`. */
export const DASH_WIDE_TIMES = `CMM_1-3 98; fir_filter 66; ${DASH_FFT_TIMES}`;

/** The platform `dash-custom`: one kind of CPU and two kinds of accelerator that share most times. */
const CUSTOM_SHARED = `interleaver_1-3 357; deinterleaver_1-3 357; ifft_1-3 128; fft_1-3 128; pilot_insertion_1-3 15;
  pilot_2 15; pilot_3 15; crc_1-3 15; descrambler 2; xcorr_fft0 512; xcorr_fft1 512; xcorr_ifft 512; hermitian_opt 52;
  CMM_1-2 338; CMM_3 398; matrix_opts 158; matrix_multiplication 38; matrix_subtraction 38`;
export const CUSTOM_CPU_TIMES = `ST 0; scrambler_encoder 1024; fft_1 2000; block3 2500; interleaver_1 700;
  xcorr_vector_complex_conj_mul 2000; pilot_1 100; crc_1 20; max_detect 2500; descrambler 10; FT 0`;
export const CUSTOM_ACCELERATOR_TIMES: readonly string[] = [
  `${CUSTOM_SHARED}; block3 1030; scrambler_encoder 528; pilot_1 50; max_detect 1000; xcorr_vector_complex_conj_mul 256`,
  `${CUSTOM_SHARED}; block3 500; scrambler_encoder 1024; pilot_1 20; max_detect 512; xcorr_vector_complex_conj_mul 512`,
];

/** Pulse Doppler: the times of DS3's Table 4 (A7, A15, FFT accelerator, microseconds); the three marker tasks take none. */
const PULSE_MARKERS = 'pulse_start 0; pulse_corner_turn 0; pulse_end 0';
export const PULSE_DOPPLER_A7 = `${PULSE_MARKERS}; pulse_fft 35; pulse_vector_multiplication 100; pulse_inverse_fft 35;
  pulse_amplitude 70; pulse_fft_shift 7`;
export const PULSE_DOPPLER_A15 = `${PULSE_MARKERS}; pulse_fft 15; pulse_vector_multiplication 35; pulse_inverse_fft 15;
  pulse_amplitude 40; pulse_fft_shift 3`;
export const PULSE_DOPPLER_FFT = 'pulse_fft 6; pulse_inverse_fft 6';
