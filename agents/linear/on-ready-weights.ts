/**
 * Weights of the linear agent for decisions without *wait*; generated, do not edit. Made by
 *   npm run train:linear -- --course onReady --rounds 30 --population 40 --seeds 4 --validation 20 --test 100 --seed 1
 * on training seeds, chosen on validation seeds. On test seeds, mean latency in ticks, paired with 95 % bootstrap intervals:
 * - profiles-1-queue-3-scale-25: ETF 104.52, linear 102.32, difference -2.10 % [-2.33 %, -1.87 %], jobs completed 104.2 → 105.6
 * - profiles-1-queue-3-scale-25-noise-0.1: ETF 104.79, linear 103.06, difference -1.65 % [-1.89 %, -1.40 %], jobs completed 103.5 → 104.9
 * - profiles-1-queue-3-scale-25-noise-0.3: ETF 106.92, linear 105.56, difference -1.27 % [-1.58 %, -0.97 %], jobs completed 102.3 → 103.3
 * - profiles-5-queue-3-scale-25: ETF 114.64, linear 113.36, difference -1.11 % [-1.36 %, -0.86 %], jobs completed 98.2 → 99.0
 * - profiles-5-queue-3-scale-25-noise-0.1: ETF 114.95, linear 113.76, difference -1.03 % [-1.27 %, -0.80 %], jobs completed 98.2 → 98.9
 * - profiles-5-queue-3-scale-25-noise-0.3: ETF 117.03, linear 115.99, difference -0.89 % [-1.15 %, -0.62 %], jobs completed 96.7 → 97.4
 * - profiles-1-queue-3-scale-25-compat: ETF 104.57, linear 102.66, difference -1.83 % [-2.04 %, -1.61 %], jobs completed 104.4 → 105.8
 * - profiles-1-queue-3-scale-25-noise-0.1-compat: ETF 105.20, linear 103.65, difference -1.47 % [-1.72 %, -1.22 %], jobs completed 103.8 → 104.9
 * - profiles-1-queue-3-scale-25-noise-0.3-compat: ETF 107.69, linear 106.27, difference -1.32 % [-1.60 %, -1.05 %], jobs completed 102.4 → 103.5
 * - profiles-5-queue-3-scale-25-compat: ETF 115.41, linear 114.00, difference -1.22 % [-1.46 %, -0.99 %], jobs completed 98.5 → 99.4
 * - profiles-5-queue-3-scale-25-noise-0.1-compat: ETF 115.57, linear 114.13, difference -1.25 % [-1.49 %, -1.01 %], jobs completed 98.0 → 99.1
 * - profiles-5-queue-3-scale-25-noise-0.3-compat: ETF 118.16, linear 116.57, difference -1.34 % [-1.62 %, -1.07 %], jobs completed 96.7 → 97.4
 * - ds3-mix-scale-50: ETF 225.79, linear 223.06, difference -1.21 % [-1.61 %, -0.77 %], jobs completed 100.0 → 100.0
 */
export const ON_READY_WEIGHTS: readonly number[] = Object.freeze([
  -1.581, // cost
  -1.1222, // startDelay
  -0.1566, // resourceWait
  -0.1798, // dataWait
  -0.3619, // idleGap
  -0.2655, // finishRegret
  -0.254, // costRegret
  -0.2967, // resourceRegret
  -0.5606, // queueLength
  1.4168, // sufferage
  -0.0581, // upwardRank
  -0.5537, // age
  0.1035, // remainingWork
  -0.233, // childFinish
  -0.034, // childRegret
]);
