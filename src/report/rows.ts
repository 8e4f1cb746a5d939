/**
 * Result rows: one JSON line per scenario × agent × seed, the only thing a run has to keep. Tables, charts and
 * statistics are pure functions of rows. A file of rows is read back even when its last line was cut off by a crash;
 * of several rows of the same episode the last one counts. Non-finite numbers travel as text.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ArenaError } from '../error.js';

/** A number, or the names that JSON has no numeral for. */
const numeral = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

const rowSchema = z.object({
  env: z.string(),
  agent: z.string(),
  oracle: z.boolean(),
  seed: z.int().nonnegative(),
  configHash: z.string(),
  version: z.string(),
  status: z.enum(['ok', 'failed']),
  message: z.string().optional(),
  episodeReturn: numeral,
  decisions: z.int().nonnegative(),
  truncated: z.boolean(),
  censored: z.boolean(),
  metrics: z.record(z.string(), numeral),
  replayHash: z.string(),
  decisionMicroseconds: z.object({ sampled: z.int(), mean: numeral, p50: numeral, p95: numeral }),
  wallClockSeconds: z.number(),
});

/** How long the agent took to decide, from a sample of its decisions; NaN when none was sampled. */
export interface DecisionLatency {
  readonly sampled: number; // decisions timed
  readonly mean: number; // microseconds, over the whole episode, the first decisions included
  readonly p50: number; // microseconds
  readonly p95: number; // microseconds
}

/** The outcome of one episode. */
export interface ResultRow {
  readonly env: string; // registered id with version
  readonly agent: string; // registered id
  readonly oracle: boolean; // the agent may look at what others cannot see
  readonly seed: number;
  readonly configHash: string; // of the environment's resolved configuration
  readonly version: string; // of this package
  readonly status: 'ok' | 'failed';
  readonly message?: string; // why it failed
  readonly episodeReturn: number;
  readonly decisions: number;
  readonly truncated: boolean; // cut off from outside
  readonly censored: boolean; // work was unfinished at the end: latencies are of the finished part
  readonly metrics: Readonly<Record<string, number>>;
  readonly replayHash: string; // of every action and outcome
  readonly decisionMicroseconds: DecisionLatency;
  readonly wallClockSeconds: number;
}

/** What identifies an episode within a run. */
export interface EpisodeKey {
  readonly env: string;
  readonly agent: string;
  readonly seed: number;
}

/** A text that two rows share exactly when they tell of the same episode. */
export function episodeKey({ env, agent, seed }: EpisodeKey): string {
  return `${env} ${agent} ${seed}`;
}

/** One line of JSON, without the line end. */
export function formatRow(row: ResultRow): string {
  return JSON.stringify(row, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/** Reads one line; `where` names it in the error. */
export function parseRow(line: string, where: string): ResultRow {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new ArenaError(`${where}: not a line of JSON`);
  }
  const parsed = rowSchema.safeParse(json);
  if (parsed.success) return parsed.data as ResultRow;
  const issue = parsed.error.issues[0];
  throw new ArenaError(`${where}: not a result row (${issue.path.join('.') || 'row'}: ${issue.message})`);
}

/** The rows of a JSON-lines text; a last line without line end is torn and ignored. Throws on any other bad line. */
export function parseRows(text: string, file: string): ResultRow[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const rows = new Map<string, ResultRow>();
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const row = parseRow(line, `${file}:${i + 1}`);
    rows.set(episodeKey(row), row);
  });
  return [...rows.values()];
}

/** The rows of a file. */
export function readRows(file: string): ResultRow[] {
  try {
    return parseRows(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof ArenaError) throw error;
    throw new ArenaError(`${file}: cannot be read (${(error as Error).message})`);
  }
}

/** Rows in the order of scenario, agent and seed lists, whatever order they finished in; others are left out. */
export function orderedRows(
  rows: readonly ResultRow[],
  plan: { readonly envs: readonly string[]; readonly agents: readonly string[]; readonly seeds: readonly number[] },
): ResultRow[] {
  const byKey = new Map(rows.map((row) => [episodeKey(row), row]));
  const ordered: ResultRow[] = [];
  for (const env of plan.envs) {
    for (const agent of plan.agents) {
      for (const seed of plan.seeds) {
        const row = byKey.get(episodeKey({ env, agent, seed }));
        if (row) ordered.push(row);
      }
    }
  }
  return ordered;
}
