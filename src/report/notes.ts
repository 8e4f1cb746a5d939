/** What the figures of a leaderboard mean and what they do not: the same sentences in every report. */
import type { Leaderboard } from './leaderboard.js';
import type { Manifest } from './manifest.js';
import { formatNumber } from './quantity.js';

/** The notes that apply, one sentence or two each. */
export function notes(board: Leaderboard, manifest: Manifest): string[] {
  const { seeds, agents, statistics, episodes } = manifest;
  const list = [
    `Every agent met the same workloads: a seed fixes arrivals, sizes and noise whoever schedules (common random numbers). The seeds are ${seeds[0]} … ${seeds[seeds.length - 1]}, from ${manifest.seedRange}.`,
    `Intervals: ${board.intervalMethod}. They cover the chance in the choice of seeds, nothing else: not other platforms, not other loads, not an agent’s training.${seeds.length < 10 ? ` With ${seeds.length} seeds they are too narrow to be trusted.` : ''}`,
    'Ranks are ranges. Agents whose intervals overlap share places; the paired difference to the reference agent, which removes what a seed does to both, may still tell them apart.',
    'A normalised score is (floor − value) / (floor − reference), with the mean values of the scenario’s floor and reference agents on the same seeds: 0 = floor, 1 = reference, above 1 = better than the reference.',
    'Percentiles p50, p95 and p99 are taken within each seed and then averaged over seeds; jobs of different seeds are never pooled.',
    `Decision latency is the time inside the agent on a sample of its decisions, on this machine, with ${manifest.workers} worker(s) at once; it is not part of the simulated time.`,
    `The p-values are not corrected: ${agents.length} agents were compared.`,
  ];
  if (board.overall.excluded.length > 0) {
    list.push(`Not in the overall score, for want of a scale: ${board.overall.excluded.join(', ')}.`);
  }
  if (episodes.censored > 0) {
    list.push(
      `${episodes.censored} episode(s) ended with work unfinished. Their latencies count only finished jobs and so look better than they are; see the censored metrics in results.jsonl.`,
    );
  }
  if (episodes.failed > 0) {
    list.push(
      `${episodes.failed} episode(s) failed. Agents without a value for every seed are ranked after the others.`,
    );
  }
  if (episodes.finished < episodes.expected) {
    list.push(`Only ${episodes.finished} of ${episodes.expected} episodes have been run.`);
  }
  if (statistics.confidence !== 0.95) {
    list.push(`Columns headed 95 % CI show ${formatNumber(statistics.confidence * 100, 3)} % intervals.`);
  }
  return list;
}
