/**
 * What the learned schedulers of systems-on-chip are judged in, and against whom: the synthetic settings of the SoCRATES
 * comparison with one, five and ten graphs, bound when ready and late; mixes of real applications; and driving.
 */
import { mergeConfig } from '../../config.js';
import type { Json } from '../../space/space.js';
import { type ContestRound, type ContestSetting, registered } from './contest.js';

/** The agent that is judged. */
export const OWN = 'pairnet';

/** Published methods, trained here; none of them knows late binding, so they play where tasks are bound when ready. */
export const PUBLISHED_METHODS = ['deepsocs', 'socrates', 'scarl'] as const;

/** Against whom in every setting. */
export const RIVALS = ['etf', 'linear', 'rollout', 'heft', 'runtime-heft'] as const;

/**
 * Every registered scheduler that has learned nothing and looks at nothing hidden, but for random choice and for
 * `min-min`, which is `etf` under another name; the released DeepSoCS belongs to them, as it never
 * uses its network. `rollout` tries its decisions in a model.
 */
export const HEURISTICS = [
  ...['fifo', 'round-robin', 'olb', 'met', 'mct', 'stf', 'eft', 'etf', 'etf-lb', 'earliest-start', 'max-min'],
  ...['sufferage', 'runtime-heft', 'runtime-heft-compat', 'rank-list', 'job-rank', 'shortest-job', 'priority', 'edf'],
  ...['energy-eft', 'heft', 'peft', 'cpop', 'heft-by-arrival', 'peft-by-arrival', 'rollout', 'deepsocs-released'],
] as const;

/** A setting, with what counts in it. */
export interface SocSetting extends ContestSetting {
  readonly metric: 'latencyMean' | 'deadlineMissRate';
  readonly group: 'on-ready' | 'late' | 'real';
}

/** Overrides that make episodes shorter. */
const QUICK_TICKS: Json = { episode: { durationTicks: 1500 } };
const QUICK_JOBS: Json = { episode: { jobs: 30 } };
const LATE: Json = { binding: 'late' };

const SYNTHETIC = [
  [1, 3],
  [5, 3],
  [10, 3],
  [5, 5],
].flatMap(([profiles, queue]) => [0, 0.3].map((noise) => ({ profiles, queue, noise })));

/** The title of a synthetic setting. */
function titleOf({ profiles, queue, noise }: (typeof SYNTHETIC)[number]): string {
  return `${profiles} profile${profiles === 1 ? '' : 's'}, queue ${queue}, noise ${noise}`;
}

function synthetic(quick: boolean, late: boolean): SocSetting[] {
  const parts = [...(quick ? [QUICK_TICKS] : []), ...(late ? [LATE] : [])];
  return SYNTHETIC.map((each) => {
    const { profiles, queue, noise } = each;
    return {
      title: late ? `late: ${titleOf(each)}` : titleOf(each),
      env: `soc/profiles-${profiles}-queue-${queue}-scale-25${noise > 0 ? `-noise-${noise}` : ''}-v1`,
      ...(parts.length > 0 ? { config: parts.reduce(mergeConfig) } : {}),
      metric: 'latencyMean',
      group: late ? 'late' : 'on-ready',
    };
  });
}

/** Data travel only once the destination is known. */
function fromBinding(quick: boolean): SocSetting[] {
  return [0, 0.3].map((executionNoise) => ({
    title: `late: data from binding, noise ${executionNoise}`,
    env: 'soc/late-from-binding-v1',
    config: mergeConfig({ executionNoise }, quick ? QUICK_TICKS : {}),
    metric: 'latencyMean',
    group: 'late',
  }));
}

/** The late mix has 30 jobs and not 100: with its many items it would take longer than all the others together. */
const REAL = [
  ['mix, every 50 µs', 'ds3-mix-scale-50', 'latencyMean', null],
  ['mix, every 100 µs', 'ds3-mix-scale-100', 'latencyMean', null],
  ['mix, every 200 µs', 'ds3-mix-scale-200', 'latencyMean', null],
  ['mix on big and little cores', 'big-little', 'latencyMean', null],
  ['late: mix, every 50 µs, 30 jobs', 'late-ds3-mix-scale-50', 'latencyMean', { episode: { jobs: 30 } }],
  ['driving', 'automotive', 'deadlineMissRate', null],
  ['driving, sensors fail', 'automotive-dropout', 'deadlineMissRate', null],
] as const;

function real(quick: boolean): SocSetting[] {
  return REAL.map(([title, name, metric, override]) => {
    const config = quick ? QUICK_JOBS : override;
    return { title, env: `soc/${name}-v1`, metric, group: 'real', ...(config === null ? {} : { config }) };
  });
}

export interface SocSettings {
  readonly onReady: readonly SocSetting[];
  readonly late: readonly SocSetting[];
  /** The first of `onReady` bound late, and so on; the rest of `late` has no partner. */
  readonly lateTwins: number;
  readonly real: readonly SocSetting[];
}

export function socSettings(quick: boolean): SocSettings {
  const twins = synthetic(quick, true);
  return {
    onReady: synthetic(quick, false),
    late: [...twins, ...fromBinding(quick)],
    lateTwins: twins.length,
    real: real(quick),
  };
}

/** Who plays where; those that are not registered are left out. */
export function socRounds({ onReady, late, real: mixes }: SocSettings): ContestRound[] {
  const everywhere = [OWN, ...RIVALS];
  return [
    { settings: onReady, agents: [...everywhere, ...registered(PUBLISHED_METHODS)] },
    { settings: late, agents: everywhere },
    { settings: mixes, agents: [...everywhere, ...registered(['deepsocs']), ...HEURISTICS] },
  ];
}
