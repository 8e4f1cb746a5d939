/**
 * What an environment costs: memory that stays after many resets, and steps per second.
 */
import { monotonicMs } from '../clock.js';
import { retainedBytes } from './collect-garbage.js';
import { randomAction } from './episode.js';
import { type CheckContext, policyRng } from './options.js';

/** Growth per round that is put down to the engine's own bookkeeping. */
const TOLERATED_BYTES = 1 << 20;
const WARM_UP_RESETS = 20;
/** Rounds that must all grow before growth is called steady: compiled code and filled caches grow once. */
const ROUNDS = 4;

/** The heap does not grow steadily over many resets with a few steps each; the first round without growth settles it. */
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
    let before = retainedBytes();
    let least = Number.POSITIVE_INFINITY; // bytes of the round that grew least
    for (let round = 0; round < ROUNDS && least > TOLERATED_BYTES; round++) {
      episodes(options.heapResets);
      const after = retainedBytes();
      least = Math.min(least, after - before);
      before = after;
    }
    if (least > TOLERATED_BYTES) {
      findings.warning(
        'heap',
        `the heap grows by ${(least / 2 ** 20).toFixed(1)} MiB with every ${options.heapResets} resets`,
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
