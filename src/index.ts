/**
 * The public surface: contracts, spaces, registry, wrappers, vector environments, checkers, the simulation kit, static
 * scheduling of DAGs, reference generators, training arithmetic, evaluation and exports. Re-exports only; environments
 * and agents come from `sched-arena/envs` and `sched-arena/agents`, and register themselves on import.
 */

/* Contracts. */

export * from './agent.js';
export * from './env.js';
export * from './placement.js';
export * from './planner.js';
export * from './serving.js';
export type {
  Timeline as EpisodeTimeline,
  TimelineOptions as EpisodeTimelineOptions,
  TimelinePanel,
  TimelineSeries,
  TimelineSlices,
  TimelineSpans,
} from './timeline.js';

/* Randomness, errors, configurations, clocks. */

export * from './clock.js';
export * from './config.js';
export * from './error.js';
export * from './generators/index.js';
export * from './rng.js';
export * from './running.js';

/* Spaces. */

export * from './space/box.js';
export * from './space/dict.js';
export * from './space/discrete.js';
export * from './space/flatten.js';
export * from './space/from-json.js';
export * from './space/graph.js';
export * from './space/multi-binary.js';
export * from './space/multi-discrete.js';
export * from './space/one-of.js';
export * from './space/placement.js';
export * from './space/placement-copy.js';
export * from './space/sequence.js';
export * from './space/space.js';
export * from './space/text.js';
export * from './space/tuple.js';

/* Environments by name, around them, and many of them. */

export * from './check/index.js';
export * from './registry.js';
export * from './vector/index.js';
export * from './wrappers/index.js';

/* Simulation kit. */

export * from './sim/arena.js';
export * from './sim/arrivals.js';
export * from './sim/dag.js';
export * from './sim/metrics.js';
export * from './sim/noise.js';
export * from './sim/queue.js';
export * from './sim/time-integrals.js';
export * from './sim/timeline.js';
export * from './sim/validate.js';

/* Static scheduling of one DAG: instances, files, adversarial search, and the kit that planners are made of. */

export * from './graph/index.js';
export * from './instances/index.js';
export * from './pisa/index.js';
export { meanCosts, meanTransfers } from './plan/averages.js';
export * from './plan/bounds.js';
export * from './plan/instance.js';
export * from './plan/partial-schedule.js';
export * from './plan/planner-options.js';
export * from './plan/problem-graph.js';
export * from './plan/quality.js';
export * from './plan/rank-order.js';
export * from './plan/ranks.js';
export * from './plan/ready-list.js';

/* Training arithmetic. */

export * from './train/adam.js';
export * from './train/advantage.js';
export * from './train/cem.js';
export * from './train/masked-policy.js';
export * from './train/ppo-loss.js';

/* Evaluation and exports. */

export * from './report/chart-svg.js';
export * from './report/conformance.js';
export * from './report/csv.js';
export * from './report/episode.js';
export * from './report/evaluate.js';
export * from './report/gantt.js';
export { type HeatCell, type HeatMap, heatMap } from './report/heat-map.js';
export * from './report/leaderboard.js';
export * from './report/perfetto.js';
export { scheduleTrace } from './report/plan-trace.js';
export * from './report/png.js';
export * from './report/ratios.js';
export * from './report/rows.js';
export * from './report/seeds.js';
export * from './report/statistics/index.js';
export * from './report/tournament.js';
export * from './report/trace-json.js';
