/** Where the figures drawn anew differ from the published ones, and why; every figure is computed. */
import { formatNumber } from '../../report/quantity.js';
import { mean } from '../../report/statistics/index.js';
import { registered } from './contest.js';
import { averageChange, changeText } from './paired-change.js';
import { PUBLISHED_CURVES, publishedComparisons, standIns } from './soc-learned-published.js';
import { OWN } from './soc-learned-settings.js';
import { type PublishedRuns, SPOTS, type Spot, standInNames } from './soc-published-runs.js';

const SPOT: Spot = { profiles: 5, queue: 3, scale: 25 };
const short = (value: number) => formatNumber(value, 4);

export function publishedAccount(runs: PublishedRuns): string[] {
  return [agreement(runs), standIn(runs), deepSocs(runs), flat(runs), learned(runs), ours(runs), missing()].filter(
    (paragraph) => paragraph !== '',
  );
}

function agreement(runs: PublishedRuns): string {
  const rows = publishedComparisons((exact) => (name, point) => runs.estimate(name, exact, point));
  const ran = rows.filter(({ verdict }) => verdict !== 'not run');
  const exact = ran.filter(({ claim }) => claim.includes(', exact)'));
  const count = (among: typeof rows) => among.filter(({ verdict }) => verdict === 'agrees').length;
  return (
    `${count(ran)} of ${ran.length} comparisons agree within the interval and the error of reading, ${count(exact)} of ${exact.length} of ` +
    'those by the exact repetition. A point counts once for each that stands for it.'
  );
}

function meanAt(runs: PublishedRuns, name: string, exact: boolean, spot: Spot): number {
  const values = runs.latencies(name, exact, spot);
  return values ? mean(values) : Number.NaN;
}

/** Agents decide by a view, released schedulers by the simulator's own lists. */
function standIn(runs: PublishedRuns): string {
  const pairs = [
    ['ETF', 'etf'],
    ['EFT', 'eft'],
    ['MET', 'met'],
    ['HEFT_RT', 'runtime-heft-compat'],
    ['random', 'random-oldest'],
  ] as const;
  const told = pairs.map(
    ([exact, agent]) =>
      `${exact} ${short(meanAt(runs, exact, true, SPOT))} and ${short(meanAt(runs, agent, false, SPOT))}`,
  );
  return (
    `The exact repetition and the agent of the same rule, five profiles, queue 3, interval 25: ${told.join(', ')}. Both have the same ` +
    'simulator, but arrivals of their own. An agent of a released planner leaves out the order that it imposes between ' +
    'planned tasks, and a collision of its ids.'
  );
}

/** The released DeepSoCS ignores its network. */
function deepSocs(runs: PublishedRuns): string {
  const released = [25, 50, 75, 100].map((scale) => meanAt(runs, 'deepsocs-released', true, { ...SPOT, scale }));
  const heft = meanAt(runs, 'HEFT_RT', true, SPOT);
  const etf = meanAt(runs, 'ETF', true, SPOT);
  return (
    'The released DeepSoCS never uses the order that its network draws; without any network it gives ' +
    `${released.map(short).join('/')} ticks at intervals 25/50/75/100, published 130.5/123/117/117.5: those curves show no effect of ` +
    `learning. Runtime HEFT, which it is with a ranking, comes to ${short(heft)}, ETF to ${short(etf)}. The published values at queue 4 and 5 ` +
    '(138.5, 151.5) are better than the released code can give and must come from another version.'
  );
}

/** Published heuristic curves do not fall with the interval, ours do. */
function flat(runs: PublishedRuns): string {
  const curve = (name: string) =>
    [25, 50, 75, 100].map((scale) => short(meanAt(runs, name, true, { ...SPOT, scale }))).join('/');
  return (
    'The published curves of heuristics are flat over the interval of arrivals; in the released semantics ours fall, since fewer jobs ' +
    `compete: ETF ${curve('ETF')}, MET ${curve('MET')}, HEFT_RT ${curve('HEFT_RT')} at 25/50/75/100. The points beyond 25 are therefore no targets.`
  );
}

/** What was trained here. */
function learned(runs: PublishedRuns): string {
  const names = registered(['socrates-released', 'socrates', 'deepsocs', 'scarl-released', 'scarl']);
  if (names.length === 0) return '';
  const told = names.map((name) => {
    const published = PUBLISHED_CURVES.find((curve) =>
      standIns(curve).some((each) => each.name === name && !each.exact),
    )!;
    const point = published.points.find(({ profiles, queue, scale }) => profiles === 5 && queue === 3 && scale === 25)!;
    return `${name} ${short(meanAt(runs, name, false, SPOT))} (published ${short(point.latency)})`;
  });
  return (
    `Learned schedulers with weights trained here, five profiles, queue 3, interval 25: ${told.join(', ')}; ETF there ` +
    `${short(meanAt(runs, 'etf', false, SPOT))}, random ${short(meanAt(runs, 'random-oldest', false, SPOT))}. They were trained on one profile by ` +
    'the presets of this package, with fewer episodes than the papers tell of, and are asked for their best action, where the ' +
    'released code samples. A difference therefore says nothing about the published runs.'
  );
}

/** Against the best published heuristics, on the same seeds. */
function ours(runs: PublishedRuns): string {
  if (registered([OWN]).length === 0) return '';
  const told = ['etf', 'runtime-heft-compat', 'linear', 'rollout'].map((id) => {
    const pairs = SPOTS.map((spot) => ({
      own: runs.latencies(OWN, false, spot)!,
      baseline: runs.latencies(id, false, spot)!,
    }));
    return `${changeText(averageChange(pairs, `published/${id}`))} to ${id}`;
  });
  return `${OWN} in these settings, average paired change of the mean latency over ${SPOTS.length} of them: ${told.join(', ')}. Neither published plot of learned schedulers in SoCRATES shows ETF.`;
}

function missing(): string {
  const names = standInNames(false);
  const here = registered(names);
  const absent = names.filter((name) => !here.includes(name));
  return absent.length === 0 ? '' : `Not registered, hence not run: ${absent.join(', ')}.`;
}
