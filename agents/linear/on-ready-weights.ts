/**
 * Weights of the linear agent for decisions without *wait*; generated, do not edit. Made by
 *   npm run train:linear -- --course onReady --rounds 20 --population 40 --seeds 3 --validation 12 --test 100 --seed 1
 * on training seeds, chosen on validation seeds. On test seeds, mean latency in ticks, paired with 95 % bootstrap intervals:
 * - profiles-1-queue-3-scale-25: ETF 104.52, linear 102.36, difference -2.07 % [-2.28 %, -1.85 %], jobs completed 104.2 → 105.7
 * - profiles-1-queue-3-scale-25-noise-0.1: ETF 104.79, linear 103.13, difference -1.58 % [-1.83 %, -1.33 %], jobs completed 103.5 → 104.9
 * - profiles-1-queue-3-scale-25-noise-0.3: ETF 106.92, linear 105.67, difference -1.17 % [-1.46 %, -0.87 %], jobs completed 102.3 → 103.3
 * - profiles-5-queue-3-scale-25: ETF 114.64, linear 113.43, difference -1.05 % [-1.31 %, -0.80 %], jobs completed 98.2 → 99.2
 * - profiles-5-queue-3-scale-25-noise-0.1: ETF 114.95, linear 113.91, difference -0.91 % [-1.15 %, -0.67 %], jobs completed 98.2 → 98.9
 * - profiles-5-queue-3-scale-25-noise-0.3: ETF 117.03, linear 116.01, difference -0.88 % [-1.14 %, -0.60 %], jobs completed 96.7 → 97.5
 * - profiles-1-queue-3-scale-25-compat: ETF 104.57, linear 102.64, difference -1.85 % [-2.05 %, -1.65 %], jobs completed 104.4 → 105.7
 * - profiles-1-queue-3-scale-25-noise-0.1-compat: ETF 105.20, linear 103.59, difference -1.53 % [-1.79 %, -1.27 %], jobs completed 103.8 → 104.8
 * - profiles-1-queue-3-scale-25-noise-0.3-compat: ETF 107.69, linear 106.36, difference -1.24 % [-1.55 %, -0.93 %], jobs completed 102.4 → 103.4
 * - profiles-5-queue-3-scale-25-compat: ETF 115.41, linear 113.83, difference -1.37 % [-1.60 %, -1.15 %], jobs completed 98.5 → 99.4
 * - profiles-5-queue-3-scale-25-noise-0.1-compat: ETF 115.57, linear 114.44, difference -0.98 % [-1.21 %, -0.75 %], jobs completed 98.0 → 98.9
 * - profiles-5-queue-3-scale-25-noise-0.3-compat: ETF 118.16, linear 116.55, difference -1.36 % [-1.62 %, -1.11 %], jobs completed 96.7 → 97.7
 * - ds3-mix-scale-50: ETF 225.79, linear 222.68, difference -1.38 % [-1.73 %, -1.05 %], jobs completed 100.0 → 100.0
 */
export const ON_READY_WEIGHTS: readonly number[] = Object.freeze([
  -1.5989, // cost
  -1.1546, // startDelay
  -0.0361, // resourceWait
  -0.2052, // dataWait
  -0.1244, // idleGap
  -0.3887, // finishRegret
  -0.1695, // costRegret
  -0.347, // resourceRegret
  -0.6266, // queueLength
  1.3931, // sufferage
  -0.0479, // upwardRank
  0.1633, // age
  0.0921, // remainingWork
  -0.321, // childFinish
  0.0545, // childRegret
]);
