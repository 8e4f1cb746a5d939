/**
 * The study of transfer: the same weights of the learned scheduler on platforms with numbers of processors that it has
 * never seen, with costs that are new for every seed, on other applications and in other environments.
 */
import { ensure } from '../../error.js';
import type { Chart } from '../../report/charts.js';
import { NOTHING_KNOWN } from '../../report/quantity.js';
import type { Json } from '../../space/space.js';
import { changeChart } from './change-chart.js';
import { type Contest, playContest, registered, settingsJson } from './contest.js';
import { averageChange, changeOf, changeText, meanText, type Pair, side } from './paired-change.js';
import { type Estimate, estimateJson, plainNumbers } from './paired-ratio.js';
import { OWN } from './soc-learned-settings.js';
import { type TransferSetting, transferAgents, transferRounds, transferSettings } from './soc-transfer-settings.js';
import type { Study, StudyOptions, StudyResult, StudyTable } from './study.js';

const AGENTS = [OWN, 'etf', 'linear', 'rollout', 'heft', 'runtime-heft'] as const;
const BASELINES = ['etf', 'linear', 'rollout', 'heft'] as const;

const GROUPS = {
  processors: 'Other numbers of processors',
  applications: 'Single applications',
  elsewhere: 'Other environments',
} as const;

function settings({ quick }: Pick<StudyOptions, 'seeds' | 'quick'>): Json {
  const where = transferSettings(quick);
  return { agents: where.map((setting) => [...transferAgents(setting)]), settings: settingsJson(where) };
}

class Found {
  readonly contest: Contest;
  readonly settings: readonly TransferSetting[];

  constructor(contest: Contest, where: readonly TransferSetting[]) {
    this.contest = contest;
    this.settings = where;
  }

  of(group: TransferSetting['group']): TransferSetting[] {
    return this.settings.filter((each) => each.group === group);
  }

  pair(setting: TransferSetting, own: string, baseline: string): Pair {
    const { metric } = setting;
    return {
      own: this.contest.values(setting, own, metric),
      baseline: this.contest.values(setting, baseline, metric),
    };
  }

  /** NaN where one of them did not play. */
  change(setting: TransferSetting, own: string, baseline: string): Estimate {
    if (!this.played(setting, own, baseline)) return { value: Number.NaN, interval: undefined };
    return changeOf(this.pair(setting, own, baseline), `transfer/${setting.title}/${own}/${baseline}`);
  }

  private played(setting: TransferSetting, ...agents: string[]): boolean {
    return agents.every((agent) => this.contest.has(setting, agent));
  }

  /** Over the settings in which both played. */
  average(where: readonly TransferSetting[], own: string, baseline: string): Estimate {
    const both = where.filter((setting) => this.played(setting, own, baseline));
    if (both.length === 0) return { value: Number.NaN, interval: undefined };
    const pairs = both.map((setting) => this.pair(setting, own, baseline));
    return averageChange(pairs, `transfer/${where[0].title}/${own}/${baseline}`);
  }
}

async function run(options: StudyOptions): Promise<StudyResult> {
  ensure(registered([OWN]).length > 0, `study soc-transfer: the agent ${OWN} is not registered`);
  const where = transferSettings(options.quick);
  const found = new Found(await playContest(transferRounds(where), options), where);
  const groups = Object.keys(GROUPS) as (keyof typeof GROUPS)[];
  return {
    title: 'Transfer of the learned scheduler',
    introduction:
      `The shipped weights of ${OWN}, unchanged, where they were not trained: platforms of 2 to 16 single processors whose costs are drawn ` +
      'anew for every seed (five synthetic graphs, the load of the trained setting kept per processor), single applications on platforms of ' +
      'DS3, random task graphs known in advance, and queues of single requests. Trained on are three processors with other costs and the 16 of ' +
      `the mix of DS3, so that of the numbers of processors only 16 is known, with other processors. ${options.seeds} test seeds, the same for ` +
      'all; changes are paired, intervals cover 95 %.',
    settings: settings(options),
    tables: groups.flatMap((group) => [changeTable(found, group), figureTable(found, group)]),
    charts: [chart(found, 'platforms', ['processors', 'applications']), chart(found, 'elsewhere', ['elsewhere'])],
    published: [],
    accountTitle: 'What transfers',
    account: account(found),
    data: dataOf(found),
  };
}

const text = (title: string) => ({ title, numeric: false });
const number = (title: string) => ({ title, numeric: true });

function changeTable(found: Found, group: TransferSetting['group']): StudyTable {
  const where = found.of(group);
  return {
    id: `${group}-changes`,
    title: `${GROUPS[group]}: ${OWN} beside others`,
    caption: 'Paired change of the mean latency (task graphs: of the schedule length ratio); negative = better.',
    columns: [text('Setting'), ...BASELINES.map((id) => number(`to ${id}`))],
    rows: [
      ...where.map((setting) => [setting.title, ...BASELINES.map((id) => changeText(found.change(setting, OWN, id)))]),
      ...(group === 'elsewhere'
        ? []
        : [['average', ...BASELINES.map((id) => changeText(found.average(where, OWN, id)))]]),
    ],
  };
}

function figureTable(found: Found, group: TransferSetting['group']): StudyTable {
  return {
    id: `${group}-figures`,
    title: `${GROUPS[group]}: means`,
    caption: 'Mean latency in ticks, of task graphs the schedule length ratio; mean over seeds.',
    columns: [text('Setting'), ...AGENTS.map(number)],
    rows: found
      .of(group)
      .map((setting) => [
        setting.title,
        ...AGENTS.map((id) =>
          found.contest.has(setting, id) ? meanText(found.contest.values(setting, id, setting.metric)) : NOTHING_KNOWN,
        ),
      ]),
  };
}

function chart(found: Found, id: string, groups: readonly TransferSetting['group'][]): Chart {
  const points = groups
    .flatMap((group) => found.of(group))
    .flatMap((setting) => [
      { setting: setting.title, series: `${OWN} to etf`, change: found.change(setting, OWN, 'etf') },
      { setting: setting.title, series: 'linear to etf', change: found.change(setting, 'linear', 'etf') },
      { setting: setting.title, series: 'rollout to etf', change: found.change(setting, 'rollout', 'etf') },
    ]);
  return {
    id,
    title: id === 'elsewhere' ? 'Beside ETF in other environments' : 'Beside ETF on platforms that were not trained on',
    caption:
      'Paired change with its 95 % interval; left of 0 is better than ETF. In brackets the number of processors.',
    spec: changeChart({ points, axis: 'change to ETF, %', row: 30 }),
  };
}

function account(found: Found): string[] {
  const processors = found.of('processors');
  const parts = [
    { title: 'Other numbers of processors, bound when ready', where: processors.filter(({ late }) => !late) },
    { title: 'Other numbers of processors, bound late', where: processors.filter(({ late }) => late) },
    { title: 'Single applications', where: found.of('applications') },
    { title: 'Task graphs', where: found.of('elsewhere').filter(({ metric }) => metric === 'slr') },
    { title: 'Queues', where: found.of('elsewhere').filter(({ metric }) => metric !== 'slr') },
  ];
  const lines = parts.map(({ title, where }) => {
    const told = BASELINES.flatMap((baseline) => {
      const changes = where
        .map((setting) => found.change(setting, OWN, baseline))
        .filter(({ value }) => Number.isFinite(value));
      if (changes.length === 0) return [];
      const less = changes.filter((change) => side(change) === 'less').length;
      const more = changes.filter((change) => side(change) === 'more').length;
      return `${baseline}: better in ${less} of ${changes.length} settings, worse in ${more}, average ${changeText(found.average(where, OWN, baseline))}`;
    });
    return `${title}. ${OWN} beside ${told.join('; beside ')}.`;
  });
  const onReady = processors.filter(({ late }) => !late);
  const beaten = onReady.filter((setting) => side(found.change(setting, OWN, 'etf')) === 'less');
  const counts = (where: readonly TransferSetting[]) => where.map(({ processors: count }) => count).join(', ');
  return [
    `${beaten.length === onReady.length ? 'HOLDS' : 'DOES NOT HOLD'}: one set of weights transfers to platforms with numbers of processors ` +
      `that it has not seen (${counts(onReady)}): with an interval that excludes 0 it is better than ETF on ` +
      `${beaten.length === 0 ? 'none of them' : `${counts(beaten)} processors`}.`,
    ...lines,
    'Better and worse are judged by intervals that exclude 0. On random platforms a seed draws costs, arrivals and graphs, so that the interval ' +
      'tells of other platforms too. Task graphs are known in advance and need no decision under time pressure: HEFT, which plans the ' +
      'whole, is the bar there, and nothing of the kind occurs in training.',
  ];
}

function dataOf(found: Found): Json {
  const rows = found.settings.map((setting) => [
    setting.title,
    {
      values: Object.fromEntries(
        transferAgents(setting).map((id) => [id, plainNumbers(found.contest.values(setting, id, setting.metric))]),
      ),
      changes: Object.fromEntries(BASELINES.map((id) => [id, estimateJson(found.change(setting, OWN, id))])),
    },
  ]);
  return Object.fromEntries(rows) as Json;
}

export const socTransferStudy: Study = {
  id: 'soc-transfer',
  description: 'the learned scheduler of systems-on-chip on other platforms, applications and environments',
  settings,
  run,
};
