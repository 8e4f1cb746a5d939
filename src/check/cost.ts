/**
 * What an environment costs: memory that stays after many resets, and steps per second.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { monotonicMs } from '../clock.js';
import { randomAction } from './episode.js';
import { type CheckContext, policyRng } from './options.js';

/** Growth that is put down to the engine's own bookkeeping. */
const TOLERATED_BYTES = 1 << 20;
const WARM_UP_RESETS = 20;

/** Heap in use after a full collection, typed arrays included. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The heap does not grow over many resets with a few steps each. */
export function checkHeap(context: CheckContext): void {
  const { findings, make, options } = context;
  if (options.heapResets === 0) return;
  findings.guard('heap', () => {
    const env = make();
    const policy = policyRng(context, 'heap');
    const episodes = (count: number) => {
      for (let i = 0; i < count; i++) {
        env.reset(i === 0 ? { seed: options.seed } : {});
        for (let step = 0; step < 3; step++) {
          const { terminated, truncated } = env.step(randomAction(env, policy) as number);
          if (terminated || truncated) break;
        }
      }
    };
    episodes(WARM_UP_RESETS);
    const before = heapBytes();
    episodes(options.heapResets);
    const growth = heapBytes() - before;
    if (growth > TOLERATED_BYTES) {
      findings.warning(
        'heap',
        `the heap grew by ${(growth / 2 ** 20).toFixed(1)} MiB over ${options.heapResets} resets`,
      );
    }
    env.close();
  });
}

/** Steps per second under random legal actions, resets included. */
export function reportSpeed(context: CheckContext): void {
  const { findings, make, options } = context;
  if (options.timedSteps === 0) return;
  findings.guard('speed', () => {
    const env = make();
    const policy = policyRng(context, 'speed');
    env.reset({ seed: options.seed });
    const begin = monotonicMs();
    for (let step = 0; step < options.timedSteps; step++) {
      const { terminated, truncated } = env.step(randomAction(env, policy) as number);
      if (terminated || truncated) env.reset();
    }
    const perSecond = (1000 * options.timedSteps) / (monotonicMs() - begin);
    findings.info('speed', `${Math.round(perSecond)} steps/s with random legal actions`);
    env.close();
  });
}
