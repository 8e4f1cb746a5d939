/** Everything that is made from the rows of a tournament: `leaderboard.json`, `leaderboard.md` and `report.html`. */
import { charts } from './board-charts.js';
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
  const showcases = board.sections.flatMap(({ overall, scenarios }) => {
    const agents = overall.entries.map(({ agent }) => agent);
    return showcase(scenarios[0].scenario.env, manifest.seeds[0], agents) ?? [];
  });
  folder.write('leaderboard.json', exactJson(board));
  folder.write('leaderboard.md', leaderboardMarkdown(board, manifest));
  folder.write(
    'report.html',
    reportPage({
      board,
      manifest,
      charts: charts(board, showcases),
      showcases,
    }),
  );
  return board;
}
