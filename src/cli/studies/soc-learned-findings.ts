/** What the contest of learned schedulers comes to: paired changes, their averages, and the best heuristic of a setting. */
import { mean } from '../../report/statistics/index.js';
import type { Contest } from './contest.js';
import { averageChange, changeOf, differenceOf, type Pair } from './paired-change.js';
import type { Estimate } from './paired-ratio.js';
import { HEURISTICS, OWN, type SocSetting, type SocSettings } from './soc-learned-settings.js';

export class SocFindings {
  readonly contest: Contest;
  readonly settings: SocSettings;

  constructor(contest: Contest, settings: SocSettings) {
    this.contest = contest;
    this.settings = settings;
  }

  /** Figures of two agents in a setting, or of the second in another setting of the same seeds. */
  pair(setting: SocSetting, own: string, baseline: string, other: SocSetting = setting): Pair {
    const { contest } = this;
    return {
      own: contest.values(setting, own, setting.metric),
      baseline: contest.values(other, baseline, other.metric),
    };
  }

  /** Relative change of latency; of deadline misses the difference of rates. */
  change(setting: SocSetting, own: string, baseline: string, other?: SocSetting): Estimate {
    const pair = this.pair(setting, own, baseline, other);
    const name = `${setting.title}/${own}/${baseline}${other ? `/${other.title}` : ''}`;
    return setting.metric === 'latencyMean' ? changeOf(pair, name) : differenceOf(pair, name);
  }

  changes(settings: readonly SocSetting[], own: string, baseline: string): Estimate[] {
    return settings.map((setting) => this.change(setting, own, baseline));
  }

  average(settings: readonly SocSetting[], own: string, baseline: string): Estimate {
    const pairs = settings.map((setting) => this.pair(setting, own, baseline));
    return averageChange(pairs, `average/${settings[0].title}/${own}/${baseline}`);
  }

  /** Bound late against the same setting bound when ready. */
  lateChanges(own: string, baseline: string): Estimate[] {
    return this.twins().map(([late, onReady]) => this.change(late, own, baseline, onReady));
  }

  lateAverage(own: string, baseline: string): Estimate {
    const pairs = this.twins().map(([late, onReady]) => this.pair(late, own, baseline, onReady));
    return averageChange(pairs, `late-average/${own}/${baseline}`);
  }

  twins(): (readonly [late: SocSetting, onReady: SocSetting])[] {
    const { late, lateTwins, onReady } = this.settings;
    return late.slice(0, lateTwins).map((setting, i) => [setting, onReady[i]] as const);
  }

  /** Mean of what counts. */
  mean(setting: SocSetting, agent: string): number {
    return mean(this.contest.values(setting, agent, setting.metric));
  }

  /** The heuristic with the least mean on the very seeds of the comparison, which is to the advantage of heuristics. */
  best(setting: SocSetting, { lookAhead }: { readonly lookAhead: boolean }): string {
    const offered = HEURISTICS.filter((id) => lookAhead || id !== 'rollout');
    return offered.reduce((least, id) => (this.mean(setting, id) < this.mean(setting, least) ? id : least), offered[0]);
  }

  /** Every setting in which the agent was compared. */
  all(): readonly SocSetting[] {
    const { onReady, late, real } = this.settings;
    return [...onReady, ...late, ...real];
  }
}

/** Changes of the own agent over a baseline. */
export function ownChanges(findings: SocFindings, settings: readonly SocSetting[], baseline: string): Estimate[] {
  return findings.changes(settings, OWN, baseline);
}
