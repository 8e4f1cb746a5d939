/** Wrappers: re-exports only. */
export { ActionWrapper } from './action-wrapper.js';
export { ClipAction } from './clip-action.js';
export { ClipReward, type ClipRewardOptions, DEFAULT_CLIP_REWARD_OPTIONS } from './clip-reward.js';
export { FilterObservation, type FilterObservationOptions } from './filter-observation.js';
export { FlattenObservation } from './flatten-observation.js';
export { FrameStack, type FrameStackOptions } from './frame-stack.js';
export {
  DEFAULT_NORMALIZE_OBSERVATION_OPTIONS,
  NormalizeObservation,
  type NormalizeObservationOptions,
} from './normalize-observation.js';
export {
  DEFAULT_NORMALIZE_REWARD_OPTIONS,
  NormalizeReward,
  type NormalizeRewardOptions,
} from './normalize-reward.js';
export { ObservationWrapper } from './observation-wrapper.js';
export { OrderEnforcing } from './order-enforcing.js';
export { PassiveEnvChecker } from './passive-env-checker.js';
export {
  DEFAULT_EPISODE_STATISTICS_OPTIONS,
  type EpisodeStatistics,
  RecordEpisodeStatistics,
  type RecordEpisodeStatisticsOptions,
} from './record-episode-statistics.js';
export { DEFAULT_RESCALE_ACTION_OPTIONS, RescaleAction, type RescaleActionOptions } from './rescale-action.js';
export {
  DEFAULT_RESCALE_OBSERVATION_OPTIONS,
  RescaleObservation,
  type RescaleObservationOptions,
} from './rescale-observation.js';
export { RewardWrapper } from './reward-wrapper.js';
export { TimeAwareObservation, type TimeAwareObservationOptions } from './time-aware-observation.js';
export { TimeLimit, type TimeLimitOptions } from './time-limit.js';
export { TransformAction, type TransformActionOptions } from './transform-action.js';
export { TransformObservation, type TransformObservationOptions } from './transform-observation.js';
export { TransformReward, type TransformRewardOptions } from './transform-reward.js';
export { asPlacementEnv, unwrapped, Wrapper } from './wrapper.js';
