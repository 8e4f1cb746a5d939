/**
 * Learning curves: runs of the same preset and settings are one curve, its points the mean over their seeds with Student's
 * interval where there are two or more. Only points that all runs of a curve have reached are drawn, so that a mean is
 * always over the same seeds. Over decisions, a point lies at the mean of what the runs had trained on by then.
 */
import { basename, dirname, join, resolve } from 'node:path';
import { mean, tInterval } from '../report/statistics/index.js';
import { LOG_FILE, readTrainingLog, type TrainingLine } from './training-log.js';
import { readTrainingManifest, type TrainingManifest } from './training-manifest.js';

const CONFIDENCE = 0.95;
const MOST_POINTS = 300; // of a curve of returns; neighbours are averaged beyond

/** What is drawn. */
export type Measure = 'validation' | 'return';

export interface CurvePoint {
  readonly iteration: number;
  readonly decisions: number; // mean over the seeds
  readonly mean: number;
  readonly lower: number; // NaN with one seed
  readonly upper: number;
}

/** Runs that differ by their seed only. */
export interface CurveGroup {
  readonly label: string;
  readonly seeds: readonly number[];
  readonly manifest: TrainingManifest; // of the first
  readonly logs: readonly (readonly TrainingLine[])[]; // [run]
}

/** Reads runs and groups them. Errors: `ArenaError` for folders without a run and for logs that cannot be read. */
export function readCurveGroups(folders: readonly string[]): CurveGroup[] {
  const groups = new Map<
    string,
    { manifest: TrainingManifest; folder: string; seeds: number[]; logs: TrainingLine[][] }
  >();
  for (const folder of folders) {
    const manifest = readTrainingManifest(folder);
    const key = `${manifest.preset} ${manifest.courseHash}`;
    const group = groups.get(key) ?? { manifest, folder, seeds: [], logs: [] };
    group.seeds.push(manifest.seed);
    group.logs.push(readTrainingLog(join(folder, LOG_FILE)));
    groups.set(key, group);
  }
  const presets = [...groups.values()].map(({ manifest }) => manifest.preset);
  return [...groups.values()].map(({ manifest, folder, seeds, logs }) => {
    const shared = presets.filter((preset) => preset === manifest.preset).length > 1;
    return { manifest, seeds, logs, label: shared ? `${manifest.preset} (${nameOf(folder)})` : manifest.preset };
  });
}

/** The folder's name; of one seed among several that of the folder around it. */
function nameOf(folder: string): string {
  const path = resolve(folder);
  return basename(/^seed-\d+$/.test(basename(path)) ? dirname(path) : path);
}

function measuredOf(line: TrainingLine, measure: Measure): number | undefined {
  return measure === 'validation' ? line.validation?.score : line.report['charts/episodic_return'];
}

/** The curve of a group. */
export function learningCurve({ logs }: Pick<CurveGroup, 'logs'>, measure: Measure): CurvePoint[] {
  const byIteration = new Map<number, { values: number[]; decisions: number[] }>();
  for (const log of logs) {
    for (const line of log) {
      const value = measuredOf(line, measure);
      if (value === undefined || !Number.isFinite(value)) continue;
      const entry = byIteration.get(line.iteration) ?? { values: [], decisions: [] };
      entry.values.push(value);
      entry.decisions.push(line.decisions);
      byIteration.set(line.iteration, entry);
    }
  }
  const complete = [...byIteration].filter(([, { values }]) => values.length === logs.length).sort(([a], [b]) => a - b);
  return thinned(complete).map((bin) => {
    const perRun = logs.map((_, run) => mean(bin.map(([, { values }]) => values[run])));
    const interval = perRun.length > 1 ? tInterval(perRun, CONFIDENCE) : { lower: Number.NaN, upper: Number.NaN };
    const decisions = mean(bin.map(([, entry]) => mean(entry.decisions)));
    return { iteration: mean(bin.map(([iteration]) => iteration)), decisions, mean: mean(perRun), ...interval };
  });
}

/** Neighbours together, so that no more than {@link MOST_POINTS} bins remain. */
function thinned<T>(points: readonly T[]): T[][] {
  const size = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => points.slice(i * size, (i + 1) * size));
}
