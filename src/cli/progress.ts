/**
 * How a long run shows where it stands: one line per scenario that counts up on a terminal (listr2), a plain line
 * now and then elsewhere. Both write to standard error; results go to standard output.
 */
import { monotonicMs } from '../clock.js';
import { type Manifest, pairings } from '../report/manifest.js';
import { formatDuration } from '../report/quantity.js';
import type { ResultRow } from '../report/rows.js';
import { notice } from './output.js';

const PLAIN_INTERVAL = 2_000; // milliseconds between plain lines

/** Told of every row; told at the end that there will be none. */
export interface Progress {
  row(row: ResultRow): void;
  /** Resolves when the display is gone. */
  end(): Promise<void>;
}

/** A plain line at most every two seconds. */
function plainProgress(finished: number, expected: number): Progress {
  const begin = monotonicMs();
  let done = finished;
  let last = begin;
  let failed = 0;
  const failures = () => (failed > 0 ? `, ${failed} failed` : '');
  const report = () =>
    notice(`${done} of ${expected} episodes${failures()}, ${formatDuration((monotonicMs() - begin) / 1000)}`);
  return {
    row(row) {
      done++;
      if (row.status === 'failed') failed++;
      if (monotonicMs() - last < PLAIN_INTERVAL) return;
      last = monotonicMs();
      report();
    },
    async end() {
      report();
    },
  };
}

/** One live line per scenario. */
async function liveProgress(manifest: Manifest, rows: readonly ResultRow[]): Promise<Progress> {
  const { Listr } = await import('listr2');
  const lines = new Map<string, { done: number; failed: number; changed: () => void; end: () => void }>();
  let over = false;
  const list = new Listr(
    manifest.scenarios.map((scenario) => {
      const { env } = scenario;
      const expected = pairings({ scenarios: [scenario], agents: manifest.agents }) * manifest.seeds.length;
      return {
        title: env,
        task: (_context, task) =>
          new Promise<void>((resolve, reject) => {
            const line = lines.get(env)!;
            line.changed = () => {
              task.title = `${env}  ${line.done}/${expected}${line.failed > 0 ? `, ${line.failed} failed` : ''}`;
              if (line.done === expected) resolve();
            };
            line.end = () => (line.done === expected ? resolve() : reject(new Error('stopped')));
            line.changed();
            if (over) line.end();
          }),
      };
    }),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false },
    },
  );
  for (const { env } of manifest.scenarios) {
    lines.set(env, { done: 0, failed: 0, changed: () => {}, end: () => {} });
  }
  const count = (row: ResultRow) => {
    const line = lines.get(row.env)!;
    line.done++;
    if (row.status === 'failed') line.failed++;
    line.changed();
  };
  rows.forEach(count);
  const shown = list.run().catch(() => undefined);
  return {
    row: count,
    async end() {
      over = true;
      for (const line of lines.values()) line.end();
      await shown;
    },
  };
}

/** The display that suits the output. */
export async function showProgress(manifest: Manifest, rows: readonly ResultRow[]): Promise<Progress> {
  if (process.stdout.isTTY && process.stderr.isTTY) return liveProgress(manifest, rows);
  return plainProgress(rows.length, manifest.episodes.expected);
}
