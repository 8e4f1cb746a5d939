/** What a finished training run says: a table on the terminal, and the same with all that led to it as `result.md`. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration, formatNumber } from '../report/quantity.js';
import { TEST_HEADING, TEST_NUMERIC, type TestResult, testCells } from '../train/held-out-test.js';
import type { TrainingManifest } from '../train/training-manifest.js';
import { tableLines } from './table.js';

interface Finished {
  readonly manifest: TrainingManifest;
  readonly test: TestResult;
}

/** One sentence on what was tested and how. */
function caption({ manifest, test }: Finished): string {
  const { best } = manifest;
  const untrained =
    best!.iteration === 0 ? 'Training did not improve on its start: these are the untrained weights. ' : '';
  return (
    `${untrained}Weights of iteration ${best!.iteration} (validation score ${formatNumber(best!.score, 5)}; rule: ${manifest.selectionRule}), ` +
    `deterministic, on ${test.seeds.length} test seeds against others on the same seeds. Gain: relative to the baseline's mean, ` +
    `positive = the trained agent is better, with the paired 95 % bootstrap interval. p: two-sided Wilcoxon signed-rank test.`
  );
}

/** The lines for the terminal. */
export function resultLines(finished: Finished): string[] {
  return [...tableLines([TEST_HEADING, ...finished.test.rows.map(testCells)], TEST_NUMERIC), caption(finished)];
}

/** `result.md`. */
export function resultMarkdown(finished: Finished): string {
  const { manifest, test } = finished;
  const { provenance, backend, machine } = manifest;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/[|*_]/g, '\\$&')).join(' | ')} |`;
  const tuned = manifest.tuned === false ? 'not tuned' : `tuned: ${manifest.tuned}`;
  const commit = `${provenance.commit ?? 'unknown commit'}${provenance.dirty ? ' with uncommitted changes' : ''}`;
  const facts = [
    `Preset ${manifest.preset} (${tuned}): ${manifest.description}.`,
    `Network ${manifest.network.id}, ${formatNumber(manifest.network.parameters)} parameters; algorithm ${manifest.plan.algorithm.id}; seed ${manifest.seed}.`,
    `${manifest.iteration} iterations, ${formatNumber(manifest.decisions)} decisions, ${formatDuration(manifest.wallClockSeconds)} on ${backend.name} (${backend.device}), ${manifest.workers} worker thread(s), ${machine.cpu}.`,
    `Version ${provenance.version}, ${commit}, plan ${manifest.planHash}.`,
  ];
  return [
    `# Training run ${manifest.preset}, seed ${manifest.seed}`,
    caption(finished),
    [
      line(TEST_HEADING),
      line(TEST_NUMERIC.map((numeric) => (numeric ? '---:' : ':---'))),
      ...test.rows.map((row) => line(testCells(row))),
    ].join('\n'),
    facts.map((fact) => `- ${fact}`).join('\n'),
    `Command: \`${manifest.command}\``,
    '',
  ].join('\n\n');
}

/** Writes `result.md` into the folder of a run. */
export function writeResultMarkdown(folder: string, finished: Finished): void {
  const file = join(folder, 'result.md');
  writeFileSync(`${file}.partial`, resultMarkdown(finished));
  renameSync(`${file}.partial`, file);
}
