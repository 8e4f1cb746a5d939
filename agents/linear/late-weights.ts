/**
 * Weights of the linear agent for decisions with *wait*; generated, do not edit. Made by
 *   npm run train:linear -- --course late --rounds 30 --population 40 --seeds 4 --validation 20 --test 100 --seed 1
 * on training seeds, chosen on validation seeds. On test seeds, mean latency in ticks, paired with 95 % bootstrap intervals:
 * - late-profiles-1-queue-3-scale-25: ETF 104.98, linear 99.11, difference -5.59 % [-5.86 %, -5.33 %], jobs completed 105.0 → 110.1
 * - late-profiles-1-queue-3-scale-25, noise 0.1: ETF 104.77, linear 99.13, difference -5.39 % [-5.61 %, -5.17 %], jobs completed 105.0 → 110.1
 * - late-profiles-1-queue-3-scale-25, noise 0.3: ETF 104.88, linear 100.25, difference -4.42 % [-4.68 %, -4.15 %], jobs completed 104.9 → 108.9
 * - late-profiles-5-queue-3-scale-25: ETF 111.46, linear 109.99, difference -1.32 % [-1.53 %, -1.12 %], jobs completed 101.2 → 102.2
 * - late-profiles-5-queue-3-scale-25, noise 0.1: ETF 111.63, linear 109.98, difference -1.48 % [-1.72 %, -1.24 %], jobs completed 101.0 → 102.3
 * - late-profiles-5-queue-3-scale-25, noise 0.3: ETF 112.91, linear 110.96, difference -1.73 % [-1.97 %, -1.48 %], jobs completed 100.3 → 101.3
 * - late-ds3-mix-scale-50: ETF 205.22, linear 187.40, difference -8.68 % [-9.87 %, -7.60 %], jobs completed 100.0 → 100.0
 * - late-ds3-mix-scale-50, 30 jobs: ETF 189.45, linear 176.15, difference -7.02 % [-8.87 %, -5.42 %], jobs completed 30.0 → 30.0
 */
export const LATE_WEIGHTS: readonly number[] = Object.freeze([
  -0.9429, // cost
  -1.5477, // startDelay
  -0.3213, // resourceWait
  -0.5122, // dataWait
  -0.0355, // idleGap
  -0.258, // finishRegret
  -0.4927, // costRegret
  -1.1093, // resourceRegret
  -0.2669, // queueLength
  0.2201, // sufferage
  -0.4673, // upwardRank
  0.892, // age
  0.5676, // remainingWork
  -0.5075, // childFinish
  -0.6278, // childRegret
]);
