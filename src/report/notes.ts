/** What the figures of a leaderboard mean and what they do not: the same sentences in every report. */
import type { Leaderboard } from './leaderboard.js';
import type { Manifest } from './manifest.js';
import { formatNumber } from './quantity.js';
import { fewestAccepted } from './scenario-table.js';

/** What a mean latency leaves out: for boards whose environments count jobs or whose episodes were cut short. */
function loadNotes({ overall, scenarios }: Leaderboard): string[] {
  const list: string[] = [];
  const counted = scenarios.some(({ entries }) => entries.some(({ load }) => !Number.isNaN(load.completed)));
  const cut = overall.entries.reduce((sum, { completion }) => sum + completion.censored, 0);
  if (counted) {
    list.push(
      'Always read latency together with completions. Completed is the mean number of jobs completed in an episode, Accepted the mean numbers of jobs accepted and offered; jobs that found the system full were turned away and count in no latency.',
    );
  }
  if (cut > 0) {
    const why = counted
      ? 'Both mean latencies can then be too low. latencyMean counts completed jobs only, and those that wait longest are the ones still missing at the end. latencyMeanCensored (column Censored) counts the missing ones with their age at the end, which is less than what they will have taken, and little for jobs that came late. Neither counts jobs turned away, so an agent may look fast because it let fewer in.'
      : 'What was left is not in metrics that count finished work only.';
    list.push(`Cut short: ${cut} episode(s) ended with work left. ${why}`);
  }
  const lossy = scenarios.filter((table) => fewestAccepted(table) !== undefined).map(({ scenario }) => scenario.env);
  if (lossy.length > 0) {
    list.push(
      `Arrivals were turned away in ${lossy.join(', ')}: there the agents did not serve the same jobs, and ranks, scores and paired differences, which rest on the metric alone, say nothing of the lost ones.`,
    );
  }
  return list;
}

/** The notes that apply, one sentence or two each. */
export function notes(board: Leaderboard, manifest: Manifest): string[] {
  const { seeds, agents, statistics, episodes } = manifest;
  const list = [
    `Every agent met the same workloads: a seed fixes arrivals, sizes and noise whoever schedules (common random numbers). The seeds are ${seeds[0]} … ${seeds[seeds.length - 1]}, from ${manifest.seedRange}.`,
    `Intervals: ${board.intervalMethod}. They cover the chance in the choice of seeds, nothing else: not other platforms, not other loads, not an agent’s training.${seeds.length < 10 ? ` With ${seeds.length} seeds they are too narrow to be trusted.` : ''}`,
    'Ranks are ranges. Two agents share places unless one is ahead in 97.5 % of the bootstrap replicates, with the same draws of seeds for both; the intervals of single agents are wider, because they also hold what a seed does to all. Gains over the reference are paired in the same way and positive where the agent is better.',
    ...loadNotes(board),
    'A normalised score is (floor − value) / (floor − reference), with the mean values of the scenario’s floor and reference agents on the same seeds: 0 = floor, 1 = reference, above 1 = better than the reference. Both means are estimates from these seeds, and the intervals of scores take them as given: they ignore that another choice of seeds would move the scale as well.',
    'Percentiles p50, p95 and p99 are taken within each seed and then averaged over seeds; jobs of different seeds are never pooled.',
    `Decision latency is the time inside the agent on a sample of its decisions, on this machine, with ${manifest.workers} worker(s) at once; it is not part of the simulated time.`,
    `The p-values are not corrected: ${agents.length} agents were compared.`,
  ];
  if (board.overall.excluded.length > 0) {
    list.push(`Not in the overall score, for want of a scale: ${board.overall.excluded.join(', ')}.`);
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
