/** Tables of the study of learned schedulers. */
import { formatNumber } from '../../report/quantity.js';
import { mean } from '../../report/statistics/index.js';
import { registered } from './contest.js';
import { changeText, meanText } from './paired-change.js';
import { type Claim, settingChangeText, verdictOf } from './soc-learned-claims.js';
import type { SocFindings } from './soc-learned-findings.js';
import { HEURISTICS, OWN, PUBLISHED_METHODS, RIVALS, type SocSetting } from './soc-learned-settings.js';
import type { StudyTable } from './study.js';

const text = (title: string) => ({ title, numeric: false });
const number = (title: string) => ({ title, numeric: true });

/** Rivals in the order of the columns of changes. */
const COMPARED = ['etf', 'linear', 'rollout', 'heft', 'runtime-heft'] as const;

export function claimTable(claims: readonly Claim[]): StudyTable {
  return {
    id: 'claims',
    title: 'What was to be shown',
    caption: 'Changes of the mean, negative = better, with 95 % intervals of the paired comparison.',
    columns: ['Claim', 'Verdict', 'Figures'].map(text),
    rows: claims.map((claim) => [claim.claim, verdictOf(claim), claim.figures]),
  };
}

/** Those who play in all of the settings. */
function everybody({ contest }: SocFindings, settings: readonly SocSetting[]): string[] {
  return [OWN, ...RIVALS, ...PUBLISHED_METHODS].filter((id) => settings.every((setting) => contest.has(setting, id)));
}

/** A figure of everybody, setting by setting. */
function figureTable(
  findings: SocFindings,
  settings: readonly SocSetting[],
  { metric, ...told }: Pick<StudyTable, 'id' | 'title' | 'caption'> & { readonly metric: string },
): StudyTable {
  const agents = everybody(findings, settings);
  return {
    ...told,
    columns: [text('Setting'), ...agents.map(number)],
    rows: settings.map((setting) => [
      setting.title,
      ...agents.map((agent) => meanText(findings.contest.values(setting, agent, metric))),
    ]),
  };
}

/** What the own agent gains, setting by setting, and on average. */
function gainTable(
  findings: SocFindings,
  settings: readonly SocSetting[],
  told: Pick<StudyTable, 'id' | 'title' | 'caption'>,
): StudyTable {
  return {
    ...told,
    columns: [text('Setting'), ...COMPARED.map((id) => number(`to ${id}`))],
    rows: [
      ...settings.map((setting) => [
        setting.title,
        ...COMPARED.map((id) => changeText(findings.change(setting, OWN, id))),
      ]),
      ['average', ...COMPARED.map((id) => changeText(findings.average(settings, OWN, id)))],
    ],
  };
}

/** How the others stand beside ETF. */
function othersTable(findings: SocFindings): StudyTable {
  const { onReady } = findings.settings;
  const agents = ['linear', 'rollout', 'heft', 'runtime-heft', ...registered(PUBLISHED_METHODS)];
  return {
    id: 'others-on-ready',
    title: 'The others beside ETF, bound when ready',
    caption: 'Paired change of the mean latency to ETF; negative = better than ETF.',
    columns: [text('Setting'), ...agents.map(number)],
    rows: [
      ...onReady.map((setting) => [
        setting.title,
        ...agents.map((id) => changeText(findings.change(setting, id, 'etf'))),
      ]),
      ['average', ...agents.map((id) => changeText(findings.average(onReady, id, 'etf')))],
    ],
  };
}

/** Late binding against ETF that binds when ready, on the same arrivals. */
function lateTable(findings: SocFindings): StudyTable {
  const agents = [OWN, 'etf', 'linear', 'rollout'];
  return {
    id: 'late-against-on-ready',
    title: 'Bound late, beside ETF bound when ready',
    caption: 'Paired change of the mean latency on the same arrivals; negative = better than ETF bound when ready.',
    columns: [text('Setting'), ...agents.map((id) => number(`${id}, late`))],
    rows: [
      ...findings
        .twins()
        .map(([late, onReady]) => [
          late.title,
          ...agents.map((id) => changeText(findings.change(late, id, 'etf', onReady))),
        ]),
      ['average', ...agents.map((id) => changeText(findings.lateAverage(id, 'etf')))],
    ],
  };
}

/** Latency in ticks, misses in percent. */
function figureText(setting: SocSetting, value: number): string {
  return setting.metric === 'latencyMean' ? formatNumber(value, 4) : `${formatNumber(100 * value, 3)} %`;
}

function realTable(findings: SocFindings): StudyTable {
  const { real } = findings.settings;
  const named = (setting: SocSetting, lookAhead: boolean) => {
    const best = findings.best(setting, { lookAhead });
    return `${settingChangeText(setting, findings.change(setting, OWN, best))} (${best})`;
  };
  const fixed = ['etf', 'linear', 'heft'] as const;
  return {
    id: 'real',
    title: 'Real applications and driving',
    caption:
      `Paired change of the mean latency, in driving the difference of the share of missed deadlines in percentage points; negative = ${OWN} is ` +
      'better. The best heuristic is chosen on the very seeds of the comparison, to its advantage.',
    columns: [
      text('Setting'),
      number(OWN),
      ...fixed.map((id) => number(`to ${id}`)),
      number('to the best rule'),
      number('to the best, look-ahead included'),
    ],
    rows: real.map((setting) => [
      setting.title,
      figureText(setting, findings.mean(setting, OWN)),
      ...fixed.map((id) => settingChangeText(setting, findings.change(setting, OWN, id))),
      named(setting, false),
      named(setting, true),
    ]),
  };
}

function heuristicsTable(findings: SocFindings): StudyTable {
  const { real } = findings.settings;
  const rest = [OWN, 'linear', ...registered(['deepsocs'])];
  const agents = [...rest, ...HEURISTICS].sort(
    (a, b) => relativeRank(findings, real, a) - relativeRank(findings, real, b),
  );
  return {
    id: 'heuristics',
    title: 'Everybody on real applications and driving',
    caption: 'Mean latency in µs, in driving the share of missed deadlines; the lowest average of ranks first.',
    columns: [text('Agent'), ...real.map(({ title }) => number(title))],
    rows: agents.map((id) => [id, ...real.map((setting) => figureText(setting, findings.mean(setting, id)))]),
  };
}

/** Mean over settings of how many heuristics are better. */
function relativeRank(findings: SocFindings, settings: readonly SocSetting[], agent: string): number {
  return mean(
    settings.map(
      (setting) => HEURISTICS.filter((id) => findings.mean(setting, id) < findings.mean(setting, agent)).length,
    ),
  );
}

export function socTables(findings: SocFindings, claims: readonly Claim[]): StudyTable[] {
  const { onReady, late } = findings.settings;
  return [
    claimTable(claims),
    gainTable(findings, onReady, {
      id: 'gains-on-ready',
      title: `${OWN}, bound when ready`,
      caption: 'Paired change of the mean latency; negative = better.',
    }),
    figureTable(findings, onReady, {
      id: 'latency-on-ready',
      title: 'Mean latency, bound when ready',
      caption: 'Ticks, of completed jobs, mean over seeds.',
      metric: 'latencyMean',
    }),
    figureTable(findings, onReady, {
      id: 'completed-on-ready',
      title: 'Completed jobs, bound when ready',
      caption: 'Mean over seeds; arrivals at a full chip are lost, so that faster schedulers complete more.',
      metric: 'completedJobs',
    }),
    othersTable(findings),
    gainTable(findings, late, {
      id: 'gains-late',
      title: `${OWN}, bound late, beside others bound late`,
      caption: 'Paired change of the mean latency; negative = better.',
    }),
    lateTable(findings),
    figureTable(findings, late, {
      id: 'latency-late',
      title: 'Mean latency, bound late',
      caption: 'Ticks, of completed jobs, mean over seeds.',
      metric: 'latencyMean',
    }),
    figureTable(findings, late, {
      id: 'completed-late',
      title: 'Completed jobs, bound late',
      caption: 'Mean over seeds.',
      metric: 'completedJobs',
    }),
    realTable(findings),
    heuristicsTable(findings),
  ];
}
