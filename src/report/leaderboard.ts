/**
 * The leaderboard: a pure function of result rows. Per scenario it states every agent's metric over seeds (mean,
 * interquartile mean, bootstrap intervals), its paired difference to the reference agent on the same seeds, and its
 * normalised score (0 = floor agent, 1 = reference agent). Overall it aggregates the normalised scores, stratified by
 * scenario (Agarwal et al. 2021, arXiv 2108.13264). Ranks are ranges: agents that no paired comparison tells apart share
 * places. An agent that did not complete every seed is ranked after all that did, because it chose its own exam.
 */

import { parseId } from '../registry.js';
import type { OverallTable } from './overall-table.js';
import { overallTable } from './overall-table.js';
import type { ResultRow } from './rows.js';
import { type ScenarioTable, scenarioTable } from './scenario-table.js';
import type { Interval } from './statistics/index.js';

/** What the leaderboard has to know of a scenario beside its rows. */
export interface ScoredScenario {
  readonly env: string; // registered id with version
  readonly description: string;
  readonly metric: string;
  readonly lowerIsBetter: boolean;
  readonly reference: string; // agent id, score 1
  readonly floor: string; // agent id, score 0
  readonly timeUnit?: string; // of latencies and makespans, as printed
}

/** How to compute a leaderboard. */
export interface LeaderboardOptions {
  readonly scenarios: readonly ScoredScenario[];
  readonly agents: readonly string[];
  readonly seeds: readonly number[];
  /** Bootstrap replicates; default 10 000. */
  readonly replicates?: number;
  /** Probability the intervals should cover; default 0.95. */
  readonly confidence?: number;
  /** Which agent plays which scenario; default all of them everywhere. */
  readonly plays?: (agent: string, env: string) => boolean;
}

/** Defaults of {@link LeaderboardOptions}. */
export const DEFAULT_LEADERBOARD = Object.freeze({ replicates: 10_000, confidence: 0.95 });

const everywhere = () => true;

/** Places an agent may hold: from `best` to `worst`, 1 = first. */
export interface RankRange {
  readonly best: number;
  readonly worst: number;
}

/** How many of the expected episodes an agent has a value for. */
export interface Completion {
  readonly expected: number;
  readonly scored: number; // ended with a finite metric
  readonly failed: number;
  readonly censored: number; // scored, with unfinished work at the end
}

/** A paired comparison with the reference agent; positive differences mean better than the reference. */
export interface PairedToReference {
  readonly pairs: number;
  readonly difference: number; // improvement over the reference, in units of the metric (overall: of the score)
  readonly interval: Interval;
  readonly wins: number;
  readonly losses: number;
  readonly wilcoxonP: number; // two-sided
  readonly probabilityOfImprovement: number;
}

/** The scenarios of one kind of environment, and the agents that play all of them. */
export interface BoardSection {
  readonly name: string; // namespace of the environments, e.g. `dag`
  readonly overall: OverallTable;
  readonly scenarios: readonly ScenarioTable[];
}

export interface Leaderboard {
  readonly overall: OverallTable; // agents that play every scenario
  readonly sections: readonly BoardSection[]; // one at least, in the order of the scenarios
  readonly scenarios: readonly ScenarioTable[];
  readonly intervalMethod: string;
}

/** Computes all tables. Rows of other scenarios, agents or seeds are ignored. */
export function leaderboard(rows: readonly ResultRow[], options: LeaderboardOptions): Leaderboard {
  const chosen = { ...DEFAULT_LEADERBOARD, plays: everywhere, ...options };
  const scenarios = chosen.scenarios.map((scenario) => {
    const agents = chosen.agents.filter((agent) => chosen.plays(agent, scenario.env));
    return scenarioTable(rows, scenario, { ...chosen, agents });
  });
  const over = (tables: readonly ScenarioTable[]) => {
    const agents = chosen.agents.filter((agent) => tables.every(({ scenario }) => chosen.plays(agent, scenario.env)));
    return overallTable(tables, { ...chosen, agents });
  };
  const namespaces = [...new Set(scenarios.map(({ scenario }) => parseId(scenario.env).namespace))];
  const overall = over(scenarios);
  return {
    overall,
    sections: namespaces.map((name) => {
      const own = scenarios.filter(({ scenario }) => parseId(scenario.env).namespace === name);
      return { name, overall: namespaces.length === 1 ? overall : over(own), scenarios: own };
    }),
    scenarios,
    intervalMethod: `${chosen.confidence * 100} % percentile bootstrap over seeds, stratified by scenario, ${chosen.replicates} replicates`,
  };
}
