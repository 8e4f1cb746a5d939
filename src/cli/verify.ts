/**
 * `verify`: plays one episode of every agent on every scenario of a finished run again and compares its fingerprint
 * with the recorded one, so that a published table can be checked without repeating all of it.
 */
import type { Command } from 'commander';
import { ensure } from '../error.js';
import { execute } from '../report/execute.js';
import { episodeKey, type ResultRow } from '../report/rows.js';
import { readManifest } from '../report/run-folder.js';
import { openTournament } from '../report/tournament.js';
import { integerFrom, withExamples } from './arguments.js';
import { importsOf, loadRunModules } from './modules.js';
import { print } from './output.js';

/** The given number of rows of every scenario and agent, the first seeds. */
function sample(rows: readonly ResultRow[], episodes: number): ResultRow[] {
  const taken = new Map<string, number>();
  return rows.filter((row) => {
    const pair = `${row.env} ${row.agent}`;
    const count = (taken.get(pair) ?? 0) + 1;
    taken.set(pair, count);
    return count <= episodes;
  });
}

/** What differs between a recorded and a repeated episode, in words; nothing when they agree. */
function difference(recorded: ResultRow, repeated: ResultRow): string | undefined {
  if (recorded.status !== repeated.status) return `recorded ${recorded.status}, now ${repeated.status}`;
  if (recorded.replayHash === repeated.replayHash) return undefined;
  return `recorded replay ${recorded.replayHash}, now ${repeated.replayHash}`;
}

export function addVerifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .summary('play recorded episodes again and compare')
    .description('Plays episodes of a run again and compares actions and outcomes. Exits with 1 if any differ.')
    .argument('<run-folder>', 'folder of a run')
    .option('--episodes <n>', 'episodes per agent and scenario', integerFrom(1), 1)
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .action(async (path: string, options: { episodes: number; workers?: number }) => {
      const modules = await loadRunModules(importsOf(program), { path, recorded: readManifest(path).imports });
      const { folder, rows } = openTournament(path);
      folder.close();
      ensure(rows.length > 0, `verify: ${path} has no finished episode`);
      const chosen = sample(rows, options.episodes);
      const repeated = new Map<string, ResultRow>();
      const { workers } = options;
      await execute(chosen, {
        modules,
        ...(workers === undefined ? {} : { workers }),
        onRow: (row) => repeated.set(episodeKey(row), row),
      });
      let different = 0;
      for (const row of chosen) {
        const found = difference(row, repeated.get(episodeKey(row))!);
        if (found) different++;
        print(`${found ? 'FAIL' : 'PASS'} ${row.env} ${row.agent} seed ${row.seed}${found ? `: ${found}` : ''}`);
      }
      print(`${chosen.length - different} passed, ${different} failed`);
      if (different > 0) process.exitCode = 1;
    });
  withExamples(command, 'verify runs/20260101-120000-ab12cd');
}
