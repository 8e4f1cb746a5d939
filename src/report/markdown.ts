/** The leaderboard as Markdown: overall table, one table per scenario, what failed, how it was made. */
import { type Column, overallColumns, scenarioColumns } from './columns.js';
import type { Leaderboard } from './leaderboard.js';
import { type Manifest, pairings } from './manifest.js';
import { notes } from './notes.js';
import { formatDuration, formatNumber } from './quantity.js';
import { fewestAccepted, type ScenarioTable } from './scenario-table.js';
import { metricUnit } from './units.js';

function escapeCell(text: string): string {
  return text.replace(/[\\|*_<>`[\]]/g, '\\$&').replace(/\n/g, ' ');
}

/** One Markdown table. */
export function markdownTable<E>(columns: readonly Column<E>[], entries: readonly E[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((column) => escapeCell(column.title))),
    line(columns.map((column) => (column.numeric ? '---:' : ':---'))),
    ...entries.map((entry) => line(columns.map((column) => escapeCell(column.cell(entry).text)))),
  ].join('\n');
}

/** What a scenario measures and against what, and a warning where jobs were lost. */
export function scenarioCaption(table: ScenarioTable): string {
  const { scenario, scale } = table;
  const direction = scenario.lowerIsBetter ? 'lower is better' : 'higher is better';
  const measured = scale
    ? `score 0 = ${scenario.floor} (${formatNumber(scale.floor)}), score 1 = ${scenario.reference} (${formatNumber(scale.reference)})`
    : `no scale: ${scenario.floor} (floor) did not come out worse than ${scenario.reference} (reference)`;
  const lossy = fewestAccepted(table);
  const warning = lossy
    ? ` Arrivals were turned away (${lossy.agent}: ${formatNumber(lossy.load.accepted)} of ${formatNumber(lossy.load.offered)} accepted): read latency together with completions.`
    : '';
  const unit = metricUnit(scenario.metric, scenario.timeUnit ?? '');
  const times =
    scenario.timeUnit && table.percentileFamily
      ? ` Columns p50–p99 are ${table.percentileFamily} in ${scenario.timeUnit}.`
      : '';
  return `Metric ${scenario.metric}${unit && ` in ${unit}`}, ${direction}; ${measured}.${unit ? '' : times}${warning}`;
}

/** The description of a scenario as a sentence, and its caption. */
export function scenarioIntroduction(table: ScenarioTable): string {
  const { description } = table.scenario;
  const sentence = description === '' || /[.!?]$/.test(description) ? description : `${description}.`;
  return `${sentence} ${scenarioCaption(table)}`.trim();
}

/** The whole document. */
export function leaderboardMarkdown(board: Leaderboard, manifest: Manifest): string {
  const { overall, sections } = board;
  const { provenance, machine, episodes } = manifest;
  const parts = [
    '# Leaderboard',
    `${manifest.agents.length} agents, ${manifest.scenarios.length} scenarios, ${pairings(manifest)} pairings × ${manifest.seeds.length} seeds; ` +
      `${episodes.finished} of ${episodes.expected} episodes, ${episodes.failed} failed; ${formatDuration(manifest.wallClockSeconds)}.`,
    ...(overall.entries.length === 0 ? [] : ['## Overall', markdownTable(overallColumns, overall.entries)]),
    ...sections.flatMap((section) => [
      ...(sections.length === 1
        ? []
        : [`## All of ${section.name}`, markdownTable(overallColumns, section.overall.entries)]),
      ...section.scenarios.flatMap((table) => [
        `## ${table.scenario.env}`,
        escapeCell(scenarioIntroduction(table)),
        markdownTable(scenarioColumns(table), table.entries),
      ]),
    ]),
    ...(manifest.failed.length === 0
      ? []
      : [
          '## Failed episodes',
          manifest.failed
            .map(({ env, agent, seed, message }) => `- ${escapeCell(`${env}, ${agent}, seed ${seed}: ${message}`)}`)
            .join('\n'),
        ]),
    '## How to read this',
    notes(board, manifest)
      .map((note) => `- ${note}`)
      .join('\n'),
    '## Made by',
    [
      `- ${provenance.package} ${provenance.version}, ${provenance.commit ? `commit ${provenance.commit}${provenance.dirty ? ' with uncommitted changes' : ''}` : 'no commit known'}`,
      `- \`${manifest.command}\`, started ${manifest.started}, ${manifest.sessions} session(s), ${manifest.workers} worker(s)`,
      `- ${machine.cpu}, ${machine.cores} core(s), ${machine.os}, Node ${machine.node}`,
      ...manifest.scenarios.map(({ env, configHash }) => `- ${env}: configuration ${configHash}`),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
