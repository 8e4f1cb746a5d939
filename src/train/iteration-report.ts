/** The figures of an iteration by the names that readers of training logs look for (those of CleanRL where it has one). */
import { envs } from '../registry.js';
import type { UpdateReport } from './objective.js';
import type { FinishedEpisode } from './play.js';
import type { IterationReport } from './trainer.js';

export interface Played {
  readonly finished: readonly FinishedEpisode[];
  readonly decisions: number;
  readonly seconds: number; // of playing
}

/** Metrics that are reported wherever an environment has them; the scenario's own score is added. */
const REPORTED = ['completedJobs'];

/** What playing came to; figures of episodes only where one has ended. */
export function playReport({ finished, decisions, seconds }: Played): IterationReport {
  const report: Record<string, number> = {
    'charts/decisions_iteration': decisions,
    'charts/SPS': seconds > 0 ? decisions / seconds : Number.NaN,
    'charts/episodes': finished.length,
  };
  if (finished.length === 0) return report;
  report['charts/episodic_return'] = mean(finished.map(({ episodicReturn }) => episodicReturn));
  report['charts/episodic_length'] = mean(finished.map((episode) => episode.decisions));
  for (const name of new Set(finished.flatMap(namesOf))) {
    const values = finished.map(({ metrics }) => metrics[name]).filter((value) => Number.isFinite(value));
    if (values.length > 0) report[`metrics/${name}`] = mean(values);
  }
  return report;
}

function namesOf({ scenario, metrics }: FinishedEpisode): string[] {
  return [envs.get(scenario).score.metric, ...REPORTED].filter((name) => metrics[name] !== undefined);
}

/** Means over the minibatches of an iteration; what an objective has not is left out. */
export function lossReport(updates: readonly UpdateReport[]): IterationReport {
  const average = (pick: (report: UpdateReport) => number) => mean(updates.map(pick));
  const report = {
    'losses/loss': average(({ loss }) => loss),
    'losses/policy_loss': average(({ policyLoss }) => policyLoss),
    'losses/value_loss': average(({ valueLoss }) => valueLoss),
    'losses/entropy': average(({ entropy }) => entropy),
    'losses/normalized_entropy': average(({ normalizedEntropy }) => normalizedEntropy),
    'losses/old_approx_kl': average(({ oldApproxKl }) => oldApproxKl),
    'losses/approx_kl': average(({ approxKl }) => approxKl),
    'losses/clipfrac': average(({ clipFraction }) => clipFraction),
    'losses/teacher_kl': average(({ teacherKl }) => teacherKl),
    'losses/gradient_norm': average(({ gradientNorm }) => gradientNorm),
  };
  return Object.fromEntries(Object.entries(report).filter(([, value]) => !Number.isNaN(value)));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
