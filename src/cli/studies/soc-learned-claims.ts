/** What was to be shown of the learned scheduler, each claim with the figures that decide it. */
import { changeText, pointsText, side, sides } from './paired-change.js';
import type { Estimate } from './paired-ratio.js';
import type { SocFindings } from './soc-learned-findings.js';
import { OWN, type SocSetting } from './soc-learned-settings.js';

export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
  readonly figures: string;
}

export const HOLDS = 'HOLDS';
export const FAILS = 'DOES NOT HOLD';

const AVERAGE_GAIN = 0.03;
const LATE_GAIN = 0.07;
const DECIDED = 7; // of 8 settings

export function verdictOf({ holds }: Claim): string {
  return holds ? HOLDS : FAILS;
}

/** A change in the words that fit the setting. */
export function settingChangeText({ metric }: SocSetting, change: Estimate): string {
  return metric === 'latencyMean' ? changeText(change) : pointsText(change);
}

function counted(estimates: readonly Estimate[]): string {
  const { less, more, undecided } = sides(estimates);
  return `interval below 0 in ${less} of ${estimates.length}, above in ${more}, around 0 in ${undecided}`;
}

/** Whom the agent is to beat with intervals in the eight settings. */
function beats(findings: SocFindings, baseline: string, title: string): Claim {
  const changes = findings.changes(findings.settings.onReady, OWN, baseline);
  const average = findings.average(findings.settings.onReady, OWN, baseline);
  return {
    claim: `bound when ready, ${OWN} beats ${title} with an interval that excludes 0 in at least ${DECIDED} of 8 settings`,
    holds: sides(changes).less >= DECIDED,
    figures: `${counted(changes)}; average ${changeText(average)}`,
  };
}

function averageGain(findings: SocFindings): Claim {
  const average = findings.average(findings.settings.onReady, OWN, 'etf');
  return {
    claim: `bound when ready, ${OWN} beats ETF by 3 % or more on average`,
    holds: -average.value >= AVERAGE_GAIN,
    figures: changeText(average),
  };
}

function lateGain(findings: SocFindings): Claim {
  const average = findings.lateAverage(OWN, 'etf');
  const changes = findings.lateChanges(OWN, 'etf');
  const enough = changes.filter(({ value }) => -value >= LATE_GAIN).length;
  return {
    claim: `bound late, ${OWN} beats ETF bound when ready by 7 % or more on average`,
    holds: -average.value >= LATE_GAIN,
    figures: `${changeText(average)}; 7 % or more in ${enough} of ${changes.length} settings`,
  };
}

function lateSameMode(findings: SocFindings, baseline: string, title: string): Claim {
  const { late } = findings.settings;
  const changes = findings.changes(late, OWN, baseline);
  const average = findings.average(late, OWN, baseline);
  const needed = late.length - 1;
  return {
    claim: `bound late, ${OWN} beats ${title} bound late with an interval that excludes 0 in at least ${needed} of ${late.length} settings`,
    holds: sides(changes).less >= needed,
    figures: `${counted(changes)}; average ${changeText(average)}`,
  };
}

/** Means, not intervals: one setting in which the mean is higher is enough to fail. */
function neverLoses(findings: SocFindings, baseline: string, title: string): Claim {
  const rows = findings.all().map((setting) => ({ setting, change: findings.change(setting, OWN, baseline) }));
  const lost = rows.filter(({ change }) => change.value > 0);
  const named = lost.map(({ setting, change }) => `${setting.title}: ${settingChangeText(setting, change)}`);
  return {
    claim: `${OWN} never loses to ${title}: its mean is no higher in any setting`,
    holds: lost.length === 0,
    figures:
      lost.length === 0
        ? `no higher in all ${rows.length} settings`
        : `higher in ${lost.length} of ${rows.length} (${named.join('; ')})`,
  };
}

function asGoodAsBest(findings: SocFindings, metric: SocSetting['metric'], lookAhead: boolean): Claim {
  const settings = findings.settings.real.filter((setting) => setting.metric === metric);
  const rows = settings.map((setting) => {
    const best = findings.best(setting, { lookAhead });
    return { setting, best, change: findings.change(setting, OWN, best) };
  });
  const where = metric === 'latencyMean' ? 'mixes of real applications' : 'driving (deadline misses)';
  const what = lookAhead ? 'the best heuristic, look-ahead included' : 'the best rule without look-ahead';
  return {
    claim: `${where}: at least as good as ${what} (no interval above 0)`,
    holds: rows.every(({ change }) => side(change) !== 'more'),
    figures: rows
      .map(({ setting, best, change }) => `${setting.title}: ${settingChangeText(setting, change)} to ${best}`)
      .join('; '),
  };
}

export function socClaims(findings: SocFindings): Claim[] {
  return [
    beats(findings, 'etf', 'ETF'),
    averageGain(findings),
    beats(findings, 'linear', 'the linear scorer'),
    beats(findings, 'rollout', 'the look-ahead that has not learned'),
    lateGain(findings),
    lateSameMode(findings, 'etf', 'ETF'),
    lateSameMode(findings, 'linear', 'the linear scorer'),
    lateSameMode(findings, 'rollout', 'the look-ahead that has not learned'),
    neverLoses(findings, 'heft', 'HEFT'),
    neverLoses(findings, 'runtime-heft', 'runtime HEFT'),
    ...(['latencyMean', 'deadlineMissRate'] as const).flatMap((metric) =>
      [false, true].map((lookAhead) => asGoodAsBest(findings, metric, lookAhead)),
    ),
  ];
}
