/**
 * The study of the learned scheduler for systems-on-chip: whether it beats the heuristics, with intervals, bound when
 * ready and late, on synthetic graphs, real applications and driving; claim by claim.
 */
import { ensure } from '../../error.js';
import type { Json } from '../../space/space.js';
import { playContest, registered, settingsJson } from './contest.js';
import { estimateJson, plainNumbers } from './paired-ratio.js';
import { socAccount } from './soc-learned-account.js';
import { socCharts } from './soc-learned-charts.js';
import { type Claim, socClaims, verdictOf } from './soc-learned-claims.js';
import { SocFindings } from './soc-learned-findings.js';
import {
  HEURISTICS,
  OWN,
  PUBLISHED_METHODS,
  RIVALS,
  type SocSettings,
  socRounds,
  socSettings,
} from './soc-learned-settings.js';
import { socTables } from './soc-learned-tables.js';
import type { Study, StudyOptions, StudyResult } from './study.js';

function settings({ quick }: Pick<StudyOptions, 'seeds' | 'quick'>): Json {
  const { onReady, late, real } = socSettings(quick);
  return {
    own: OWN,
    rivals: [...RIVALS],
    methods: [...PUBLISHED_METHODS],
    heuristics: [...HEURISTICS],
    settings: settingsJson([...onReady, ...late, ...real]),
  };
}

async function run(options: StudyOptions): Promise<StudyResult> {
  ensure(registered([OWN]).length > 0, `study soc-learned: the agent ${OWN} is not registered`);
  const where = socSettings(options.quick);
  const rounds = socRounds(where);
  const findings = new SocFindings(await playContest(rounds, options), where);
  const claims = socClaims(findings);
  return {
    title: 'A learned scheduler beside the heuristics',
    introduction:
      `${OWN} (trained weights that ship with the package) beside ETF, HEFT, the linear scorer, an untrained look-ahead (${'`rollout`'}) and ` +
      `published methods on ${options.seeds} test seeds, the same for all. Synthetic settings: one, five or ten graphs of ten tasks on three ` +
      'processors, at most three or five jobs inside, one arrival every 25 ticks, 5000 ticks, with and without noise; the same ' +
      'bound late; mixes of real applications on platforms of DS3; driving with deadlines. Figures are means over seeds, ' +
      'changes are paired, intervals cover 95 %.',
    settings: settings(options),
    tables: socTables(findings, claims),
    charts: socCharts(findings),
    published: [],
    accountTitle: 'Claim by claim',
    account: socAccount(findings, claims),
    data: dataOf(findings, claims, rounds),
  };
}

/** Figures of every seed of those that are compared; of the other heuristics means. */
function dataOf(findings: SocFindings, claims: readonly Claim[], rounds: ReturnType<typeof socRounds>): Json {
  const { onReady, late, real } = findings.settings;
  const kept = [OWN, ...RIVALS, ...PUBLISHED_METHODS] as readonly string[];
  const cells = rounds.flatMap(({ agents }, i) =>
    groupOf(findings.settings, i).map((setting) => {
      const values = (id: string): [string, Json] => [
        id,
        kept.includes(id)
          ? plainNumbers(findings.contest.values(setting, id, setting.metric))
          : plainNumbers([findings.mean(setting, id)])[0],
      ];
      return [setting.title, Object.fromEntries([...new Set(agents)].map(values))] as const;
    }),
  );
  return {
    claims: claims.map((claim) => ({ claim: claim.claim, verdict: verdictOf(claim), figures: claim.figures })),
    averages: {
      onReady: estimateJson(findings.average(onReady, OWN, 'etf')),
      late: estimateJson(findings.average(late, OWN, 'etf')),
      lateAgainstOnReady: estimateJson(findings.lateAverage(OWN, 'etf')),
    },
    best: Object.fromEntries(real.map((setting) => [setting.title, findings.best(setting, { lookAhead: true })])),
    cells: Object.fromEntries(cells) as Json,
  };
}

function groupOf({ onReady, late, real }: SocSettings, round: number) {
  return [onReady, late, real][round];
}

export const socLearnedStudy: Study = {
  id: 'soc-learned',
  description:
    'the learned scheduler of systems-on-chip beside ETF, HEFT, linear scorer, look-ahead and published methods',
  settings,
  run,
};
