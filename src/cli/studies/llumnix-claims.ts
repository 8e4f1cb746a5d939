/** What Llumnix claims, beside what the study finds. */
import { formatNumber } from '../../report/quantity.js';
import { median } from '../../report/statistics/index.js';
import { POLICY_TITLES } from './llumnix-cells.js';
import {
  type Comparison,
  type Findings,
  largest,
  lossSavedByLoad,
  type PriorityRow,
  type RatioMetric,
} from './llumnix-comparisons.js';
import { THRESHOLDS } from './llumnix-experiments.js';
import type { MigrationRow } from './llumnix-migration.js';
import { slower } from './llumnix-tables.js';
import { type Estimate, percentText, timesText } from './paired-ratio.js';
import type { PublishedComparison } from './study.js';

const PAPER = 'Sun et al., OSDI 2024';

/** Agreement within a factor; direction by the interval. */
const NEAR = 1.5;

function timesVerdict(published: number, { value, interval }: Estimate): string {
  if ((interval?.lower ?? value) <= 1) return 'no clear gain here';
  if (value > published * NEAR) return 'same direction, larger here';
  return value < published / NEAR ? 'same direction, smaller here' : 'agrees';
}

function upTo(
  compared: readonly Comparison[],
  key: RatioMetric,
  claim: string,
  published: number,
): PublishedComparison {
  const best = largest(compared, key);
  return {
    claim: `${claim}, up to`,
    published: `${published}×`,
    ours: `${timesText(best.ratios[key])} (${best.setting}, the largest of ${compared.length}; median ${medianText(compared, key)})`,
    verdict: timesVerdict(published, best.ratios[key]),
    source: PAPER,
  };
}

function medianText(compared: readonly Comparison[], key: RatioMetric): string {
  return `${formatNumber(median(compared.map(({ ratios }) => ratios[key].value)), 3)}×`;
}

/** Of shares, within ten percentage points. */
function shareVerdict(published: number, value: number): string {
  if (value <= 0) return 'does not hold';
  if (Math.abs(value - published) <= 0.1) return 'agrees';
  return value > published ? 'same direction, larger here' : 'same direction, smaller here';
}

function lossClaim(compared: readonly Comparison[]): PublishedComparison {
  const saved = lossSavedByLoad(compared);
  const each = saved.map(({ load, value }) => `${formatNumber(100 * value, 3)} % at ×${load}`);
  return {
    claim: 'preemption loss that migration avoids, mean',
    published: '70.4 %',
    ours: `${each.join(', ')} of the published rates`,
    verdict: `at ×${saved[0].load}: ${shareVerdict(0.704, saved[0].value)}`,
    source: PAPER,
  };
}

/** From the least to the greatest of some estimates, as texts. */
function range(all: readonly Estimate[], text: (estimate: Estimate) => string): string {
  const sorted = [...all].sort((a, b) => a.value - b.value);
  return `${text(sorted[0])} to ${text(sorted[sorted.length - 1])}`;
}

function priorityClaims(rows: readonly PriorityRow[]): PublishedComparison[] {
  const faster = rows.map(({ urgent }) => urgent.latencyMean);
  const normal = rows.map((row) => slower(row.normal));
  const most = Math.max(...faster.map(({ value }) => value));
  const worst = Math.max(...normal.map(({ value }) => value));
  return [
    {
      claim: 'urgent requests faster with support of priorities, mean request latency',
      published: '1.2–1.5×',
      ours: range(faster, timesText),
      verdict:
        most >= 1.2
          ? 'agrees'
          : faster.every(({ interval }) => (interval?.lower ?? 0) > 1)
            ? 'same direction, smaller here'
            : 'no clear gain here',
      source: PAPER,
    },
    {
      claim: 'normal requests slower',
      published: '≤ 4.5 %',
      ours: range(normal, percentText),
      verdict: worst <= 0.045 ? 'agrees' : 'more here',
      source: PAPER,
    },
  ];
}

function costClaims({ scaling: rows, equalLatency }: Findings): PublishedComparison[] {
  const usual = (burstiness: number) =>
    rows.find((row) => row.burstiness === burstiness && row.threshold === 10)!.saved;
  const most = (burstiness: number) =>
    rows
      .filter((row) => row.burstiness === burstiness)
      .reduce((best, row) => (row.saved.value > best.saved.value ? row : best));
  const equal = equalLatency.filter(({ saved }) => Number.isFinite(saved.value));
  const best = equal.reduce((a, b) => (b.saved.value > a.saved.value ? b : a));
  const claim = (name: string, burstiness: number, published: number): PublishedComparison => {
    const found = most(burstiness);
    return {
      claim: `instances saved with auto-scaling at the same thresholds, ${name}`,
      published: `up to ${published} %`,
      ours: `${percentText(usual(burstiness))} at x = 10, up to ${percentText(found.saved)} (x = ${found.threshold}, the largest of ${THRESHOLDS.length})`,
      verdict: costVerdict(published / 100, found.saved),
      source: PAPER,
    };
  };
  return [
    claim('Poisson', 1, 16),
    claim('gamma', 4, 18),
    {
      claim: 'instances saved at equal latency',
      published: '36 %',
      ours:
        `up to ${percentText(best.saved)} (${best.burstiness === 1 ? 'Poisson' : `CV ${best.burstiness}`}, ` +
        `x = ${best.threshold} of INFaaS++, the largest of ${equal.length}; equal mean prefill latency)`,
      verdict: costVerdict(0.36, best.saved),
      source: `${PAPER}, abstract`,
    },
  ];
}

function costVerdict(published: number, { value, interval }: Estimate): string {
  if ((interval?.lower ?? value) <= 0) return 'no clear gain here';
  if (value > published * NEAR) return 'same direction, larger here';
  return value < published / NEAR ? 'same direction, smaller here' : 'agrees';
}

/** Whether two numbers are as near as in `timesVerdict`. */
function withinFactor(published: number, value: number): string {
  if (value > published * NEAR) return 'more here';
  return value < published / NEAR ? 'fewer here' : 'agrees';
}

function migrationClaims(rows: readonly MigrationRow[]): PublishedComparison[] {
  const downtimes = rows.map(({ downtime }) => 1000 * downtime);
  const [least, most] = [Math.min(...downtimes), Math.max(...downtimes)];
  const longest = rows[rows.length - 1];
  const short = (value: number) => formatNumber(value, 3);
  return [
    {
      claim: 'downtime of a migration, whatever the length',
      published: '20–30 ms',
      ours: `${short(least)} to ${short(most)} ms, ${rows[0].tokens} to ${longest.tokens} tokens`,
      verdict: most / least < 1.2 && least >= 20 && most <= 30 ? 'agrees (20 ms of it are a setting)' : 'differs',
      source: PAPER,
    },
    {
      claim: 'recomputing 8k tokens instead, in decode steps',
      published: '3.5 s = 54 steps (LLaMA-30B, 4 × A10)',
      ours:
        `${short(longest.largeRecompute)} s = ${short(longest.largeRecompute / longest.largeStep)} steps (Yi-34B, 2 × A100); ` +
        `${short(longest.recompute)} s = ${short(longest.recompute / longest.step)} steps (Llama-7B, A10)`,
      verdict: `${withinFactor(54, longest.largeRecompute / longest.largeStep)}; other model and hardware`,
      source: PAPER,
    },
    {
      claim: 'recomputing over downtime, up to',
      published: '111×',
      ours: `${short(longest.recompute / longest.downtime)}× (Llama-7B), ${short(longest.largeRecompute / longest.downtime)}× (Yi-34B)`,
      verdict: `${timesVerdict(111, { value: longest.largeRecompute / longest.downtime, interval: undefined })}; other model and hardware`,
      source: PAPER,
    },
  ];
}

export function llumnixClaims(findings: Findings, migration: readonly MigrationRow[]): PublishedComparison[] {
  const { infaas, roundRobin } = findings;
  const over = (policy: 'infaas' | 'roundRobin') => `over ${POLICY_TITLES[policy]}`;
  return [
    upTo(infaas, 'ttftMean', `mean prefill latency ${over('infaas')}`, 7.7),
    upTo(infaas, 'ttftP99', `P99 prefill latency ${over('infaas')}`, 14.8),
    upTo(infaas, 'tpotP99', `P99 decode latency ${over('infaas')}`, 2),
    upTo(infaas, 'latencyP99', `P99 request latency ${over('infaas')} (2.59× in the artifact's own rerun)`, 2.59),
    upTo(roundRobin, 'ttftMean', `mean prefill latency ${over('roundRobin')}`, 26.6),
    upTo(roundRobin, 'ttftP99', `P99 prefill latency ${over('roundRobin')}`, 34.4),
    lossClaim(infaas),
    ...priorityClaims(findings.priorities),
    ...costClaims(findings),
    ...migrationClaims(migration),
  ];
}
