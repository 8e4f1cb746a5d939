/** Which charts a leaderboard has: the scores of everybody, and the others once per section. */
import { type Chart, decisionChart, type LatencyEpisode, latencyChart, profileChart, scoreChart } from './charts.js';
import type { BoardSection, Leaderboard } from './leaderboard.js';

/** The charts of one section; their ids and titles say which, where there are several. */
function sectionCharts(section: BoardSection, episode: LatencyEpisode | undefined, several: boolean): Chart[] {
  const all = [profileChart(section), decisionChart(section), episode && latencyChart(section, episode)];
  const drawn = all.filter((chart) => chart !== undefined);
  if (!several) return drawn;
  return drawn.map((chart) => ({
    ...chart,
    id: `${chart.id}-${section.name}`,
    title: `${chart.title}: ${section.name}`,
  }));
}

/** All charts there is data for; `episodes` are those whose schedules were recorded. */
export function charts(board: Leaderboard, episodes: readonly LatencyEpisode[]): Chart[] {
  const several = board.sections.length > 1;
  return [
    scoreChart(board),
    ...board.sections.flatMap((section) => {
      const episode = episodes.find(({ env }) => section.scenarios.some(({ scenario }) => scenario.env === env));
      return sectionCharts(section, episode, several);
    }),
  ];
}
