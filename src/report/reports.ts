/** Everything that is made from the rows of a tournament: `leaderboard.json`, `leaderboard.md` and `report.html`. */
import { charts } from './charts.js';
import type { Leaderboard } from './leaderboard.js';
import { leaderboardMarkdown } from './markdown.js';
import { reportPage } from './page.js';
import { showcase } from './showcase.js';
import { type Tournament, tournamentLeaderboard } from './tournament.js';

/** JSON with non-finite numbers as text. */
function exactJson(value: unknown): string {
  const replacer = (_key: string, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? String(member) : member;
  return `${JSON.stringify(value, replacer, 2)}\n`;
}

/** Writes all reports into the run folder and returns the tables. */
export function writeReports(tournament: Tournament): Leaderboard {
  const { folder, manifest } = tournament;
  const board = tournamentLeaderboard(tournament);
  const shown = showcase(
    manifest.scenarios[0].env,
    manifest.seeds[0],
    manifest.agents.map(({ id }) => id),
  );
  folder.write('leaderboard.json', exactJson(board));
  folder.write('leaderboard.md', leaderboardMarkdown(board, manifest));
  folder.write(
    'report.html',
    reportPage({
      board,
      manifest,
      charts: charts(board, shown?.entries ?? [], shown?.timeUnit ?? ''),
      showcase: shown,
    }),
  );
  return board;
}
