/** The system-on-chip environment: registers its scenarios on import. */
export {
  type AutomotiveCosts,
  automotivePlatform,
  DEFAULT_AUTOMOTIVE_COSTS,
  MODALITY_QUALITY,
} from './automotive.js';
export { DEFAULT_SOC_CONFIG, parseSocConfig, type SocConfig, type SocConfigInput } from './config.js';
export { SocEnv, type SocEnvOptions } from './env.js';
export { type JobInput, type JobTemplate, jobNames, jobTemplate, validateJob } from './job.js';
export { compileModel, type SocModel } from './model.js';
export { type Platform, type PlatformInput, platform, platformNames, validatePlatform } from './platform.js';
export { SOC_IDS } from './scenarios.js';
export { SocSimulator } from './simulator.js';
export { createWorkload, type Workload } from './workload.js';
