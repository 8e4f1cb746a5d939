/** The account of the study of learned schedulers: what holds and what does not, and what the figures leave open. */
import { registered } from './contest.js';
import { averageChange, changeText } from './paired-change.js';
import { type Claim, FAILS, verdictOf } from './soc-learned-claims.js';
import type { SocFindings } from './soc-learned-findings.js';
import { HEURISTICS, OWN, PUBLISHED_METHODS } from './soc-learned-settings.js';

export function socAccount(findings: SocFindings, claims: readonly Claim[]): string[] {
  const failed = claims.filter((claim) => verdictOf(claim) === FAILS).length;
  return [
    `Of ${claims.length} claims ${claims.length - failed} hold and ${failed} do not.`,
    ...claims.map((claim) => `${verdictOf(claim)}: ${claim.claim}. ${claim.figures}.`),
    censored(findings),
    lateAlone(findings),
    methods(findings),
    `Heuristics among which the best was looked for: ${HEURISTICS.join(', ')}. It is the one with the least mean on the very ` +
      'seeds of the comparison, which favours the heuristics; random choice, and `min-min`, which is `etf`, are left out.',
    `Seeds are of the test range, which training and tuning never touch, and the same for all agents; the policy is ` +
      'deterministic. Intervals are percentile bootstrap intervals of the ratio of sums over seeds, averages draw whole seeds. They tell ' +
      'of other arrivals, graphs and noise of these settings, not of other settings, and not of other training runs: the ' +
      'weights are one set for each mode of binding. Nothing is corrected for the number of comparisons.',
  ];
}

/** Latency of completed jobs alone could flatter an agent that leaves slow jobs unfinished. */
function censored(findings: SocFindings): string {
  const { contest } = findings;
  const { onReady } = findings.settings;
  const pairs = (metric: string) =>
    onReady.map((setting) => ({
      own: contest.values(setting, OWN, metric),
      baseline: contest.values(setting, 'etf', metric),
    }));
  const aged = averageChange(pairs('latencyMeanCensored'), 'censored');
  const completed = averageChange(pairs('completedJobs'), 'completed');
  return (
    `With unfinished jobs counted by their age at the end of the episode the average change to ETF is ${changeText(aged)}; ` +
    `${OWN} completes ${changeText(completed)} jobs in the same time.`
  );
}

function lateAlone(findings: SocFindings): string {
  return (
    `Late binding alone changes ETF by ${changeText(findings.lateAverage('etf', 'etf'))} on average and the look-ahead by ` +
    `${changeText(findings.lateAverage('rollout', 'rollout'))}, each beside itself bound when ready; ${OWN} by ` +
    `${changeText(findings.lateAverage(OWN, OWN))}.`
  );
}

function methods(findings: SocFindings): string {
  const here = registered(PUBLISHED_METHODS);
  const missing = PUBLISHED_METHODS.filter((id) => !here.includes(id));
  const told = here.map((id) => `${id} ${changeText(findings.average(findings.settings.onReady, id, 'etf'))}`);
  return [
    here.length > 0
      ? `Published methods, trained here by presets after their papers: average change to ETF, bound when ready, ${told.join(', ')}. ` +
        'SoCRATES is of fixed size (three processors, three jobs of ten tasks) and plays in the synthetic settings alone; SCARL is left ' +
        'out of the mixes, where its one-hot of three processors fits nothing.'
      : 'No published method is registered.',
    ...(missing.length > 0 ? [`Not registered, hence not run: ${missing.join(', ')}.`] : []),
  ].join(' ');
}
