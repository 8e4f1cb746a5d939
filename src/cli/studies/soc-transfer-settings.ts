/**
 * Where the learned scheduler is put without further training: random platforms of 2 to 16 processors, platforms of DS3
 * with single applications, other kinds of environments. Nothing but `ds3-accelerators` occurs in its training, and there
 * only the mix of all applications.
 */
import { mergeConfig } from '../../config.js';
import type { Json } from '../../space/space.js';
import type { ContestRound, ContestSetting } from './contest.js';
import { OWN } from './soc-learned-settings.js';
import { randomPlatform, scaledTraffic } from './transfer-platforms.js';

export interface TransferSetting extends ContestSetting {
  readonly metric: 'latencyMean' | 'slr';
  readonly group: 'processors' | 'applications' | 'elsewhere';
  readonly processors: number;
  readonly late: boolean;
}

/** Numbers of processors. Trained on: 3, and 16 of five kinds. */
export const PROCESSORS = [2, 4, 5, 8, 16] as const;

const GRAPHS = Array.from({ length: 5 }, (_, i) => ({ template: `top-${i + 1}` }));
/** Work per processor is the same, so fewer ticks are enough where more jobs arrive. */
const TICKS: Readonly<Record<number, number>> = { 2: 5000, 4: 3000, 5: 2500, 8: 1200, 16: 600 };
/** Bound late, many processors mean many items at once, and decisions that take milliseconds. */
const LATE_TICKS: Readonly<Record<number, number>> = { ...TICKS, 8: 800, 16: 250 };

function onRandomPlatform(processors: number, late: boolean, quick: boolean): TransferSetting {
  const ticks = (late ? LATE_TICKS : TICKS)[processors];
  const config = (seed: number) => ({
    platform: randomPlatform(processors, seed),
    jobs: GRAPHS,
    ...scaledTraffic(processors),
    episode: { durationTicks: quick ? ticks / 4 : ticks },
    ...(late ? { binding: 'late' } : {}),
  });
  return {
    title: `${late ? 'late: ' : ''}${processors} random processors`,
    env: 'soc/profiles-5-queue-3-scale-25-v1',
    config,
    metric: 'latencyMean',
    group: 'processors',
    processors,
    late,
  };
}

const APPLICATIONS = [
  ['big-little', 8],
  ['wifi-tx', 16],
  ['wifi-rx', 16],
  ['range-detection', 16],
  ['single-carrier-tx', 16],
  ['single-carrier-rx', 16],
  ['temporal-mitigation', 16],
] as const;

const ELSEWHERE = [
  ['dag/gaussian-v1', 6, 'slr'],
  ['dag/layered-v1', 8, 'slr'],
  ['dag/layered-ccr5-v1', 8, 'slr'],
  ['dag/fft-v1', 8, 'slr'],
  ['dag/wide-v1', 24, 'slr'],
  ['queue/heterogeneous-v1', 3, 'latencyMean'],
  ['queue/known-sizes-v1', 3, 'latencyMean'],
] as const;

/** A quarter of the jobs where episodes have a number of them. */
function quickly(env: string): Json | undefined {
  if (env.startsWith('queue/')) return { jobs: 200 };
  return env.startsWith('soc/') ? { episode: { jobs: 20 } } : undefined;
}

function asRegistered(
  env: string,
  processors: number,
  rest: Pick<TransferSetting, 'metric' | 'group'> & { readonly quick: boolean },
): TransferSetting {
  const { quick, metric, group } = rest;
  const config = quick ? quickly(env) : undefined;
  const late = env === 'queue/heterogeneous-v1' || env === 'queue/known-sizes-v1';
  const title = `${env.replace(/^soc\/|-v1$/g, '')} (${processors})`;
  return {
    title,
    env,
    metric,
    group,
    processors,
    late,
    ...(config === undefined ? {} : { config: mergeConfig({}, config) }),
  };
}

export function transferSettings(quick: boolean): TransferSetting[] {
  return [
    ...[false, true].flatMap((late) => PROCESSORS.map((processors) => onRandomPlatform(processors, late, quick))),
    ...APPLICATIONS.map(([name, processors]) =>
      asRegistered(`soc/${name}-v1`, processors, { metric: 'latencyMean', group: 'applications', quick }),
    ),
    ...ELSEWHERE.map(([env, processors, metric]) =>
      asRegistered(env, processors, { metric, group: 'elsewhere', quick }),
    ),
  ];
}

const AGENTS = [OWN, 'etf', 'linear', 'heft', 'runtime-heft'] as const;

/** Who is compared in a setting: everybody, but the look-ahead only where its model fits and a try is no matter of seconds. */
export function transferAgents({ processors, late, metric }: TransferSetting): readonly string[] {
  return metric === 'slr' || (late && processors === 16) ? AGENTS : [...AGENTS, 'rollout'];
}

/** One round for each setting. */
export function transferRounds(settings: readonly TransferSetting[]): ContestRound[] {
  return settings.map((setting) => ({ settings: [setting], agents: transferAgents(setting) }));
}
