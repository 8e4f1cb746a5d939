/**
 * How the learned scheduler takes noise: standard deviations of execution times from 0 to 0.5 of their mean, which no
 * scheduler sees before a task has ended, against HEFT and ETF; bound when ready and late.
 */
import { mergeConfig } from '../../config.js';
import { ensure } from '../../error.js';
import type { Chart } from '../../report/charts.js';
import type { Json } from '../../space/space.js';
import { type Contest, type ContestSetting, playContest, registered, settingsJson } from './contest.js';
import { type CurvePoint, curveChart } from './curve-chart.js';
import { averageChange, changeOf, changeText, side } from './paired-change.js';
import { type Estimate, estimateJson, estimateText, meanOf } from './paired-ratio.js';
import { OWN } from './soc-learned-settings.js';
import type { Study, StudyOptions, StudyResult, StudyTable } from './study.js';

/** Relative standard deviations. */
export const NOISES = [0, 0.1, 0.2, 0.3, 0.4, 0.5] as const;
const AGENTS = [OWN, 'rollout', 'linear', 'etf', 'heft', 'runtime-heft'] as const;
const BASELINES = ['etf', 'heft', 'runtime-heft'] as const;
const QUICK: Json = { episode: { durationTicks: 1500 } };

/** One curve: a setting at every noise. */
interface Family {
  readonly id: string;
  readonly title: string;
  readonly env: string;
  readonly config: Json;
}

const FAMILIES: readonly Family[] = [
  { id: 'one-profile', title: '1 profile, queue 3', env: 'soc/profiles-1-queue-3-scale-25-v1', config: {} },
  { id: 'five-profiles', title: '5 profiles, queue 3', env: 'soc/profiles-5-queue-3-scale-25-v1', config: {} },
  {
    id: 'five-profiles-late',
    title: 'late: 5 profiles, queue 3',
    env: 'soc/profiles-5-queue-3-scale-25-v1',
    config: { binding: 'late' },
  },
];

function at({ title, env, config }: Family, noise: number, quick: boolean): ContestSetting {
  const parts: Json[] = [config, { executionNoise: noise }, ...(quick ? [QUICK] : [])];
  return { title: `${title}, noise ${noise}`, env, config: parts.reduce(mergeConfig) };
}

function allSettings(quick: boolean): ContestSetting[] {
  return FAMILIES.flatMap((family) => NOISES.map((noise) => at(family, noise, quick)));
}

function settings({ quick }: Pick<StudyOptions, 'seeds' | 'quick'>): Json {
  return { agents: [...AGENTS], settings: settingsJson(allSettings(quick)) };
}

/** Everything found, asked by family and noise. */
class Found {
  private readonly contest: Contest;
  private readonly quick: boolean;

  constructor(contest: Contest, quick: boolean) {
    this.contest = contest;
    this.quick = quick;
  }

  latency(family: Family, noise: number, agent: string): number[] {
    return this.contest.values(at(family, noise, this.quick), agent, 'latencyMean');
  }

  change(family: Family, noise: number, agent: string, baseline: string): Estimate {
    const pair = { own: this.latency(family, noise, agent), baseline: this.latency(family, noise, baseline) };
    return changeOf(pair, `robustness/${family.id}/${noise}/${agent}/${baseline}`);
  }

  average(family: Family, agent: string, baseline: string): Estimate {
    const pairs = NOISES.map((noise) => ({
      own: this.latency(family, noise, agent),
      baseline: this.latency(family, noise, baseline),
    }));
    return averageChange(pairs, `robustness/${family.id}/${agent}/${baseline}`);
  }
}

async function run(options: StudyOptions): Promise<StudyResult> {
  ensure(registered([OWN]).length > 0, `study soc-robustness: the agent ${OWN} is not registered`);
  const { quick, seeds } = options;
  const found = new Found(await playContest([{ settings: allSettings(quick), agents: AGENTS }], options), quick);
  return {
    title: 'Robustness of the learned scheduler to noise',
    introduction:
      'Execution times deviate from what schedulers expect by a standard deviation of 0 to 0.5 of their mean, seen only when a task ' +
      `ends. Synthetic graphs of ten tasks on three processors, ${seeds} test seeds, the same for all. ${OWN} was trained at noise 0 and ` +
      '0.3 in these settings; the other levels are new to it. Changes are paired, intervals cover 95 %.',
    settings: settings(options),
    tables: FAMILIES.flatMap((family) => [changeTable(found, family), latencyTable(found, family)]),
    charts: FAMILIES.flatMap((family) => [changeCurve(found, family), latencyCurve(found, family)]),
    published: [],
    accountTitle: 'What the curves say',
    account: account(found),
    data: dataOf(found),
  };
}

const number = (title: string) => ({ title, numeric: true });

function changeTable(found: Found, family: Family): StudyTable {
  return {
    id: `${family.id}-changes`,
    title: `${family.title}: ${OWN} beside HEFT and ETF`,
    caption: 'Paired change of the mean latency; negative = better.',
    columns: [
      number('Noise'),
      ...BASELINES.map((id) => number(`to ${id}`)),
      number('rollout to etf'),
      number('linear to etf'),
    ],
    rows: NOISES.map((noise) => [
      String(noise),
      ...BASELINES.map((id) => changeText(found.change(family, noise, OWN, id))),
      ...['rollout', 'linear'].map((id) => changeText(found.change(family, noise, id, 'etf'))),
    ]),
  };
}

function latencyTable(found: Found, family: Family): StudyTable {
  return {
    id: `${family.id}-latency`,
    title: `${family.title}: mean latency`,
    caption: 'Ticks, mean over seeds with its 95 % t interval.',
    columns: [number('Noise'), ...AGENTS.map(number)],
    rows: NOISES.map((noise) => [
      String(noise),
      ...AGENTS.map((id) => estimateText(meanOf(found.latency(family, noise, id)), 4)),
    ]),
  };
}

function percent({ value, interval }: Estimate): Estimate {
  return { value: 100 * value, interval: interval && { lower: 100 * interval.lower, upper: 100 * interval.upper } };
}

/** `own − etf` and so on, in percent. */
function changeCurve(found: Found, family: Family): Chart {
  const pairs = [
    [OWN, 'etf'],
    ['rollout', 'etf'],
    ['linear', 'etf'],
    [OWN, 'heft'],
    [OWN, 'runtime-heft'],
  ] as const;
  const points = pairs.flatMap(([agent, baseline]) =>
    NOISES.map(
      (noise): CurvePoint => ({
        at: noise,
        series: `${agent} to ${baseline}`,
        estimate: percent(found.change(family, noise, agent, baseline)),
      }),
    ),
  );
  return {
    id: `${family.id}-changes`,
    title: `${family.title}: change of the mean latency by noise`,
    caption: 'Paired change with its 95 % interval; below 0 is better.',
    spec: curveChart({
      points,
      across: 'noise, standard deviation / mean',
      up: 'change of the mean latency, %',
      zero: true,
      ticks: NOISES,
    }),
  };
}

function latencyCurve(found: Found, family: Family): Chart {
  const points = AGENTS.flatMap((agent) =>
    NOISES.map(
      (noise): CurvePoint => ({
        at: noise,
        series: agent,
        estimate: meanOf(found.latency(family, noise, agent)),
      }),
    ),
  );
  return {
    id: `${family.id}-latency`,
    title: `${family.title}: mean latency by noise`,
    caption: 'Mean over seeds with its 95 % interval.',
    spec: curveChart({
      points,
      across: 'noise, standard deviation / mean',
      up: 'mean latency, ticks',
      ticks: NOISES,
    }),
  };
}

function account(found: Found): string[] {
  const lines = FAMILIES.map((family) => {
    const told = BASELINES.map((baseline) => {
      const changes = NOISES.map((noise) => found.change(family, noise, OWN, baseline));
      const better = changes.filter((change) => side(change) === 'less').length;
      const worse = changes.filter((change) => side(change) === 'more').length;
      return (
        `${baseline}: better at ${better} of ${NOISES.length} levels, worse at ${worse}, average ` +
        changeText(found.average(family, OWN, baseline))
      );
    });
    const [calm, rough] = [NOISES[0], NOISES[NOISES.length - 1]].map((noise) =>
      found.change(family, noise, OWN, 'etf'),
    );
    return (
      `${family.title}. ${OWN} beside ${told.join('; beside ')}. Its gain over ETF goes from ${changeText(calm)} without noise to ` +
      `${changeText(rough)} at noise 0.5.`
    );
  });
  const plain = FAMILIES.map(
    (family) =>
      `${family.title}: ${changeText(found.average(family, OWN, 'rollout'))} to rollout, ${changeText(found.average(family, OWN, 'linear'))} to linear`,
  );
  return [
    ...lines,
    `Average over all levels of noise, beside what has not learned or is only linear: ${plain.join('; ')}.`,
  ];
}

function dataOf(found: Found): Json {
  const families = FAMILIES.map((family) => [
    family.id,
    Object.fromEntries(
      NOISES.map((noise) => [
        `noise ${noise}`,
        {
          latency: Object.fromEntries(AGENTS.map((id) => [id, estimateJson(meanOf(found.latency(family, noise, id)))])),
          changes: Object.fromEntries(BASELINES.map((id) => [id, estimateJson(found.change(family, noise, OWN, id))])),
        },
      ]),
    ),
  ]);
  return Object.fromEntries(families) as Json;
}

export const socRobustnessStudy: Study = {
  id: 'soc-robustness',
  description:
    'the learned scheduler of systems-on-chip under noise of execution times from 0 to 0.5, beside HEFT and ETF',
  settings,
  run,
};
