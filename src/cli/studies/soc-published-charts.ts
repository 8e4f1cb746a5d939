/** The published plots drawn anew: published curves dashed, ours drawn through with their intervals. */
import type { Chart } from '../../report/charts.js';
import { registered } from './contest.js';
import { type CurvePoint, curveChart } from './curve-chart.js';
import { type PublishedCurve, type PublishedPoint, standIns } from './soc-learned-published.js';
import { OWN } from './soc-learned-settings.js';
import type { PublishedRuns } from './soc-published-runs.js';

interface Figure {
  readonly title: string;
  readonly curves: readonly PublishedCurve[];
}

const AXES = {
  scale: 'mean interval of arrivals, ticks',
  queue: 'jobs inside at most',
  profiles: 'job graphs in the mix',
} as const;

/** What a plot varies. */
function varied(points: readonly PublishedPoint[]): keyof typeof AXES {
  return (['scale', 'queue', 'profiles'] as const).find((key) => new Set(points.map((point) => point[key])).size > 1)!;
}

export function figureCharts(runs: PublishedRuns, figures: readonly Figure[]): Chart[] {
  return figures.map((figure) => figureChart(runs, figure));
}

function figureChart(runs: PublishedRuns, { title, curves }: Figure): Chart {
  const axis = varied(curves[0].points);
  const told = curves.flatMap(({ scheduler, points }) =>
    points.map(
      (point): CurvePoint => ({
        at: point[axis],
        series: scheduler,
        estimate: { value: point.latency, interval: undefined },
        dashed: true,
      }),
    ),
  );
  const found = curves.flatMap((curve) => {
    const ran = standIns(curve).find(({ name, exact }) => runs.estimate(name, exact, curve.points[0]));
    if (!ran) return [];
    return curve.points.map(
      (point): CurvePoint => ({
        at: point[axis],
        series: curve.scheduler,
        estimate: runs.estimate(ran.name, ran.exact, point)!,
      }),
    );
  });
  const ours = registered([OWN]).flatMap((name) =>
    curves[0].points.map(
      (point): CurvePoint => ({ at: point[axis], series: name, estimate: runs.estimate(name, false, point)! }),
    ),
  );
  return {
    id: `figure-${axis}`,
    title: `${title[0].toUpperCase()}${title.slice(1)}`,
    caption:
      'Mean latency, ticks. Dashed: published, read off the plot. Drawn through: here, with its 95 % interval; of several stand-ins the ' +
      'exact one, else the one as released, else the one as intended.',
    spec: curveChart({
      points: [...told, ...found, ...ours],
      across: AXES[axis],
      up: 'mean latency, ticks',
      ticks: [...new Set(curves[0].points.map((point) => point[axis]))],
    }),
  };
}
