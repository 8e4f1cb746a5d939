/**
 * Platforms that nothing was trained on: one to many single processors on which the ten task kinds of the synthetic graphs
 * have random costs in the range of the table of Topcuoglu et al. (5 … 21), so that every task has favourites. Another
 * platform for every seed. Links are those of the three-processor platform: volume 1 a tick, memory 2.
 */
import { createRng } from '../../rng.js';
import type { Json } from '../../space/space.js';

const TASKS = 10;
const LEAST = 5; // ticks
const MOST = 21; // ticks
const INSIDE = 100; // volume per tick on the processor itself
const TO_MEMORY = 2; // volume per tick

/** A platform of single processors in the layout of the environment. */
export function randomPlatform(processors: number, seed: number): Json {
  const rng = createRng(seed).fork('platform').fork(processors);
  const clusters = Array.from({ length: processors }, (_, p) => ({
    name: `P${p + 1}`,
    type: 'CPU',
    processors: 1,
    operatingPoints: [{ megahertz: 1000, millivolts: 900 }],
    executionTime: Object.fromEntries(
      Array.from({ length: TASKS }, (_, task) => [`task_${task + 1}`, LEAST + rng.integer(MOST - LEAST + 1)]),
    ),
  }));
  const size = processors + 1;
  const bandwidth = Array.from({ length: size }, (_, from) =>
    Array.from({ length: size }, (_, to) => {
      if (from === processors || to === processors) return from === to ? 0 : TO_MEMORY;
      return from === to ? INSIDE : 1;
    }),
  );
  return {
    name: `random-${processors}`,
    timeUnit: 'tick',
    clusters: [...clusters, { name: 'M1', type: 'MEM', processors: 1 }],
    bandwidth,
  };
}

/** The load of three jobs on three processors every 25 ticks, kept per processor. */
export function scaledTraffic(processors: number): Record<string, Json> {
  return {
    arrival: { process: 'poisson', meanInterval: 75 / processors },
    admission: { maxLiveJobs: processors },
    itemSlots: Math.max(32, 8 * processors),
  };
}
