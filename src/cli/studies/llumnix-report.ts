/** The Llumnix study as a whole: what was simulated, tables, charts, claims, account and the numbers behind them. */
import type { Json } from '../../space/space.js';
import { llumnixAccount } from './llumnix-account.js';
import { llumnixCharts } from './llumnix-charts.js';
import { llumnixClaims } from './llumnix-claims.js';
import { type Comparison, type Findings, findingsOf, RATIO_KEYS } from './llumnix-comparisons.js';
import { type Experiment, type Length, type PlayedCell, valuesOf } from './llumnix-experiments.js';
import type { MigrationRow } from './llumnix-migration.js';
import { llumnixTables } from './llumnix-tables.js';
import { estimateJson, plainNumbers } from './paired-ratio.js';
import type { StudyResult } from './study.js';

export function llumnixReport(
  cells: readonly PlayedCell[],
  migration: readonly MigrationRow[],
  { seeds, requests }: Length & { readonly seeds: number },
): Omit<StudyResult, 'settings'> {
  const findings = findingsOf(cells);
  return {
    title: 'Llumnix against INFaaS++ and round robin',
    introduction:
      `16 × Llama-7B on A10 (792 KV blocks, vLLM v0), ${requests} requests an episode (${Math.ceil(requests / 2)} with ` +
      `auto-scaling), ${seeds} seeds that all policies share. Loads are the middle of the published rates, and 20 % and ` +
      '40 % more, alike for every workload (multiples fixed after trial runs, all of them reported). INFaaS++ dispatches by the same load as ' +
      'Llumnix but does not migrate; “artifact” decides exactly as the published code; “Llumnix” is the corrected form, ' +
      'to which all ratios refer. Intervals cover 95 %. Rows “up to” show the largest of several settings, as published ones ' +
      'do, with the interval of that setting; the choice of the largest is not accounted for in it.',
    tables: llumnixTables(cells, findings, migration),
    charts: llumnixCharts(cells, findings, migration),
    published: llumnixClaims(findings, migration),
    account: llumnixAccount(cells, findings, migration),
    data: dataOf(cells, findings, migration),
  };
}

/** Metrics of every seed that are kept, by experiment. */
const KEPT: Readonly<Record<Experiment, readonly string[]>> = {
  latencies: [
    'ttftMean',
    'ttftP50',
    'ttftP99',
    'tpotP99',
    'latencyMean',
    'latencyP99',
    'preemptionLossMean',
    'kvUsageMean',
    'migrations',
  ],
  bursts: ['ttftMean', 'ttftP99', 'tpotP99', 'latencyMean', 'latencyP99', 'preemptionLossMean', 'migrations'],
  priorities: [
    ...['ttftMean', 'tpotMean', 'tpotP99', 'latencyMean', 'latencyP99'].map((key) => `${key}:high-priority`),
    'latencyMean:normal-priority',
  ],
  scaling: ['averageInstances', 'ttftMean', 'ttftP99', 'latencyMean'],
};

function dataOf(cells: readonly PlayedCell[], findings: Findings, migration: readonly MigrationRow[]): Json {
  const kept = cells.map((cell) => [
    `${cell.experiment}/${cell.setting}/${cell.policy}`,
    Object.fromEntries(KEPT[cell.experiment].map((key) => [key, plainNumbers(valuesOf(cell, key))])),
  ]);
  const compared = [...findings.infaas, ...findings.roundRobin, ...findings.bursts];
  return {
    cells: Object.fromEntries(kept) as Json,
    ratios: Object.fromEntries(compared.map((each) => [`${each.setting}/${each.policy}`, ratiosJson(each)])) as Json,
    migration: migration.map((row) => ({ ...row })) as Json,
  };
}

function ratiosJson({ ratios, lossSaved }: Comparison): Json {
  const each = RATIO_KEYS.map((key) => [key, estimateJson(ratios[key])]);
  return { ...(Object.fromEntries(each) as Record<string, Json>), lossSaved: estimateJson(lossSaved) };
}
