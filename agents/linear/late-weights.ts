/**
 * Weights of the linear agent for decisions with *wait*; generated, do not edit. Made by
 *   npm run train:linear -- --course late --rounds 14 --population 36 --seeds 3 --validation 12 --test 100 --seed 1
 * on training seeds, chosen on validation seeds. On test seeds, mean latency in ticks, paired with 95 % bootstrap intervals:
 * - late-profiles-1-queue-3-scale-25: ETF 104.98, linear 99.34, difference -5.38 % [-5.62 %, -5.14 %], jobs completed 105.0 → 109.7
 * - late-profiles-1-queue-3-scale-25, noise 0.1: ETF 104.77, linear 99.39, difference -5.14 % [-5.36 %, -4.91 %], jobs completed 105.0 → 109.5
 * - late-profiles-1-queue-3-scale-25, noise 0.3: ETF 104.88, linear 100.55, difference -4.13 % [-4.39 %, -3.86 %], jobs completed 104.9 → 108.8
 * - late-profiles-5-queue-3-scale-25: ETF 111.46, linear 110.32, difference -1.02 % [-1.24 %, -0.81 %], jobs completed 101.2 → 102.0
 * - late-profiles-5-queue-3-scale-25, noise 0.1: ETF 111.63, linear 110.37, difference -1.13 % [-1.35 %, -0.90 %], jobs completed 101.0 → 101.8
 * - late-profiles-5-queue-3-scale-25, noise 0.3: ETF 112.91, linear 111.11, difference -1.59 % [-1.85 %, -1.32 %], jobs completed 100.3 → 101.2
 * - late-ds3-mix-scale-50: ETF 205.22, linear 187.13, difference -8.81 % [-10.09 %, -7.63 %], jobs completed 100.0 → 100.0
 * - late-ds3-mix-scale-50, 30 jobs: ETF 189.45, linear 176.95, difference -6.60 % [-8.48 %, -4.95 %], jobs completed 30.0 → 30.0
 */
export const LATE_WEIGHTS: readonly number[] = Object.freeze([
  -0.8715, // cost
  -1.2688, // startDelay
  -0.2202, // resourceWait
  -0.5558, // dataWait
  -0.3794, // idleGap
  -0.36, // finishRegret
  -0.4751, // costRegret
  -0.6707, // resourceRegret
  -0.2443, // queueLength
  0.0702, // sufferage
  -0.4793, // upwardRank
  0.5624, // age
  0.6202, // remainingWork
  -0.5704, // childFinish
  -0.1568, // childRegret
]);
