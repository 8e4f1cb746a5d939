/** Charts of the study of learned schedulers: gains in the synthetic settings, bound when ready and late, and elsewhere. */
import type { Chart } from '../../report/charts.js';
import { changeChart } from './change-chart.js';
import { registered } from './contest.js';
import type { SocFindings } from './soc-learned-findings.js';
import { OWN, PUBLISHED_METHODS } from './soc-learned-settings.js';

export function socCharts(findings: SocFindings): Chart[] {
  return [gains(findings), late(findings), standing(findings), real(findings)];
}

function gains(findings: SocFindings): Chart {
  const baselines = ['etf', 'linear', 'rollout'];
  const points = findings.settings.onReady.flatMap((setting) =>
    baselines.map((id) => ({
      setting: setting.title,
      series: `to ${id}`,
      change: findings.change(setting, OWN, id),
    })),
  );
  return {
    id: 'gains-on-ready',
    title: `${OWN} beside others, bound when ready`,
    caption: 'Paired change of the mean latency with its 95 % interval; left of 0 is better.',
    spec: changeChart({ points, axis: 'change of the mean latency, %' }),
  };
}

function late(findings: SocFindings): Chart {
  const agents = [OWN, 'etf', 'linear', 'rollout'];
  const points = findings.twins().flatMap(([setting, onReady]) =>
    agents.map((id) => ({
      setting: setting.title,
      series: `${id}, late`,
      change: findings.change(setting, id, 'etf', onReady),
    })),
  );
  return {
    id: 'late',
    title: 'Bound late, beside ETF bound when ready',
    caption: 'Paired change of the mean latency with its 95 % interval; the dashed line marks the aim, −7 %.',
    spec: changeChart({ points, axis: 'change of the mean latency, %', marked: -0.07, row: 40 }),
  };
}

/** Everybody beside ETF; methods that are far worse would hide the others and are in the tables. */
function standing(findings: SocFindings): Chart {
  const FAR = 0.3;
  const agents = [OWN, 'linear', 'rollout', 'runtime-heft', 'heft', ...registered(PUBLISHED_METHODS)];
  const shown = agents.filter((id) => findings.average(findings.settings.onReady, id, 'etf').value < FAR).slice(0, 6);
  const points = findings.settings.onReady.flatMap((setting) =>
    shown.map((id) => ({ setting: setting.title, series: id, change: findings.change(setting, id, 'etf') })),
  );
  return {
    id: 'standing',
    title: 'Everybody beside ETF, bound when ready',
    caption:
      'Paired change of the mean latency to ETF; left of 0 is better than ETF. Agents that are 30 % worse or more are left out.',
    spec: changeChart({ points, axis: 'change of the mean latency to ETF, %', row: 44 }),
  };
}

function real(findings: SocFindings): Chart {
  const settings = findings.settings.real.filter(({ metric }) => metric === 'latencyMean');
  const points = settings.flatMap((setting) => [
    { setting: setting.title, series: 'to etf', change: findings.change(setting, OWN, 'etf') },
    {
      setting: setting.title,
      series: 'to the best rule',
      change: findings.change(setting, OWN, findings.best(setting, { lookAhead: false })),
    },
    { setting: setting.title, series: 'to rollout', change: findings.change(setting, OWN, 'rollout') },
  ]);
  return {
    id: 'real',
    title: `${OWN} on mixes of real applications`,
    caption: 'Paired change of the mean latency with its 95 % interval; left of 0 is better.',
    spec: changeChart({ points, axis: 'change of the mean latency, %' }),
  };
}
